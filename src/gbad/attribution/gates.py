"""Which limits kept radars and missiles from an object on its true path, cycle by cycle, with the nearest miss.

The same functions that the commands and the sensors use (volume, mask, fly-out tables, mean echo), asked on truth. A
*near opportunity* is a cycle at which exactly one limit was in the way: opened alone, it would have let the radar see
or the round meet. Left out: dice, other targets' use of channels, and dwell time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from gbad import sensing
from gbad._truth_kernel import state_at
from gbad.attribution import _gates_kernel as numbers
from gbad.attribution.paths import paths_of
from gbad.codes.causes import Cause
from gbad.recorder.book import Book, weak_snr_db
from gbad.tables import Bools, Floats, Ints
from gbad.tables.bundles import fire_units, missile_envelope, radar_horizon, radar_volume

# a bit's cause, in the order of the kernel's bits
CAUSE_OF_BIT = (
    Cause.NEVER_IN_LINE_OF_SIGHT, Cause.BEYOND_HORIZON, Cause.OUTSIDE_SECTOR, Cause.ABOVE_ELEVATIONS,
    Cause.BELOW_ELEVATIONS, Cause.INSIDE_BLIND_RANGE, Cause.BEYOND_INSTRUMENTED_RANGE, Cause.IN_NOTCH,
    Cause.ECHO_TOO_WEAK, Cause.OUT_OF_RANGE, Cause.TOO_NEAR, Cause.TOO_HIGH, Cause.TOO_LOW, Cause.TOO_FAST,
    Cause.CANNOT_FLY_THERE, Cause.TOO_LATE_TO_REACH,
)  # fmt: skip
# how a miss is said: factor, form
_SAID = {
    Cause.NEVER_IN_LINE_OF_SIGHT: (1.0, "{:.0f} m below the lowest place in sight"),
    Cause.BEYOND_HORIZON: (1.0, "{:.0f} m below the horizon"),
    Cause.OUTSIDE_SECTOR: (180.0 / math.pi, "{:.0f} degrees outside its sector"),
    Cause.ABOVE_ELEVATIONS: (180.0 / math.pi, "{:.1f} degrees above its highest elevation"),
    Cause.BELOW_ELEVATIONS: (180.0 / math.pi, "{:.1f} degrees below its lowest elevation"),
    Cause.INSIDE_BLIND_RANGE: (1e-3, "{:.1f} km inside its blind range"),
    Cause.BEYOND_INSTRUMENTED_RANGE: (1e-3, "{:.0f} km beyond its instrumented range"),
    Cause.IN_NOTCH: (1.0, "{:.0f} m/s too slow towards it"),
    Cause.ECHO_TOO_WEAK: (1.0, "{:.0f} dB too weak"),
    Cause.OUT_OF_RANGE: (1e-3, "{:.0f} km too far"),
    Cause.TOO_NEAR: (1e-3, "{:.1f} km too near"),
    Cause.TOO_HIGH: (1e-3, "{:.1f} km too high"),
    Cause.TOO_LOW: (1.0, "{:.0f} m too low"),
    Cause.TOO_FAST: (1.0, "{:.0f} m/s too fast"),
    Cause.TOO_LATE_TO_REACH: (1.0, "{:.0f} s too late"),
    Cause.UNIT_LOST: (1.0, "destroyed {:.0f} s before"),
    Cause.NOT_FOUND: (1.0, "found {:.0f} s too late"),
    Cause.NOT_RESOLVED: (1.0, "{:.0f} m from its neighbour"),
    Cause.LAUNCHER_BUSY: (1.0, "the first of its launchers free {:.0f} s later"),
}


class Echo(NamedTuple):
    """Strength of echoes: mean SNR (cycles, radars, objects) without jamming, what is weak, and the notch."""

    snr_db: Floats
    weak_db: Floats
    notch: Floats


@dataclass(frozen=True, slots=True)
class Near:
    """The gate that stood in the way at one moment."""

    cause: Cause
    cycle: int
    unit: int  # row of the radar or battery
    miss: float  # in the limit's own unit; nan where it has none
    also: tuple[Cause, ...] = ()  # other gates shut then
    of_battery: bool = False  # the unit is a battery: its missiles, or its engagement radar
    parts: tuple[Near, ...] = ()  # of SEVERAL: every gate with its own unit and miss

    def said(self) -> str:
        """How near it was: "45 degrees outside its sector"; empty where no number helps."""
        if self.cause not in _SAID or not math.isfinite(self.miss):
            return ""
        factor, form = _SAID[self.cause]
        return form.format(factor * self.miss)


def looking_everywhere(sensors: Any) -> Any:
    """Sensors whose radars know no limits of sector, elevation or range: how strong an echo would be there."""
    volume = sensors.volume
    shape = volume.sector_half_width_rad.shape
    return replace(
        sensors,
        volume=volume._replace(
            sector_half_width_rad=np.full(shape, 4.0), elevation_min_rad=np.full(shape, -2.0),
            elevation_max_rad=np.full(shape, 2.0), minimum_range_m=np.zeros(shape),
            instrumented_range_m=np.full(shape, np.inf),
        ),
    )  # fmt: skip


def echoes(book: Book, draw: int) -> Floats:
    """Mean echo [dB] without jamming of every object at every cycle, ``(cycles, radars, objects)``; no other limits."""
    # by the sensors' own function
    cycle_s = book.tables.defence.cycle_s
    found, stand, tables, sensors = [], -2, book.tables, looking_everywhere(book.sensors)
    for c in range(book.cycles):
        time_s = (c + 1) * cycle_s
        if book.tables.stand(time_s) != stand:
            stand, tables = book.tables.stand(time_s), book.tables.at(time_s)
            sensors = looking_everywhere(sensing.seen_from(book.sensors, tables))
        found.append(sensing.sight(sensors, tables, book.truth, time_s)[1][draw])
    return np.array(found).reshape(book.cycles, len(book.tables.defence.radars.id), len(book.tables.objects.id))


def seen_bits(book: Book, draw: int, wanted: Bools, snr_db: Floats) -> tuple[Ints, Floats]:
    """What kept each radar from the wanted objects: ``(cycles, radars, objects)`` and misses ``(..., BITS)``."""
    if book.tables.stands:
        return _by_stand(book, lambda still: seen_bits(still, draw, wanted, snr_db))
    tables, d, cycles = book.tables, book.tables.defence, book.cycles
    objects, radars = len(tables.objects.id), len(d.radars.id)
    bits = np.full((cycles, radars, objects), -1, np.int64)
    miss = np.zeros((cycles, radars, objects, numbers.BITS))
    echo = Echo(snr_db, weak_snr_db(d.radars.pfa), np.nan_to_num(d.radars.notch_mps))
    paths = paths_of(book.truth.trajectories)
    volume, horizon = radar_volume(d.radars), radar_horizon(d.radars)
    numbers.seen_into(d.cycle_s, draw, wanted, paths, volume, horizon, echo, bits, miss)
    return bits, miss


def reached_bits(book: Book, draw: int, wanted: Bools) -> tuple[Ints, Floats]:
    """What kept each battery from the wanted objects: ``(cycles, batteries, objects)`` and misses ``(..., BITS)``."""
    if book.tables.stands:
        return _by_stand(book, lambda still: reached_bits(still, draw, wanted))
    tables, d, cycles = book.tables, book.tables.defence, book.cycles
    objects, batteries = len(tables.objects.id), len(d.batteries.id)
    has_kind = np.zeros((batteries, len(d.interceptors.id)), np.bool_)
    has_kind[d.rounds.battery, d.rounds.interceptor] = True
    bits = np.full((cycles, batteries, objects), -1, np.int64)
    miss = np.zeros((cycles, batteries, objects, numbers.BITS))
    numbers.reached_into(
        d.cycle_s, draw, wanted, tables.objects.target_class, paths_of(book.truth.trajectories),
        radar_volume(d.radars), radar_horizon(d.radars), fire_units(d.batteries), missile_envelope(d.interceptors),
        has_kind, bits, miss,
    )  # fmt: skip
    return bits, miss


def _by_stand(book: Book, bits_of: Callable[[Book], tuple[Ints, Floats]]) -> tuple[Ints, Floats]:
    """Bits of every cycle from where everybody stood then: worked out for every stand, and put together."""
    cycle_s, stands = book.tables.defence.cycle_s, book.tables.stands
    at = np.array([book.tables.stand((c + 1) * cycle_s) for c in range(book.cycles)])
    found: tuple[Ints, Floats] | None = None
    for row in np.unique(at):
        still = replace(book.tables, defence=stands[row].defence, stands=())
        bits, miss = bits_of(replace(book, tables=still))
        if found is None:
            found = bits, miss
        else:
            found[0][at == row], found[1][at == row] = bits[at == row], miss[at == row]
    assert found is not None
    return found


def causes_in(bits: int) -> tuple[Cause, ...]:
    """Causes of all bits set."""
    return tuple(CAUSE_OF_BIT[bit] for bit in range(numbers.BITS) if bits >> bit & 1)


def last_near(bits: Ints, miss: Floats, until: int, units: Ints, ignore: int = 0) -> Near | None:
    """The gate that stood alone in the way the last time, up to a cycle (included); None where nothing stood there.

    ``bits (cycles, units_all)`` and ``miss (..., BITS)`` of one object, ``units`` the rows that count. ``ignore`` are
    bits that speak only when no other does. Where two or more limits were in the way at every cycle the cause is
    SEVERAL, at the last cycle with the fewest.
    """
    part = bits[: until + 1][:, units]
    there = part > 0
    if not there.any():
        return None
    count = _count(part)
    for allowed in (there & (count == 1) & ((part & ignore) == 0), there & (count == 1)):
        if allowed.any():
            cycle = int(np.flatnonzero(allowed.any(axis=1))[-1])
            column = int(np.flatnonzero(allowed[cycle])[0])
            bit = int(part[cycle, column]).bit_length() - 1
            unit = int(units[column])
            others = {c for u in range(part.shape[1]) if part[cycle, u] > 0 for c in causes_in(int(part[cycle, u]))}
            also = tuple(sorted(others - {CAUSE_OF_BIT[bit]}))
            return Near(CAUSE_OF_BIT[bit], cycle, unit, float(miss[cycle, unit, bit]), also)
    fewest = int(count[there].min())
    cycle = int(np.flatnonzero((there & (count == fewest)).any(axis=1))[-1])
    column = int(np.flatnonzero(there[cycle] & (count[cycle] == fewest))[0])
    named, unit = causes_in(int(part[cycle, column])), int(units[column])
    parts = tuple(Near(each, cycle, unit, float(miss[cycle, unit, CAUSE_OF_BIT.index(each)])) for each in named)
    return Near(Cause.SEVERAL, cycle, unit, math.nan, named, parts=parts)


def _count(bits: Ints) -> Ints:
    found = np.zeros(bits.shape, np.int64)
    for bit in range(numbers.BITS):
        found += (bits >> bit) & 1
    return np.where(bits < 0, numbers.BITS, found)


def jammed(book: Book, run: int, who: int, radar: int, time_s: float, weak_db: float) -> bool:
    """Whether an echo that stands clear of the receiver's noise drowned in jamming from what still flew then."""
    jamming: Any = book.sensors.jamming
    if jamming is None:
        return False
    sensors, truth = book.sensors, book.truth
    draw = int(truth.draw_of_run[run])
    row = int(np.flatnonzero(sensors.draws == draw)[0])
    tables = book.tables.at(time_s)
    seeing = looking_everywhere(sensing.seen_from(sensors, tables))
    snr_db = float(sensing.sight(seeing, tables, truth, time_s)[1][draw, radar, who])
    place = _place(book, draw, who, time_s)
    noise = 0.0
    for j, jammer in enumerate(jamming.row):
        strength = jamming.at_one_metre[row, radar, j]
        if strength == 0.0 or not truth.trajectories.start_s[-1, jammer] <= time_s <= truth.end_s[run, jammer]:
            continue
        at = tables.defence.radars.position_ecef_m[radar]
        to_jammer, to_object = _place(book, draw, int(jammer), time_s) - at, place - at
        distance = float(np.linalg.norm(to_jammer))
        cosine = float(to_jammer @ to_object / (distance * np.linalg.norm(to_object)))
        off = math.acos(min(max(cosine, -1.0), 1.0))
        width = float(book.tables.defence.radars.azimuth_beamwidth_rad[draw, radar])
        gain = max(math.exp(-4.0 * math.log(2.0) * (off / width) ** 2), float(jamming.side_lobes[row, radar, j]))
        noise += strength * (1.0 if jammer == who else gain) / distance**2
    return snr_db >= weak_db > snr_db - 10.0 * math.log10(1.0 + noise)


def _place(book: Book, draw: int, who: int, time_s: float) -> Floats:
    t = book.truth.trajectories
    path = min(draw, t.start_s.shape[0] - 1)
    start_s = t.start_s[path, who]
    state = state_at(t.position_ecef_m[path, who], t.velocity_ecef_mps[path, who], start_s, t.knot_step_s, time_s)
    return np.array(state[:3])
