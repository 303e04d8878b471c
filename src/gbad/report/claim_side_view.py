"""Height against distance: what lies under the horizon, what a missile reaches, and the object a reader moves."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gbad.claims.boards import Board, Cell
from gbad.report.claim_moving import Row, moving
from gbad.report.svg import Drawing, number, path_data

WIDE, LEFT, RIGHT, TOP, FLOOR = 480.0, 40.0, 12.0, 22.0, 236.0
SCALE_LEFT, ECHO_M2 = 82.0, (1e-4, 1e3)  # of the scale of echoes


@dataclass(frozen=True, slots=True)
class Scales:
    """Distance and height to pixels; what lies beyond is drawn at the edge."""

    far_km: float
    top_m: float

    def x(self, km: float) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * min(km / self.far_km, 1.0)

    def y(self, metres: float) -> float:
        return FLOOR - (FLOOR - TOP) * min(metres / self.top_m, 1.0)


def side_view(board: Board) -> tuple[str, list[Row]]:
    """The picture at the start, and what every answer moves in it."""
    far, echoes = board.facts["range_km"], board.about == "sees"
    scales = Scales(1.03 * max(far), 1.05 * board.facts["top_m"])
    rows = [_row(cell, scales, echoes) for cell in board.cells]
    now = rows[board.index({})]
    drawing = Drawing(WIDE, FLOOR + (122.0 if echoes else 40.0))
    if not echoes:
        # sure reach, then what lies between the least and the greatest range that sources give
        moving(drawing, "rect", now, {"width": 4}, x=LEFT, y=TOP, height=FLOOR - TOP, class_="c-reach")
        moving(drawing, "rect", now, {"x": 2, "width": 3}, y=TOP, height=FLOOR - TOP, class_="c-may")
        moving(drawing, "text", now, {"x": 5}, "its reach", y=TOP + 16, class_="c-note")
    _horizon(drawing, scales, board)
    _axes(drawing, scales)
    drawing.path(f"M{LEFT - 7} {FLOOR}l7 -14l7 14z", "site")
    moving(drawing, "line", now, {"x1": 0, "x2": 0, "y1": 1}, y2=FLOOR, class_="c-drop")
    moving(drawing, "circle", now, {"cx": 0, "cy": 1}, r=8, class_="c-object")
    if echoes:
        _echoes(drawing, now)
    return drawing.render("Height against distance. " + board.start.says), rows


def _row(cell: Cell, scales: Scales, echoes: bool) -> Row:
    far_km, high_m = cell.numbers[:2]
    row: Row = [round(scales.x(far_km), 1), round(scales.y(high_m), 1)]
    if echoes:
        for low, high in (cell.numbers[3:5], cell.numbers[5:7]):
            row += [round(_echo_x(low), 1), round(max(_echo_x(high) - _echo_x(low), 3.0), 1)]
        return row
    low_x, high_x = scales.x(cell.numbers[3]), scales.x(cell.numbers[5])
    return [*row, round(low_x, 1), round(max(high_x - low_x, 1.5), 1), round(low_x - LEFT, 1), LEFT + 8]


def _horizon(drawing: Drawing, scales: Scales, board: Board) -> None:
    """The line below which the ground hides everything, through the distances computed."""
    hidden = board.facts["horizon_m"]
    if not hidden:
        return
    line = [(LEFT, FLOOR), *((scales.x(r), scales.y(h)) for r, h in zip(board.facts["range_km"], hidden, strict=True))]
    drawing.path(path_data([*line, (line[-1][0], FLOOR)], closed=True), "c-hidden")
    drawing.path(path_data(line), "c-horizon")
    drawing.text(scales.x(0.72 * scales.far_km), FLOOR - 8, "under the horizon", "c-note", "middle")


def _axes(drawing: Drawing, scales: Scales) -> None:
    for km in range(5, int(scales.top_m / 1e3) + 1, 5):
        drawing.line(LEFT, scales.y(1e3 * km), WIDE - RIGHT, scales.y(1e3 * km), "c-grid")
        drawing.text(LEFT - 6, scales.y(1e3 * km) + 5, f"{km}", "", "end")
    step = 100 if scales.far_km > 250 else 50
    for km in range(0, int(scales.far_km) + 1, step):
        drawing.text(scales.x(km), FLOOR + 18, f"{km}", "", "middle")
    drawing.line(LEFT, FLOOR, WIDE - RIGHT, FLOOR, "base")
    drawing.text(6, TOP - 8, "km high")
    drawing.text(WIDE - RIGHT, FLOOR + 36, "km away", "", "end")


def _echo_x(value_m2: float) -> float:
    low, high = (math.log10(v) for v in ECHO_M2)
    share = (math.log10(max(value_m2, ECHO_M2[0])) - low) / (high - low)
    return SCALE_LEFT + (WIDE - SCALE_LEFT - RIGHT) * min(share, 1.0)


def _echoes(drawing: Drawing, now: Row) -> None:
    """Two bars over a scale of echoes: what is needed there, and what is shown."""
    top = FLOOR + 50.0
    for value in (0.001, 0.1, 10.0):
        drawing.line(_echo_x(value), top - 4, _echo_x(value), top + 48, "c-grid")
        drawing.text(_echo_x(value), top + 66, f"{value:g} m²", "", "middle")
    for k, (name, class_) in enumerate((("needed", "c-needed"), ("shown", "c-shown"))):
        drawing.text(6, top + 14 + 24 * k, name)
        at = {"x": 2 + 2 * k, "width": 3 + 2 * k}
        moving(drawing, "rect", now, at, y=number(top + 2 + 24 * k), height=15, class_=class_)
