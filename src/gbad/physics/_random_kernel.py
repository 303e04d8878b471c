"""Counter-based random numbers: Philox 4x64 with 10 rounds, as kernels.

A draw is a pure function of six words: the key is ``(seed, stream)``, the counter is ``(run, key, event, block)``.
Nothing is stored between draws, so the order in which rooms ask for them, the batch a run is in and the rows beside
it change nothing.

Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
Checked against ``numpy.random.Philox`` (tests/physics/test_random.py).
"""

from __future__ import annotations

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from gbad._jit import kernel

# what a draw is for; never renumber (a new number is a new, independent sequence)
DETECTION = np.uint64(1)
MEASUREMENT = np.uint64(2)
FALSE_ALARM = np.uint64(3)
IFF_FAILURE = np.uint64(4)
IFF_REPLY = np.uint64(5)
LINK = np.uint64(6)
SEEKER = np.uint64(7)
KILL = np.uint64(8)
ASSESSMENT = np.uint64(9)
DAMAGE = np.uint64(10)
SPREAD = np.uint64(11)
TERRAIN = np.uint64(12)
BOOTSTRAP = np.uint64(13)
MOTION = np.uint64(14)
REGISTRATION = np.uint64(15)

# multipliers of the two products and steps of the two key words (Salmon et al., table 2)
_MULTIPLIER_0 = np.uint64(0xD2E7470EE14C6C93)
_MULTIPLIER_1 = np.uint64(0xCA5A826395121157)
_KEY_STEP_0 = np.uint64(0x9E3779B97F4A7C15)
_KEY_STEP_1 = np.uint64(0xBB67AE8584CAA73B)
# finaliser of splitmix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_11, _27, _30, _31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
_TO_UNIT = 2.0**-53
_TWO_PI = 2.0 * np.pi


@intrinsic  # type: ignore[misc]  # made by numba, which mypy does not follow
def _one_instruction(_typing, a, b):
    """Upper 64 bits of the 128-bit product of two uint64: one instruction, where kernels know no wider type."""

    def build(_context, builder, _signature, factors):
        wide = ir.IntType(128)
        product = builder.mul(*(builder.zext(factor, wide) for factor in factors))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), build


def _in_python(a, b):
    """The same where kernels are interpreted."""
    return np.uint64(int(a) * int(b) >> 64)


_high_product = _in_python if numba.config.DISABLE_JIT else _one_instruction


@kernel
def multiply_high(a, b):
    """Upper 64 bits of the 128-bit product of two uint64."""
    return _high_product(a, b)


@kernel
def philox4x64(key_0, key_1, counter_0, counter_1, counter_2, counter_3):
    """Ten rounds of Philox 4x64 on one counter: four uint64 words. All arguments uint64."""
    for _ in range(10):
        high_0, low_0 = multiply_high(_MULTIPLIER_0, counter_0), _MULTIPLIER_0 * counter_0
        high_1, low_1 = multiply_high(_MULTIPLIER_1, counter_2), _MULTIPLIER_1 * counter_2
        counter_0, counter_1 = high_1 ^ counter_1 ^ key_0, low_1
        counter_2, counter_3 = high_0 ^ counter_3 ^ key_1, low_0
        key_0 += _KEY_STEP_0
        key_1 += _KEY_STEP_1
    return counter_0, counter_1, counter_2, counter_3


@kernel
def uniform4(seed, stream, run, key, event, block):
    """Four independent uniforms in [0, 1) of the draw named by six integers (taken modulo 2^64)."""
    w0, w1, w2, w3 = philox4x64(
        np.uint64(seed), np.uint64(stream), np.uint64(run), np.uint64(key), np.uint64(event), np.uint64(block)
    )
    return (
        np.float64(w0 >> _11) * _TO_UNIT,
        np.float64(w1 >> _11) * _TO_UNIT,
        np.float64(w2 >> _11) * _TO_UNIT,
        np.float64(w3 >> _11) * _TO_UNIT,
    )


@kernel
def _box_muller(u0, u1):
    # 1 - u lies in (0, 1], so the logarithm is finite
    radius = np.sqrt(-2.0 * np.log(1.0 - u0))
    return radius * np.cos(_TWO_PI * u1), radius * np.sin(_TWO_PI * u1)


@kernel
def normal2(seed, stream, run, key, event, block):
    """Two independent standard normal numbers, from the first two uniforms of the same draw (Box and Muller)."""
    u0, u1, _, _ = uniform4(seed, stream, run, key, event, block)
    return _box_muller(u0, u1)


@kernel
def normal4(seed, stream, run, key, event, block):
    """Four independent standard normal numbers of one draw; the first two are those of :func:`normal2`."""
    u0, u1, u2, u3 = uniform4(seed, stream, run, key, event, block)
    n0, n1 = _box_muller(u0, u1)
    n2, n3 = _box_muller(u2, u3)
    return n0, n1, n2, n3


@kernel
def _mix(word):
    word = (word ^ (word >> _30)) * _MIX_1
    word = (word ^ (word >> _27)) * _MIX_2
    return word ^ (word >> _31)


@kernel
def pair_key(a, b):
    """One key for an ordered pair of entity keys: ``pair_key(a, b) != pair_key(b, a)`` but for chance."""
    return _mix(_mix(np.uint64(a) + _KEY_STEP_0) + np.uint64(b))


@kernel
def uniforms_into(seed, stream, run, key, event, block, out):
    """Fill ``out (n, 4)`` with the uniforms of ``n`` draws; all but seed and stream are uint64 arrays ``(n,)``."""
    for i in range(out.shape[0]):
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = uniform4(seed, stream, run[i], key[i], event[i], block[i])


@kernel
def normals_into(seed, stream, run, key, event, block, out):
    """Fill ``out (n, 4)`` with the normal numbers of ``n`` draws; arguments as in :func:`uniforms_into`."""
    for i in range(out.shape[0]):
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = normal4(seed, stream, run[i], key[i], event[i], block[i])
