"""Boards of answers agree with the verdicts, with the functions they come from, and with what is played today."""

from __future__ import annotations

import math

import numpy as np
import pytest

import gbad
from gbad import engagement, library
from gbad.claims.boards import board_of
from gbad.claims.boards.board import Board, Button, Cell, Dial, cells_of, nearest
from gbad.claims.boards.raid import KINDS, played
from gbad.claims.boards.reaching import _flying, flights
from gbad.claims.boards.seeing import seen
from gbad.claims.corners import ruled_by
from gbad.claims.seeing import SEEN_BY, figures_of, height_needed_m, need_m2, needed_m2
from gbad.library.claim_spec import Claim, Reaches, Sees
from gbad.library.claim_spec import Test as Tested

CLAIMS = {claim.id: claim for claim in library.claims()}


def _figure(name: str, path: str):
    return next(f for f in library.figures(name) if f.path == path)


def _arrives(missile: str, far_km: float, high_m: float, ends: dict[str, float]) -> bool:
    one, limit_km = _flying(missile, tuple(sorted(ends.items())))
    return far_km <= limit_km and math.isfinite(engagement.fly_to(one, 1e3 * far_km, high_m).time_s)


def test_sentences_that_no_simulation_settles_have_no_board_but_the_wish_for_a_border():
    assert [id_ for id_, claim in CLAIMS.items() if board_of(claim)] == ["c06", "c07", "c08", "c10", "c11"]


def test_an_index_names_the_combination():
    dials = (Dial("a", "A", (1, 2, 3), ("1", "2", "3"), 1), Dial("b", "B", (10, 20), ("x", "y"), 0))
    cells = cells_of(dials, lambda a, b: Cell("yes", f"{a} {b}"))
    assert [cell.says for cell in cells] == ["1 10", "1 20", "2 10", "2 20", "3 10", "3 20"]
    assert nearest(dials[1], 16.0) == 1
    button = Button("third", {"a": 2, "b": 1})
    board = Board("sees", dials, (button,), cells, "", "")
    assert board.start.says == "2 10"
    assert [board.cells[board.index({"a": k})].says for k in range(3)] == ["1 10", "2 10", "3 10"]
    assert [cell.says for _, cell in board.pressed()] == ["3 20"]


def test_every_button_changes_the_answer_of_some_board_position():
    for claim in CLAIMS.values():
        board = board_of(claim)
        if board is None:
            continue
        for button in board.buttons:
            moved = {
                board.cells[board.index({dial.id: k} | button.sets)].says != board.cells[board.index({dial.id: k})].says
                for dial in board.dials
                for k in range(len(dial.levels))
            }
            assert True in moved, f"{claim.id}: {button.label}"


def test_below_the_horizon_is_no_above_it_is_a_matter_of_the_echo():
    limit = _figure("91N6E", "instrumented_range_km")
    sight = height_needed_m("91N6E", 300.0)
    assert seen("91N6E", 300.0, sight.low - 1.0, "airliner", limit).state == "no"
    assert "under the horizon" in seen("91N6E", 300.0, sight.low - 1.0, "airliner", limit).says
    assert seen("91N6E", 300.0, sight.high + 1.0, "airliner", limit).state == "yes"
    assert "echo is too weak" in seen("91N6E", 500.0, 25_000.0, "low-observable-fighter", limit).says


def test_a_state_is_what_the_corners_say():
    board = board_of(CLAIMS["c06"])
    limit = _figure("91N6E", "instrumented_range_km")
    told = set()
    for cell in board.cells:
        far, high, _, need_low, need_high, shown_low, shown_high = cell.numbers
        sight = height_needed_m("91N6E", far)
        best = far <= limit.high and high >= sight.low and shown_high >= need_low
        worst = far <= limit.low and high >= sight.high and shown_low >= need_high
        assert cell.state == ("yes" if worst else "maybe" if best else "no")
        told.add(cell.state)
    assert told == {"yes", "maybe", "no"}


def test_at_the_claimed_range_the_board_says_what_the_verdict_says():
    """c06 holds if something flies high and is large: at 600 km some cells are maybe, none is sure, most are no."""
    board = board_of(CLAIMS["c06"])
    far = [cell.state for cell in board.cells if cell.numbers[0] == 600.0]
    assert set(far) == {"maybe", "no"}


