"""The text answer of a coverage: what limits what, in which part, and what it leans on."""

from __future__ import annotations

import math
from typing import Any

from gbad.answer import Answer, Grid
from gbad.coverage.covering import Coverage, height_text
from gbad.coverage.shares import LayerNumbers, compare_ring, layer_numbers, sight_begins_m
from gbad.coverage.sites import Site

HYPOTHETICAL = (
    "Hypothetical: the place is on a half-degree grid (region level); shares of area by height are shown, "
    "no directions."
)


def tell(coverage: Coverage, ring_m: float | None = None) -> Answer:
    """The answer as sentences, tables and facts."""
    numbers = layer_numbers(coverage)
    site = coverage.site
    latitude, longitude = site.place
    far = ring_m or min(400e3, site.radius_m)
    sentences = [
        f"Against {coverage.target}: found means {coverage.criterion}.",
        _limits(coverage, numbers, far),
        f"Ground: {fidelity(site)}. Antenna {site.antenna_height_m - float(site.ground_m[0, 0]):.0f} m above ground.",
        "Worst and best take the ends of the library's figures together: the radar's range, its probability and "
        "limits, the target's cross-section. The ground has no ends here.",
    ]
    if not site.fictional:
        sentences.insert(0, HYPOTHETICAL)
    extra = _extras(coverage)
    if extra:
        sentences.append(extra)
    grids = [_grid(coverage, numbers)]
    rings = compare_ring(coverage, ring_m) if ring_m else []
    if ring_m:
        grids.append(_ring_grid(coverage, ring_m, rings))
    title = f"{site.radar} at {latitude:g} N, {longitude:g} E" + ("" if site.fictional else " (hypothetical)")
    return Answer(title, sentences, grids, _facts(coverage, numbers, ring_m, rings, far))


def _limits(coverage: Coverage, numbers: list[LayerNumbers], far_m: float) -> str:
    """Which limit binds where: "against a 0.01 m2 target noise limits to N km at any height; at 100 m ..."."""
    noise = [coverage.noise_range_m(edge) for edge in ("worst", "nominal", "best")]
    capped = noise[1] >= coverage.site.radius_m - 1.0
    first = (
        f"against a {coverage.target.rcs_m2[1]:g} m2 target noise does not limit within {_km(noise[1])}"
        if capped
        else f"against a {coverage.target.rcs_m2[1]:g} m2 target noise limits to {_km(noise[1])} at any height"
    )
    if noise[0] != noise[2]:
        more = "more than " if noise[2] >= coverage.site.radius_m - 1.0 else ""
        first += f" ({_km(noise[0])} at worst, {more}{_km(noise[2])} at best)"
    parts = [first]
    for layer in numbers:
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
        heading += f"; {_percent(unknown)} lies beyond the terrain and counts as not seen"
    return Grid(
        heading,
        ("height", "found (worst to best)", "in sight", f"chance in {within} inbound", "confirmed 3 of 5", "reach",
         "limited by"),
        rows,
        ("found (worst to best)", "in sight", f"chance in {within} inbound", "confirmed 3 of 5", "reach"),
    )  # fmt: skip


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
        "built-in": "C: means of cells; peaks between nodes are cut, so sight is on the kind side",
        "file": "as good as the file; B where its step is 100 m or less",
    }.get(terrain.kind, "made up: exact to its own definition")
    return f"{terrain.name}, step {step}, grade {grade}"


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
    return {
        "radar": coverage.site.radar,
        "latitude_deg": latitude,
        "longitude_deg": longitude,
        "hypothetical": not coverage.site.fictional,
        "target": coverage.target.name,
        "rcs_m2": list(coverage.target.rcs_m2),
        "criterion": str(coverage.criterion),
        "terrain": fidelity(coverage.site),
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
        "ring": {"range_m": ring_m, "share": [list(row) for row in rings]} if ring_m else None,
    }  # fmt: skip


def _km(metres: float) -> str:
    return f"{metres / 1e3:.0f} km"


def _percent(share: float) -> str:
    return f"{100.0 * share:.1f} %" if share < 0.0995 else f"{100.0 * share:.0f} %"
