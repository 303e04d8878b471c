"""orders -> shots: launch, fly-out, guidance support by a radar, closest approach."""

from gbad.engagement.calibration import Calibration, calibrate
from gbad.engagement.expected import Expected, expected_lethality
from gbad.engagement.flyout import Flight, Flyout, fit_drag_factor, fly_to, flyout_tables
from gbad.engagement.interceptor import Interceptor, of_table
from gbad.engagement.shots import Engagement, accept, fly, guide, instruct, move, stand_down, start, trace
from gbad.engagement.type_tables import fly_interceptor, of_figures

__all__ = [
    "Calibration",
    "Engagement",
    "Expected",
    "Flight",
    "Flyout",
    "Interceptor",
    "accept",
    "calibrate",
    "expected_lethality",
    "fit_drag_factor",
    "fly",
    "fly_interceptor",
    "fly_to",
    "flyout_tables",
    "guide",
    "instruct",
    "move",
    "of_figures",
    "of_table",
    "stand_down",
    "start",
    "trace",
]
