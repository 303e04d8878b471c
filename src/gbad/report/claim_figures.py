"""The picture of each kind of claim, and what an answer moves in it (``claim_moving``)."""

from __future__ import annotations

from collections.abc import Callable

from gbad.claims.boards import Board
from gbad.report.claim_moving import Row, moving
from gbad.report.claim_side_view import side_view
from gbad.report.svg import Drawing, number

WIDE = 480.0
KINDS = ("Drones", "Low-observable aircraft", "Ballistic missiles")
WAYS = {
    "records": ("Records", "contracts, dates", "permission"),
    "physics": ("Simulation", "range, height", "rounds, chance"),
    "judgement": ("Judgement", "ranks, wishes", "what is worth it"),
}
BY_KIND = {"opinion": "judgement", "coverage": "judgement"}


def drawn(board: Board) -> tuple[str, list[Row]]:
    """The picture at the start, and the row of every answer."""
    draw: dict[str, Callable[[Board], tuple[str, list[Row]]]] = {
        "sees": side_view, "reaches": side_view, "border": _posts, "raid": _raid,
    }  # fmt: skip
    return draw[board.about](board)


def _posts(board: Board) -> tuple[str, list[Row]]:
    """A line with as many battalions as it takes at least."""
    rows: list[Row] = []
    for cell in board.cells:
        needs = int(cell.numbers[0])
        rows.append([_triangles(needs, (WIDE - 24.0) / needs), f"{needs:,}"])
    now = rows[board.index({})]
    drawing = Drawing(WIDE, 122.0)
    moving(drawing, "text", now, {"text": 1}, x=12, y=36, class_="c-big")
    drawing.text(12, 60, "battalions at least, side by side along the line")
    drawing.line(12, 104, WIDE - 12, 104, "base")
    moving(drawing, "path", now, {"d": 0}, class_="c-posts")
    return drawing.render("Battalions along a line. " + board.start.says), rows


def _triangles(count: int, step: float) -> str:
    half = min(7.0, 0.42 * step)
    return "".join(
        f"M{number(12 + (k + 0.5) * step - half)} 104l{number(half)} -16l{number(half)} 16z" for k in range(count)
    )


def _raid(board: Board) -> tuple[str, list[Row]]:
    """Bars: of each kind how many come and are killed; where a sentence counts rounds, how many are fired."""
    bars = [(name, "killed", 6 + 2 * k) for k, name in enumerate(KINDS)]
    if board.facts["shows"] == "rounds":
        bars.insert(0, ("Rounds", "fired", 4))
    scale = (WIDE - 24.0) / max(cell.numbers[at + 1] for _, _, at in bars for cell in board.cells)
    rows: list[Row] = []
    for cell in board.cells:
        row: Row = []
        for _, did, at in bars:
            part, whole = cell.numbers[at : at + 2]
            row += [round(whole * scale, 1), round(part * scale, 1), f"{part:.2g} of {whole:.0f} {did}"]
        rows.append(row)
    now = rows[board.index({})]
    drawing = Drawing(WIDE, 6.0 + 56.0 * len(bars))
    for k, (name, _, _) in enumerate(bars):
        y = 6.0 + 56.0 * k
        drawing.text(12, y + 15, name, "c-name")
        moving(drawing, "text", now, {"text": 3 * k + 2}, x=WIDE - 12, y=y + 15, text_anchor="end")
        moving(drawing, "rect", now, {"width": 3 * k}, x=12, y=y + 22, height=18, class_="c-whole")
        moving(drawing, "rect", now, {"width": 3 * k + 1}, x=12, y=y + 22, height=18, class_="c-part")
    return drawing.render("Killed of those that come. " + board.start.says), rows


def settled_by(kind: str) -> str:
    """For a sentence without a board: what could settle it, one of three fields marked."""
    marked = BY_KIND.get(kind, "records")
    drawing = Drawing(WIDE, 132.0)
    width = (WIDE - 40.0) / 3.0
    for k, way in enumerate(WAYS):
        x, middle = 10.0 + k * (width + 10.0), 10.0 + k * (width + 10.0) + width / 2.0
        drawing.rectangle(x, 10, width, 112, "c-field c-marked" if way == marked else "c-field", rx=6)
        title, one, two = WAYS[way]
        drawing.text(middle, 46, title, "c-name", "middle")
        drawing.text(middle, 76, one, "", "middle")
        drawing.text(middle, 98, two, "", "middle")
    return drawing.render(f"What could settle this sentence: {WAYS[marked][0].lower()}, and no simulation.")
