"""Numbers below ``detection.py``: threshold, detection probability and its inverses of a square-law detector.

The statistic is ``y = sum over N pulses of |echo + noise|^2`` in units of the mean noise power of one pulse. All five
Swerling cases are one family: the total signal-to-noise ratio over the N pulses is gamma distributed with shape
``K`` (1: scan-to-scan exponential, N: pulse-to-pulse exponential, 2 and 2N: the same with four degrees of freedom,
infinite: steady) and mean ``x = N * snr``. Then ``y`` is a mixture of gamma laws of order ``N + k`` where ``k`` is
negative binomial (Poisson when steady), which gives series of positive terms only.
"""

from __future__ import annotations

import math

import numpy as np

from gbad._jit import kernel

# below this the first term of the mixture underflows and the series goes through logarithms
_LOG_TINY = -600.0
_NEGLIGIBLE = 1e-18
# total signal-to-noise ratio from which the received power is the echo's alone
_STRONG = 300.0


@kernel
def fluctuation_shape(swerling, pulses):
    """Shape K of the gamma law of the total echo; 0 stands for infinity (steady)."""
    if swerling == 1:
        return 1.0
    if swerling == 2:
        return float(pulses)
    if swerling == 3:
        return 2.0
    if swerling == 4:
        return 2.0 * pulses
    return 0.0


@kernel
def noise_exceedance(threshold, pulses):
    """(Q(N, T), T^(N-1) e^-T / (N-1)!): chance that noise alone passes T, and its density there."""
    density = math.exp((pulses - 1) * math.log(threshold) - threshold - math.lgamma(float(pulses)))
    term, total = 1.0, 1.0
    for k in range(pulses - 1, 0, -1):
        term *= k / threshold
        total += term
        if term < _NEGLIGIBLE * total:
            break
    return density * total, density


@kernel
def threshold_of(pfa, pulses):
    """T with Q(N, T) = Pfa. ln Q is concave in T, so Newton's method on it closes in from above and cannot stray."""
    if pulses == 1:
        return -math.log(pfa)
    threshold = pulses - math.log(pfa)
    for _ in range(60):
        exceedance, density = noise_exceedance(threshold, pulses)
        step = (math.log(exceedance) - math.log(pfa)) * exceedance / density
        threshold += step
        if abs(step) < 1e-13 * threshold:
            break
    return threshold


@kernel
def exceedance_of(snr, threshold, pulses, swerling):
    """(P(y > T), density of y at T) for mean signal-to-noise ratio ``snr`` per pulse.

    With g(n) = T^n e^-T / n!:  P = Q(N, T) + sum over j >= 0 of g(N + j) P(k > j);
    density = g(N - 1) p(0) + sum over j >= 1 of g(N - 1 + j) p(j).
    """
    # closed forms of one pulse: exponential, and the gamma mixture of shape 2
    if snr <= 0.0:
        return noise_exceedance(threshold, pulses)
    if pulses == 1 and (swerling == 1 or swerling == 2):
        spread = 1.0 + snr
        chance = math.exp(-threshold / spread)
        return chance, chance / spread
    if pulses == 1 and swerling >= 3:
        half = 0.5 * snr
        spread = 1.0 + half
        decay = math.exp(-threshold / spread)
        return decay * (1.0 + threshold * half / (spread * spread)), decay * (1.0 + half * threshold / spread) / (
            spread * spread
        )

    # the mixture: p(0), then p(j + 1) = p(j) * (shape + j) / (j + 1) * q   (steady: p(j) * total / (j + 1))
    total = pulses * snr
    shape = fluctuation_shape(swerling, pulses)
    if shape == 0.0:
        log_weight, ratio = -total, 0.0
    else:
        log_weight, ratio = -shape * math.log1p(total / shape), total / (total + shape)
    log_order = (pulses - 1) * math.log(threshold) - threshold - math.lgamma(float(pulses))
    in_logs = log_weight < _LOG_TINY or log_order < _LOG_TINY
    weight, order = math.exp(log_weight), math.exp(log_order)

    chance = noise_exceedance(threshold, pulses)[0]
    above, density = 1.0, 0.0
    j = 0
    while True:
        # order is g(N - 1 + j) here
        density += order * weight
        above = max(above - weight, 0.0)
        rise = threshold / (pulses + j)
        growth = total / (j + 1) if shape == 0.0 else (shape + j) / (j + 1) * ratio
        if in_logs:
            log_order += math.log(rise)
            log_weight += math.log(growth)
            order, weight = math.exp(log_order), math.exp(log_weight)
        else:
            order *= rise
            weight *= growth
        chance += order * above
        if above == 0.0 or (pulses + j > threshold and order <= _NEGLIGIBLE * chance):
            break
        j += 1
    return min(chance, 1.0), density


