"""orders -> shots: launch, fly-out, guidance support by a radar, closest approach."""

from gbad.engagement.calibration import Calibration, calibrate
from gbad.engagement.flyout import Flight, fit_drag_factor, fly_to, flyout_tables
from gbad.engagement.interceptor import Interceptor, of_table
from gbad.engagement.shots import Engagement, accept, fly, instruct, start, trace

__all__ = [
    "Calibration",
    "Engagement",
    "Flight",
    "Interceptor",
    "accept",
    "calibrate",
    "fit_drag_factor",
    "fly",
    "fly_to",
    "flyout_tables",
    "instruct",
    "of_table",
    "start",
    "trace",
]
