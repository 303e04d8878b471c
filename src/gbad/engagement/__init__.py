"""orders -> shots: launch, fly-out, guidance support by a radar, closest approach."""

from gbad.engagement.flyout import Flight, fit_drag_factor, fly_to, flyout_tables
from gbad.engagement.interceptor import Interceptor

__all__ = [
    "Flight",
    "Interceptor",
    "fit_drag_factor",
    "fly_to",
    "flyout_tables",
]
