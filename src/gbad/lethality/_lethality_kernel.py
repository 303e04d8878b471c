"""Numbers below ``lethality``."""

import math

from gbad._jit import lean
from gbad.physics._aspect_kernel import extents_m

HIT_TO_KILL = 1  # as tables.WARHEAD_HIT_TO_KILL
BALLISTIC = 2  # as tables.TARGET_BALLISTIC
HARD = 0.4  # [1] radius against a ballistic warhead, of that against an aircraft
OWN_RADIUS_M = 0.15  # [m] of the body of a round that hits
CORE_SHARE = 0.25  # [1] of the extent: fragments this near the middle go through what it cannot fly without
SPRAY_TANGENT = 0.18  # [1] of the half angle of the belt of fragments, 10 degrees
BLAST_SHARE = 0.04  # [1] of the radius, within which blast does what the belt misses
FUZE_S = 0.7e-3  # [s] root mean square error of the moment of bursting


@lean
def lethality(warhead, target_class, radius_m, miss_m, closing_mps, cosine, length_m, span_m):
    """Chance that a passage kills, by kind of warhead, target and geometry; see the package's words."""
    across, along = extents_m(length_m, span_m, cosine)
    if warhead == HIT_TO_KILL:
        return 1.0 if miss_m <= 0.5 * across + OWN_RADIUS_M else 0.0
    gap = max(miss_m - CORE_SHARE * across, 0.0)
    radius = radius_m * (HARD if target_class == BALLISTIC else 1.0)
    belt = gap * SPRAY_TANGENT + BLAST_SHARE * radius + CORE_SHARE * along
    covered = math.erf(belt / (math.sqrt(2.0) * max(closing_mps, 1.0) * FUZE_S))
    return math.exp(-(gap * gap) / (radius * radius)) * covered
