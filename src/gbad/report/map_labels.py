"""Words and measures on the map: the projection, places, names of objects, scale bar, degrees along the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gbad.report.sites import Site
from gbad.report.story import Story
from gbad.report.svg import Box, Drawing, Labels, nice_step, number


@dataclass(frozen=True)
class Projection:
    """Longitude and latitude to px: equirectangular, true to scale along the middle parallel and all meridians."""

    west: float
    north: float
    px_per_degree_east: float
    px_per_degree_north: float
    left: float
    top: float

    def __call__(self, latitude_deg: Any, longitude_deg: Any) -> tuple[Any, Any]:
        x = self.left + (longitude_deg - self.west) * self.px_per_degree_east
        return x, self.top + (self.north - latitude_deg) * self.px_per_degree_north


def draw_places(drawing: Drawing, story: Story, project: Projection, labels: Labels, size: float) -> None:
    """One mark per place: sites that share coordinates carry the name of their battery."""
    places: dict[tuple[float, float], list[Site]] = {}
    for site in story.sites:
        places.setdefault((round(site.latitude_deg, 3), round(site.longitude_deg, 3)), []).append(site)
    for place, sites in places.items():
        x, y = project(*place)
        drawing.rectangle(x - 4.5, y - 4.5, 9, 9, "site", title=", ".join(s.id for s in sites))
        labels.block(x, y, 6)
    for asset in story.assets:
        x, y = project(*asset.place)
        drawing.circle(x, y, 5, "asset", title=f"{asset.name} (defended)")
        labels.block(x, y, 6)
    for place, sites in places.items():
        main = next((s for s in sites if s.kind == "battery"), sites[0])
        _label(drawing, labels, project(*place), main.name, size, "name strong", 8)
    for asset in story.assets:
        _label(drawing, labels, project(*asset.place), asset.name, size, "name", 8)


def draw_names(drawing: Drawing, story: Story, project: Projection, labels: Labels, size: float) -> None:
    """The id of every object at the first place of its path inside the frame; left out where no place is free."""
    west, north, east, south = labels.frame
    for thing in story.things:
        if len(thing.path.time_s) < 2:
            continue
        xs, ys = project(thing.path.latitude_deg, thing.path.longitude_deg)
        inside = np.flatnonzero((xs > west + 8) & (xs < east - 8) & (ys > north + 8) & (ys < south - 8))
        tries = inside[: max(1, len(inside) // 2) : max(1, len(inside) // 24)]
        class_ = f"name k-{thing.family.key} ink"
        for off_lines in (True, False) if size > 10 else (True,):
            if any(_label(drawing, labels, (xs[k], ys[k]), thing.id, size, class_, 5, off_lines) for k in tries):
                break


def _label(
    drawing: Drawing,
    labels: Labels,
    where: tuple[float, float],
    text: str,
    size: float,
    class_: str,
    gap: float,
    off_lines: bool = False,
) -> bool:
    spot = labels.place(float(where[0]), float(where[1]), text, size, gap, off_lines)
    if spot:
        drawing.text(spot[0], spot[1], text, class_, spot[2], font_size=size)
    return spot is not None


def draw_scale_bar(drawing: Drawing, labels: Labels, frame: Box, px_per_m: float, size: float) -> None:
    metres = nice_step(0.12 * (frame[2] - frame[0]) / px_per_m, 1)
    x0, y = frame[0] + 10, frame[3] - 10
    x1 = x0 + metres * px_per_m
    drawing.path(f"M{number(x0)} {number(y - 4)}V{number(y)}H{number(x1)}V{number(y - 4)}", "scale")
    drawing.text(0.5 * (x0 + x1), y - 4, f"{metres / 1000:g} km", "name", "middle", font_size=size - 1)
    labels.taken.append((x0 - 4, y - 18, x1 + 4, y + 6))


def draw_degrees(drawing: Drawing, project: Projection, frame: Box, window: Box, size: float, parallels: bool) -> None:
    """Whole degrees along the bottom and, where there is room, the left edge."""
    south, west, north, east = window
    every = 1 if (frame[2] - frame[0]) / max(east - west, 1e-6) > 32 else 2
    for degree in range(math.ceil(west), math.floor(east) + 1):
        if degree % every == 0:
            x, _ = project(north, degree)
            if frame[0] + 8 < x < frame[2] - 8:
                drawing.text(x, frame[3] + size + 3, _degrees(degree, "E", "W"), "tick", "middle", font_size=size)
    for degree in range(math.ceil(south), math.floor(north) + 1) if parallels else ():
        _, y = project(degree, west)
        drawing.text(frame[0] - 4, y + 0.35 * size, _degrees(degree, "N", "S"), "tick", "end", font_size=size)


def _degrees(degree: int, positive: str, negative: str) -> str:
    return f"{abs(degree)}°{positive if degree > 0 else negative if degree < 0 else ''}"
