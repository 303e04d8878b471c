"""Civil air traffic as somebody would have recorded it: made up along airways, or sampled from published statistics."""

from gbad.traffic.made_up import Airway, corridor_yaml, made_up_airways, make_traffic
from gbad.traffic.recording import write_traffic
from gbad.traffic.sampled import sample_traffic

__all__ = [
    "Airway",
    "corridor_yaml",
    "made_up_airways",
    "make_traffic",
    "sample_traffic",
    "write_traffic",
]
