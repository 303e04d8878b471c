"""Sentences about combat, judged on a study of samples: what holds over what nobody knows, and not by luck of dice.

A sentence names kinds of threats and a share: of each kind at least that share is killed, in the mean over raids. The
true mean share of kind ``k`` moves with the unknown figures. Let its 5 and 95 % points over samples be its
unfavourable and its favourable corner (``ignorance.envelope``, dice taken out). Then

    holds          the unfavourable corner of every kind is at or above the share,
    does not hold  the favourable corner of some kind is below it,
    holds if       neither: it turns on figures nobody knows.

Each corner is known with an error only: whole samples drawn again, joined with the interval of the mean from the
least and the greatest value (``mean_interval``), so that kinds that never vary are not taken for certain, and with that
of order statistics (``quantile_interval``): samples drawn again never hold what was not drawn once, and among 40 the
95 % point is above all of them in one study of eight. Below 72 samples nothing bounds a corner to the outside, and
nothing is decided. A verdict is given where these intervals lie wholly on their side; else it is
``undecided``, with the samples it would need, as errors shrink with the root of their number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gbad.claims.finding import DOES_NOT_HOLD, HOLDS, HOLDS_IF, NOT_TESTED_HERE, UNDECIDED, Found
from gbad.library.claim_spec import Kills
from gbad.physics.random import BOOTSTRAP
from gbad.studies.doubts import mostly
from gbad.studies.ignorance import RESAMPLES, TAILS
from gbad.studies.intervals import Bounds, mean_interval, quantile_interval, tally
from gbad.tables import Floats
from gbad.textbook.intervals import Interval

if TYPE_CHECKING:
    from gbad.studies.answer import Study

BOUNDING = 72  # samples of which the greatest is above the 95 % point in all but 2.5 % of studies
MOST_SAMPLES = 1_000_000  # more than this are told as such
NAMES = {
    "low_observable": "low-observable aircraft",
    "aircraft": "other aircraft",
    "missile": "cruise missiles and drones",
    "ballistic": "ballistic missiles",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One kind against one share."""

    verdict: str
    mean: float
    low: Interval  # the unfavourable corner
    high: Interval  # the favourable corner
    needs: int  # samples; what was played where it is decided


def corners(shares: Floats, seed: int, level: float = 0.95) -> tuple[Interval, Interval, Floats]:
    """The 5 and 95 % points over samples of the true mean of ``shares (samples, dice)``, by samples drawn again.

    And the means of the samples, drawn together no more than is sure that their few dice have spread them.
    """
    samples, dice = shares.shape
    generator = np.random.Generator(np.random.Philox(key=np.array([seed, BOOTSTRAP], np.uint64)))
    picked = np.concatenate([np.arange(samples)[None, :], generator.integers(0, samples, (RESAMPLES, samples))])
    means, within = shares.mean(axis=1)[picked], shares.var(axis=1, ddof=1)[picked].mean(axis=1)
    scatter = means.var(axis=1, ddof=1)
    between = np.maximum(0.0, scatter - within / dice)
    shrunk = np.sqrt(np.divide(between, scatter, out=np.zeros_like(scatter), where=scatter > 0.0))
    middle = means.mean(axis=1, keepdims=True)
    ends = np.quantile(middle + shrunk[:, None] * (means - middle), TAILS, axis=1)
    mean = mean_interval(tally(shares.mean(axis=1)), Bounds(0.0, 1.0), level)
    tails = [0.5 - 0.5 * level, 0.5 + 0.5 * level]
    (low_from, low_to), (high_from, high_to) = (np.quantile(end[1:], tails) for end in ends)
    low, high = float(ends[0, 0]), float(ends[1, 0])
    # no corner is nearer to the middle than the mean is known
    return (
        Interval(low, min(float(low_from), mean.low, low), max(float(low_to), low)),
        Interval(high, min(float(high_from), high), max(float(high_to), mean.high, high)),
        middle[0] + float(np.quantile(shrunk, tails[1])) * (means[0] - middle[0]),
    )


def _widened(found: Interval, drawn: Floats, point: float) -> Interval:
    """A corner's interval, no narrower than order statistics of the samples give it."""
    ranked = quantile_interval(drawn, point, Bounds(0.0, 1.0))
    return Interval(found.estimate, min(found.low, ranked.low), max(found.high, ranked.high))


