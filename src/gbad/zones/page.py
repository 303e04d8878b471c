"""A page of one zone: kill probability over range and height, times of flight as lines, the chain, footprints."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files

import numpy as np

from gbad.report.svg import number
from gbad.text.answer import Answer, Grid
from gbad.zones.footprint import Footprint
from gbad.zones.zone import Missile, Target, Zone, zone_of

WIDE, TALL, LEFT, BOTTOM = 900.0, 360.0, 62.0, 36.0
FINE = 60  # cells across the picture
TIMES_S = (30, 60, 90, 120, 180, 240, 300, 420)


def build(zone: Zone, answer: Answer, footprints: Sequence[Footprint]) -> str:
    """One page that opens from disk and asks for nothing."""
    style = (files("gbad.report") / "templates" / "report.css").read_text(encoding="utf-8")
    tables = "".join(_table(grid) for grid in answer.grids)
    maps = "".join(_map(each) for each in footprints)
    sentences = "".join(f"<p>{escape(s)}</p>" for s in answer.sentences[1:])
    figure = ""
    if (zone.gate == 0).any():
        figure = (
            f"<figure>{_picture(zone.missile, zone.target)}<figcaption>Kill probability of one round at a target that "
            "comes straight in, over ground range and height (square-root scale); lines: time of flight in seconds. "
            "White: outside the zone.</figcaption></figure>"
        )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(answer.title)}</title><style>{style}{_STYLE}</style></head><body><main>"
        f'<p class="kicker">engagement zone · notional · simulation only</p><h1>{escape(answer.title)}</h1>'
        f'<p class="notes">{escape(answer.sentences[0])}</p>{sentences}{figure}{maps and "<h2>Footprints</h2>"}'
        f'<div class="maps">{maps}</div><h2>Tables</h2>{tables}</main></body></html>\n'
    )


_STYLE = """
figure { margin: 1rem 0; } figure svg { width: 100%; height: auto; } svg text { font-size: 12px; fill: var(--quiet); }
.maps { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: 18px; }
.maps figure { margin: 0; }
table { margin-bottom: 1.4rem; } td, th { text-align: right; } td.w, th.w { text-align: left; }
"""


def _shade(value: float) -> str:
    """Light to dark blue for 0 to 1, the same for a dark page: the square carries its own ground."""
    stops = ((247, 251, 255), (198, 219, 239), (107, 174, 214), (33, 113, 181), (8, 48, 107))
    at = min(max(value, 0.0), 1.0) * (len(stops) - 1)
    k = min(int(at), len(stops) - 2)
    mixed = (round(a + (at - k) * (b - a)) for a, b in zip(stops[k], stops[k + 1], strict=True))
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _picture(missile: Missile, target: Target) -> str:
    """The zone on a fine grid of its own."""
    ballistic = target.kind == 2
    far = 1.05 * missile.columns["max_range_ballistic_m" if ballistic else "max_range_m"]
    high = 1.1 * missile.columns["max_altitude_m"]
    ranges = far * (np.arange(FINE) + 0.5) / FINE
    heights = high * ((np.arange(FINE // 2) + 0.5) / (FINE // 2)) ** 2
    zone = zone_of(missile, target, heights_m=heights, ranges_m=ranges)
    w, h = (WIDE - LEFT - 12.0) / FINE, (TALL - BOTTOM - 12.0) / len(heights)
    parts = [
        f'<rect x="{number(LEFT + j * w)}" y="{number(TALL - BOTTOM - (i + 1) * h)}" width="{number(w + 0.4)}" '
        f'height="{number(h + 0.4)}" fill="{_shade(float(value))}"/>'
        for i, row in enumerate(zone.kill_probability)
        for j, value in enumerate(row)
        if np.isfinite(value)
    ]
    for seconds in TIMES_S:
        points = []
        for i, row in enumerate(zone.time_s):
            reached = np.flatnonzero(row <= seconds)
            # where the zone ends first there is no such line
            if reached.size and reached[-1] + 1 < FINE and np.isfinite(row[reached[-1] + 1]):
                points.append((LEFT + (reached[-1] + 1) * w, TALL - BOTTOM - (i + 0.5) * h))
        if len(points) > 2:
            line = " ".join(f"{number(x)},{number(y)}" for x, y in points)
            x, y = points[-1]
            parts.append(f'<polyline points="{line}" fill="none" stroke="#b3541e" stroke-width="1.2"/>')
            parts.append(f'<text x="{number(x)}" y="{number(y - 4)}" text-anchor="middle">{seconds} s</text>')
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = LEFT + share * (WIDE - LEFT - 12.0)
        parts.append(
            f'<text x="{number(x)}" y="{number(TALL - 14)}" text-anchor="middle">{share * far / 1e3:.0f} km</text>'
        )
    for metres in (100, 1e3, 3e3, 6e3, 10e3, 15e3, 20e3, 30e3, 50e3, 100e3, 150e3):
        if metres < high:
            y = TALL - BOTTOM - np.sqrt(metres / high) * (TALL - BOTTOM - 12.0)
            label = f"{metres / 1e3:g} km" if metres >= 1e3 else f"{metres:g} m"
            parts.append(f'<text x="{number(LEFT - 6)}" y="{number(y + 4)}" text-anchor="end">{label}</text>')
    frame = (
        f'<rect x="{number(LEFT)}" y="12" width="{number(WIDE - LEFT - 12)}" height="{number(TALL - BOTTOM - 12)}" '
        'fill="none" stroke="currentColor" stroke-width="1"/>'
    )
    label = f"Kill probability of {missile.name} against {target.name} over range and height"
    return f'<svg viewBox="0 0 {WIDE:g} {TALL:g}" role="img" aria-label="{escape(label)}">{"".join(parts)}{frame}</svg>'


def _map(f: Footprint) -> str:
    """Rounds that fit at every aim around the battery; the missile comes from above."""
    n, side = len(f.east_m), 230.0
    cell = side / n
    parts = [
        f'<rect x="{number(j * cell)}" y="{number(side - (i + 1) * cell)}" width="{number(cell + 0.3)}" '
        f'height="{number(cell + 0.3)}" fill="{_shade(0.25 + 0.75 * f.shots[i, j] / max(f.shots.max(), 1))}"/>'
        for i in range(n)
        for j in range(n)
        if f.shots[i, j]
    ]
    middle = number(side / 2)
    parts.append(f'<circle cx="{middle}" cy="{middle}" r="4" fill="#b3541e"/>')
    width = f"{2 * f.east_m[-1] / 1e3:.0f} km"
    words = f"{f.range_m / 1e3:.0f} km, {f.profile.replace('_', '-')}, {'cued' if f.cued else 'own radar'}"
    return (
        f'<figure><svg viewBox="0 0 {side:g} {side:g}" role="img" aria-label="{escape(words)}">'
        f'<rect width="{side:g}" height="{side:g}" fill="none" stroke="currentColor"/>{"".join(parts)}</svg>'
        f"<figcaption>{escape(words)}: {f.area_km2:,.0f} km2 defended, out to {f.reaches_m / 1e3:.0f} km; up to "
        f"{int(f.shots.max())} rounds fit (darker is more). The square is {width} wide, the missile comes from above."
        "</figcaption></figure>"
    )


def _table(grid: Grid) -> str:
    words = {c for c in grid.columns if c not in grid.right}
    head = "".join(f'<th scope="col"{" class=w" if c in words else ""}>{escape(c)}</th>' for c in grid.columns)
    body = "".join(
        "<tr>" + "".join(
            f'<td{" class=w" if c in words else ""}>{escape(v)}</td>' for c, v in zip(grid.columns, row, strict=True)
        ) + "</tr>"
        for row in grid.rows
    )  # fmt: skip
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<h3>{escape(grid.heading)}</h3><div class="scroll"><table>{rows}</table></div>'
