"""What is odd about a scenario although it can be played: each a sentence with the key to look at.

``gbad check`` says them, and every run has them among its warnings. All are told from the planned paths of one draw.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np

from gbad.codes._signals_kernel import HEAT, SOURCE
from gbad.physics import earth
from gbad.scenario.layout import Scenario
from gbad.scenario.terrains import ConeTerrain, FlatTerrain, RidgeTerrain
from gbad.sensing import required_snr_db
from gbad.tables import Bools, Tables
from gbad.truth import Trajectories

LOOK_EVERY_S = 5.0  # [s] between the places at which paths are held against sectors
WORTH_SAYING_S = 1.0


def doubts(scenario: Scenario, tables: Tables, trajectories: Trajectories) -> list[str]:
    """All of them, in the order of the file's sections."""
    return [
        *_ground(scenario),
        *_unasked(tables),
        *_sectors(tables, trajectories),
        *_stacked(scenario),
        *_late(tables, trajectories),
        *_jammers(tables, trajectories),
        *_passive(tables, trajectories),
        *_clocks(tables, trajectories),
    ]


def _ground(scenario: Scenario) -> Iterator[str]:
    """Made-up ground that goes on as a plain, laid somewhere else than the sites are."""
    spec = scenario.terrain
    if not isinstance(spec, FlatTerrain | RidgeTerrain | ConeTerrain):
        return
    if spec.latitude_deg is None or spec.longitude_deg is None:
        return  # around what is defended
    places = {site.id: site.at for part in (scenario.batteries, scenario.radars) for site in part.values()}
    far = []
    for name, at in places.items():
        if at is not None:
            ends = (spec.latitude_deg, spec.longitude_deg, at.latitude_deg, at.longitude_deg)
            distance_m, _, _ = earth.geodesic_inverse(*map(math.radians, ends))
            far += [name] * (distance_m > 1e3 * spec.size_km)
    if far:
        yield f"terrain: {_named(far)} beyond its {spec.size_km:g} km: there it is a plain."


def _unasked(tables: Tables) -> Iterator[str]:
    """Posts that ask before they fire, and hear no radar that asks."""
    links, commands = tables.defence.links, tables.defence.commands
    for row in np.flatnonzero(commands.interrogations_before_fire > 0).tolist():
        if not tables.defence.radars.interrogates_iff[links.radar[links.command == row]].any():
            yield (
                f"commands.{commands.id[row]}: interrogations_before_fire is "
                f"{commands.interrogations_before_fire[row]}, and no radar that it hears asks (interrogates_iff): it "
                "fires at no unknown but in self-defence."
            )


def _stacked(scenario: Scenario) -> Iterator[str]:
    """Groups whose members fly inside each other."""
    for section, flights in (("threats", scenario.threats), ("others", scenario.others)):
        for key, flight in flights.items():
            if flight.count > 1 and not flight.interval_s and not flight.abreast_km:
                yield (
                    f"{section}.{key}: its {flight.count} fly in one point, so radars have one plot of them and one "
                    "burst reaches all; interval_s sets them apart in time, abreast_km side by side."
                )


def _late(tables: Tables, trajectories: Trajectories) -> Iterator[str]:
    """Threats that the end comes before."""
    objects, end_s = tables.objects, tables.duration_s
    never = objects.is_threat & (trajectories.start_s[0] >= end_s)
    late = objects.is_threat & (objects.aims_at >= 0) & ~trajectories.reaches_end[0] & ~never
    for what, who in (("start", never), ("arrival", late)):
        if who.any():
            named = _named(objects.id[who].tolist())
            late_one = f"the end at {end_s:g} s comes before the {what} of {named}"
            yield f"duration_s: {late_one}; not killed by then counts as survived."


def _jammers(tables: Tables, trajectories: Trajectories) -> Iterator[str]:
    """What jams and is gone before the end."""
    objects, end_s = tables.objects, tables.duration_s
    gone_s = trajectories.plan_end_s[0]
    gone = (objects.jammer_w_per_hz[0] > 0.0) & (gone_s < end_s - WORTH_SAYING_S) & (objects.aims_at < 0)
    for row in np.flatnonzero(gone):
        yield (
            f"{objects.id[row]}: its route ends at {gone_s[row]:.0f} s of {end_s:g} s; from then on it neither flies "
            "nor jams."
        )


def _sectors(tables: Tables, trajectories: Trajectories) -> Iterator[str]:
    """Radars with a sector that no threat ever comes into."""
    radars = tables.defence.radars
    threats = np.flatnonzero(tables.objects.is_threat)
    if not len(threats):
        return
    places = np.concatenate([_places(trajectories, row) for row in threats.tolist()])
    for i, name in enumerate(radars.id):
        half, reach = float(radars.sector_half_width_rad[0, i]), float(radars.instrumented_range_m[0, i])
        if half >= np.pi or not len(places):
            continue
        if not _inside(places, tables, i).any():
            middle, width = np.degrees(radars.boresight_rad[i]) % 360.0, np.degrees(2.0 * half)
            yield (
                f"{name}: no threat ever flies through its sector ({width:.0f} degrees wide, middle at {middle:.0f}, "
                f"out to {reach / 1e3:.0f} km); boresight_deg says where it looks."
            )


