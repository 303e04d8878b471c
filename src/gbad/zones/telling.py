"""Zones, approaches and footprints in words and tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gbad import library
from gbad.text.answer import Answer, Grid
from gbad.zones.approach import Approach
from gbad.zones.footprint import Footprint
from gbad.zones.manoeuvres import SHOTS, Manoeuvres
from gbad.zones.outer import Outer
from gbad.zones.zone import CLASSES, WHY, Zone

# smaller chances are not told: rounds share a radar, a battery and whatever is wrong with our figures
QUOTED = 0.001
NOTIONAL = "Notional: published figures and textbook flight over flat ground; no statement about a real system."


def tell(
    zone: Zone, approach: Approach | None, footprints: Sequence[Footprint], weaves: Manoeuvres | None = None
) -> Answer:
    """What is printed, and the same for a machine."""
    missile, target = zone.missile, zone.target
    title = f"{missile.name} against {target.name}: engagement zone, notional"
    sentences = [NOTIONAL, _zone_sentence(zone), *(f"{short}." for short in missile.short)]
    grids = [
        _grid(zone, "Time of flight [s]", zone.time_s, "{:.0f}"),
        _grid(zone, "Speed on arrival [m/s]", zone.speed_mps, "{:.0f}"),
        _grid(zone, "Load at hand on arrival [g0]", zone.load_g0, "{:.1f}"),
        _grid(zone, "Kill probability of one round, target straight in", zone.kill_probability, "{:.2f}"),
    ]
    facts = _facts(zone)
    if weaves is not None:
        sentences.append(_weaves_sentence(weaves))
        grids.append(_weaves(weaves))
        facts["manoeuvres"] = _weaves_facts(weaves)
    if approach is not None:
        sentences.append(_approach_sentence(approach))
        grids.append(_chain(approach))
        facts["approach"] = _approach_facts(approach)
    if footprints:
        grids.append(_footprints(footprints))
        facts["footprints"] = [_footprint_facts(each) for each in footprints]
    return Answer(title, sentences, grids, facts)


def tell_upper(missile: Outer, footprints: Sequence[Footprint]) -> Answer:
    """Footprints of an interceptor of the upper layer."""
    low, high = missile.lowest_m, missile.highest_m
    sentences = [
        NOTIONAL,
        f"It meets what is between {_height(low)} and {_height(high)} high and no farther than "
        f"{missile.reach_m / 1e3:.0f} km, on a straight flight of {missile.mean_speed_mps:.0f} m/s on the mean.",
    ]
    for each in footprints:
        if each.apogee_m < low:
            sentences.append(
                f"The {each.profile.replace('_', '-')} flight over {each.range_m / 1e3:.0f} km rises to "
                f"{each.apogee_m / 1e3:.0f} km: below all that it can meet, wherever it stands."
            )
    facts = {"notional": True, "interceptor": missile.name, "footprints": [_footprint_facts(f) for f in footprints]}
    title = f"{missile.name} against ballistic missiles: defended footprint, notional"
    return Answer(title, list(dict.fromkeys(sentences)), [_footprints(footprints)], facts)


def _zone_sentence(zone: Zone) -> str:
    if not (zone.gate == 0).any():
        shut = sorted({WHY[gate] for gate in np.unique(zone.gate)})
        return f"There is no zone: {', '.join(shut)}."
    low, high = (zone.height_m[(zone.gate == 0).any(axis=1)][k] for k in (0, -1))
    kill = zone.kill_probability[np.isfinite(zone.kill_probability)]
    return (
        f"The zone reaches {zone.farthest_m() / 1e3:.0f} km and from {_height(low)} to {_height(high)}; in it one "
        f"round kills with probability {kill.min():.2f} to {kill.max():.2f} ({CLASSES[zone.target.kind]}). "
        + _stated(zone)
    )


def _stated(zone: Zone) -> str:
    """Where that probability comes from: what is stated of one round, which the flight can only lower."""
    kind = CLASSES[zone.target.kind]
    said = next(f for f in library.figures(zone.missile.name) if f.path == f"single_shot.{kind}")
    return (
        f"Where nothing goes wrong in flight that is what is stated of one round, {said.nominal:g} "
        f"({said.basis.replace('_', '-')}; {said.low:g} to {said.high:g}): an input, not a finding."
    )


def _approach_sentence(a: Approach) -> str:
    where = f"{_height(a.height_m)} high at {a.speed_mps:.0f} m/s" + (
        f", passing at {a.crossing_m / 1e3:.0f} km" if a.crossing_m else ""
    )
    if not a.shots:
        return f"Approach {where}: first found at {a.first_found_m / 1e3:.0f} km; no round fits."
    first = f"first found at {a.first_found_m / 1e3:.0f} km, first met at {a.first_meeting_m / 1e3:.0f} km"
    fit = f"{len(a.shots)} round{'s fit one after the other' if len(a.shots) != 1 else ' fits'}"
    chance = f"{a.survives:.2g}" if a.survives >= QUOTED else f"below {QUOTED:g}"
    return (
        f"Approach {where}: {first}; {fit}, the last leaves at {a.last_launch_s:.0f} s. All of them miss with "
        f"probability {chance}, were they independent, which rounds of one battery and one radar are not."
    )


def _weaves_sentence(w: Manoeuvres) -> str:
    least, load, period = w.worst()
    return (
        f"Over a set of {w.killed.size} steady weaves and none, one round kills {w.mean:.2f} on the mean: "
        f"{w.steady:.2f} of what does not weave, at worst {least:.2f} ({load:.1f} g0 with a period of {period:g} s). "
        f"The greatest load, {w.load_g0[-1]:.1f} g0, is {w.limit_why}."
    )


def _weaves(w: Manoeuvres) -> Grid:
    columns = ("weave", *(f"period {period:g} s" for period in w.period_s))
    rows = [["none", *[f"{w.steady:.2f} ± {w.steady_half_width:.2f}"] * len(w.period_s)]]
    for load, killed, width in zip(w.load_g0, w.killed, w.half_width, strict=True):
        rows.append([f"{load:.1f} g0", *(f"{k:.2f} ± {h:.2f}" for k, h in zip(killed, width, strict=True))])
    heading = f"Share killed by one round over {SHOTS} reference meetings each, by what the target does"
    return Grid(heading, columns, rows, columns)


def _weaves_facts(w: Manoeuvres) -> dict[str, object]:
    return {
        "load_g0": w.load_g0.tolist(), "period_s": w.period_s.tolist(), "killed": w.killed.tolist(),
        "half_width": w.half_width.tolist(), "steady": w.steady, "mean": w.mean, "limit": w.limit_why,
    }  # fmt: skip


def _height(metres: float) -> str:
    return f"{metres / 1e3:g} km" if metres >= 1000.0 else f"{metres:g} m"


def _grid(zone: Zone, heading: str, values: np.ndarray, form: str) -> Grid:
    columns = ("height", *(f"{r / 1e3:.0f} km" for r in zone.range_m))
    rows = [
        [_height(height), *(form.format(v) if np.isfinite(v) else "-" for v in row)]
        for height, row in zip(zone.height_m[::-1], values[::-1], strict=True)
    ]
    return Grid(heading, columns, rows, columns)


def _chain(a: Approach) -> Grid:
    rows = [[f"{s.time_s:.1f}", s.what, f"{s.lasted_s:.1f}", f"{s.range_m / 1e3:.1f}"] for s in a.steps]
    return Grid("The chain of seconds", ("at [s]", "what", "took [s]", "target at [km]"), rows,
                ("at [s]", "took [s]", "target at [km]"))  # fmt: skip


def _footprints(found: Sequence[Footprint]) -> Grid:
    columns = (
        "range [km]",
        "profile",
        "apogee [km]",
        "flight [s]",
        "impact [m/s]",
        "warning",
        "area [km2]",
        "out to [km]",
    )
    rows = [
        [
            f"{f.range_m / 1e3:.0f}", f.profile.replace("_", "-"), f"{f.apogee_m / 1e3:.0f}",
            f"{f.time_of_flight_s:.0f}", f"{f.impact_speed_mps:.0f}", "cued" if f.cued else "own radar",
            f"{f.area_km2:,.0f}", f"{f.reaches_m / 1e3:.0f}",
        ]
        for f in found
    ]  # fmt: skip
    return Grid("Defended footprint against ballistic missiles", columns, rows,
                tuple(c for c in columns if c not in ("profile", "warning")))  # fmt: skip


def _facts(zone: Zone) -> dict[str, object]:
    def clean(values: np.ndarray) -> list[list[float | None]]:
        return [[round(float(v), 4) if np.isfinite(v) else None for v in row] for row in values]

    return {
        "notional": True,
        "interceptor": zone.missile.name,
        "target": zone.target.name,
        "range_m": zone.range_m.tolist(),
        "height_m": zone.height_m.tolist(),
        "why_not": [[WHY[g] for g in row] for row in zone.gate],
        "time_s": clean(zone.time_s),
        "speed_mps": clean(zone.speed_mps),
        "load_g0": clean(zone.load_g0),
        "load_margin": clean(zone.load_margin),
        "kill_probability": clean(zone.kill_probability),
    }


def _approach_facts(a: Approach) -> dict[str, object]:
    return {
        "height_m": a.height_m,
        "speed_mps": a.speed_mps,
        "crossing_m": a.crossing_m,
        "first_found_m": a.first_found_m,
        "steps": [{"what": s.what, "time_s": s.time_s, "range_m": s.range_m} for s in a.steps],
        "shots": [
            dict(zip(("launch_s", "meeting_s", "range_m", "kill_probability"), shot, strict=True)) for shot in a.shots
        ],
    }


def _footprint_facts(f: Footprint) -> dict[str, object]:
    return {
        "range_m": f.range_m, "profile": f.profile, "apogee_m": f.apogee_m, "cued": f.cued,
        "impact_speed_mps": f.impact_speed_mps, "time_of_flight_s": f.time_of_flight_s, "area_km2": f.area_km2,
        "reaches_m": f.reaches_m, "keep_out_m": f.keep_out_m, "shots": f.shots.tolist(),
    }  # fmt: skip
