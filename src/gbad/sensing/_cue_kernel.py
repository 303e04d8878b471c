"""Where a cued radar looks: cones around its cues, carried forward to the instant of the look."""

from __future__ import annotations

import math

from gbad._jit import lean
from gbad.sensing._dwell_kernel import URGENCY

# half width of the cone looked through around a cue: a raster of a few beams of an engagement radar (about 1 degree)
HALF_WIDTH = math.radians(2.0)
COS_HALF_WIDTH = math.cos(HALF_WIDTH)
# how far across the line of sight a track may be off: a filter's error, and what a turn of 2 to 3 g bends in seconds
ACROSS, ACROSS_PER_S = 500.0, 50.0
# and along it: the range window of the search, and the same growth for errors of speed
ALONG, ALONG_PER_S = 5000.0, 300.0
# what comes no nearer is ranked as if it came at this speed
SLOWEST = 50.0
BEAM_COLUMNS = 7


@lean
def aim(time_s, tracks_max, rationed, site, number, cue_time_s, position, velocity, half_width, guided, beams):
    """Fill ``beams (slots, 7)`` with the first ``tracks_max``: direction, range, range window, cosine of half width,
    seconds until it could be here. A cue numbered below zero is a bearing: the beam looks along it at every range, and
    as far beside it as ``half_width`` says. Where dwells are ``rationed``, a cue that lies in the beam of one before it
    needs none of its own, and one that rounds are on their way to (``guided``) comes before all others.

    Slot order decides, so the choice is the same whatever else happens. States are carried on at constant velocity:
    over the seconds that a cue is old, gravity moves a ballistic missile less than the window is wide.
    """
    count = 0
    for slot in range(number.size):
        if number[slot] == 0:
            continue
        if count == tracks_max:
            break
        age = time_s - cue_time_s[slot]
        dx = position[slot, 0] + velocity[slot, 0] * age - site[0]
        dy = position[slot, 1] + velocity[slot, 1] * age - site[1]
        dz = position[slot, 2] + velocity[slot, 2] * age - site[2]
        distance = max(math.sqrt(dx * dx + dy * dy + dz * dz), 1.0)
        across = ACROSS + ACROSS_PER_S * abs(age)
        if rationed:
            before = covering(beams, count, dx / distance, dy / distance, dz / distance, distance)
            if before >= 0:
                # looked at with another cue; what rounds fly at makes that one as urgent
                if guided[slot]:
                    beams[before, URGENCY] = -1.0
                continue
        beam = beams[count]
        beam[0], beam[1], beam[2], beam[3] = dx / distance, dy / distance, dz / distance, distance
        beam[4] = ALONG + ALONG_PER_S * abs(age) if number[slot] > 0 else math.inf
        # the angle is the greater of raster and track error; at arm's length it is all round
        widest = COS_HALF_WIDTH if half_width[slot] <= HALF_WIDTH else math.cos(half_width[slot])
        beam[5] = min(widest, distance / math.sqrt(distance * distance + across * across))
        closing = -(dx * velocity[slot, 0] + dy * velocity[slot, 1] + dz * velocity[slot, 2]) / distance
        beam[URGENCY] = -1.0 if guided[slot] else distance / max(closing, SLOWEST)
        count += 1
    return count


@lean
def covered(beams, count, x, y, z, distance):
    """Whether a point at unit direction (x, y, z) and distance lies in one of the cones."""
    return covering(beams, count, x, y, z, distance) >= 0


@lean
def covering(beams, count, x, y, z, distance):
    """The first cone that a point at unit direction (x, y, z) and distance lies in; -1 for none."""
    for i in range(count):
        beam = beams[i]
        # the range tells most of them apart
        if abs(distance - beam[3]) <= beam[4] and beam[0] * x + beam[1] * y + beam[2] * z >= beam[5]:
            return i
    return -1