def judge(shares: Floats, share: float, seed: int) -> Judged:
    """One kind's shares of kills ``(samples, dice)`` against the share that is said."""
    once, twice, drawn = corners(shares, seed)
    low, high = _widened(once, drawn, TAILS[0]), _widened(twice, drawn, TAILS[1])
    samples, mean = len(shares), float(shares.mean())
    if samples >= BOUNDING:
        if low.low >= share:
            return Judged(HOLDS, mean, low, high, samples)
        if high.high < share:
            return Judged(DOES_NOT_HOLD, mean, low, high, samples)
        if low.high < share <= high.low:
            return Judged(HOLDS_IF, mean, low, high, samples)
    return Judged(UNDECIDED, mean, low, high, max(_needs(samples, share, once, twice), BOUNDING, samples + 1))


def _needs(samples: int, share: float, low: Interval, high: Interval) -> int:
    """Samples at which the corners that decide are known as well as they lie away from the share."""
    parts = []
    if low.estimate >= share or high.estimate >= share > low.estimate:
        gap = low.estimate - share
        parts.append((low.estimate - low.low if gap >= 0.0 else low.high - low.estimate, abs(gap)))
    if high.estimate < share or high.estimate >= share > low.estimate:
        gap = high.estimate - share
        parts.append((high.estimate - high.low if gap >= 0.0 else high.high - high.estimate, abs(gap)))
    if any(gap <= 0.0 for _, gap in parts):
        return MOST_SAMPLES
    return min(max(math.ceil(samples * (reach / gap) ** 2) for reach, gap in parts), MOST_SAMPLES)


def rounded_up(needs: int) -> int:
    """A number of samples to ask for: one digit from a hundred on, and never fewer than are needed."""
    step = 10 ** (len(str(needs)) - 1) if needs >= 100 else 1
    return -(-needs // step) * step


def together(verdicts: list[str]) -> str:
    """The verdict on a sentence that names several kinds: it fails where one fails, holds where all hold."""
    for verdict in (DOES_NOT_HOLD, UNDECIDED, HOLDS_IF):
        if verdict in verdicts:
            return verdict
    return HOLDS


def kills(test: Kills, study: Study, variant: int = 0) -> Found:
    """The answer that a study gives."""
    if study.design.samples is None:
        return Found(
            NOT_TESTED_HERE, "This study plays the nominal figures only; what nobody knows decides too: --samples."
        )
    missing = [kind for kind in test.kinds if f"killed_of_{kind}" not in study.outcome.names]
    flown = {k: study.bounds(f"killed_of_{k}", variant).high for k in test.kinds if k not in missing}
    absent = [NAMES[kind] for kind in test.kinds if not flown.get(kind)]
    if absent:
        return Found(NOT_TESTED_HERE, f"No {' and no '.join(absent)} in {study.design.scenario}.")
    found, also = [], []
    for kind in test.kinds:
        values = study.by_sample(f"killed_of_{kind}", variant)
        assert values is not None
        if len(values) < 2:
            return Found(UNDECIDED, f"Fewer than two samples finished whole; at least {BOUNDING} are needed.")
        found.append(judge(values / flown[kind], test.share, study.design.seed))
        also.append(judge(values / flown[kind], test.also_share, study.design.seed))
    verdict, harder = together([j.verdict for j in found]), together([j.verdict for j in also])
    said = "; ".join(
        f"of {flown[kind]:.0f} {NAMES[kind]} {100 * j.mean:.0f} % are killed, {100 * j.low.estimate:.0f} to "
        f"{100 * j.high.estimate:.0f} % over what nobody knows"
        for kind, j in zip(test.kinds, found, strict=True)
    )
    said = said[:1].upper() + said[1:]
    played = f"{study.design.samples.count} samples of {study.design.samples.dice} raids of {study.design.scenario}"
    condition = f"Read as: at least {100 * test.share:.0f} % of each kind, mean over raids. {said} ({played})."
    if verdict == UNDECIDED:
        needs = max(j.needs for j in found if j.verdict == UNDECIDED)
        more = f"more than {MOST_SAMPLES:,}" if needs >= MOST_SAMPLES else f"about {rounded_up(needs):,}"
        condition += f" Undecided after {study.design.samples.count} samples; needs {more}."
    if verdict == HOLDS_IF:
        worst = test.kinds[int(np.argmin([j.low.estimate for j in found]))]
        condition += f" It turns on figures nobody knows{mostly(study, f'killed_of_{worst}')}."
    condition += f" Read as at least {100 * test.also_share:.0f} %: {harder.replace('_', ' ')}."
    weakest = min(found, key=lambda j: j.mean)
    return Found(verdict, condition, "combat", 100.0 * weakest.mean, "% of the kind killed least")
