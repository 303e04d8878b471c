"""Kernels as pieces of others: compiled once, kept, found again, and the same numbers however they are called."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from numba.core.compiler import CompileResult

from gbad._jit import lean
from gbad.compiling import pieces
from gbad.compiling.pieces import Kernel
from gbad.envelope import _falling_kernel, _reach_kernel
from gbad.physics import _earth_kernel

HIGH = 0.0, 0.0, 6_380_000.0, 10.0, 0.0, -900.0
# calls a kernel that calls others, then one of these from Python; says what was compiled and what came out
CODE = """
import json
import sys
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
print(json.dumps([compiled, found, [name for name in ("numba.np.arraymath", "scipy.linalg") if name in sys.modules]]))
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
    compiled, found, _ = told()
    # what Python called in full, what only kernels called as a piece
    assert ["falls_freely", True] in compiled
    assert ["up_vector", False] in compiled
    assert ["up_vector", True] not in compiled
    assert ["height_m", True] in compiled
    again, same, read = told()
    assert again == []
    # nor does it read what only a compiler needs
    assert read == []
    assert found == same == [True, False, pytest.approx(_earth_kernel.height_m.py_func(*HIGH[:3]), abs=1e-8)]


def test_a_piece_from_disk_can_be_built_into_another_kernel(told, tmp_path):
    told()
    # throw away the kernel that Python called; its pieces stay
    whole = [path for path in tmp_path.rglob("*falls_freely*") if ".piece" not in path.name]
    assert whole
    for path in whole:
        path.unlink()
    compiled, found, _ = told()
    assert compiled == [["falls_freely", True]]
    assert found[:2] == [True, False]


def test_machine_code_that_asks_for_unknown_functions_makes_the_compiler_ready_first(monkeypatch):
    asked = []
    monkeypatch.setattr(pieces, "_making", lambda library, context: context)
    monkeypatch.setattr(CompileResult, "_rebuild", lambda context, *kept: asked.append(kept))
    context = SimpleNamespace(refresh=lambda: asked.append("refreshed"))
    rebuild = pieces._KeptWhole.rebuild
    rebuild(None, context, (frozenset({"sin"}), (), ("known",)))
    assert asked == [("known",)]
    rebuild(None, context, (frozenset({"sin", "no_such_function_of_gbad"}), (), ("unknown",)))
    assert asked == [("known",), "refreshed", ("unknown",)]


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
