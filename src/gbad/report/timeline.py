"""The timeline: one row per threat, from the first line of sight to its end, and why it got through."""

from __future__ import annotations

import math

import numpy as np

from gbad.report.story import STEPS, Story, Thing
from gbad.report.svg import Drawing, number, text_width, time_step
from gbad.report.symbols import cross, triangle
from gbad.report.words import clock, count, plain, short_cause

# states between two steps of the chain; the number picks the shade of the style sheet
STATES = ("in sight", "detected", "confirmed", "shared", "identified", "ranked", "ordered")


def draw_timeline(story: Story, width: float) -> str:
    """The rows of all threats as SVG; on a narrow page the names stand above the bars."""
    wide = width > 600
    left, right = (118.0, _right_column(story.threats)) if wide else (4.0, 6.0)
    pitch, bar = (22.0, 10.0) if wide else (34.0, 10.0)
    top, size = 26.0, 12.0 if wide else 11.0
    threats = story.threats
    height = top + pitch * len(threats) + 26
    drawing = Drawing(width, height)
    first, last = _span(story)
    px_per_s = (width - left - right) / (last - first)

    def x_of(time_s: float) -> float:
        return left + (min(max(time_s, first), last) - first) * px_per_s

    _axis(drawing, first, last, x_of, (top, height - 20), wide)
    for row, thing in enumerate(threats):
        y = top + pitch * (row + 0.5) if wide else top + pitch * row + 25
        with drawing.group(class_=f"thing k-{thing.family.key}", data_object=thing.id):
            _bar(drawing, thing, x_of, y, bar)
            _words(drawing, thing, (left, y, width - right + 12 if wide else width), size, wide)
    return drawing.render("Timeline of every threat through the chain, from first sight to its end", "figure")


def _span(story: Story) -> tuple[float, float]:
    """From the first event of any threat (a round minute before it) to the last end."""
    times = [t for thing in story.threats for t in thing.times.values() if math.isfinite(t)]
    first = max(0.0, 60.0 * math.floor(min(times, default=0.0) / 60.0))
    return first, max(story.end_s, first + 60.0) * 1.005


def _axis(drawing: Drawing, first: float, last: float, x_of, rows: tuple[float, float], wide: bool) -> None:
    step = time_step(last - first, 12 if wide else 5)
    for time_s in np.arange(math.ceil(first / step) * step, last, step):
        x = x_of(float(time_s))
        drawing.line(x, rows[0] - 4, x, rows[1] + 2, "grid")
        for y in (rows[0] - 9, rows[1] + 15):
            drawing.text(x, y, clock(float(time_s)), "tick", "middle" if wide or time_s > first else "start")


def _bar(drawing: Drawing, thing: Thing, x_of, y: float, bar: float) -> None:
    """States in deepening shades, flights of rounds on top, and the mark of the end."""
    times = [thing.times[column] for column, _ in STEPS[:-1]]
    ends = [*times[1:], thing.end_s]
    for k, begin in enumerate(times):
        if not math.isfinite(begin):
            continue
        # a state lasts until the next step that happened
        end = next((t for t in ends[k:] if math.isfinite(t)), thing.end_s)
        thin = 2.0 if k == 0 else bar
        drawing.rectangle(
            x_of(begin), y - thin / 2, x_of(end) - x_of(begin), thin, f"s{k}",
            title=f"{thing.id} {STATES[k]} {clock(begin)} to {clock(end)}",
        )  # fmt: skip
    for shot in thing.shots:
        ended = math.isfinite(shot["end_s"])
        # one that was in flight at the end goes to the edge, and has no end
        x0, x1 = x_of(shot["launch_s"]), x_of(shot["end_s"] if ended else math.inf)
        title = f"{shot['round']}: launch {clock(shot['launch_s'])}, "
        title += f"end {clock(shot['end_s'])}, " if ended else "still in flight at the end"
        if ended:
            title += "kill" if shot["killed"] else plain(str(shot["end_reason"])) + ", no kill"
        drawing.rectangle(x0, y - 2, x1 - x0, 4, "flight" if shot["killed"] else "flight missed", title=title)
        if ended:
            drawing.line(x1, y - bar / 2, x1, y + bar / 2, "flight-end")
    if math.isfinite(thing.end_s):
        x = x_of(thing.end_s)
        if thing.fate == "killed":
            drawing.path(cross(x, y, 4.5), "end-kill", title=f"{thing.id} shot down at {clock(thing.end_s)}")
        elif thing.fate == "leaked":
            drawing.path(triangle(x, y, 5.5), "end-leak", title=f"{thing.id} got through at {clock(thing.end_s)}")
        else:
            drawing.circle(x, y, 4, "end-ring", title=f"{thing.id} survived")


def _words(drawing: Drawing, thing: Thing, place: tuple[float, float, float], size: float, wide: bool) -> None:
    left, y, edge = place
    fate, class_ = _fate(thing), "strong" if thing.fate == "leaked" else "quiet"
    if wide:
        drawing.rectangle(2, y - 4, 8, 8, "swatch")
        drawing.text(16, y + 0.35 * size, thing.id, "", font_size=size)
        drawing.text(edge, y + 0.35 * size, fate, class_, font_size=size)
    else:
        drawing.rectangle(left, y - 19, 7, 7, "swatch")
        drawing.text(left + 12, y - 12, thing.id, "", font_size=size)
        drawing.text(edge - 6, y - 12, fate, class_, "end", font_size=size)


def _fate(thing: Thing) -> str:
    """What stands at the right of a row."""
    if thing.fate == "leaked":
        return short_cause(thing.cause)
    if thing.fate == "killed":
        return "killed, " + count(len(thing.shots), "round")
    return "survived" + ("" if thing.cause in ("none", "") else f": {short_cause(thing.cause)}")


def _right_column(threats: list[Thing]) -> float:
    """Room for the longest of the words at the right."""
    wider = {"leaked": 1.12}  # in bold
    return 18 + max((wider.get(t.fate, 1.0) * text_width(_fate(t), 12) for t in threats), default=120.0)


def chain_rows(story: Story) -> list[dict[str, object]]:
    """The same times as a table, for reading without a pointer."""
    return [
        {
            "id": thing.id,
            "family": thing.family,
            "type": plain(thing.type),
            "times": [clock(thing.times[column]) for column, _ in STEPS],
            "end": clock(thing.end_s),
            "shots": len(thing.shots),
            "fate": thing.fate,
            "cause": short_cause(thing.cause) if thing.fate != "killed" and thing.cause not in ("none", "") else "",
        }
        for thing in story.threats
    ]


def shade_sample(k: int) -> str:
    """A patch of a state's shade, for the legend."""
    thin = 2.0 if k == 0 else 8.0
    patch = f'<rect class="s{k}" width="20" y="{number(5 - thin / 2)}" height="{number(thin)}"/>'
    return f'<svg class="sample" viewBox="0 0 20 10" aria-hidden="true">{patch}</svg>'
