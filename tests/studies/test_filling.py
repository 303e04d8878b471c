"""Points of a space of factors: evenly filled, the same for anybody, and read from a study file."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import kstest, qmc

import gbad
from gbad.archive.studies import read_study
from gbad.errors import InputError
from gbad.studies.design import open_study
from gbad.studies.filling import LATIN, SOBOL, filled
from gbad.studies.placed import line_through

NAMES = ("speed", "height", "rounds", "range", "delay", "channels")
FILE = """
schema: study/1
scenario: one-aircraft
runs: 2
seed: 5
measures: [rounds_fired, leaked]
design: {kind: %s, points: 8}
factors:
  boresight: {path: batteries.battery.boresight_deg, from: "80.0", to: "100.0"}
  channels: {path: batteries.battery.target_channels, from: "1", to: "4"}
  range: {figure: 91N6E.calibration.range_km}
  look: {path: commands.post.shoot_look_shoot, levels: ["true", "false"]}
"""


@pytest.mark.parametrize("points", [2, 7, 64, 500])
def test_a_latin_hypercube_has_one_point_in_every_slice(points):
    placed = filled(LATIN, 3, NAMES, points)
    assert placed.shape == (points, len(NAMES))
    assert np.array_equal(np.sort((placed * points).astype(int), axis=0), np.tile(np.arange(points)[:, None], 6))


@pytest.mark.parametrize("power", [3, 6, 8])
def test_sobol_points_hold_one_in_every_box_of_two_factors(power):
    """Of two factors the points are a (0, m, 2)-net: every box of 2^-a by 2^-(m-a) has exactly one."""
    placed = filled(SOBOL, 9, NAMES[:2], 2**power)
    for a in range(power + 1):
        boxes = (placed * [2**a, 2 ** (power - a)]).astype(int)
        assert len({tuple(box) for box in boxes.tolist()}) == 2**power


@pytest.mark.parametrize(("kind", "better"), [(LATIN, 1.15), (SOBOL, 4.0)])
def test_they_fill_more_evenly_than_independent_points(kind, better):
    """Centred discrepancy of 256 points in 6 factors: mean of eight seeds against as many plain draws."""
    plain = np.mean([qmc.discrepancy(np.random.default_rng(s).random((256, 6))) for s in range(8)])
    even = np.mean([qmc.discrepancy(filled(kind, s, NAMES, 256)) for s in range(8)])
    assert even < plain / better


@pytest.mark.parametrize("kind", [LATIN, SOBOL])
def test_every_point_is_even_over_seeds(kind):
    """Scrambling makes each single point uniform, and two factors independent."""
    third = np.array([filled(kind, seed, NAMES[:2], 8)[3] for seed in range(600)])
    assert kstest(third[:, 0], "uniform").pvalue > 0.001
    assert kstest(third[:, 1], "uniform").pvalue > 0.001
    assert abs(np.corrcoef(third.T)[0, 1]) < 0.13


def test_sobol_points_integrate_better_than_chance():
    """The mean of a smooth product over 256 points, against its truth 1: error over seeds."""

    def product(x):
        return np.prod(1.0 + (x - 0.5) * [1.0, 0.8, 0.6, 0.4, 0.2, 0.1], axis=1).mean()

    plain = np.std([product(np.random.default_rng(s).random((256, 6))) for s in range(60)])
    even = np.array([product(filled(SOBOL, s, NAMES, 256)) for s in range(60)])
    assert np.sqrt(((even - 1.0) ** 2).mean()) < plain / 10.0
    assert abs(even.mean() - 1.0) < 4.0 * even.std() / np.sqrt(60)


def test_a_factor_stands_where_it_stood_when_another_is_added():
    both, one = filled(LATIN, 4, ("a", "b"), 32), filled(LATIN, 4, ("b",), 32)
    assert np.array_equal(both[:, 1], one[:, 0])
    assert not np.array_equal(both[:, 0], both[:, 1])
    assert not np.array_equal(filled(LATIN, 5, ("b",), 32), one)


@pytest.mark.parametrize(
    ("kind", "names", "points", "said"),
    [
        (SOBOL, NAMES, 100, "64 or 128"),
        ("halton", NAMES, 64, "latin-hypercube or sobol"),
        (LATIN, (), 64, "1 to 64 factors"),
        (LATIN, NAMES, 1, "2 points"),
    ],
)
def test_what_is_no_design_is_refused(kind, names, points, said):
    with pytest.raises(ValueError, match=said):
        filled(kind, 1, names, points)


def test_lines_find_the_slopes_that_were_put_in_and_say_what_they_do_not_explain():
    x = 2.0 * filled(SOBOL, 2, ("a", "b", "c"), 128) - 1.0
    noise = np.random.default_rng(1).normal(0.0, 0.3, 128)
    found = line_through(x, 5.0 + 2.0 * x[:, 0] - 0.5 * x[:, 2] + noise, ("a", "b", "c"))
    effects = {row.factor: row.effect for row in found.rows}
    assert [row.factor for row in found.rows] == ["a", "c", "b"]
    for name, truth in (("a", 4.0), ("b", 0.0), ("c", -1.0)):
        assert effects[name].low < truth < effects[name].high
        assert effects[name].half_width < 0.3
    assert 0.9 < found.explained < 1.0


def test_intervals_of_slopes_cover_where_scatter_is_uneven_and_points_are_few():
    """Twelve points, three factors: errors that leave the leverage of a point out (HC0) hold 82 of 100 here."""
    truth, held = 3.0, 0
    for seed in range(400):
        x = 2.0 * filled(LATIN, seed, ("a", "b", "c"), 12) - 1.0
        noise = np.random.default_rng(seed).normal(0.0, 0.2 + np.abs(x[:, 0]))
        row = next(r for r in line_through(x, 1.5 * x[:, 0] + noise, ("a", "b", "c")).rows if r.factor == "a")
        held += row.effect.low <= truth <= row.effect.high
    assert 0.92 <= held / 400 <= 0.99


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    folder = tmp_path_factory.mktemp("placed")
    path = folder / "space.yaml"
    path.write_text(FILE % "sobol")
    return path, gbad.study(path, out=folder / "one", workers=1, batch=1)


def test_a_study_of_points_is_the_same_however_it_is_cut_and_is_read_again(played, tmp_path):
    path, study = played
    other = gbad.study(path, out=tmp_path / "other", workers=2, batch=3)
    assert other.result_hash == study.result_hash
    assert (tmp_path / "other/runs.parquet").read_bytes() == (study.folder / "runs.parquet").read_bytes()
    again = read_study(study.folder)
    assert again.design.placing == study.design.placing
    assert again.design.points == study.design.points
    assert again.slopes == study.slopes


def test_the_manifest_has_the_design_and_its_digest(played):
    _, study = played
    stated = json.loads((study.folder / "manifest.json").read_text())["asked"]["design"]
    assert (stated["kind"], stated["points"], stated["seed"]) == ("sobol", 8, 5)
    assert stated["factors"][0] == {
        "name": "boresight", "path": "batteries.battery.boresight_deg", "from": "80.0", "to": "100.0",
    }  # fmt: skip
    moved = replace(study.design.placing, seed=6).told()
    assert len(stated["sha256"]) == 64
    assert moved["sha256"] != stated["sha256"]


def test_runs_say_where_their_point_stands(played):
    _, study = played
    runs = study.runs
    assert len(runs["run"]) == 16
    assert set(runs["at_channels"].tolist()) == {1.0, 2.0, 3.0, 4.0}
    assert set(runs["at_look"].tolist()) == {"true", "false"}
    boresight = runs["at_boresight"][::2]
    assert np.array_equal(np.sort(((boresight - 80.0) / 20.0 * 8).astype(int)), np.arange(8))
    variant = study.design.variants[4]
    assert float(variant.changes["batteries.battery.boresight_deg"]) == boresight[4]


def test_figures_of_the_library_move_between_their_own_ends(played):
    """The radar's range is another at each point: by the quantile of its place, which the draws carry."""
    _, study = played
    points, places = study.design.points, study.design.placing.places()
    for row in (0, 7):
        draws, of_run = points.draws(row, np.arange(2))
        assert draws == ({"91N6E.calibration.range_km": places[row, 2]},)
        assert of_run.tolist() == [0, 0]


