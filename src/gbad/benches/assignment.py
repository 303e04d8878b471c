"""How good and how quick weapon assignment is: in the loop, for a planner, and where it is hard.

``make bench-assignment``. In the loop: 100 random instances of 32 x 32 (values 25 to 100, kill probabilities 0.6 to
0.9), the compiled call as a run makes it, against the proven optimum. Planner: the median of random instances of 200 x
400 and of 100 weapons with two rounds x 200, each solved to a closed gap. Hard: weak rounds, many rounds at each
target, targets out of most weapons' reach, kill probabilities by type. Shares of greedy and improved say how much more
they leave than the optimum of the same instance; seconds are of the clock, processor seconds beside them.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Callable

import numpy as np

from gbad.assignment import Solution, solve
from gbad.assignment import _descent_kernel as descent
from gbad.tables import Floats, Ints

Instance = tuple[Floats, Floats, Ints]
SEED = 14
LOOP, LOOP_SIZE, REPEATS = 100, 32, 20


def drawn(
    rows: int, targets: int, each: int = 1, low: float = 0.6, high: float = 0.9
) -> Callable[[np.random.Generator], Instance]:
    """A maker of random instances."""

    def make(dice: np.random.Generator) -> Instance:
        values = dice.integers(25, 101, targets).astype(float)
        return values, dice.uniform(low, high, (rows, targets)), np.full(rows, each)

    return make


def sparse(dice: np.random.Generator) -> Instance:
    """Each weapon reaches a tenth of the targets."""
    values, p, rounds = drawn(150, 300, 2)(dice)
    return values, p * (dice.random(p.shape) < 0.1), rounds


def by_type(dice: np.random.Generator) -> Instance:
    """Eight batteries of 24 rounds, four kinds of targets worth 1, 5 or 20: many ties."""
    kinds = dice.integers(0, 4, 240)
    return dice.choice([1.0, 5.0, 20.0], 240), dice.choice([0.5, 0.6, 0.7, 0.8], (8, 4))[:, kinds], np.full(8, 24)


PLANNER = {"200 x 400": (drawn(200, 400), 1.0, 7), "100 x 200, two rounds each": (drawn(100, 200, 2), 10.0, 7)}
HARD = {
    "300 x 600": (drawn(300, 600), 10.0, 3),
    "600 x 600": (drawn(600, 600), 10.0, 1),
    "weak, 200 x 60": (drawn(200, 60, 1, 0.2, 0.5), 10.0, 3),
    "weakest, 100 x 50": (drawn(100, 50, 1, 0.05, 0.2), 10.0, 3),
    "seven rounds each, 300 x 40": (drawn(300, 40), 10.0, 1),
    "a tenth in reach, 150 x 300": (sparse, 10.0, 3),
    "by type, 8 x 240": (by_type, 10.0, 3),
}


def main() -> None:
    """Print the table and, as the last line, one JSON object."""
    solve([1.0], [[0.5]], [1])  # kernels
    told: dict[str, object] = {"bench": "assignment", "in_the_loop": in_the_loop()}
    print(f"{'instance':30s} {'greedy':>8s} {'improved':>9s} {'gap proven':>11s} {'seconds':>8s} {'processor':>9s}")
    for part, group in (("planner", PLANNER), ("hard", HARD)):
        told[part] = {name: solved(name, *how) for name, how in group.items()}
    told["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
    print(f"peak memory {told['peak_mb']} MB")
    print(json.dumps(told))


def in_the_loop() -> dict[str, float]:
    """Time and gap of greedy and improved as a run calls them."""
    dice = np.random.default_rng(SEED)
    make = drawn(LOOP_SIZE, LOOP_SIZE)
    left, shots = np.empty(LOOP_SIZE), np.empty((LOOP_SIZE, LOOP_SIZE), np.int64)
    times: dict[str, list[float]] = {"greedy": [], "improved": []}
    gaps: dict[str, list[float]] = {"greedy": [], "improved": []}
    whole_call = []
    for _ in range(LOOP):
        instance = make(dice)
        optimum = solve(*instance)
        assert optimum.gap < 1e-8
        for name, kernel in (("greedy", descent.greedy), ("improved", descent.improved)):
            began_s = time.perf_counter()
            for _ in range(REPEATS):
                kernel(*instance, left, shots)
            times[name].append((time.perf_counter() - began_s) / REPEATS)
            gaps[name].append(descent.survival(*instance[:2], shots) / optimum.survival_value - 1.0)
        began_s = time.perf_counter()
        solve(*instance, method="improved")
        whole_call.append(time.perf_counter() - began_s)
    print(f"in the loop, {LOOP} instances of {LOOP_SIZE} x {LOOP_SIZE}:")
    for name in times:
        print(
            f"  {name:9s} {1e6 * np.median(times[name]):6.1f} microseconds, gap {100 * np.mean(gaps[name]):.3f} % on "
            f"average, worst {100 * np.max(gaps[name]):.3f} %"
        )
    print(f"  solve(method='improved') with checks and bound: {1e6 * np.median(whole_call):.0f} microseconds")
    return {
        "greedy_us": round(1e6 * float(np.median(times["greedy"])), 2),
        "improved_us": round(1e6 * float(np.median(times["improved"])), 2),
        "time_ratio": round(float(np.median(times["improved"]) / np.median(times["greedy"])), 2),
        "greedy_gap_mean": round(float(np.mean(gaps["greedy"])), 6),
        "greedy_gap_worst": round(float(np.max(gaps["greedy"])), 6),
        "improved_gap_mean": round(float(np.mean(gaps["improved"])), 6),
        "improved_gap_worst": round(float(np.max(gaps["improved"])), 6),
    }


def solved(
    name: str, make: Callable[[np.random.Generator], Instance], limit_s: float, repeats: int
) -> dict[str, float]:
    """Medians over instances of one kind, each solved by all methods."""
    dice = np.random.default_rng(SEED)
    ratios: dict[str, list[float]] = {"greedy": [], "improved": []}
    best: list[Solution] = []
    processor_s = []
    for _ in range(repeats):
        instance = make(dice)
        began_s = time.process_time()
        best.append(solve(*instance, method="optimal", time_limit_s=limit_s))
        processor_s.append(time.process_time() - began_s)
        for method, found in ratios.items():
            other = solve(*instance, method=method, time_limit_s=limit_s).survival_value
            found.append(other / best[-1].survival_value - 1.0)
    row = {
        "greedy": round(float(np.median(ratios["greedy"])), 5),
        "improved": round(float(np.median(ratios["improved"])), 5),
        "gap": float(np.median([s.gap for s in best])),
        "gap_worst": float(max(s.gap for s in best)),
        "seconds": round(float(np.median([s.seconds for s in best])), 3),
        "seconds_worst": round(float(max(s.seconds for s in best)), 3),
        "processor_s": round(float(np.median(processor_s)), 3),
    }
    print(
        f"{name:30s} {100 * row['greedy']:+7.2f}% {100 * row['improved']:+8.3f}% {100 * row['gap_worst']:10.5f}% "
        f"{row['seconds']:8.3f} {row['processor_s']:9.3f}"
    )
    return row


if __name__ == "__main__":
    main()
