"""How often the intervals of a study hold the truth: 1,000 made-up studies of each kind, with fixed seeds.

``make bench-intervals`` (or ``gbad bench intervals``; ``--studies 100`` for a quick look). Every kind of measure has
a known mean and known bounds; a study is a column of runs and a second one on the same dice, which differs from it in
some of the runs. Asked is what a study prints: the mean, the paired difference, the median and the 90 % quantile.
``fixed`` are studies of so many runs; ``stopped`` ones look after every 50 runs and end when the margin of the mean
is small enough, or after 2,000; then *everything* they print is asked. ``any look`` asks the mean at every look on
the way. Beside them stands Student's interval, which no study prints.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from gbad.studies.anytime import ANYTIME
from gbad.studies.intervals import FIXED, Bounds, Family, Floats, Interval, Tally, quantile_interval, tally
from gbad.textbook.intervals import mean_interval as student

STUDIES, SEED = 1000, 16
RUNS = (2, 5, 10, 20, 50, 200, 500, 2000)
LOOKS = range(50, 2001, 50)
QUANTILES = (0.5, 0.9)
SAME = 0.7  # share of runs in which the second column is the first
BAR = 0.93  # three standard errors below nominal
ENDS = {"fewest": 0.0, "middle": 0.5, "most runs": 1.0}
FEW_VALUES = 12  # up to which an interval may be asked for again
NOT_OURS = ("student", *ENDS)
RAID = 40.0
Draw = Callable[[np.random.Generator, int], Floats]


class Kind(NamedTuple):
    """A measure whose truth is known."""

    name: str
    draw: Draw
    mean: float
    quantiles: tuple[float, ...]  # smallest value that at least this share of runs does not exceed
    bounds: Bounds
    margin: float  # at which a stopped study ends


def kinds() -> list[Kind]:
    """Shares of runs, counts in a raid of forty, and values that are no counts."""
    found = [
        _discrete(f"Bernoulli {p:g}", np.array([1.0 - p, p]), 1.0, margin)
        for p, margin in ((0.5, 0.1), (0.05, 0.05), (0.005, 0.02), (0.0, 0.02))
    ]
    for mean, margin in ((10.0, 0.5), (1.0, 0.3), (0.02, 0.3)):
        probabilities = stats.poisson.pmf(np.arange(RAID + 1), mean)
        found.append(_discrete(f"Poisson {mean:g}", probabilities, 1.0, margin))
    found.append(_discrete("40 lost in 1 % of runs", np.array([0.99, 0.01]), RAID, 0.5))
    mixed = 0.99 * stats.poisson.pmf(np.arange(RAID + 1), 1.0) + 0.01 * (np.arange(RAID + 1) == RAID)
    found.append(_discrete("Poisson 1, all 40 in 1 %", mixed, 1.0, 0.5))
    found.append(_discrete("constant 3", (np.arange(RAID + 1) == 3.0).astype(float), 1.0, 0.3))
    every = Bounds(0.0, RAID)
    exponential = stats.expon(scale=4.0)
    found.append(
        Kind("exponential", lambda dice, n: np.minimum(dice.exponential(4.0, n), RAID),
             4.0 * (1.0 - float(np.exp(-RAID / 4.0))), tuple(map(float, exponential.ppf(QUANTILES))), every, 0.5)
    )  # fmt: skip
    heavy = stats.lomax(1.5)  # infinite variance, but for the end of the raid
    found.append(
        Kind("heavy tail", lambda dice, n: np.minimum(dice.pareto(1.5, n), RAID),
             2.0 * (1.0 - (RAID + 1.0) ** -0.5), tuple(map(float, heavy.ppf(QUANTILES))), every, 0.5)
    )  # fmt: skip
    return found


def _discrete(name: str, probabilities: Floats, step: float, margin: float) -> Kind:
    """Values 0, ``step``, 2 ``step``, ...; what lies beyond the raid is drawn as the whole raid."""
    probabilities = probabilities.copy()
    probabilities[-1] += 1.0 - probabilities.sum()
    values: Floats = step * np.arange(len(probabilities), dtype=np.float64)
    below = probabilities.cumsum()
    return Kind(
        name,
        lambda dice, n: values[np.minimum(np.searchsorted(below, dice.random(n), "right"), len(values) - 1)],
        float(values @ probabilities),
        tuple(float(values[np.searchsorted(below, q * (1.0 - 1e-12))]) for q in QUANTILES),
        Bounds(0.0, float(values[-1]) if len(values) > 2 or step > 1.0 else 1.0),
        margin,
    )


def main() -> None:
    """Print the tables and one JSON object."""
    studies = int(sys.argv[sys.argv.index("--studies") + 1]) if "--studies" in sys.argv else STUDIES
    answer: dict[str, Any] = {"studies": studies, "nominal": 0.95}
    print(f"of {studies:,} studies, in how many per cent does the 95 % interval hold the truth; * below {100 * BAR:g}")
    for title, table in (("fixed", fixed), ("stopped", stopped)):
        rows = answer[title] = {
            kind.name: table(kind, np.random.default_rng([SEED, number]), studies)
            for number, kind in enumerate(kinds())
        }
        columns = next(iter(next(iter(rows.values())).values()))
        print(f"\n{title:37}" + "".join(f"{column:>11}" for column in columns))
        for name, lines in rows.items():
            for line, shares in lines.items():
                print(f"  {name:25}{line:10}" + "".join(_cell(column, value) for column, value in shares.items()))
        worst = min(
            (value, f"{name}, {line}, {column}")
            for name, lines in rows.items()
            for line, shares in lines.items()
            for column, value in shares.items()
            if not {line, column} & {*NOT_OURS}
        )
        answer[f"{title}_worst"] = worst
        print(f"  lowest: {100 * worst[0]:.1f} ({worst[1]})")
    answer["lengths"] = {
        kind.name: lengths(kind, np.random.default_rng([SEED, number])) for number, kind in enumerate(kinds())
    }
    print(f"\n{'length over that of Student':37}" + "".join(f"{runs:>11}" for runs in RUNS[3:]))
    for name, lines in answer["lengths"].items():
        for line, ratios in lines.items():
            print(f"  {name:25}{line:10}" + "".join(f"{ratio:>10.2f} " for ratio in ratios.values()))
    # a ratio to an interval without width is none
    print(json.dumps(_strict(answer), allow_nan=False))


def _strict(value: Any) -> Any:
    """JSON has no nan."""
    if isinstance(value, dict):
        return {key: _strict(item) for key, item in value.items()}
    return None if isinstance(value, float) and np.isnan(value) else value


def _cell(column: str, value: float) -> str:
    if column in ENDS:
        return f"{value:>10,.0f} "
    return f"{100 * value:>10.1f}{'*' if value < BAR else ' '}"


def fixed(kind: Kind, dice: np.random.Generator, studies: int) -> dict[str, dict[str, float]]:
    """Coverage by number of runs."""
    lines: dict[str, dict[str, float]] = {name: {} for name in ("mean", "difference", "median", "90 %", "student")}
    for runs in RUNS:
        held = dict.fromkeys(lines, 0)
        for _ in range(studies):
            one, two = _pair(kind, dice, runs)
            for name, hit in _asked(kind, FIXED, one, two).items():
                held[name] += hit
            held["student"] += _holds(student(one), kind.mean)
        for name, hits in held.items():
            lines[name][str(runs)] = hits / studies
    return lines


def stopped(kind: Kind, dice: np.random.Generator, studies: int) -> dict[str, dict[str, float]]:
    """Coverage where the study ended, and of the mean at any look; how many runs it took."""
    held = dict.fromkeys(("mean", "difference", "median", "90 %", "any look", "student"), 0)
    ends = []
    for _ in range(studies):
        one, two = _pair(kind, dice, LOOKS[-1])
        always, end = True, LOOKS[-1]
        for look in LOOKS:
            interval = _mean(ANYTIME, one[:look], kind.bounds)
            always = always and _holds(interval, kind.mean)
            if interval.margin <= kind.margin:
                end = look
                break
        ends.append(end)
        held["any look"] += always
        held["student"] += _holds(student(one[:end]), kind.mean)
        for name, hit in _asked(kind, ANYTIME, one[:end], two[:end]).items():
            held[name] += hit
    shares = {name: hits / studies for name, hits in held.items()}
    runs = zip(ENDS, map(float, np.quantile(ends, list(ENDS.values()))), strict=True)
    return {"": shares | dict(runs)}


def lengths(kind: Kind, dice: np.random.Generator, studies: int = 40) -> dict[str, dict[str, float]]:
    """What the promise costs: median length over that of Student's interval, where that one has any."""
    lines: dict[str, dict[str, float]] = {"fixed": {}, "anytime": {}}
    for runs in RUNS[3:]:
        ratios: dict[str, list[float]] = {name: [] for name in lines}
        for _ in range(studies):
            one = kind.draw(dice, runs)
            plain = student(one).half_width
            for family in (FIXED, ANYTIME):
                if plain > 0.0:
                    ratios[family.name].append(_mean(family, one, kind.bounds).half_width / plain)
        for name, found in ratios.items():
            lines[name][str(runs)] = float(np.median(found)) if found else np.nan
    return lines


