"""A study that varies what nobody knows: own dice, the same points in every variant, resumed to the same bytes."""

import re
import shutil
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import gbad
from gbad.archive.repetition import result_of
from gbad.archive.studies import read_study
from gbad.archive.variants import settle
from gbad.archive.verification import verify
from gbad.errors import InputError
from gbad.studies.answer import Study
from gbad.studies.design import Design, Samples, Variant, open_study
from gbad.studies.doubts import headline, span, two
from gbad.studies.player import Job, Source, play_job
from gbad.studies.points import CORNERS, MIRRORED, NESTED, Points
from gbad.studies.ruling import PAIR_DICE, Ruling
from gbad.studies.runner import Outcome, State

SMALL = Samples(6, 2, pairs=8)
PAIR = Design("one-aircraft", (Variant("as it is"), Variant("far", {"threats.aircraft.start_s": "5"})))


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return gbad.study(PAIR, samples=SMALL, out=tmp_path_factory.mktemp("whole") / "study", workers=1)


def test_samples_are_a_function_of_seed_sample_and_name_alone():
    keys = ("a", "b", "c")
    u = Points(NESTED, 1, keys).quantiles(0, np.arange(2000))
    assert np.array_equal(u[7:9], Points(NESTED, 1, keys).quantiles(1, np.array([7, 8])))
    assert np.array_equal(u[:, [2, 0]], Points(NESTED, 1, ("c", "a")).quantiles(0, np.arange(2000)))
    assert not np.array_equal(u, Points(NESTED, 2, keys).quantiles(0, np.arange(2000)))
    assert u.mean(axis=0) == pytest.approx(0.5, abs=0.02)
    assert abs(np.corrcoef(u.T)[0, 1]) < 0.07


def test_mirrors_stand_opposite_at_points_of_their_own_and_corners_at_the_ends():
    points = Points(MIRRORED, 1, ("a", "b"), 2)
    there, mirror = points.quantiles(0, np.arange(50)), points.quantiles(1, np.arange(50))
    assert there + mirror == pytest.approx(1.0)
    assert not np.array_equal(there, Points(NESTED, 1, ("a", "b")).quantiles(0, np.arange(50)))
    corners = [Points(CORNERS, 1, ("a", "b")).draws(k, np.arange(3)) for k in range(4)]
    assert [tuple(rows[0].values()) for rows, _ in corners] == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert all(len(rows) == 1 and (draw == 0).all() for rows, draw in corners)


def test_every_sample_has_dice_of_its_own_and_all_runs_of_a_sample_its_figures():
    rows, draw = Points(NESTED, 1, ("a",), 4).draws(0, np.arange(2, 10))
    assert len(rows) == 3
    assert draw.tolist() == [0, 0, 1, 1, 1, 1, 2, 2]


def test_what_is_drawn_moves_what_is_played():
    """Nobody is seen by a radar of no range: the figure named by the draw is the one that changes."""
    source = Source.of(gbad.prepare("one-aircraft").document)
    keys = [a["key"] for a in gbad.prepare("one-aircraft").assumptions if a["low"] < a["high"]]
    nominal = play_job(Job(source, 0, (), 1, 0, 16)).values
    drawn = [
        play_job(Job(source, k, (), 1, 0, 16, points=Points(CORNERS, 1, tuple(keys)))).values
        for k in (0, 2 ** len(keys) - 1)
    ]
    assert any(not np.array_equal(values, nominal) for values in drawn)


def test_runs_carry_their_sample_and_intervals_count_samples(played):
    runs = played.runs
    assert runs["sample"].tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5] * 2
    assert len(played.units(played.outcome.values[0, :, 0])) == SMALL.count
    said = played.summary()
    assert said["samples"] == {"count": 6, "dice": 2, "pairs": 8}
    assert "effective_earth_factor" in said["not_varied"]
    assert "half of the samples evenly between low and nominal" in said["distribution"]
    assert "What nobody knows moves that" in (played.folder / "report.html").read_text()


def test_a_study_of_samples_is_resumed_to_the_same_bytes(played, tmp_path):
    for left in (("journal", 1), ("screening", 1)):
        folder = tmp_path / left[0]
        shutil.copytree(played.folder, folder)
        (folder / "manifest.json").unlink()
        if left[0] == "journal":
            shutil.rmtree(folder / "screening")
            lines = (folder / "journal.jsonl").read_text().splitlines(keepends=True)
            (folder / "journal.jsonl").write_text("".join(lines[:3]))
        else:
            lines = (folder / "screening" / "journal.jsonl").read_text().splitlines(keepends=True)
            (folder / "screening" / "journal.jsonl").write_text("".join(lines[:3]))
        again = gbad.study(PAIR, samples=SMALL, resume=folder, workers=2, batch=3)
        assert again.result_hash == played.result_hash
        assert (folder / "runs.parquet").read_bytes() == (played.folder / "runs.parquet").read_bytes()


