"""Small battles on made-up ground for the proof of causes: built ones whose cause is known, and random ones."""

from gbad.benches.battles.drawn import random_battle
from gbad.benches.battles.scenes import THREAT, Changes, Families
from gbad.benches.battles.seen import SEEN
from gbad.benches.battles.shot import LATE, SHOT
from gbad.benches.battles.timetables import BY_TIMETABLE
from gbad.benches.battles.told import TOLD

# a family's place gives it its dice: new ones go to the end
BUILT: Families = SEEN | TOLD | SHOT | BY_TIMETABLE | LATE

__all__ = ["BUILT", "THREAT", "Changes", "random_battle"]
