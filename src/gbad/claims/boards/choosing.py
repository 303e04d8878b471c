"""Which board goes with which sentence; none where no simulation settles it."""

from __future__ import annotations

from gbad import library
from gbad.claims.boards.board import Board
from gbad.claims.boards.border import border_board
from gbad.claims.boards.raid import BATTERY, raid_board
from gbad.claims.boards.reaching import reaches_board
from gbad.claims.boards.seeing import sees_board

BORDER = "coverage"  # kind of a sentence that wishes for a covered line


def board_of(claim: library.Claim) -> Board | None:
    """The answers around a sentence, computed from the library or read from what was played."""
    test = claim.test
    if test is None:
        return border_board() if claim.kind == BORDER else None
    if test.sees:
        return sees_board(test.sees)
    if test.reaches:
        return reaches_board(test.reaches)
    if test.has:
        # the raid was played with this battery and no other
        return raid_board("rounds") if test.has.battery == BATTERY else None
    return raid_board("kinds") if test.kills else None
