"""Where a round can meet a target, and how long it takes to come to that: engagement zones of one missile type.

Notional: published figures and textbook flight over flat ground. The same fly-out and kill tables that a fight uses.
"""

from __future__ import annotations

from gbad.zones.approach import Approach, Step, approach_of
from gbad.zones.footprint import Footprint, footprint_of
from gbad.zones.zone import Zone, zone_of

__all__ = ["Approach", "Footprint", "Step", "Zone", "approach_of", "footprint_of", "zone_of"]
