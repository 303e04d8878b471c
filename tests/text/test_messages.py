"""Messages of which only some columns are told."""

import numpy as np
import pytest

from gbad.messages import Detections


def test_what_is_not_told_holds_nothing_of_its_kind():
    plots = Detections.of(np.array([0, 2]), time_s=[1, 2], radar=[0, 1], iff_reply=[0, 2])
    assert plots.time_s.dtype == np.float64
    assert plots.radar.tolist() == [0, 1]
    assert plots.iff_reply.dtype == np.int8
    assert np.isnan(plots.snr_db).all()
    assert plots.visit.tolist() == [0, 0]
    assert plots.interrogated.dtype == np.int8


def test_what_is_no_column_is_refused():
    with pytest.raises(KeyError, match="colour"):
        Detections.of(np.array([0, 1]), colour=[1])
