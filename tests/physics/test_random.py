"""The dice agree with numpy's Philox, and behave as dice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.physics import _random_kernel, random

WORD = st.integers(0, 2**64 - 1)


def numpy_words(seed: int, stream: int, counter: list[int]) -> np.ndarray:
    """Raw output of numpy's generator at exactly this counter (it adds one before its first output)."""
    whole = sum(word << (64 * i) for i, word in enumerate(counter))
    before = (whole - 1) % 2**256
    state = np.random.Philox(key=np.array([seed, stream], dtype=np.uint64))
    words = np.array([(before >> (64 * i)) & (2**64 - 1) for i in range(4)], dtype=np.uint64)
    full = state.state
    full["state"]["counter"] = words
    state.state = full
    return state.random_raw(4)


@settings(max_examples=60, deadline=None)
@given(WORD, WORD, st.tuples(WORD, WORD, WORD, WORD))
def test_words_equal_those_of_numpy(seed, stream, counter):
    ours = _random_kernel.philox4x64(*(np.uint64(word) for word in (seed, stream, *counter)))
    assert [int(word) for word in ours] == numpy_words(seed, stream, list(counter)).tolist()


@settings(max_examples=50, deadline=None)
@given(WORD, WORD)
def test_high_half_of_a_product_is_exact(a, b):
    assert int(_random_kernel.multiply_high(np.uint64(a), np.uint64(b))) == (a * b) >> 64


def test_uniforms_are_the_top_53_bits_and_take_signed_words():
    words = numpy_words(7, 1, [3, 11, 5, 2])
    expected = (words >> np.uint64(11)).astype(float) * 2.0**-53
    assert random.uniforms(7, random.DETECTION, 3, 11, 5, 2).tolist() == expected.tolist()
    assert list(_random_kernel.uniform4(7, 1, 3, 11, 5, 2)) == expected.tolist()


def test_normals_are_standard_and_share_their_first_pair():
    draws = random.normals(1, random.MEASUREMENT, np.arange(25_000), 9)
    assert draws.mean() == pytest.approx(0.0, abs=0.02)
    assert draws.std() == pytest.approx(1.0, abs=0.01)
    assert np.corrcoef(draws.T) == pytest.approx(np.eye(4), abs=0.03)
    pair = _random_kernel.normal2(1, 2, 4, 9, 0, 0)
    assert list(pair) == draws[4, :2].tolist()


def test_a_draw_does_not_depend_on_its_neighbours():
    together = random.uniforms(5, random.KILL, np.arange(64)[:, None], np.arange(3))
    assert together.shape == (64, 3, 4)
    assert together[17, 2].tolist() == random.uniforms(5, random.KILL, 17, 2).tolist()


def test_keys_are_stable_and_pairs_are_ordered():
    assert int(random.entity_key("cm-3")) == 0xF40B33417B467CAC
    a, b = random.entity_key("radar-1"), random.entity_key("cm-3")
    assert random.pair_key(a, b) != random.pair_key(b, a)
    assert isinstance(random.pair_key(a, b), np.uint64)


def test_streams_differ():
    streams = [getattr(random, name) for name in random.__all__ if name.isupper()]
    assert sorted(int(stream) for stream in streams) == list(range(1, 19))
