"""The map: relief, coast, half-degree grid, sites with their sectors, true paths, first detections and shots."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from gbad.report.base_map import METRES_PER_DEGREE, map_window
from gbad.report.map_labels import Projection, draw_degrees, draw_names, draw_places, draw_scale_bar
from gbad.report.story import Story, Thing
from gbad.report.svg import Box, Drawing, Labels, number, path_data
from gbad.report.symbols import cross, triangle
from gbad.report.words import clock, plain, short_cause

GRID_DEG = 0.5
SECTOR_DRAWN_M = 150_000.0  # a sector's arms fade out at this length: it shows a direction, not a range


def draw_map(story: Story, width: float, image_id: str) -> str:
    """The map as SVG; ``image_id`` names the page's relief image, drawn once and used by both sizes."""
    south, west, north, east = _window(story, width > 600)
    left, top, right, bottom = (34.0, 8.0, 8.0, 22.0) if width > 600 else (4.0, 4.0, 4.0, 18.0)
    shrink = math.cos(math.radians(0.5 * (south + north)))
    scale = (width - left - right) / ((east - west) * shrink)
    project = Projection(west, north, scale * shrink, scale, left, top)
    height = top + (north - south) * scale + bottom
    drawing = Drawing(width, height)
    frame = (left, top, width - right, height - bottom)
    size = 12.0 if width > 600 else 10.0
    clip = f"clip-{image_id}-{round(width)}"
    drawing.raw(f'<clipPath id="{clip}"><rect {_rect(frame)}/></clipPath>')
    labels = Labels((frame[0] + 2, frame[1] + 2, frame[2] - 2, frame[3] - 2))
    with drawing.group(clip_path=f"url(#{clip})"):
        _ground(drawing, story.manifest.get("map") or {}, project, frame, image_id)
        _grid(drawing, project, (south, west, north, east))
        _sectors(drawing, story, project, scale / METRES_PER_DEGREE, f"fade-{image_id}-{round(width)}")
        for thing in reversed(story.things):
            _path(drawing, thing, project, labels)
        _shots(drawing, story, project)
        for thing in story.things:
            _marks(drawing, thing, project, labels)
        draw_places(drawing, story, project, labels, size)
        _arrivals(drawing, story, project, labels, size)
        draw_scale_bar(drawing, labels, frame, scale / METRES_PER_DEGREE, size)
        draw_names(drawing, story, project, labels, size - 1)
    drawing.raw(f'<rect {_rect(frame)} class="frame"/>')
    draw_degrees(drawing, project, frame, (south, west, north, east), size - 1, width > 600)
    return drawing.render("Map of the engagement: sites, sectors, true paths, first detections, shots", "figure")


def _window(story: Story, wide: bool) -> Box:
    """South, west, north, east of the base map; without one, around sites, assets and the paths of threats.

    A narrow page shows a square about the sites, so that what is near them is not too small.
    """
    base = story.manifest.get("map") or {}
    if base:
        south, west, north, east = (float(base[side]) for side in ("south", "west", "north", "east"))
        if wide or not story.sites:
            return south, west, north, east
        half = 0.5 * (north - south) / math.cos(math.radians(0.5 * (south + north)))
        middle = sum(site.longitude_deg for site in story.sites) / len(story.sites)
        return south, max(west, middle - half), north, min(east, middle + half)
    places = [site.place for site in story.places]
    for thing in story.threats:
        places += zip(thing.path.latitude_deg.tolist(), thing.path.longitude_deg.tolist(), strict=True)
    return map_window(places or [(0.0, 0.0)])


def _rect(frame: Box) -> str:
    x0, y0, x1, y1 = frame
    return f'x="{number(x0)}" y="{number(y0)}" width="{number(x1 - x0)}" height="{number(y1 - y0)}"'


def _ground(drawing: Drawing, base: Mapping[str, Any], project: Projection, frame: Box, image_id: str) -> None:
    """Sea (or, without a base map, plain ground), land, relief."""
    drawing.raw(f'<rect {_rect(frame)} class="{"sea" if base.get("png") else "land"}"/>')
    if not base.get("png"):
        return
    outlines = [path_data((project(lat, lon) for lon, lat in ring), closed=True) for ring in base["coast"]]
    drawing.path("".join(outlines), "land coast")
    x, y = project(base["north"], base["west"])
    x1, y1 = project(base["south"], base["east"])
    drawing.raw(
        f'<g transform="translate({number(x)} {number(y)}) scale({(x1 - x) / base["columns"]:.5f} '
        f'{(y1 - y) / base["rows"]:.5f})"><use href="#{image_id}"/></g>'
    )


def _grid(drawing: Drawing, project: Projection, window: Box) -> None:
    south, west, north, east = window
    for k in range(math.ceil(west / GRID_DEG), math.floor(east / GRID_DEG) + 1):
        x, y0 = project(north, k * GRID_DEG)
        drawing.line(x, y0, x, project(south, west)[1], "grid")
    for k in range(math.ceil(south / GRID_DEG), math.floor(north / GRID_DEG) + 1):
        x0, y = project(k * GRID_DEG, west)
        drawing.line(x0, y, project(north, east)[0], y, "grid")


