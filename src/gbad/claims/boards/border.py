"""What a covered line asks for: a count of battalions on smooth ground, which plans nothing anywhere."""

from __future__ import annotations

import math

from gbad.claims.boards.board import MAYBE, Board, Button, Cell, Dial, cells_of, nearest
from gbad.claims.boards.seeing import HEIGHTS_M, figure, metres
from gbad.claims.reach import ENGAGEMENT_RADAR
from gbad.claims.sight import mast_height_m
from gbad.physics.propagation import STANDARD_FACTOR, line_of_sight_arc_m

LENGTHS_KM = (500.0, 1000.0, 2000.0, 3000.0, 4000.0)
MISSILES = ("40N6E", "48N6E3", "9M96E2")


def border_board() -> Board:
    """Length, height and missile: how many battalions reach every point of a line."""
    heights = tuple(h for h in HEIGHTS_M if h <= 11000.0)
    height = Dial("height", "Height of the target", heights, tuple(map(metres, heights)), 0)
    dials = (
        Dial(
            "length", "Length of the line", LENGTHS_KM, tuple(f"{r:,.0f} km" for r in LENGTHS_KM), len(LENGTHS_KM) - 1
        ),
        Dial(height.id, height.label, heights, height.words, nearest(height, 100.0)),
        Dial("missile", "Missile", MISSILES, MISSILES, 0, "choice"),
    )
    buttons = (
        Button("Against airliners' heights", {"height": nearest(height, 11000.0)}),
        Button("Against low flyers", {"height": 0}),
        Button("A quarter of the line", {"length": LENGTHS_KM.index(1000.0)}),
    )
    rests = "It rests on smooth ground and on batteries that look both ways along the line; mountains ask for more."
    return Board("border", dials, buttons, cells_of(dials, counted), rests, "gbad claims --html DIR")


def counted(length_km: float, high_m: float, missile: str) -> Cell:
    """The least number of battalions, and what binds: the missile's reach or the horizon."""
    limit_km = figure(missile, "max_range_km").nominal
    sight_km = float(line_of_sight_arc_m(mast_height_m(ENGAGEMENT_RADAR), high_m, STANDARD_FACTOR)) / 1e3
    reach_km = min(limit_km, sight_km)
    needs = math.ceil(length_km / (2.0 * reach_km))
    binds = f"the horizon ({sight_km:.0f} km)" if sight_km < limit_km else f"the missile's reach ({limit_km:g} km)"
    says = (
        f"To reach every point of {length_km:,.0f} km at {metres(high_m)} takes at least {needs:,} "
        f"battalion{'s' if needs != 1 else ''} with the {missile}: {binds} decides."
    )
    return Cell(MAYBE, says, (float(needs), reach_km))