def test_the_figure_that_rules_moves_the_echo_most():
    ends = {
        figure.path: abs(
            math.log(need_m2("91N6E", 600.0, {figure.path: 1.0}) / need_m2("91N6E", 600.0, {figure.path: 0.0}))
        )
        for figure in figures_of("91N6E", SEEN_BY)
    }
    ruling = ruled_by(lambda at: need_m2("91N6E", 600.0, at), figures_of("91N6E", SEEN_BY))
    assert ruling is not None
    assert ends[ruling.path] == max(ends.values())
    assert needed_m2("91N6E", 600.0).nominal == pytest.approx(need_m2("91N6E", 600.0, {}))


def test_a_missile_flies_no_farther_than_its_sources_let_it():
    assert flights("40N6E", 100.0, 10_000.0) == (True, True, True)
    assert flights("40N6E", 300.0, 10_000.0)[0] is False
    assert flights("48N6E3", 300.0, 10_000.0) == (False, False, False)
    board = board_of(
        Claim(id="x", kind="flight", says="", test=Tested(reaches=Reaches(missile="48N6E3", range_km=300.0)))
    )
    assert {cell.state for cell in board.cells if cell.numbers[0] == 300.0} == {"no"}


def test_a_board_for_a_claim_of_ones_own_begins_with_its_target_and_range():
    board = board_of(
        Claim(
            id="b2",
            kind="sensing",
            says="",
            test=Tested(sees=Sees(radar="91N6E", range_km=320.0, target="stand-off-jammer")),
        )
    )
    assert board.start.numbers[:2] == (320.0, 8000.0)
    assert "stand off jammer" in board.start.says


def test_a_longer_line_and_a_lower_target_ask_for_more_battalions():
    board = board_of(CLAIMS["c10"])
    needs = {cell.numbers for cell in board.cells}

    def at(**levels: int) -> float:
        return board.cells[board.index(levels)].numbers[0]

    assert at(length=0) < at()
    assert at(height=7) < at(height=0)
    assert len(needs) > 20


def test_who_came_was_killed_got_through_or_still_flies():
    for row in played()["rows"]:
        left = sum(row["flown"].values()) - sum(row["killed"].values()) - row["still"]
        low, _, high = row["leaked"]
        assert low - 0.1 <= left <= high + 0.1


@pytest.mark.slow
def test_what_was_played_for_the_buttons_is_what_is_played_today():
    """The raids of one combination once more: who moves an outcome plays the study behind the buttons anew."""
    stated = played()
    levels = [names for _, names in stated["factors"]]
    place = 0
    for name, names in zip(["10", "half", "none", "works"], levels, strict=True):
        place = place * len(names) + names.index(name)
    row, runs = stated["rows"][place], stated["runs"]
    changes = {"threats.drone.count": "10", "choose.rounds": "half"}
    result = gbad.run("article-raid", runs=runs, seed=stated["seed"], changes=changes)
    outcomes = result.outcomes
    killed = np.asarray(outcomes["fate"]).astype(str) == "killed"
    types = np.asarray(outcomes["type"]).astype(str)
    for kind, type_ in zip(KINDS, ("one-way-attack-drone", "low-observable-fighter", "srbm-300"), strict=True):
        assert (killed & (types == type_)).sum() / runs == pytest.approx(row["killed"][kind], abs=0.005), kind
    left = result.shots["launch_s"]
    assert np.isfinite(np.asarray(left, float)).sum() / runs == pytest.approx(row["fired"], abs=0.05)


def test_a_jammed_raid_is_told_beside_the_same_one_unjammed():
    stated, board = played(), board_of(CLAIMS["c08"])
    levels = [len(found) for _, found in stated["factors"]]
    for drones, rounds, search in np.ndindex(levels[0], levels[1], levels[3]):
        index = board.index({"drones": drones, "rounds": rounds, "jammer": 1, "search": search})
        clear = stated["rows"][board.index({"drones": drones, "rounds": rounds, "jammer": 0, "search": search})]
        says = board.cells[index].says
        assert (
            f"Unjammed, {clear['leaked'][1]:.0f} get through, and killed are {clear['killed']['missile']:.2g}" in says
        )
        scarce = min(row["fired"] / row["loaded"] for row in (clear, stated["rows"][index])) >= 0.9
        assert ("what is scarce are rounds" in says) == scarce
        assert "Unjammed" not in board.cells[index - len(stated["factors"][3][1])].says
