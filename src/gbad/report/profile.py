"""Heights: every path as height over ground range to its nearest site, against the radio horizon of a smooth Earth."""

from __future__ import annotations

import math

import numpy as np

from gbad.physics.earth import MEAN_RADIUS
from gbad.physics.propagation import STANDARD_FACTOR, horizon_arc_m, lowest_visible_height_m
from gbad.report.story import Story, Thing
from gbad.report.svg import Drawing, Labels, nice_step, path_data, text_width
from gbad.report.symbols import cross, triangle
from gbad.report.words import clock

ANTENNA_M = 10.0
HEIGHT_TICKS_M = (0, 1000, 2000, 5000, 10_000, 20_000, 30_000, 50_000, 80_000, 120_000, 200_000)


def horizon_height_m(ground_range_m: float, antenna_m: float, factor: float = STANDARD_FACTOR) -> float:
    """Lowest height in sight above a smooth sphere of ``factor`` times the Earth's radius, beyond its horizon."""
    if ground_range_m <= horizon_arc_m(antenna_m, factor):
        return 0.0
    dip = horizon_arc_m(antenna_m, factor) / (factor * MEAN_RADIUS)
    return float(lowest_visible_height_m(ground_range_m, -dip, antenna_m, factor))


def ground_range_m(lat_deg, lon_deg, site_lat_deg: float, site_lon_deg: float):
    """Great-circle distance [m] on a sphere of mean radius (haversine); columns or single values."""
    a, b = np.radians(lat_deg), math.radians(site_lat_deg)
    half = np.sin((a - b) / 2) ** 2 + np.cos(a) * math.cos(b) * np.sin(np.radians(lon_deg - site_lon_deg) / 2) ** 2
    return 2 * MEAN_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def draw_profile(story: Story, width: float) -> str:
    """Height on a square-root scale, so that low flyers and ballistic arcs share one figure."""
    sites = _sites(story)
    things = [t for t in story.threats if len(t.path.time_s) > 1]
    if not sites or not things:
        return ""
    wide = width > 600
    height, left, right, top, bottom = (394.0 if wide else 314.0), 44.0, 8.0, 24.0, 36.0
    paths = {t.id: _profile(t, sites) for t in things}
    far = max(float(r.max()) for r, _ in paths.values())
    high = max(max(float(h.max()) for _, h in paths.values()), 12_000.0) * 1.04
    drawing = Drawing(width, height)

    def at(range_m, height_m):
        x = left + np.asarray(range_m) / far * (width - left - right)
        share = np.sqrt(np.clip(height_m, 0, None) / high)
        return x, top + (1 - share) * (height - top - bottom)

    _axes(drawing, at, far, high, (left, top, width - right, height - bottom), wide)
    labels = Labels((left, top, width - right, height - bottom))
    _horizon(drawing, at, far, _ground_m(story), labels)
    for thing in reversed(things):
        x, y = at(*paths[thing.id])
        inside = x <= width - right + 1
        with drawing.group(class_=f"thing k-{thing.family.key}", data_object=thing.id):
            data = path_data(zip(x[inside], y[inside], strict=True))
            drawing.path(data, "track", stroke_dasharray=thing.family.dash, title=thing.id)
            _marks(drawing, thing, sites, at)
    _family_names(drawing, things, {name: at(*path) for name, path in paths.items()}, labels, 12 if wide else 10)
    return drawing.render("Height of every object over ground range to its nearest site", "figure")


def _family_names(drawing: Drawing, things: list[Thing], paths, labels: Labels, size: float) -> None:
    """Each family named once, beside one of its lines and off all of them."""
    for x, y in paths.values():
        labels.avoid(x.tolist(), y.tolist())
    for family in dict.fromkeys(t.family for t in things):
        for thing in (t for t in things if t.family is family):
            x, y = paths[thing.id]
            spots = (labels.place(float(a), float(b), family.label, size, 7, True) for a, b in zip(x, y, strict=True))
            spot = next((s for s in spots if s), None)
            if spot:
                drawing.text(spot[0], spot[1], family.label, f"name k-{family.key} ink", spot[2], font_size=size)
                break


def _sites(story: Story) -> list[tuple[float, float]]:
    return sorted({site.place for site in story.sites})


def _ground_m(story: Story) -> float:
    """Height of the highest site's ground [m]; 0 where the manifest does not say."""
    return max((site.height_m for site in story.sites), default=0.0)


def _profile(thing: Thing, sites: list[tuple[float, float]]):
    ranges = [ground_range_m(thing.path.latitude_deg, thing.path.longitude_deg, *s) for s in sites]
    return np.min(ranges, axis=0), thing.path.height_m


def _marks(drawing: Drawing, thing: Thing, sites: list[tuple[float, float]], at) -> None:
    def place(time_s: float) -> tuple[float, float]:
        lat, lon, h = thing.path.at(time_s)
        x, y = at(min(float(ground_range_m(lat, lon, *s)) for s in sites), h)
        return float(x), float(y)

    seen = thing.times["first_detection_s"]
    if math.isfinite(seen):
        drawing.circle(*place(seen), 3, "seen", title=f"{thing.id} first detected at {clock(seen)}")
    if thing.is_threat and thing.fate in ("killed", "leaked"):
        shape, class_ = (cross, "end-kill") if thing.fate == "killed" else (triangle, "end-leak")
        drawing.path(shape(*place(thing.end_s), 4.5), class_, title=f"{thing.id}: {thing.fate}")


def _horizon(drawing: Drawing, at, far: float, ground_m: float, labels: Labels) -> None:
    """Ground out of sight is shaded: below this line nothing is seen over a smooth Earth from a 10 m antenna."""
    ranges = np.linspace(0, far, 120)
    lowest = np.array([ground_m + horizon_height_m(float(r), ANTENNA_M) for r in ranges])
    points = list(zip(*at(ranges, lowest), strict=True))
    x_end, y_end = at(far, 0.0)
    drawing.path(path_data([*points, (x_end, y_end), (at(0, 0)[0], y_end)], closed=True), "unseen")
    drawing.path(path_data(points), "horizon")
    x, y = points[round(0.72 * len(points))]
    text = "below the horizon of a smooth 4/3 Earth"
    if text_width(text, 11) > 2.0 * (float(x_end) - float(x)):
        text = "below the horizon"  # a narrow figure; what is below it says of which Earth
    half = 0.5 * text_width(text, 11) + 4.0
    middle = min(float(x) + 6.0, float(x_end) - half)
    drawing.text(middle, float(y) + 26, text, "name quiet", "middle", font_size=11)
    labels.taken.append((middle - half, float(y) + 12, middle + half, float(y) + 32))


def _axes(drawing: Drawing, at, far: float, high: float, box: tuple[float, float, float, float], wide: bool) -> None:
    left, top, right, bottom = box
    last = bottom + 20.0
    for tick in HEIGHT_TICKS_M:
        y = float(at(0, tick)[1])
        if tick <= high and last - y > 13:
            drawing.line(left, y, right, y, "grid")
            drawing.text(left - 5, y + 4, f"{tick / 1000:g}", "tick", "end")
            last = y
    drawing.text(4.0, top - 12, "height [km], square-root scale", "quiet", font_size=11)
    step = nice_step(far / 1000, 9 if wide else 4) * 1000
    for range_m in np.arange(0, far, step):
        x = float(at(range_m, 0)[0])
        drawing.line(x, top, x, bottom, "grid")
        drawing.text(x, bottom + 15, f"{range_m / 1000:g}", "tick", "middle")
    drawing.text(right, bottom + 30, "ground range to the nearest site [km]", "quiet", "end", font_size=11)