@kernel
def detection_probability(snr, threshold, pulses, swerling):
    """Pd of one look; see :func:`exceedance_of`. One exponential pulse: Pfa^(1 / (1 + snr))."""
    if pulses == 1 and (swerling == 1 or swerling == 2):
        return math.exp(-threshold / (1.0 + snr))
    return exceedance_of(snr, threshold, pulses, swerling)[0]


@kernel
def statistic_at(chance, snr, threshold, pulses, swerling):
    """y with P(y' > y) = ``chance`` (at most Pd, so that y >= T): the received power that a uniform number stands for.

    One exponential pulse has the closed form ``-(1 + snr) ln(chance)``. Otherwise Newton's method on ln P, bracketed;
    beyond a total of 25 dB the noise no longer matters and the law is that of the echo alone.
    """
    chance = max(chance, 1e-300)
    if pulses == 1 and (swerling == 1 or swerling == 2 or snr <= 0.0):
        return -math.log(chance) * (1.0 + max(snr, 0.0))
    total = pulses * snr
    if total > _STRONG:
        return max(threshold, _strong_statistic(chance, total, pulses, swerling))

    # the series keeps 15 digits of one, so rarer chances than this are not told apart
    chance = max(chance, 1e-14) if snr > 0.0 else chance
    low, high = threshold, np.inf
    # from the mean: at the threshold the law of a strong echo is too flat to start from
    y = max(threshold, pulses + total)
    wanted = math.log(chance)
    for _ in range(100):
        exceedance, density = exceedance_of(snr, y, pulses, swerling)
        if exceedance <= 0.0 or density <= 0.0:
            high = y
            y = 0.5 * (low + high)
            continue
        error = math.log(exceedance) - wanted
        if error > 0.0:
            low = y
        else:
            high = y
        new = y + min(error * exceedance / density, y)
        if new < low:
            new = 0.5 * (low + y)
        elif new > high:
            new = 0.5 * (y + high)
        moved = abs(new - y)
        y = new
        if moved < 1e-9 * y:
            break
    return y


@kernel
def _strong_statistic(chance, total, pulses, swerling):
    shape = fluctuation_shape(swerling, pulses)
    if shape > 0.0:
        return pulses + total / shape * threshold_of(min(chance, 1.0 - 1e-15), int(shape))
    # steady: the normal law, by the rational formula of Abramowitz and Stegun 26.2.23 (4.5e-4)
    tail = min(chance, 1.0 - chance)
    r = math.sqrt(-2.0 * math.log(max(tail, 1e-300)))
    z = r - (2.515517 + r * (0.802853 + r * 0.010328)) / (1.0 + r * (1.432788 + r * (0.189269 + r * 0.001308)))
    return pulses + total + math.copysign(z, 0.5 - chance) * math.sqrt(pulses + 2.0 * total)


@kernel
def required_snr(pd, threshold, pulses, swerling):
    """Mean signal-to-noise ratio per pulse at which Pd is ``pd`` (bisection in the logarithm); Pd rises with it."""
    low, high = -200.0, 200.0
    for _ in range(100):
        middle = 0.5 * (low + high)
        if detection_probability(math.exp(middle), threshold, pulses, swerling) < pd:
            low = middle
        else:
            high = middle
        if high - low < 1e-13:
            break
    return math.exp(0.5 * (low + high))


THRESHOLD, PROBABILITY, REQUIRED = 0, 1, 2


@kernel
def columns_into(what, value, pfa, pulses, swerling, out):
    """Columns ``(n,)`` of the above, one door for all three (each door from Python costs loading time).

    ``value`` is unused, the mean SNR per pulse, or Pd, for ``what`` = THRESHOLD, PROBABILITY or REQUIRED.
    """
    for i in range(out.shape[0]):
        threshold = threshold_of(pfa[i], pulses[i])
        if what == THRESHOLD:
            out[i] = threshold
        elif what == PROBABILITY:
            out[i] = detection_probability(value[i], threshold, pulses[i], swerling[i])
        else:
            out[i] = required_snr(value[i], threshold, pulses[i], swerling[i])
