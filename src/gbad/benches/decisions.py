"""What policies give away at their decisions, and what they leave: the same raids and dice for all.

``gbad bench decisions``, or ``python -m gbad.benches.decisions RUNS SCENARIO ...``. At every decision with something
to fire at, the expected gain of the rounds ordered is held against the static optimum of that decision: a comparator
and no bound, since what waits and looks may leave less by giving some of it away. ``given away`` is one minus the ratio
of the sums of both over a run, by priority (value over time left); rounds that follow others in flight count for
nothing. Beside it: value that leaked, leakers, rounds, and the difference in value to ``optimal`` on the same dice with
the normal 95 % interval of paired runs (negative: less leaked).
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np

import gbad
from gbad.assignment.dynamic.playing import half_width
from gbad.codes.actions import Action
from gbad.simulation import spine
from gbad.studies import measures
from gbad.tables import Floats
from gbad.weapon_assignment import CommandSituation, load_policy
from gbad.weapon_assignment.built_in.guards import Guards
from gbad.weapon_assignment.built_in.optimal import best_of, gain_of
from gbad.weapon_assignment.built_in.value import problem_of

SCENARIOS = ("saturation-40", "channels-bind", "one-aircraft", "decoys-and-chaff")
POLICIES = (
    "optimal", "improved", "greedy", "urgent-first", "first-come", "lookahead", "shoot-shoot-look",
    "salvo-look-salvo", "ripple",
)  # fmt: skip
KEPT = ("value_leaked", "leaked", "value_destroyed", "rounds_fired")
RUNS, SEED = 10, 14


def main() -> None:
    """Print a table for every scenario and, as the last line, one JSON object."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    told: dict[str, Any] = {"bench": "decisions", "runs": runs, "seed": SEED}
    for scenario in sys.argv[2:] or SCENARIOS:
        told[scenario] = of_scenario(scenario, runs)
    print(json.dumps(told))


def of_scenario(scenario: str, runs: int) -> dict[str, Any]:
    """One table."""
    print(f"\n{scenario}, {runs} runs, seed {SEED}")
    print(f"{'policy':18s} {'given away':>10s} {'value leaked':>13s} {'to optimal':>17s} {'leaked':>7s} {'rounds':>7s}")
    rows: dict[str, Any] = {}
    first: Floats | None = None
    for name in POLICIES:
        began_s = time.perf_counter()
        played = [of_run(scenario, name, run) for run in range(runs)]
        gained, best = sum(one[0] for one in played), sum(one[1] for one in played)
        table = np.array([one[2] for one in played])
        first = table[:, 0] if first is None else first
        difference = table[:, 0] - first
        row = {
            "given_away": round(1.0 - gained / best, 5) if best else 0.0,
            "to_optimal": round(float(difference.mean()), 4), "half_width": round(half_width(difference), 4),
            "seconds_per_run": round((time.perf_counter() - began_s) / runs, 2),
        } | {measure: round(float(table[:, at].mean()), 3) for at, measure in enumerate(KEPT)}  # fmt: skip
        rows[name] = row
        print(
            f"{name:18s} {100 * row['given_away']:8.2f} % {row['value_leaked']:13.2f} "
            f"{row['to_optimal']:+8.2f} +- {row['half_width']:5.2f} {row['leaked']:7.2f} {row['rounds_fired']:7.1f}",
            flush=True,
        )
    return rows


def of_run(scenario: str, name: str, run: int) -> tuple[float, float, Floats]:
    """Gain of the orders given, of the best ones, and the measures of one run."""
    policy = load_policy(name, None)  # type: ignore[arg-type]
    battle = gbad.Battle.begin(scenario, seed=SEED, first_run=run, record="outcomes")
    gained = best = 0.0
    while not battle.over:
        battle.advance()
        if not battle.waiting:
            continue
        given: dict[str | tuple[str, int], Any] = {}
        for command in battle.commands:
            view = battle.situation(command)
            given[command] = policy(view)
            if len(view.track):
                one, other = gains(view, given[command])
                gained, best = gained + one, best + other
        battle.decide(given)
    book = spine.close(battle._state)
    values = measures.measure(book)[0]
    at = [measures.names(book.tables).index(measure) for measure in KEPT]
    return gained, best, values[at]


def gains(view: CommandSituation, orders: Any) -> tuple[float, float]:
    """Expected gain of first rounds, and the most that any first rounds in reach could gain."""
    picks = np.zeros(len(view.track), np.int64)
    for order in orders:
        if order.action == Action.FIRE:
            picks[order.option] = order.rounds
    offered, left = problem_of(view, Guards(), "priority")
    answer = best_of(offered, left, max(view.salvo, int(picks.max())), 5.0)
    return gain_of(offered, picks), answer.gain


if __name__ == "__main__":
    main()
