"""The packing of grids loses nothing and notices damage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from gbad.terrain.codec import decode, encode


@given(arrays(np.int16, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.integers(-32768, 32767)))
def test_any_grid_comes_back(grid):
    back = decode(encode(grid))
    assert back.dtype == np.int16
    np.testing.assert_array_equal(back, grid)


def test_damage_and_foreign_bytes_are_refused():
    packed = encode(np.arange(12, dtype=np.int16).reshape(3, 4))
    with pytest.raises(ValueError, match="not a packed grid"):
        decode(b"x" * 40)
    with pytest.raises(ValueError, match="damaged"):
        decode(packed[:-4])
    with pytest.raises(ValueError, match="damaged"):
        decode(packed[:8] + b"\x04" + packed[9:])