def _sectors(drawing: Drawing, story: Story, project: Projection, px_per_m: float, fade: str) -> None:
    """Each battery's sector as a fan that fades out: no range is claimed by its length."""
    drawing.raw(
        f'<radialGradient id="{fade}" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="1">'
        '<stop offset="0" class="fan-in"/><stop offset="1" class="fan-out"/></radialGradient>'
    )
    reach = SECTOR_DRAWN_M * px_per_m
    for site in story.sites:
        if site.boresight_deg is None or site.sector_deg is None or site.sector_deg >= 360:
            continue
        half = 0.5 * site.sector_deg
        x, y = project(*site.place)
        angles = np.radians(np.linspace(site.boresight_deg - half, site.boresight_deg + half, 25))
        arc = [(math.sin(a), -math.cos(a)) for a in angles]
        data = "M0 0" + "".join(f"L{px:.4f} {py:.4f}" for px, py in arc) + "Z"
        drawing.element(
            "path", d=data, fill=f"url(#{fade})",
            transform=f"translate({number(x)} {number(y)}) scale({number(reach)})",
            title=f"{site.id}: sector {site.sector_deg:g}° about {site.boresight_deg:g}°",
        )  # fmt: skip


def _path(drawing: Drawing, thing: Thing, project: Projection, labels: Labels) -> None:
    if len(thing.path.time_s) < 2:
        return
    xs, ys = project(thing.path.latitude_deg, thing.path.longitude_deg)
    data = path_data(zip(xs, ys, strict=True))
    labels.avoid(xs.tolist(), ys.tolist())
    title = f"{thing.id} ({plain(thing.type)}): {thing.fate}"
    if thing.is_threat and thing.fate == "leaked":
        title += f", {short_cause(thing.cause)}"
    with drawing.group(class_=f"thing k-{thing.family.key}", data_object=thing.id):
        drawing.path(data, "halo")
        drawing.path(data, "track", stroke_dasharray=thing.family.dash, title=title)


def _shots(drawing: Drawing, story: Story, project: Projection) -> None:
    """Each round from launch to its end: a full line where it killed, a broken one where it did not."""
    for shot in story.shots:
        ends = [shot.get(f"{which}_{axis}_deg") for which in ("launch", "end") for axis in ("latitude", "longitude")]
        if any(e is None or not math.isfinite(e) for e in ends):
            continue
        (x0, y0), (x1, y1) = project(ends[0], ends[1]), project(ends[2], ends[3])
        title = f"{shot['interceptor']} {shot['round']} at {shot['object']}: {clock(shot['launch_s'])} to "
        title += f"{clock(shot['end_s'])}, {'kill' if shot['killed'] else plain(str(shot['end_reason']))}"
        with drawing.group(class_="thing", data_object=shot["object"]):
            drawing.line(x0, y0, x1, y1, "shot" if shot["killed"] else "shot missed", title=title)
            drawing.circle(x0, y0, 1.6, "launch")
            if shot["killed"]:
                drawing.path(cross(x1, y1, 4.2), "intercept")
            else:
                drawing.circle(x1, y1, 1.8, "intercept miss")


def _marks(drawing: Drawing, thing: Thing, project: Projection, labels: Labels) -> None:
    """First detection as an open circle."""
    if len(thing.path.time_s) < 2:
        return
    seen = thing.times["first_detection_s"]
    with drawing.group(class_=f"thing k-{thing.family.key}", data_object=thing.id):
        if math.isfinite(seen):
            lat, lon, _ = thing.path.at(seen)
            x, y = project(lat, lon)
            drawing.circle(x, y, 2.8, "seen", title=f"{thing.id} first detected at {clock(seen)}")
            labels.block(x, y, 3.5)


def _arrivals(drawing: Drawing, story: Story, project: Projection, labels: Labels, size: float) -> None:
    """Where leakers arrived: one triangle a place, with their number where there are several."""
    places: dict[tuple[float, float], list[Thing]] = {}
    for thing in story.threats:
        if thing.fate == "leaked" and len(thing.path.time_s):
            lat, lon, _ = thing.path.at(thing.end_s)
            places.setdefault((round(lat, 2), round(lon, 2)), []).append(thing)
    for place, things in places.items():
        x, y = project(*place)
        title = "; ".join(f"{t.id} got through: {short_cause(t.cause)}" for t in things)
        drawing.path(triangle(x, y - 7, 5.5), "arrived", title=title)
        spot = labels.place(x, y - 7, f"{len(things)}×", size, 7) if len(things) > 1 else None
        if spot:
            drawing.text(spot[0], spot[1], f"{len(things)}×", "name leakers", spot[2], font_size=size)
