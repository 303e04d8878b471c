"""The script that cuts the terrain: its filling of lost basins, and its reading of the geoid's source format."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "cut_terrain.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("cut_terrain", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_membrane_between_rim_and_anchor_is_straight(tool):
    surface = np.zeros((41, 9))
    surface[20] = -100.0
    free = np.zeros(surface.shape, dtype=bool)
    free[1:-1, 1:-1] = True
    free[20] = False
    # level beyond the west and east edges: a strip that only depends on the row
    tool.relax(surface, free, ((False, False), (True, True)))
    np.testing.assert_allclose(surface[:21, 4], np.linspace(0.0, -100.0, 21), atol=1e-6)


def test_only_lost_nodes_of_anchored_basins_change(tool):
    shape = tuple(round((tool.CONTEXT[axis + 2] - tool.CONTEXT[axis]) * tool.PER_DEGREE) for axis in (0, 1))
    level = np.full(shape, 300, dtype=np.int16)
    lost = np.zeros(shape, dtype=bool)
    i, j = tool.node(31.4, 35.45)
    lost[i - 9 : i + 9, j - 9 : j + 9] = True  # holds the Dead Sea's axis
    lost[50:60, 50:60] = True  # holds nothing that is known
    level[lost] = 0
    filled = tool.fill(level, lost)
    assert filled[i, j] == -407
    assert -407 <= filled[i - 9, j - 9] <= 0
    assert np.all(filled[50:60, 50:60] == 0)
    np.testing.assert_array_equal(filled[~lost], level[~lost])


def test_a_foreign_geoid_file_is_refused(tool, tmp_path):
    path = tmp_path / "other.gtx"
    path.write_bytes(b"\0" * 100)
    with pytest.raises(SystemExit, match="not the global 15-minute grid"):
        tool.read_gtx(path)