def test_samples_need_no_runs_and_no_stopping_rule(tmp_path):
    with pytest.raises(InputError, match="samples times dice"):
        settle(PAIR, 100, None, None, SMALL)
    with pytest.raises(InputError, match="samples times dice"):
        settle(PAIR, None, None, "leaked +- 0.1", SMALL)
    file = tmp_path / "s.yaml"
    file.write_text("schema: study/1\nscenario: one-aircraft\nsamples: {count: 12, dice: 3}\n")
    assert (open_study(file).runs, open_study(file).samples) == (36, Samples(12, 3))
    file.write_text("schema: study/1\nscenario: one-aircraft\nruns: 5\nsamples: {count: 12, dice: 3}\n")
    with pytest.raises(InputError, match="two ways"):
        open_study(file)
    file.write_text("schema: study/1\nscenario: one-aircraft\nsamples: {count: 12, dice: 1}\n")
    with pytest.raises(InputError, match="samples"):
        open_study(file)


def made_up(samples=200, dice=4, spread=2.0, pairs=0):
    """A study whose leakers are made up: two figures, of which the first rules; chance of variance 1."""
    throw = np.random.default_rng(1)
    rows = tuple(
        {"key": k, "name": f"{k}: figure", "low": 0, "nominal": 1, "high": 2, "unit": "", "basis": "assumed"}
        for k in "ab"
    )

    def outcome(values):
        bounds = np.tile([[[-50.0, 50.0], [0.0, 22.0]]], (len(values), 1, 1))
        return Outcome(("leaked", "killed"), bounds, values, values.shape[1], {}, 0, State(0), "0")

    def leaked(u, n):
        return 12.0 + spread * (2.0 * u[:, :1] - 1.0) + throw.normal(size=(len(u), n))

    design = PAIR.sampled(Samples(samples, dice, pairs))
    points = Points(NESTED, 1, ("a", "b"), dice)
    design = replace(design, variants=(Variant("base"),), measures=("leaked",), points=points)
    values = leaked(points.quantiles(0, np.arange(samples)), dice).reshape(1, -1, 1)
    study = Study(design, outcome(np.concatenate([values, 22.0 - values], axis=2)), {}, None)
    mirrored = Points(MIRRORED, 1, ("a", "b"), PAIR_DICE)
    sides = [leaked(mirrored.quantiles(v, np.arange(pairs)), PAIR_DICE).reshape(-1) for v in (0, 1)]
    two_sides = outcome(np.repeat(np.stack(sides)[:, :, None], 2, axis=2)) if pairs else None
    study.ruling = Ruling(rows, mirrored, two_sides, None)
    return study


def test_the_share_of_ignorance_of_a_known_model_comes_out_none_included():
    # even over 10..14: variance 4/3 between samples beside 1 within
    found = made_up().doubt("leaked")
    assert found.share.low < 4 / 7 < found.share.high
    assert found.envelope == pytest.approx((10.2, 13.8), abs=0.3)
    assert made_up(spread=0.0).doubt("leaked").share.low == 0.0
    assert made_up(spread=0.0).doubt("leaked").envelope == pytest.approx((12.0, 12.0), abs=0.25)


def test_the_figure_that_rules_is_named_with_its_effect_and_no_other():
    study = made_up(pairs=64)
    screening = study.ruling.screening("leaked")
    assert [effect.figure for effect in screening.effects] == [0]
    assert screening.effects[0].interval.low < 4.0 < screening.effects[0].interval.high
    assert headline(study).startswith(
        "About 12 of 22 get through in this set-up. What nobody knows moves that "
        "between 10 and 14 (mostly: a figure); a single raid between"
    )


def test_intervals_of_samples_are_wider_than_those_that_count_runs():
    study = made_up()
    counted_by_run = replace(study.design, samples=None)
    naive = Study(counted_by_run, study.outcome, {}, None).interval("leaked")
    assert study.interval("leaked").margin > 1.3 * naive.margin


def test_numbers_are_told_with_two_digits_from_ten_on_whole():
    assert [two(x) for x in (0.0, 0.0123, 1.249, 9.96, 11.6, 104.4)] == ["0", "0.012", "1.2", "10", "12", "104"]
    assert span((11.9, 12.1)) == "12"
    assert span((10.9, 12.1)) == "11 and 12"
    assert SimpleNamespace(x=two(float("nan"))).x == "–"


def test_a_folder_of_samples_is_verified_and_a_run_of_it_is_played_again_with_its_figures(played):
    assert verify(played.folder).facts["whole"]
    back = read_study(played.folder)
    assert back.design.samples == SMALL
    assert back.doubt("leaked").share == played.doubt("leaked").share
    assert "sample" not in back.outcome.names
    nominal = gbad.run("one-aircraft", seed=PAIR.seed, first_run=5)
    again = result_of(played.folder, 5, "as it is")  # checks leaked, killed and rounds against the table
    assert again.result_hash != nominal.result_hash


def test_the_page_names_no_command_that_would_play_other_figures(played):
    said = (played.folder / "report.html").read_text()
    assert "gbad why FOLDER --variant" in said
    assert "--first-run" not in said
    assert "No low-observable aircraft and no ballistic missiles in one-aircraft." in said
    assert said.count("<table") == said.count("<caption")
    assert all("scope=" in head for head in re.findall(r"<th\b[^>]*>", said))
