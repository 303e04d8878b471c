"""Numbers below ``pointing``: cues of several rooms, radar by radar, without the empty slots between them."""

from __future__ import annotations

from typing import NamedTuple

from gbad._jit import lean
from gbad.tables._bundles_kernel import Bools, Floats, Ints


class Looks(NamedTuple):
    """Cues as kernels take them; axes as in ``messages.Cues``."""

    number: Ints
    time_s: Floats
    position_ecef_m: Floats
    velocity_ecef_mps: Floats
    half_width_rad: Floats
    guided: Bools


@lean
def count_cues(number, cued, count):
    """Add to ``count (runs, radars)`` the cues of each cued radar; returns the most that one has so far."""
    most = 0
    for run in range(number.shape[0]):
        for radar in range(number.shape[1]):
            if cued[radar]:
                for slot in range(number.shape[2]):
                    count[run, radar] += number[run, radar, slot] != 0
                most = max(most, count[run, radar])
    return most


@lean
def append(part: Looks, cued, count, into: Looks):
    """Put the cues of one room behind those that stand in ``into``; ``count`` goes along."""
    for run in range(part.number.shape[0]):
        for radar in range(part.number.shape[1]):
            if not cued[radar]:
                continue
            at = count[run, radar]
            for slot in range(part.number.shape[2]):
                if part.number[run, radar, slot] == 0:
                    continue
                into.number[run, radar, at] = part.number[run, radar, slot]
                into.time_s[run, radar, at] = part.time_s[run, radar, slot]
                into.half_width_rad[run, radar, at] = part.half_width_rad[run, radar, slot]
                into.guided[run, radar, at] = part.guided[run, radar, slot]
                for a in range(3):
                    into.position_ecef_m[run, radar, at, a] = part.position_ecef_m[run, radar, slot, a]
                    into.velocity_ecef_mps[run, radar, at, a] = part.velocity_ecef_mps[run, radar, slot, a]
                at += 1
            count[run, radar] = at
