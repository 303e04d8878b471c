"""Times of plots that cannot all be right are named before they fill the memory."""

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.tracking import PlotSensor
from gbad.tracking.plot_reading import read_plots

SENSOR = PlotSensor(position_std_m=50.0)


def plots(*times):
    zero = np.zeros(len(times))
    return {"time_s": np.array(times, float), "east_m": zero, "north_m": zero, "up_m": zero}


@pytest.mark.parametrize(
    "times", [(0.0, 1.0, 2.0, 1577836800.0), (1577836800.0, 0.0, 1.0, 2.0), (0.0, 1.0, 2.0, 1e300)]
)
def test_a_wrong_time_stamp_is_named_with_its_rows(times):
    with pytest.raises(InputError) as caught:
        read_plots(plots(*times), SENSOR)
    wrong = int(np.argmax(times))
    assert f"row {wrong} at {times[wrong]:.16g} s" in str(caught.value)
    assert f"row {times.index(2.0)} at 2 s" in str(caught.value)
    assert "wrong, or in another unit?" in str(caught.value)


def test_the_span_counts_in_scans_not_in_seconds():
    slow = PlotSensor(position_std_m=50.0, scan_period_s=400.0)
    assert len(read_plots(plots(0.0, 1577836800.0), slow)[0].scan) == 1577836800 // 400 + 2
    with pytest.raises(InputError, match="scan_period_s is 0"):
        read_plots(plots(0.0), PlotSensor(position_std_m=50.0, scan_period_s=0.0))


def test_unix_times_themselves_are_fine():
    assert len(read_plots(plots(1577836800.0, 1577836801.0), SENSOR)[0].scan) == 3
