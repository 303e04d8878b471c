"""Kernels as pieces of others: compiled once, kept, found again, and the same numbers however they are called."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from gbad._jit import lean
from gbad.compiling.pieces import Kernel
from gbad.envelope import _falling_kernel, _reach_kernel
from gbad.physics import _earth_kernel

HIGH = 0.0, 0.0, 6_380_000.0, 10.0, 0.0, -900.0
# calls a kernel that calls others, then one of these from Python; says what was compiled and what came out
CODE = """
import json
import numba.core.event as event
from gbad.compiling.pieces import Kernel
from gbad.envelope._falling_kernel import falls_freely
from gbad.physics._earth_kernel import height_m

compiled = []

class Listener(event.Listener):
    def on_start(self, e):
        dispatcher = e.data["dispatcher"]
        compiled.append([dispatcher.py_func.__name__, isinstance(dispatcher, Kernel)])

    def on_end(self, e):
        pass

event.register("numba:compile", Listener())
high = 0.0, 0.0, 6_380_000.0, 10.0, 0.0, -900.0
found = [falls_freely(*high, 0.0, 1e9, 400.0, 0.5), falls_freely(*high, 0.0, 1e9, 1000.0, 0.5), height_m(*high[:3])]
print(json.dumps([compiled, found]))
"""


@pytest.fixture
def told(tmp_path):
    def run():
        done = subprocess.run(
            [sys.executable, "-c", CODE], env=os.environ | {"GBAD_CACHE": str(tmp_path)}, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        return json.loads(done.stdout)

    return run


def test_a_second_process_compiles_nothing_and_finds_the_same(told):
    compiled, found = told()
    # what Python called in full, what only kernels called as a piece
    assert ["falls_freely", True] in compiled
    assert ["up_vector", False] in compiled
    assert ["up_vector", True] not in compiled
    assert ["height_m", True] in compiled
    again, same = told()
    assert again == []
    assert found == same == [True, False, pytest.approx(_earth_kernel.height_m.py_func(*HIGH[:3]), abs=1e-8)]


def test_a_piece_from_disk_can_be_built_into_another_kernel(told, tmp_path):
    told()
    # throw away the kernel that Python called; its pieces stay
    whole = [path for path in tmp_path.rglob("*falls_freely*") if ".piece" not in path.name]
    assert whole
    for path in whole:
        path.unlink()
    compiled, found = told()
    assert compiled == [["falls_freely", True]]
    assert found[:2] == [True, False]


def test_pieces_have_no_machine_code_of_their_own():
    _falling_kernel.falls_freely(*HIGH, 0.0, 1e9, 400.0, 0.5)
    _reach_kernel.predict(*HIGH, True, 10.0)  # both call height_m
    pieces = [kernel._numba_type_.dispatcher for kernel in (_earth_kernel.height_m, _earth_kernel.up_vector)]
    for piece in pieces:
        for found in piece.overloads.values():
            assert found.library.get_pointer_to_function(found.fndesc.llvm_func_name) == 0


def test_a_kernel_is_its_python_function_compiled():
    assert isinstance(_reach_kernel.predict, Kernel)
    for falls in (True, False):
        np.testing.assert_allclose(
            _reach_kernel.predict(*HIGH, falls, 10.0), _reach_kernel.predict.py_func(*HIGH, falls, 10.0), rtol=1e-13
        )


def test_kernels_outside_their_files_are_refused():
    with pytest.raises(TypeError, match="kernels live in files"):
        lean(lambda x: x)
