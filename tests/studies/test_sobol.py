"""Sobol indices: known answers with and without dice, intervals that hold, points that are what they should be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad.archive.sobol import sobol
from gbad.errors import InputError
from gbad.studies.points import CROSSED, Points
from gbad.studies.sobol import sobol_indices

# every sample has tables of its own and is played for itself: the aircraft begins at 100 km
NEAR = {"duration_s": "450", "threats.aircraft.route.points.0.longitude_deg": "34.2"}


def ishigami(u):
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[..., 0]) + 7.0 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def g_function(u, a=(0.0, 1.0, 4.5, 9.0)):
    return np.prod((np.abs(4.0 * u - 2.0) + np.array(a)) / (1.0 + np.array(a)), axis=-1)


# a = 7, b = 0.1 (T. Ishigami and T. Homma, 1990); first and total by the closed forms
ISHIGAMI = (ishigami, [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437])
_PART = 1.0 / 3.0 / (1.0 + np.array([0.0, 1.0, 4.5, 9.0])) ** 2
_V = np.prod(1.0 + _PART) - 1.0
G = (g_function, _PART / _V, _PART * (np.prod(1.0 + _PART) / (1.0 + _PART)) / _V)


def played(model, figures, groups, dice, seed, noise):
    """Outcomes ``(groups, figures + 2, dice)`` of a model with normal dice."""
    points = Points(CROSSED, seed, tuple(f"figure-{i}" for i in range(figures)), dice)
    u = points.quantiles(0, np.arange(groups * (figures + 2)))
    means = model(u).reshape(groups, figures + 2)
    toss = np.random.default_rng(seed).normal(0.0, noise, (groups, figures + 2, dice))
    return means[..., None] + toss


@pytest.mark.parametrize("noise", [0.0, 3.0])
@pytest.mark.parametrize(("model", "first", "total"), [ISHIGAMI, G])
def test_known_indices_are_found_with_and_without_dice(model, first, total, noise):
    scale = 1.0 if model is ishigami else 0.2
    found = sobol_indices(played(model, len(first), 20_000, 2, 3, noise * scale))
    np.testing.assert_allclose(found.first[:, 0], first, atol=0.04)
    np.testing.assert_allclose(found.total[:, 0], total, atol=0.04)
    assert found.chance == pytest.approx((noise * scale) ** 2, rel=0.05)


@pytest.mark.parametrize(("model", "first", "total"), [ISHIGAMI, G])
def test_intervals_hold_the_truth(model, first, total):
    kinds = {"first": np.array(first), "total": np.array(total)}
    held = {kind: np.zeros(len(first)) for kind in kinds}
    for seed in range(200):
        found = sobol_indices(played(model, len(first), 128, 4, seed, 0.3))
        for kind, truth in kinds.items():
            rows = getattr(found, kind)
            held[kind] += (rows[:, 1] <= truth) & (truth <= rows[:, 2])
    for kind in kinds:
        assert held[kind].min() >= 0.90 * 200, held[kind]


def test_what_moves_nothing_has_no_share():
    still = sobol_indices(np.ones((16, 4, 2)))
    assert not still.told
    assert np.isnan(still.first).all()
    with pytest.raises(ValueError, match="at least 8 of 3 with 2"):
        sobol_indices(np.ones((7, 4, 2)))
    with pytest.raises(ValueError, match="at least 8 of 3 with 2"):
        sobol_indices(np.ones((16, 4, 1)))


def test_crossed_points_differ_from_the_first_in_one_figure_each():
    keys = ("a", "b", "c")
    u = Points(CROSSED, 1, keys, 2).quantiles(0, np.arange(15)).reshape(3, 5, 3)
    for a, b, *crossed in u:
        assert (a != b).all()
        for i, row in enumerate(crossed):
            assert row[i] == b[i]
            np.testing.assert_array_equal(np.delete(row, i), np.delete(a, i))
    # one at a time, in another order, with another figure beside: the same places
    alone = Points(CROSSED, 1, keys, 2).quantiles(0, np.array([7, 2]))
    np.testing.assert_array_equal(alone, u.reshape(15, 3)[[7, 2]])


@pytest.mark.slow
def test_indices_of_a_battle_go_on_where_they_were_stopped(tmp_path):
    keys = [row["key"] for row in gbad.prepare("one-aircraft").assumptions if row["low"] != row["high"]]
    some = [key for key in keys if "single_shot" in key or "reliab" in key][:1] + keys[:1]
    asked = {"measure": "rounds_fired", "groups": 8, "dice": 2, "seed": 3}
    found = sobol("one-aircraft", some, out=tmp_path / "a", **asked)
    assert found.indices.groups == 8
    again = sobol("one-aircraft", [f"figures.{key}" for key in some], resume=tmp_path / "a", **asked)
    assert again.outcome.result_hash == found.outcome.result_hash
    assert again.outcome.state.played_here == 0
    assert found.answer().facts["figures"][0]["figure"] == some[0]


POLICY = """
def assign(situation):
    if situation.run % 2:
        raise RuntimeError("no idea")
    return []
"""


@pytest.mark.slow
def test_groups_with_failed_runs_are_left_out_and_said(tmp_path):
    shipped = Path(gbad.__file__).parent / "scenarios" / "one-aircraft.yaml"
    (tmp_path / "mine.yaml").write_text(shipped.read_text())
    (tmp_path / "mine.py").write_text(POLICY)
    found = sobol(
        str(tmp_path / "mine.yaml"), ["48N6E3.drag_factor"], groups=8, dice=2, out=tmp_path / "a", backend="threads",
        changes={"commands.post.policy": "./mine.py:assign"} | NEAR,
    )  # fmt: skip
    assert found.indices is None
    assert found.dropped == 8
    assert "8 groups of points with a failed run are left out" in str(found)


@pytest.mark.parametrize(
    ("figures", "more", "told"),
    [
        (["48N6E3.drag_factr"], {}, "no figure of this scenario; nearest: 48N6E3.drag_factor"),
        ([], {}, "1 to 24 figures, here 0"),
        (["48N6E3.drag_factor"], {"measure": "leeked"}, "leeked is no measure of one-aircraft; did you mean leaked"),
        (["48N6E3.drag_factor"], {"groups": 4}, "at least 8 and 2"),
        (["48N6E3.drag_factor"], {"changes": {"no": 1}}, "no"),
    ],
)
def test_a_wrong_question_leaves_nothing(tmp_path, figures, more, told):
    with pytest.raises(InputError, match=told):
        sobol("one-aircraft", figures, out=tmp_path / "a", **more)
    assert not (tmp_path / "a").exists()
