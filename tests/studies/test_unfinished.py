"""Threats that had not arrived when the run ended: counted, told beside the low end, and in the figures that rule."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import gbad
from gbad.report import study_doubt
from gbad.studies import doubts, measures
from gbad.studies.answer import Study
from gbad.studies.design import Design, Samples, Variant
from gbad.studies.player import Job, Source, play_job
from gbad.studies.points import MIRRORED, NESTED, Points
from gbad.studies.ruling import PAIR_DICE, Ruling
from gbad.studies.runner import Outcome, State
from gbad.studies.unfinished import by_figure, unfinished
from gbad.tables import TURNS_AWAY, TURNS_NOT

NAMES = ("leaked", "killed", "not_arrived")


def late_where_slow(u, dice):
    """Three of ten leak; a fourth too, unless its speed, the first figure, is in its lower half: it is late then."""
    late = np.repeat(u[:, 0] < 0.5, dice).astype(float)
    return np.stack([4.0 - late, np.full_like(late, 6.0), late], axis=-1)


def study(samples=40, dice=4, pairs=32, variants=1):
    points = Points(NESTED, 1, ("speed", "other"), dice)
    design = Design("one-aircraft", tuple(Variant(f"v{k}") for k in range(variants)), measures=("leaked",))
    design = replace(design.sampled(Samples(samples, dice, pairs)), points=points)

    def outcome(values):
        ends = np.tile([[0.0, 10.0]], (len(values), 3, 1))
        return Outcome(NAMES, ends, values, values.shape[1], {}, 0, State(0), "0")

    played = np.stack([late_where_slow(points.quantiles(0, np.arange(samples)), dice)] * variants)
    made = Study(design, outcome(played), {}, None)
    mirrored = Points(MIRRORED, 1, points.keys, PAIR_DICE)
    sides = [late_where_slow(mirrored.quantiles(v, np.arange(pairs)), PAIR_DICE) for v in (0, 1)]
    rows = tuple(
        {"key": k, "name": f"drone: {k}", "low": 40, "nominal": 50, "high": 60, "unit": "m/s", "basis": "assumed"}
        for k in points.keys
    )
    made.ruling = Ruling(rows, mirrored, outcome(np.stack(sides)), None)
    return made


def test_who_had_not_arrived_is_counted_and_the_other_end_is_told():
    found = unfinished(study())
    late = int(study().sample("not_arrived").sum())
    assert (found.raids, found.of, found.most, found.threats) == (late, 160, 1, 10)
    assert 0 < late < 160
    assert found.mean == pytest.approx(late / 160)
    # counted as leakers they are four of ten whatever the speed
    assert (found.through.mean, found.through.envelope) == (4.0, (4.0, 4.0))
    said = "\n".join(doubts.lines(study()))
    assert f"In {late} of 160 raids somebody had not arrived when the run ended: up to 1 of 10 threats" in said
    assert "the mean would be 4, 4 to 4" in said


def test_a_figure_that_rules_by_the_end_of_time_says_so():
    made = study()
    rows = doubts.effects(made, "leaked")
    assert [row["key"] for row in rows] == ["speed"]
    # what it does to leakers it does by who is late, to the last one
    assert rows[0]["not_arrived"] == pytest.approx(-rows[0]["effect"])
    assert by_figure(made) == {0: pytest.approx(rows[0]["not_arrived"])}
    told = study_doubt.context(made)
    assert told["late"] == doubts.LATE
    assert "not arrived at the end" in "\n".join(doubts.lines(made))
    assert doubts.told(made)["not_arrived"]["v0"]["most"] == 1


def test_of_several_variants_the_latest_speaks_and_where_all_arrived_nobody_does():
    made = study(variants=2)
    made.outcome.values[0, :, 2] = 0.0
    assert [line.split(",")[0] for line in doubts.all_ended(made)] == ["v1"]
    made.outcome.values[1, :, 2] = 0.0
    assert doubts.all_ended(made) == []
    assert study_doubt.context(made)["ended"] == []


@pytest.mark.parametrize(("end_s", "late"), [("100.0", 1.0), ("1500.0", 0.0)])
def test_a_run_that_ends_before_the_threat_is_there_counts_it(end_s, late):
    """The engagement radar looks the other way, so that nobody is killed: it is there at 1,500 s and not at 100 s."""
    changes = (("batteries.battery.boresight_deg", "270.0"), ("duration_s", end_s))
    ready = gbad.prepare("one-aircraft")
    job = Job(Source.of(ready.document), 0, changes, 1, 0, 2)
    values = dict(zip(measures.names(ready.tables), play_job(job).values.T, strict=True))
    assert values["killed"].tolist() == [0.0, 0.0]
    assert values["not_arrived"].tolist() == [late, late]
    assert values["leaked"].tolist() == [1.0 - late, 1.0 - late]


def test_who_turned_back_is_not_among_those_who_had_not_arrived(monkeypatch):
    monkeypatch.setattr(measures, "_turned_back", lambda book: np.ones((2, 1), bool))
    ready = gbad.prepare("one-aircraft")
    job = Job(Source.of(ready.document), 0, (("duration_s", "100.0"),), 1, 0, 2)
    values = dict(zip(measures.names(ready.tables), play_job(job).values.T, strict=True))
    assert values["survived"].tolist() == [1.0, 1.0]
    assert values["not_arrived"].tolist() == [0.0, 0.0]


def test_who_turned_back_is_not_on_its_way():
    """Of three that react, the one that weaves on still comes; the one that has not begun has not turned."""
    state = SimpleNamespace(begins_s=np.array([10.0, 10.0, np.nan]))
    table = SimpleNamespace(turns=np.array([TURNS_AWAY, TURNS_NOT, TURNS_AWAY]))
    book = SimpleNamespace(reactions=state, tables=SimpleNamespace(reactions=table))
    assert measures._turned_back(book).tolist() == [True, False, False]


def test_figures_are_told_without_a_power_of_ten():
    assert [doubts.plain(x) for x in (15000.0, 5000.0, 0.005, 2.5e7)] == ["15,000", "5000", "0.005", "2.5e+07"]
