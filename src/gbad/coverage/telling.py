"""The text answer of a coverage: what limits what, in which part, and what it rests on."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gbad.coverage.covering import Coverage, height_text
from gbad.coverage.ends import in_words
from gbad.coverage.profile import profile_of
from gbad.coverage.shares import EDGE, LayerNumbers, compare_ring, layer_numbers, sight_begins_m
from gbad.coverage.sites import Site, place_text
from gbad.coverage.targets import area_text
from gbad.terrain import look_step_m
from gbad.text.answer import Answer, Grid

HYPOTHETICAL = (
    "Hypothetical: the place is on a half-degree grid (region level); shares of area by height and distance are shown, "
    "over all directions, and no single direction."
)
# grade A: ground that is exactly as stated; B: a step of 100 m or less; C: coarser
STEP_OF_GRADE_B_DEG = 3.3 / 3600.0
DISTANCES_M = (25e3, 50e3, 100e3, 150e3, 200e3, 300e3, 400e3)


def tell(coverage: Coverage, ring_m: float | None = None) -> Answer:
    """The answer as sentences, tables and facts."""
    numbers = layer_numbers(coverage)
    site = coverage.site
    far = ring_m or min(400e3, site.radius_m)
    sentences = [
        f"Against {coverage.target}: found means {coverage.criterion}.",
        _limits(coverage, numbers, far),
        f"Ground: {fidelity(site)}. {_looks(site)} "
        f"Antenna {site.antenna_height_m - float(site.ground_m[0, 0]):.0f} m above ground.",
        f"{ends_told(site)} {_ground_ends(site)}",
    ]
    if not site.fictional:
        sentences.insert(0, HYPOTHETICAL)
    if site.asked_deg is not None and site.moved_m > 0.5:
        sentences.insert(
            1, f"The place asked for, {place_text(site.asked_deg)}, was moved by {_km(site.moved_m)} to that grid."
        )
    if site.in_sector().all() and site.half_width_rad < math.pi - 1e-9:
        sector = 2.0 * math.degrees(site.half_width_rad)
        sentences.append(f"Its sector of {sector:.0f} degrees is looked at as if it faced every way in turn.")
    if not site.terrain.resolves_masking:
        sentences.append(
            "Terrain masking is not resolved: cells of this size give the height of the ground, not what its hills "
            "hide. Low heights are seen much less than told here."
        )
    extra = _extras(coverage)
    if extra:
        sentences.append(extra)
    grids = [_grid(coverage, numbers), _distance_grid(coverage)]
    rings = compare_ring(coverage, ring_m) if ring_m else []
    if ring_m:
        grids.append(_ring_grid(coverage, ring_m, rings))
    title = f"{site.radar} at {site.place_text} ({site.ground_text})"
    return Answer(title, sentences, grids, _facts(coverage, numbers, ring_m, rings, far))


def _limits(coverage: Coverage, numbers: list[LayerNumbers], far_m: float) -> str:
    """Which limit binds where: "against a 0.01 m2 target noise limits to N km at any height; at 100 m ..."."""
    noise = [coverage.noise_range_m(edge) for edge in ("worst", "nominal", "best")]
    capped = noise[1] >= coverage.site.radius_m - 1.0
    first = (
        f"against a {area_text(coverage.target.rcs_m2[1])} m2 target noise does not limit within {_km(noise[1])}"
        if capped
        else f"against a {area_text(coverage.target.rcs_m2[1])} m2 target noise limits to {_km(noise[1])} at any height"
    )
    if noise[0] != noise[2]:
        more = "more than " if noise[2] >= coverage.site.radius_m - 1.0 else ""
        first += f" ({_km(noise[0])} at worst, {more}{_km(noise[2])} at best)"
    parts = [first]
    for layer in numbers:
        if layer.limit == EDGE:
            parts.append(f"at {height_text(layer.height_m)} nothing limits within {_km(coverage.site.radius_m)}")
            continue
        plural = "limit" if " and " in layer.limit else "limits"
        parts.append(
            f"at {height_text(layer.height_m)} {layer.limit} {plural} to {_km(layer.reach_m)} in the median direction"
        )
    begins = sight_begins_m(coverage, far_m)
    if math.isfinite(begins):
        parts.append(f"line of sight to {_km(far_m)} begins at {begins / 1e3:.1f} km above {coverage.above}")
    return "; ".join(parts) + "."


def _grid(coverage: Coverage, numbers: list[LayerNumbers]) -> Grid:
    rows = [
        [
            height_text(n.height_m),
            f"{_percent(n.share[1])} ({_percent(n.share[0])} to {_percent(n.share[2])})",
            _percent(n.sight_share),
            _percent(n.cumulative_share),
            _percent(n.confirmed_share),
            _km(n.reach_m),
            n.limit,
        ]
        for n in numbers
    ]
    within = f"{coverage.criterion.within_s:g} s"
    unknown = numbers[0].unknown_share
    heading = f"Share of the disc of {_km(coverage.site.radius_m)}, by height above {coverage.above}"
    if unknown > 0.0005:
        heading += (
            f"; {_percent(unknown)} is not known (beyond the terrain, in a void or behind one) and counts as not seen"
        )
    return Grid(
        heading,
        ("height", "found (worst to best)", "in sight", f"chance in {within} inbound", "confirmed 3 of 5", "reach",
         "limited by"),
        rows,
        ("found (worst to best)", "in sight", f"chance in {within} inbound", "confirmed 3 of 5", "reach"),
    )  # fmt: skip


def _distance_grid(coverage: Coverage) -> Grid:
    """By distance: shares of the directions, and the spread of the lowest height found over them."""
    profile = profile_of(coverage)
    far = coverage.site.radius_m
    rows = []
    for distance in (d for d in DISTANCES_M if d <= far):
        k = int(np.argmin(np.abs(profile.range_m - distance)))
        shares = [_percent(float(share)) for share in profile.found[1, :, k]]
        rows.append([_km(distance), *shares, *(_height(float(low)) for low in profile.lowest_m[:, k])])
    heights = [f"{height_text(h)}" for h in coverage.heights_m]
    quarters = ["a quarter from", "half from", "three quarters from"]
    return Grid(
        f"By distance: share of all directions in which it is found, and from which height above {coverage.above} a "
        "quarter, half, three quarters of them find it",
        ("distance", *heights, *quarters), rows, (*heights, *quarters),
    )  # fmt: skip


def _height(metres: float) -> str:
    if not math.isfinite(metres):
        return "none"
    return f"{metres:.0f} m" if metres < 999.5 else f"{metres / 1e3:.1f} km"


def ends_told(*sites: Site) -> str:
    """Which figures worst and best take the ends of, and which with ends they leave alone."""
    varied = list(dict.fromkeys(path for site in sites for path in site.varied))
    kept = list(dict.fromkeys(path for site in sites for path in site.kept))
    left = f" At their nominal although they have ends: {in_words(kept)}." if kept else ""
    radar = f"of the radar{'s' * (len(sites) > 1)} ({in_words(varied)})" if varied else "of the radar, which has none,"
    both = f"{radar} and of the target's cross-section."
    return f"Worst and best take the ends of the library's figures together: {both}{left}"


def _ground_ends(site: Site) -> str:
    if site.fictional:
        return "Made-up ground is taken as it is."
    return (
        "At worst the crest of each cell, taken one standard deviation of the cells around it above its mean, is in "
        "the way (assumed)."
    )


def _ring_grid(coverage: Coverage, ring_m: float, shares: list[tuple[float, float, float]]) -> Grid:
    rows = [
        [height_text(height), _percent(nominal), _percent(worst), _percent(best)]
        for height, (worst, nominal, best) in zip(coverage.heights_m, shares, strict=True)
    ]
    heading = f"A ring of {_km(ring_m)}: how much of it is really found"
    return Grid(heading, ("height", "nominal", "worst", "best"), rows, ("nominal", "worst", "best"))


def fidelity(site: Site) -> str:
    """The grid, its step and what it is good for, in one line."""
    terrain = site.terrain
    step = f'{terrain.step_deg * 3600:.3g}" ({math.radians(terrain.step_deg) * 6371.0:.2g} km)'
    grade = {
        "built-in": "C: means of cells, peaks between nodes are cut, so nominal sight is optimistic",
        "global": "D: terrain masking is not resolved",
        "file": "B, as good as the file along each bearing"
        if terrain.step_deg <= STEP_OF_GRADE_B_DEG
        else "C: a step of more than 100 m",
    }.get(terrain.kind, "A, exact to its own definition")
    return f"{terrain.name}, step {step}, fidelity grade {grade}"


def _looks(site: Site) -> str:
    """How often the ground was looked at, and what may have been missed between."""
    step = look_step_m(site.terrain, site.latitude_rad, site.range_step_m)
    far = 100e3 if site.radius_m >= 100e3 else site.radius_m
    apart = far * site.azimuth_step_rad
    return (
        f"Looked at every {math.degrees(site.azimuth_step_rad):g} degrees and {step:.0f} m, told every "
        f"{site.range_step_m:g} m; between two bearings ({apart:.0f} m apart at {_km(far)}) narrow ground is not seen."
    )


def _extras(coverage: Coverage) -> str:
    parts = []
    if coverage.weather.rain_mm_h:
        parts.append(f"rain of {coverage.weather.rain_mm_h:g} mm/h over {coverage.weather.rain_m / 1e3:g} km")
    if coverage.weather.lobing:
        parts.append(f"two-ray lobing over sea on {coverage.lobed.mean():.0%} of the bearings")
    if coverage.floor_m is not coverage.site.lowest_in_sight_m:
        parts.append("waves bent over the highest edge (ITU-R P.526)")
    return f"Besides the timeline's own physics: {', '.join(parts)}." if parts else ""


def _facts(
    coverage: Coverage, numbers: list[LayerNumbers], ring_m: float | None, rings: list[tuple[float, float, float]],
    far_m: float,
) -> dict[str, Any]:  # fmt: skip
    latitude, longitude = coverage.site.place
    begins = sight_begins_m(coverage, far_m)
    profile = profile_of(coverage, step_m=10e3)
    return {
        "radar": coverage.site.radar,
        "asked_deg": list(coverage.site.asked_deg or coverage.site.place),
        "moved_m": round(coverage.site.moved_m),
        "latitude_deg": latitude,
        "longitude_deg": longitude,
        "hypothetical": not coverage.site.fictional,
        "target": coverage.target.name,
        "rcs_m2": list(coverage.target.rcs_m2),
        "criterion": str(coverage.criterion),
        "varied": list(coverage.site.varied),
        "kept_nominal": list(coverage.site.kept),
        "terrain": fidelity(coverage.site),
        "terrain_masking_resolved": coverage.site.terrain.resolves_masking,
        "grid": {
            "azimuth_step_deg": math.degrees(coverage.site.azimuth_step_rad),
            "range_step_m": coverage.site.range_step_m,
            "look_step_m": look_step_m(coverage.site.terrain, coverage.site.latitude_rad, coverage.site.range_step_m),
        },
        "radius_m": coverage.site.radius_m,
        "above": coverage.above,
        "noise_range_m": [coverage.noise_range_m(edge) for edge in ("worst", "nominal", "best")],
        "sight_begins": {"range_m": far_m, "height_m": begins if math.isfinite(begins) else None},
        "heights": [
            {
                "height_m": n.height_m, "share": list(n.share), "sight_share": n.sight_share,
                "unknown_share": n.unknown_share, "cumulative_share": n.cumulative_share,
                "confirmed_share": n.confirmed_share, "reach_m": n.reach_m, "limit": n.limit,
            }
            for n in numbers
        ],
        "by_distance": [
            {
                "range_m": float(r), "unknown_share": round(float(profile.unknown[k]), 4),
                "found_share": [[round(float(v), 4) for v in edge[:, k]] for edge in profile.found],
                "lowest_m": [round(float(v), 1) if math.isfinite(v) else None for v in profile.lowest_m[:, k]],
            }
            for k, r in enumerate(profile.range_m)
        ],
        "ring": {"range_m": ring_m, "share": [list(row) for row in rings]} if ring_m else None,
    }  # fmt: skip


def _km(metres: float) -> str:
    return f"{metres / 1e3:.0f} km"


def _percent(share: float) -> str:
    return f"{100.0 * share:.1f} %" if share < 0.0995 else f"{100.0 * share:.0f} %"