# what a flyer does that sensors receive by each law, the figure that says how much, and which power of it arrives
_SOURCES = {
    SOURCE: ("sends in its band", "emitter_erp_w", 1),
    HEAT: ("is warm", "radiant_intensity_w_per_sr", 2),
}
# a look finds what it is calibrated on with this probability at the farthest place that counts as within its reach
FAINT = 0.1


def _passive(tables: Tables, trajectories: Trajectories) -> Iterator[str]:
    """Sensors that send nothing and can find nothing of the raid: nobody sends or is warm, or nobody comes near."""
    radars, objects = tables.defence.radars, tables.objects
    threats = np.flatnonzero(objects.is_threat)
    for i in np.flatnonzero(np.isin(radars.signal, list(_SOURCES))).tolist() if len(threats) else ():
        source_db = objects.source_db[0, i, threats]
        what, key, power = _SOURCES[int(radars.signal[i])]
        if not np.isfinite(source_db).any():
            yield f"{radars.id[i]}: can find nothing of this raid, no threat {what}; {key} of a flyer says how much."
            continue
        needed_db = required_snr_db(FAINT, radars.pfa[0, i], radars.pulses[i], max(int(radars.swerling[i]), 0))
        # without the loss of the air, which only shortens it
        budget_db = float(radars.loop_gain_db[0, i] - needed_db)
        reach_m = 10.0 ** ((budget_db + source_db * power) / (20.0 * power))
        nearest_m = np.array(
            [
                np.min(np.linalg.norm(places - radars.position_ecef_m[i], axis=1), initial=np.inf)
                for places in (_places(trajectories, row) for row in threats.tolist())
            ]
        )
        # who starts after the end comes near nothing; ``_late`` tells of it
        nearness = np.where(reach_m > 0.0, nearest_m / np.maximum(reach_m, 1e-9), np.inf)
        if np.isfinite(nearness).any() and not (nearness <= 1.0).any():
            k = int(np.argmin(nearness))
            yield (
                f"{radars.id[i]}: can find nothing of this raid: {objects.id[threats[k]]} comes as near as "
                f"{nearest_m[k] / 1e3:.0f} km, and would be found within {reach_m[k] / 1e3:.1f} km."
            )


def _clocks(tables: Tables, trajectories: Trajectories) -> Iterator[str]:
    """Radars whose clock is late: their tracks run ahead of what they follow, and do not know it."""
    radars = tables.defence.radars
    speeds = [
        float(np.nanmax(np.linalg.norm(trajectories.velocity_ecef_mps[0, row], axis=1)))
        for row in np.flatnonzero(tables.objects.is_threat).tolist()
    ]
    for i in np.flatnonzero(radars.clock_late_s[0] > 0.0).tolist() if speeds else ():
        ahead_m = max(speeds) * float(radars.clock_late_s[0, i])
        best_m = float(radars.error_floor_fraction[0, i] * radars.range_resolution_m[0, i])
        yield (
            f"{radars.id[i]}: its clock is {radars.clock_late_s[0, i]:g} s late: its tracks stand up to {ahead_m:.0f} "
            f"m ahead of what they follow, {ahead_m / best_m:.0f} times the error of its best plot; none is stated."
        )


def _inside(places: np.ndarray, tables: Tables, radar: int) -> Bools:
    """Which places ``(n, 3)`` [m] lie in a radar's sector and within its range."""
    r = tables.defence.radars
    site = r.latitude_rad[radar], r.longitude_rad[radar]
    local = earth.ecef_to_enu(
        places, earth.geodetic_to_ecef(*site, r.antenna_height_m[radar]), earth.ecef_to_enu_matrix(*site)
    )
    azimuth, _, distance = earth.azimuth_elevation_range(local)
    off = np.abs(np.mod(azimuth - r.boresight_rad[radar] + np.pi, 2.0 * np.pi) - np.pi)
    near = distance <= r.instrumented_range_m[0, radar]
    return np.asarray(near & (off <= r.sector_half_width_rad[0, radar]))


def _places(trajectories: Trajectories, row: int) -> np.ndarray:
    """Places ``(n, 3)`` [m] along a path, while it is flown."""
    lasts_s = trajectories.plan_end_s[0, row] - trajectories.start_s[0, row]
    if not lasts_s > 0.0:
        return np.empty((0, 3))
    every = max(1, round(LOOK_EVERY_S / trajectories.knot_step_s))
    last = min(int(lasts_s / trajectories.knot_step_s), trajectories.position_ecef_m.shape[2] - 1)
    return trajectories.position_ecef_m[0, row, : last + 1 : every]


def _named(ids: list[str]) -> str:
    """Some of many, by group: ``cm-1 to cm-4``, or the first few."""
    groups = Counter(name.rpartition("-")[0] if name.rpartition("-")[2].isdigit() else name for name in ids)
    said = [f"{count} of {group}" if count > 1 else group for group, count in groups.items()]
    return ", ".join(said[:5]) + (f" and {len(said) - 5} more" if len(said) > 5 else "")
