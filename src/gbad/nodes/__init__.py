"""Who can do what he is for at one instant, and whom each battery obeys."""

from gbad.nodes.obeying import Obeying, obeying, shut_batteries
from gbad.nodes.spells import off_at
from gbad.nodes.ways import way_up, ways_down

__all__ = ["Obeying", "obeying", "off_at", "shut_batteries", "way_up", "ways_down"]
