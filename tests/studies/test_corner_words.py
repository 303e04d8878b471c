"""The sentence about the corners of what rules: one figure is no "1 strongest figures"."""

from types import SimpleNamespace

import pytest

from gbad.studies.doubts import corners


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (1, "With the strongest figure at its worst and best end and all others nominal: 0 to 0.38 (mean of 8 runs"),
        (3, "With the 3 strongest figures at their worst and best ends together and all others nominal: 0 to 0.38"),
    ],
)
def test_one_figure_and_several(figures, said):
    ends = SimpleNamespace(figures=figures, low=0.0, high=0.375, dice=16, low_at="a high", high_at="a low")
    study = SimpleNamespace(ruling=SimpleNamespace(ends=lambda measure: ends))
    assert corners(study, "leaked").startswith(said)
    assert corners(study, "leaked").endswith("Least at a high; most at a low.")
    assert corners(SimpleNamespace(ruling=None), "leaked") == ""