def test_the_answer_tells_slopes_and_compares_no_point_with_the_first(played):
    _, study = played
    said = str(study)
    assert "what each factor does along a straight line" in said
    assert "on the same dice" not in said
    assert set(study.summary()["factors"]["rounds_fired"]["effects"]) == {"boresight", "channels", "range"}
    page = (study.folder / "report.html").read_text()
    assert "What each factor does" in page
    assert "What was chosen" in page
    assert "towards 8" in page
    assert "Look at a run" not in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("points: 8", "points: 12"), "8 or 16"),
        (("sobol", "halton"), "latin-hypercube"),
        (('from: "80.0", to: "100.0"', 'from: "80.0"'), "factors.boresight: give a path"),
        (('levels: ["true", "false"]', 'levels: ["true", "false"], from: "1", to: "2"'), "factors.look: give a path"),
        (("design: {kind: sobol, points: 8}\n", ""), "a grid takes a path and its levels"),
        (('from: "1", to: "4"', 'from: "4", to: "1"'), "the first is to be the smaller"),
    ],
)
def test_a_file_that_says_no_design_is_told_what_is_meant(tmp_path, change, said):
    path = tmp_path / "bad.yaml"
    path.write_text((FILE % "sobol").replace(*change))
    with pytest.raises(InputError, match=said):
        open_study(path)


def test_a_figure_that_is_none_is_told_with_the_nearest(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text((FILE % "sobol").replace("91N6E.calibration.range_km", "91N6E.calibration.range"))
    with pytest.raises(InputError, match=r"nearest: 91N6E\.calibration\.range_km"):
        gbad.study(path, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
