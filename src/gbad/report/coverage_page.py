"""A page of one site's coverage: a height slider and a switch of target classes, in one file that asks for nothing.

On made-up ground the page carries the lowest height in sight and the ground as two images of 16-bit numbers, and for
every class the bands of heights whose echo suffices at each distance. Which places are found at any height is then a
comparison. On real ground it carries no directions at all: shares of all directions, by height and distance.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jinja2
import numpy as np
from markupsafe import Markup

from gbad import library
from gbad.report.coverage_chart import draw_shares
from gbad.report.coverage_map import draw_coverage
from gbad.report.pixels import number_png

EDGES = ("worst", "nominal", "best")
SLIDER_M = (
    50, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 12000,
    15000, 20000, 25000, 30000,
)  # fmt: skip
RANGE_STEP_M = 1500.0
PAGE_STEP_M = 2500.0  # of the shares over distance
OFFSET_M, UNKNOWN = 1000.0, 65535


def build_coverage_page(
    maps: Sequence[Any], bands: Sequence[Any], outlines: Sequence[dict[str, Any]], answers: Sequence[Any],
    profiles: Sequence[Any], ring: Sequence[Any] | None = None,
) -> str:  # fmt: skip
    """One self-contained HTML page.

    ``maps`` are ``gbad.coverage`` maps of one site on one frame, one for each target class; ``bands``, ``outlines``,
    ``answers`` and ``ring`` go with them. ``profiles`` are ``gbad.coverage.profile_of`` at the slider's heights
    (``SLIDER_M`` and those asked for).
    """
    first = maps[0].for_show()
    rings = ring or [None] * len(maps)
    pictures = [draw_coverage(m, b, o, 560.0, ring=r) for m, b, o, r in zip(maps, bands, outlines, rings, strict=True)]
    charts = [_chart(m, p) for m, p in zip(maps, profiles, strict=True)]
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True,
                                     undefined=jinja2.StrictUndefined, keep_trailing_newline=True)  # fmt: skip
    template = environment.from_string(_resource("coverage.html.j2"))
    site = first.coverage.site
    return template.render(
        style=Markup(_resource("report.css")),
        script=Markup(_resource("coverage.js")),
        title=f"What {site.radar} finds from {site.place_text}",
        fictional=site.fictional,
        made_up=site.ground_text,
        classes=[
            {"name": m.coverage.target.name.replace("-", " "), "answer": a, "picture": Markup(p), "chart": Markup(c)}
            for m, a, p, c in zip(maps, answers, pictures, charts, strict=True)
        ],
        site=site,
        above=first.coverage.above,
        provenance=site.terrain.provenance,
        ground=Markup(_ground_picture(first)),
        data=Markup(json.dumps(_data(maps, profiles), separators=(",", ":"), allow_nan=False).replace("</", "<\\/")),
    )


def _data(maps: Sequence[Any], profiles: Sequence[Any]) -> dict[str, Any]:
    """What the script needs."""
    first = maps[0]
    frame, site, heights = first.frame, first.coverage.site, profiles[0].heights_m
    data = {
        "rows": frame.rows, "columns": frame.columns, "south": frame.south_deg, "west": frame.west_deg,
        "north_step": frame.step_north_deg, "east_step": frame.step_east_deg,
        "latitude": site.place[0], "longitude": site.place[1], "radius": site.radius_m,
        "above": first.coverage.above, "heights": list(heights),
        # a class opens at the height at which it mostly flies
        "starts": [opening(m.coverage, heights) for m in maps],
        "sector": _sector(first),
        # shares of the disc by class, edge and height, exact; the picture is only as fine as its cells
        "disc": [_of_disc(p).round(4).tolist() for p in profiles],
    }  # fmt: skip
    if first.by_distance:
        return data | {
            "step": float(profiles[0].range_m[1]), "unknown": _hundredths(profiles[0].unknown),
            "shares": [_hundredths(p.found) for p in profiles],
        }  # fmt: skip
    sight = np.where(np.isnan(first.lowest_in_sight_m), UNKNOWN, np.clip(np.ceil(first.lowest_in_sight_m), 0, 65000))
    ground = np.clip(np.rint(first.ground_m + OFFSET_M), 0, 65000)
    return data | {
        "sight": _image(sight), "ground": _image(np.nan_to_num(ground)), "offset": OFFSET_M,
        "sea": site.sea_level_m if first.coverage.above == "sea" else None,
        "step": RANGE_STEP_M, "classes": [_bands(m.coverage) for m in maps],
    }  # fmt: skip


def opening(coverage: Any, heights_m: Sequence[float]) -> int:
    """Which of the slider's heights a class opens with: the nearest to its nominal height of flight in the library.

    Where the library states none (what falls, a cross-section of the user's) it is the greatest that was asked for.
    """
    name = coverage.target.name
    known = library.figures(name) if name in library.names() else []
    flown = next((f.nominal for f in known if f.path == "height_m"), coverage.heights_m[-1])
    return min(range(len(heights_m)), key=lambda k: abs(math.log(heights_m[k] / flown)))


def _hundredths(share: Any) -> Any:
    return np.rint(100.0 * share).astype(int).tolist()


def _of_disc(profile: Any) -> Any:
    """``(3, heights)`` shares of the disc's area."""
    weight = np.sin(profile.range_m / 6_371_008.77)
    return (profile.found * weight).sum(axis=2) / weight.sum()


def _chart(map_: Any, profile: Any) -> str:
    """Shares over distance at the heights asked for; at most five lines."""
    wanted = [k for k, height in enumerate(profile.heights_m) if height in map_.coverage.heights_m]
    picked = wanted[:5] or [len(profile.heights_m) // 2]
    names = [f"{profile.heights_m[k]:g} m" if profile.heights_m[k] < 1e3 else f"{profile.heights_m[k] / 1e3:g} km"
             for k in picked]  # fmt: skip
    return draw_shares(replace(profile, heights_m=tuple(profile.heights_m[k] for k in picked),
                               found=profile.found[:, picked]), names, 560.0)  # fmt: skip


def _bands(coverage: Any) -> list[list[list[list[int]]]]:
    """By edge and distance: the bands of heights [m above the ellipsoid] whose echo suffices."""
    every = max(1, round(RANGE_STEP_M / coverage.site.range_step_m))
    out = []
    for edge in range(len(EDGES)):
        table = coverage.band_m[0, edge, 1, ::every]
        out.append([[[math.ceil(low), math.floor(high)] for low, high in row if low == low] for row in table])
    return out


def _sector(map_: Any) -> list[float] | None:
    """Boresight and half width [deg] of a radar that does not look all round."""
    from math import pi

    boresight, half = map_.coverage.site.sector_rad
    return None if half >= pi - 1e-9 else [math.degrees(boresight), math.degrees(half)]


def _ground_picture(map_: Any) -> str:
    """The map without any coverage on it: what lies under the moving picture."""
    return draw_coverage(map_, np.full(map_.ground_m.shape, -2, np.int8), {}, 560.0, bare=True)


def _image(values: Any) -> str:
    return "data:image/png;base64," + base64.b64encode(number_png(values.astype(np.uint16)[::-1])).decode()


def _resource(name: str) -> str:
    return (files("gbad.report") / "templates" / name).read_text(encoding="utf-8")
