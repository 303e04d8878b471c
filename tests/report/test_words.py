"""Numbers, times and labels as the reader meets them."""

from __future__ import annotations

import math
import random
from dataclasses import fields

import pytest

from gbad.codes.causes import GROUPS, Cause
from gbad.report import words
from gbad.report.answer import headline, paragraph
from gbad.report.facts import Facts
from gbad.report.families import FAMILIES, OTHERS, family_of
from gbad.report.profile import horizon_height_m
from gbad.report.svg import Box, Labels, nice_step, text_width, time_step


def test_every_cause_has_a_short_form_a_sentence_and_a_group() -> None:
    for cause in Cause:
        if cause is not Cause.NONE:
            assert len(words.short_cause(cause.identifier).split()) <= 5
            assert words.cause_sentence(cause.identifier) == cause.sentence
            assert cause.group in GROUPS
    assert len({cause.short for cause in Cause}) == len({cause.sentence for cause in Cause}) == len(Cause)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.8, "0.8"),
        (1835, "1\u2009835"),
        (3.0e9, "3 × 10⁹"),
        (1e-6, "1 × 10⁻⁶"),
        (math.nan, ""),
        (None, ""),
        ("S band", "S band"),
    ],
)
def test_figures_read_as_people_write_them(value: object, text: str) -> None:
    assert words.figure(value) == text


def test_times_read_as_on_a_clock() -> None:
    assert words.clock(725.4) == "12:05"
    assert words.clock(math.nan) == "–"
    assert words.duration(95.0) == "95 s"
    assert words.duration(372.0) == "6 min 12 s"


def test_families_follow_type_names_and_side() -> None:
    keys = {f.key for f in FAMILIES}
    assert family_of("cruise-missile", True).key == "cruise"
    assert family_of("low-observable-aircraft", True).key == "stealth"
    assert family_of("fighter", True).key == "aircraft"
    assert family_of("ballistic-missile-300", True).key == "ballistic"
    assert family_of("airliner", False) is OTHERS
    assert OTHERS.key not in keys


def test_labels_never_overlap_and_stay_inside() -> None:
    labels = Labels((0, 0, 200, 100))
    boxes = []
    for k in range(40):
        spot = labels.place(100 + k % 3, 50 + k % 5, f"label-{k}", 11)
        if spot:
            x, y, anchor = spot
            wide = text_width(f"label-{k}", 11)
            left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * wide
            boxes.append((left, y - 8.8, left + wide, y + 2.7))
    assert len(boxes) > 1
    for i, a in enumerate(boxes):
        assert a[0] >= 0
        assert a[2] <= 200
        for b in boxes[:i]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


class _Patient(Labels):
    """Looks at every line for every place."""

    def _lines_near(self, box: Box) -> list[Box]:
        return [line for square in self.lines.values() for line in square]


@pytest.mark.parametrize("off_lines", [True, False])
def test_labels_that_ask_for_it_keep_off_all_lines_and_the_others_do_not(off_lines: bool) -> None:
    dice = random.Random(1)
    quick, patient = Labels((0, 0, 300, 200)), _Patient((0, 0, 300, 200))
    for _ in range(12):
        xs, ys = [dice.uniform(-20, 320) for _ in range(3)], [dice.uniform(-20, 220) for _ in range(3)]
        for labels in (quick, patient):
            labels.avoid(xs, ys)
    for k in range(60):
        place = dice.uniform(0, 300), dice.uniform(0, 200), "ab"[: 1 + k % 2], 11.0
        assert quick.place(*place, off_lines=off_lines) == patient.place(*place, off_lines=off_lines)
    assert len(quick.taken) > 5
    on_lines = [
        box for box in quick.taken
        if any(box[2] > x0 and box[0] < x1 and box[3] > y0 and box[1] < y1
               for lines in quick.lines.values() for x0, y0, x1, y1 in lines)
    ]  # fmt: skip
    assert bool(on_lines) is not off_lines


def test_axis_steps_cut_a_span_into_few_parts() -> None:
    assert nice_step(430, 9) == 50
    assert time_step(1500, 12) == 300 or time_step(1500, 12) * 12 >= 1500
    assert nice_step(0, 5) == 1.0


def test_horizon_at_600_km_stands_at_20_km() -> None:
    """The known figure: about 20.4 km at 600 km over a 4/3 Earth from 7 m."""
    assert horizon_height_m(600_000.0, 7.0) == pytest.approx(20_400.0, rel=0.01)
    assert horizon_height_m(5_000.0, 10.0) == 0.0


def _facts(**given: object) -> Facts:
    counts = {f.name: 0 for f in fields(Facts)}
    lists = {"causes": [], "families": [], "warning_note": "", "shots_that_fit_note": "", "spread": None}
    return Facts(**{**counts, **lists, "warning_s": 60.0, "first_shot_s": None, "last_shot_s": None, **given})  # type: ignore[arg-type]


def test_headline_counts_in_words_and_speaks_of_one_threat_as_one() -> None:
    assert headline(_facts(threats=1, killed=1)) == "The one threat was shot down"
    assert headline(_facts(threats=2, killed=2)) == "All two threats were shot down"
    assert headline(_facts(threats=20, killed=11, leaked=7)) == "Eleven of 20 threats shot down, seven got through"
    assert headline(_facts()) == "No threat flew in this run"
    apart = {"threats": 10, "aimless": 8, "aimless_killed": 3}
    assert headline(_facts(**apart, killed=4, leaked=1)) == (
        "One of two threats shot down, one got through; of those that aimed at nothing, three of eight"
    )
    assert headline(_facts(**apart | {"aimless": 9}, killed=3, leaked=1)) == (
        "The one threat with an aim got through; of those that aimed at nothing, three of nine"
    )
    assert headline(_facts(threats=2, killed=2, aimless=2, aimless_killed=2)) == "All two threats were shot down"


def test_paragraph_names_the_commonest_causes_and_adds_up_the_rest() -> None:
    causes = [("no_channel", 5), ("no_round", 2), ("track_lost", 1), ("shot_too_late", 1), ("not_shared_in_time", 1)]
    text = " ".join(paragraph(_facts(threats=12, leaked=10, killed=2, causes=causes), 7, 1))
    assert "no free channel (five), no round left (two), track lost (one) and other causes (two)" in text
    assert "It did not fire." in text
