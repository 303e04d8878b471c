"""How much of the spread of an outcome is ignorance, how much chance: runs nested in samples of the unknown figures.

Every sample ``p`` of the figures is played ``R`` times with dice of its own, never shared with another sample (common
dice would leave the part of chance known from ``R`` draws only). With sample means ``m_p`` and variances ``v_p``
within,

    W = mean(v_p)                    chance: how a raid varies when everything is known
    B = max(0, Var(m_p) - W / R)     ignorance: how the mean of a raid moves with what is not known
    share = B / (B + W)

(one-way analysis of variance; S. R. Searle, G. Casella and C. E. McCulloch, "Variance Components" (1992), chapter 3).
Its interval comes from whole samples drawn again with replacement, percentiles of the share. Means of few runs
scatter more than the figures make them: the envelope of what ignorance does to the mean is that of the sample means
drawn towards their own mean by ``sqrt(B / Var(m_p))``.

Left out: how many figures move together is a matter of how the samples were made; shares of single figures are not
here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.physics.random import BOOTSTRAP
from gbad.textbook.intervals import Interval

Floats = NDArray[np.float64]
RESAMPLES = 1000
TAILS = (0.05, 0.95)  # of an envelope: what nine of ten samples, or nine of ten raids, lie between


@dataclass(frozen=True, slots=True)
class Ignorance:
    """One measure over samples of the unknown figures."""

    samples: int
    dice: int  # runs of each sample
    mean: float
    between: float  # B: variance of the true means of the samples
    within: float  # W: mean variance within a sample
    share: Interval  # of the variance that is ignorance
    envelope: tuple[float, float]  # 5 and 95 %: means of the samples, without what their few dice add
    one_raid: tuple[float, float]  # 5 and 95 % of single runs, figures unknown
    chance: tuple[float, float]  # 5 and 95 % of runs around the mean of their sample, added to the mean of all, as met


def ignorance(values: Floats, seed: int, level: float = 0.95) -> Ignorance:
    """Analyse ``values (samples, dice)`` without nan. Raises ``ValueError`` below 2 samples of 2 runs."""
    samples, dice = values.shape
    if samples < 2 or dice < 2:
        raise ValueError(f"{samples} samples of {dice} runs: at least 2 of 2 are needed to tell ignorance from chance")
    means, variances = values.mean(axis=1), values.var(axis=1, ddof=1)
    between, within = components(means, variances, dice)
    mean = float(means.mean())
    scatter = float(means.var(ddof=1))
    drawn = mean + (math.sqrt(between / scatter) if scatter > 0.0 else 0.0) * (means - mean)
    around = mean + math.sqrt(dice / (dice - 1.0)) * (values - means[:, None])
    least, most = _ends(around)
    return Ignorance(
        samples=samples,
        dice=dice,
        mean=mean,
        between=between,
        within=within,
        share=share_interval(means, variances, dice, seed, level),
        envelope=_ends(drawn),
        one_raid=_ends(values),
        # a mean of all and luck of one sample, added, may lie where no raid can
        chance=(max(least, float(values.min())), min(most, float(values.max()))),
    )


def components(means: Floats, variances: Floats, dice: int) -> tuple[float, float]:
    """``(B, W)`` from the means and variances of the samples."""
    within = float(variances.mean())
    return max(0.0, float(means.var(ddof=1)) - within / dice), within


def share_interval(means: Floats, variances: Floats, dice: int, seed: int, level: float = 0.95) -> Interval:
    """Share of the variance that is ignorance; whole samples are drawn again, a pure function of ``seed``."""
    generator = np.random.Generator(np.random.Philox(key=np.array([seed, BOOTSTRAP], np.uint64)))
    picked = generator.integers(0, len(means), (RESAMPLES, len(means)))
    within = variances[picked].mean(axis=1)
    between = np.maximum(0.0, means[picked].var(axis=1, ddof=1) - within / dice)
    total = between + within
    shares = np.divide(between, total, out=np.zeros_like(total), where=total > 0.0)
    low, high = np.quantile(shares, [0.5 - 0.5 * level, 0.5 + 0.5 * level])
    b, w = components(means, variances, dice)
    estimate = b / (b + w) if b + w > 0.0 else 0.0
    return Interval(estimate, min(float(low), estimate), max(float(high), estimate))


@dataclass(frozen=True, slots=True)
class Band:
    """A p-box: for each value, the share of raids that do not exceed it, over samples of the unknown figures."""

    at: Floats  # (k,) values, rising
    low: Floats  # (k,) 5 % of samples have a share below this
    middle: Floats  # (k,) mean share
    high: Floats  # (k,)


def band(values: Floats) -> Band:
    """The p-box of ``values (samples, dice)``.

    At each value the share of a sample's raids that do not exceed it is taken as beta distributed over samples, with
    the mean and the variance *between* samples: few dice per sample then do not widen the band. Ends are made
    monotone.
    """
    dice = values.shape[1]
    at = np.unique(values)
    low, middle, high = np.empty(len(at)), np.empty(len(at)), np.empty(len(at))
    for k, value in enumerate(at):
        below = (values <= value).astype(float)
        means = below.mean(axis=1)
        between, _ = components(means, below.var(axis=1, ddof=1), dice)
        middle[k] = means.mean()
        low[k], high[k] = _beta_ends(float(middle[k]), between)
    return Band(at, np.maximum.accumulate(low), middle, np.maximum.accumulate(high))


def _beta_ends(mean: float, variance: float) -> tuple[float, float]:
    """5 and 95 % of a beta distribution with this mean and variance; the mean where there is no variance."""
    from scipy.special import betaincinv  # late: a run's report needs none of it, and scipy takes a while to load

    if variance <= 0.0 or not 0.0 < mean < 1.0:
        return mean, mean
    # the largest variance a share can have is that of 0 and 1 alone
    weight = max(mean * (1.0 - mean) / variance - 1.0, 1e-3)
    return tuple(map(float, betaincinv(weight * mean, weight * (1.0 - mean), TAILS)))  # type: ignore[return-value]


def _ends(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, TAILS)
    return float(low), float(high)
