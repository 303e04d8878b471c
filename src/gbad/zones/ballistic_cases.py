"""Cases of ballistic missiles: what four profiles are over four ranges, and what one battery defends against each."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import numpy as np
from numpy.typing import NDArray

from gbad import motion
from gbad.cases.page import Page
from gbad.errors import InputError
from gbad.motion.quasi_ballistic import solve
from gbad.physics import earth, twobody
from gbad.terrain import load as load_terrain
from gbad.zones.approach import NOWHERE
from gbad.zones.footprint import PROFILES, Footprint, footprint_of, path_of
from gbad.zones.outer import any_missile

Floats = NDArray[np.float64]
RANGES_M = (300e3, 600e3, 1000e3, 3000e3)
COEFFICIENT = 9000.0  # [kg/m2] as footprints take it
AIRLESS = 1e12
LAYERS = (("48N6E3", "92N6E"), ("pac-3-mse", "AN-MPQ-65"), ("thaad-class", "AN-TPY-2"), ("sm-3-class", "SPY-1D"))
COLOURS = {"minimum_energy": "#1b6ca8", "lofted": "#c1492e", "depressed": "#3a7d44", "quasi_ballistic": "#7a5195"}


def profiles_page() -> Page:
    """Apogee, time and speed on arrival of each profile; the minimum-energy one beside the closed form."""
    rows = []
    for range_m in RANGES_M:
        arc = twobody.minimum_energy(range_m)
        for profile in PROFILES:
            try:
                away, height, speed, end_s = flown(range_m, profile)
            except InputError as error:
                rows.append((_named(range_m, profile), "refused", "-", "-", "-", str(error).split(": ")[-1]))
                continue
            beside = "-"
            if profile == "minimum_energy":
                _, _, bare, _ = flown(range_m, profile, AIRLESS)
                beside = (
                    f"{arc.apogee_m / 1e3:.0f} km, {arc.time_of_flight_s:.0f} s, {arc.speed_mps:.0f} m/s "
                    f"({bare[-1]:.0f} flown without air)"
                )
            steep = float(np.degrees(np.arctan2(height[-3] - height[-1], away[-3] - away[-1])))
            cells = f"{height.max() / 1e3:.0f}", f"{end_s:.0f}", f"{speed[-1]:.0f}", f"{steep:.0f}"
            rows.append((_named(range_m, profile), *cells, beside))
    _, _, fast, _ = flown(3000e3, "minimum_energy")
    _, height, _, end_s = flown(600e3, "quasi_ballistic")
    answer = (
        "The same range can be flown in four ways, and they are four problems: over 600 km a lofted missile rises "
        f"higher than 300 km and falls steeply, a quasi-ballistic one rises to {height.max() / 1e3:.0f} km, arrives "
        f"after {end_s:.0f} s and can still steer. Air takes what is fast most: of the speed that 3,000 km need "
        f"{fast[-1]:.0f} m/s are left at the ground for the body that is assumed here."
    )
    return Page(
        "ballistic-profiles",
        "A ballistic missile in four profiles",
        answer,
        ("range and profile", "apogee [km]", "from burn-out to aim [s]", "arrives at [m/s]", "angle [deg]",
         "airless closed form: apogee, time, speed"),
        tuple(rows),
        (
            f"A body of {COEFFICIENT:,.0f} kg/m2 that stays whole, whatever the range: a slender body of longer "
            "range has more and arrives faster.",
            "Lofted and depressed spend the speed of a type that could fly a quarter farther.",
            "The closed form flies from surface to surface around an Earth that does not turn (Bate, Mueller, White); "
            "paths here begin at burn-out at 35 km, 20 km for the quasi-ballistic one, on an Earth that turns.",
            "The quasi-ballistic flight has a lift of 1.5 times its drag, 20 g0 and the least speed at burn-out of a "
            "ladder that arrives with 700 m/s; its apogee is ten kilometres and a tenth of the range.",
        ),
        ("The boost, jinking; what parts from a missile on its way is route falling of a scenario.",),
        ("R. R. Bate, D. D. Mueller, J. E. White, Fundamentals of Astrodynamics, chapter 6",
         "P. Zarchan, Tactical and Strategic Missile Guidance, chapters 2 and 14"),
        _arcs(600e3),
        "Height over distance of the four flights over 600 km: the lofted one more than 300 km high, the "
        "quasi-ballistic one below 75 km with a steep end",
    )  # fmt: skip


def footprints_page() -> Page:
    """Ground that one battery defends against each range and profile, cued and by its own radar, with ends."""
    rows, maps = footprint_rows()
    big = maps["48N6E3", 300e3, "minimum_energy"]
    answer = (
        f"Cued in time, a battery of 48N6E3 defends ground of some {_side_km(big.area_km2):.0f} km square against "
        f"ranges of 300 to 3,000 km alike; left to its own radar it keeps {_kept(maps, 300e3):.0f} percent of that at "
        f"300 km, {_kept(maps, 600e3):.0f} at 600 and {_kept(maps, 1000e3):.0f} at 1,000 (minimum energy). What flies "
        "below 100 km cannot be met in space at all: the upper layer answers long ranges, not the low short ones."
    )
    shown = [maps["48N6E3", 600e3, profile] for profile in PROFILES]
    return Page(
        "ballistic-footprints",
        "What one battery defends against ballistic missiles",
        answer,
        ("interceptor: range and profile", "cued [1,000 km2]", "own radar [1,000 km2]", "cued, out to [km]",
         "own radar, out to [km]"),
        tuple(rows),
        (
            "Areas are nominal, in brackets the low and high ends of the stated limits (range, height, target speed) "
            "taken together; how a missile flies stays nominal.",
            "A cue means that the missile is known from burn-out on; the own radar finds 0.1 m2 by its range, sight "
            "and highest elevation, and looks the right way.",
            "A round must meet it above 5 km; chances of a kill play no part in the area.",
            "Maps end at one and a half times the missile's reach (90 km at least): ground farther away is not "
            "counted.",
            "Left to their own radar PAC-3 batteries have no time here: theirs finds 0.1 m2 at 56 km in this library, "
            "and the chain of track, identification, order and launch takes 26 s.",
            "The upper layer is an envelope with a straight flight at a mean speed; 48N6E3 and PAC-3 MSE are flown.",
        ),
        (
            "The sector of the radar, several missiles at once, decoys, debris, a warhead that separates.",
            "Steering on the way down: gbad envelope says what weaves would leave of a meeting, areas count none.",
        ),
        ("gbad show 48N6E3, pac-3-mse, thaad-class, sm-3-class",),
        _map_row(shown),
        "Four maps of the ground that a battery of 48N6E3 defends, cued, against missiles of 600 km range in the four "
        "profiles; the missile comes from above",
    )  # fmt: skip


Maps = dict[tuple[object, ...], Footprint]


def footprint_rows() -> tuple[list[tuple[str, ...]], Maps]:
    """Lines of the table, and the nominal maps by interceptor, range and profile (``own``: by its own radar)."""
    rows: list[tuple[str, ...]] = []
    maps: Maps = {}
    for name, radar in LAYERS:
        for range_m in RANGES_M:
            for profile in PROFILES:
                if profile == "quasi_ballistic" and range_m > 700e3:
                    continue
                found = {
                    (end, cued): footprint(name, end, range_m, profile, radar, cued)
                    for end in ("low", "nominal", "high") for cued in (True, False)
                }  # fmt: skip
                maps[name, range_m, profile] = found["nominal", True]
                maps[name, range_m, profile, "own"] = found["nominal", False]
                rows.append(
                    (f"{name}: {_named(range_m, profile)}", *(_spread(found, cued) for cued in (True, False)),
                     *(f"{found['nominal', cued].reaches_m / 1e3:.0f}" for cued in (True, False)))
                )  # fmt: skip
    return rows, maps


@lru_cache(maxsize=128)
def footprint(name: str, end: str, range_m: float, profile: str, radar: str, cued: bool) -> Footprint:
    """One map of 31 by 31 aims."""
    return footprint_of(
        any_missile(name, end), range_m=range_m, profile=profile, radar=radar, cued=cued, cells=31,
        ballistic_coefficient_kg_m2=COEFFICIENT,
    )  # fmt: skip


@lru_cache(maxsize=64)
def flown(range_m: float, profile: str, coefficient: float = COEFFICIENT) -> tuple[Floats, Floats, Floats, float]:
    """``(distance to the aim [m], height [m], speed [m/s])`` second by second, and the time of flight [s]."""
    ground = load_terrain({"kind": "flat", "latitude_deg": NOWHERE[0], "longitude_deg": NOWHERE[1]})
    path = path_of(range_m, profile, coefficient)
    if profile == "quasi_ballistic":
        solve(path)
    table = motion.trajectories([path], ground, 3600.0)
    end_s = float(table.plan_end_s[0, 0])
    states = motion.states(table, 0, 0, np.append(np.arange(0.0, end_s, 1.0), end_s))
    _, _, height = (np.asarray(each) for each in earth.ecef_to_geodetic(states[:, :3]))
    aim = np.asarray(earth.geodetic_to_ecef(np.radians(NOWHERE[0]), np.radians(NOWHERE[1]), 0.0))
    cosine = (states[:, :3] @ aim) / (np.linalg.norm(states[:, :3], axis=1) * np.linalg.norm(aim))
    away = earth.MEAN_RADIUS * np.arccos(np.clip(cosine, -1.0, 1.0))
    return away, height, np.linalg.norm(states[:, 3:], axis=1), end_s


def _named(range_m: float, profile: str) -> str:
    return f"{range_m / 1e3:,.0f} km, {profile.replace('_', '-')}"


def _spread(found: dict[tuple[str, bool], Footprint], cued: bool) -> str:
    areas = [found[end, cued].area_km2 / 1e3 for end in ("low", "nominal", "high")]
    # tables of flight are laid out anew for another range: a cell of the map may turn by that alone
    return f"{areas[1]:,.1f} ({min(areas):,.1f} to {max(areas):,.1f})"


def _kept(maps: Maps, range_m: float) -> float:
    """Percent of its cued ground that a battery of 48N6E3 defends by its own radar."""
    alone = maps["48N6E3", range_m, "minimum_energy", "own"]
    return 100.0 * alone.area_km2 / maps["48N6E3", range_m, "minimum_energy"].area_km2


def _side_km(area_km2: float) -> float:
    return float(np.sqrt(area_km2))


def _arcs(range_m: float) -> str:
    """Height over distance of the four profiles, one scale for both."""
    paths = {profile: flown(range_m, profile) for profile in PROFILES}
    high = max(float(each[1].max()) for each in paths.values())
    width, left, foot = 760.0, 50.0, 40.0
    scale = (width - left - 20.0) / range_m
    height = high * scale + foot + 50.0
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:.0f}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>Four ways over {range_m / 1e3:.0f} km</title>',
        f'<rect width="{width:g}" height="{height:.0f}" fill="white"/>',
    ]
    for km in range(0, int(high / 1e3) + 1, 100):
        y = height - foot - 1e3 * km * scale
        out.append(f'<path d="M{left:g} {y:.1f}H{width - 20:g}" stroke="#ddd"/>')
        out.append(f'<text x="{left - 6:g}" y="{y + 4:.1f}" text-anchor="end">{km}</text>')
    for km in range(0, int(range_m / 1e3) + 1, 100):
        place = left + 1e3 * km * scale
        out.append(f'<text x="{place:.1f}" y="{height - foot + 18:.1f}" text-anchor="middle">{km}</text>')
    out.append(f'<text x="{left:g}" y="18">height [km] over distance from the launch [km]; dots every 60 s</text>')
    for number, (profile, (away, tall, _, end_s)) in enumerate(paths.items()):
        across, up = left + (range_m - away) * scale, height - foot - tall * scale
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(across, up, strict=True))
        out.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[profile]}" stroke-width="2"/>')
        for a, b in zip(across[::60], up[::60], strict=True):
            out.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{COLOURS[profile]}"/>')
        words = f"{profile.replace('_', '-')}, {end_s:.0f} s"
        out.append(f'<text x="{left + 175 * number:g}" y="36" fill="{COLOURS[profile]}">{escape(words)}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def _map_row(found: list[Footprint]) -> str:
    """Maps side by side on one scale: darker where more rounds fit, the battery a dot, the missile from above."""
    side, gap, top = 170.0, 16.0, 44.0
    width = len(found) * (side + gap) + gap
    half = found[0].east_m[-1]
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {top + side + 34:g}" role="img" '
        'font-family="sans-serif" font-size="13"><title>Defended ground</title>',
        f'<rect width="{width:g}" height="{top + side + 34:g}" fill="white"/>',
        f'<text x="{gap:g}" y="18">Ground defended, cued; squares are {2 * half / 1e3:.0f} km wide, the missile comes '
        "from above; darker: more rounds fit</text>",
    ]
    shades = ("#ffffff", "#c6dbef", "#6baed6", "#2171b5", "#08306b")
    for number, each in enumerate(found):
        left, cell = gap + number * (side + gap), side / len(each.east_m)
        for i, j in zip(*np.nonzero(each.shots), strict=True):
            out.append(
                f'<rect x="{left + j * cell:.1f}" y="{top + side - (i + 1) * cell:.1f}" width="{cell + 0.3:.1f}" '
                f'height="{cell + 0.3:.1f}" fill="{shades[min(int(each.shots[i, j]), 4)]}"/>'
            )
        out.append(f'<rect x="{left:g}" y="{top:g}" width="{side:g}" height="{side:g}" fill="none" stroke="#444"/>')
        out.append(f'<circle cx="{left + side / 2:g}" cy="{top + side / 2:g}" r="3.5" fill="#b3541e"/>')
        words = f"{each.profile.replace('_', '-')}: {each.area_km2 / 1e3:.1f}"
        out.append(f'<text x="{left:g}" y="{top - 8:g}">{escape(words)}</text>')
    out.append(f'<text x="{gap:g}" y="{top + side + 22:g}">Numbers: 1,000 km2 that at least one round defends.</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


PAGES = {"ballistic-profiles": profiles_page, "ballistic-footprints": footprints_page}
