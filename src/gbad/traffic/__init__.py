"""Made-up civil air traffic as somebody would have recorded it."""

from gbad.traffic.made_up import Airway, corridor_yaml, made_up_airways, make_traffic, write_traffic

__all__ = ["Airway", "corridor_yaml", "made_up_airways", "make_traffic", "write_traffic"]