def _pair(kind: Kind, dice: np.random.Generator, runs: int) -> tuple[Floats, Floats]:
    one, other = kind.draw(dice, runs), kind.draw(dice, runs)
    return one, np.where(dice.random(runs) < SAME, one, other)


def _asked(kind: Kind, family: Family, one: Floats, two: Floats) -> dict[str, bool]:
    """Whether each thing that a study prints holds its truth."""
    answers = {
        "mean": _holds(_mean(family, one, kind.bounds), kind.mean),
        "difference": _holds(_mean(family, two - one, kind.bounds.minus(kind.bounds)), 0.0),
    }
    for name, quantile, truth in zip(("median", "90 %"), QUANTILES, kind.quantiles, strict=True):
        ranks = _RANKS[family.name]
        answers[name] = _holds(quantile_interval(one, quantile, kind.bounds, 0.95, ranks), truth)
    return answers


def _mean(family: Family, sample: Floats, bounds: Bounds) -> Interval:
    counted = tally(sample)
    if len(counted.values) > FEW_VALUES:
        return family.mean(counted, bounds, 0.95)
    return _cached(family, tuple(counted.values), tuple(counted.counts), bounds)


# few runs of a count have few tallies: the same interval is asked for again and again
@lru_cache(maxsize=50_000)
def _cached(family: Family, values: tuple[float, ...], counts: tuple[float, ...], bounds: Bounds) -> Interval:
    return family.mean(Tally(np.array(values), np.array(counts)), bounds, 0.95)


_RANKS = {family.name: lru_cache(maxsize=None)(family.ranks) for family in (FIXED, ANYTIME)}


def _holds(interval: Interval, truth: float) -> bool:
    close = 1e-9 * max(1.0, abs(truth))
    return bool(interval.low - close <= truth <= interval.high + close)


if __name__ == "__main__":
    main()
