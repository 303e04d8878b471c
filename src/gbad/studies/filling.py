"""Points that fill a space of factors evenly: a Latin hypercube and scrambled Sobol points.

A **Latin hypercube** of n points cuts every factor into n equal slices and has one point in each, at a random place in
it; slices are paired at random between factors (M. McKay, R. Beckman and W. Conover, Technometrics 21 (1979) 239-245).
**Sobol points** (I. M. Sobol, 1967; directions of S. Joe and F. Kuo, SIAM J. Sci. Comput. 30 (2008) 2635-2654) fill all
factors together: of 2^k points any box of the right shape holds its share. They are scrambled as A. Owen does (nested
uniform scrambling, 1995): each binary digit of a factor is turned or not by a coin that depends on the digits before
it, which keeps the evenness and makes every point even in 0..1.

Every coin is a pure function of the seed, the factor's name and its place: no generator, and with a Latin hypercube
no other factor, changes what a factor does.
"""

from __future__ import annotations

import numpy as np

from gbad.physics.random import SPREAD, entity_key, uniforms
from gbad.tables import Floats

LATIN, SOBOL = "latin-hypercube", "sobol"
KINDS = (LATIN, SOBOL)
DIGITS = 30  # binary digits of a scrambled point
MOST_FACTORS = 64
# ordinals of these draws in the stream of spreads, apart from those of samples and pairs
_ORDER, _PLACE, _TURN = 16, 17, 64


def filled(kind: str, seed: int, names: tuple[str, ...], points: int) -> Floats:
    """``(points, factors)`` in 0..1, one column for each of ``names``.

    Raises ``ValueError`` for another kind, for no point or factor or too many, and for Sobol points whose number is no
    power of two: only those are even.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind}: expected {' or '.join(KINDS)}")
    if points < 2 or not 1 <= len(names) <= MOST_FACTORS:
        raise ValueError(f"{points} points of {len(names)} factors: at least 2 points of 1 to {MOST_FACTORS} factors")
    if kind == LATIN:
        return np.stack([_latin(seed, name, points) for name in names], axis=1)
    if points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        raise ValueError(f"{points} Sobol points are not even: take a power of two, {below} or {2 * below}")
    from scipy.stats import qmc  # late: it takes as long to load as everything else

    plain = qmc.Sobol(len(names), scramble=False, bits=DIGITS).random(points)
    whole = np.round(plain * 2.0**DIGITS).astype(np.int64)
    return np.stack([_scrambled(seed, name, whole[:, j]) for j, name in enumerate(names)], axis=1)


def _latin(seed: int, name: str, points: int) -> Floats:
    """One point in each of ``points`` slices, in random order ``(points,)``."""
    key, numbers = entity_key(name), np.arange(points, dtype=np.uint64)
    slices = np.argsort(np.argsort(uniforms(seed, SPREAD, numbers, key, _ORDER)[:, 0], kind="stable"))
    place: Floats = (slices + uniforms(seed, SPREAD, numbers, key, _PLACE)[:, 0]) / points
    return place


def _scrambled(seed: int, name: str, whole: np.ndarray) -> Floats:
    """Owen's scrambling of one factor's digits ``(points,)``, with a random rest below the last digit."""
    key, turned = entity_key(name), np.zeros_like(whole)
    for digit in range(DIGITS):
        left = DIGITS - 1 - digit
        before = (whole >> (left + 1)).astype(np.uint64)
        # the digits before are the branch of the tree: whoever shares them shares the coin
        coin = uniforms(seed, SPREAD, before, key, _TURN + digit)[:, 0] < 0.5
        turned |= (((whole >> left) & 1) ^ coin) << left
    rest = uniforms(seed, SPREAD, np.arange(len(whole), dtype=np.uint64), key, _PLACE, 1)[:, 0]
    place: Floats = (turned + rest) / 2.0**DIGITS
    return place
