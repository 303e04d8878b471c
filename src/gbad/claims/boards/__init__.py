"""Claim -> a board of answers computed beforehand, for a reader who turns its numbers on a page."""

from gbad.claims.boards.board import Board, Button, Cell, Dial
from gbad.claims.boards.choosing import board_of

__all__ = ["Board", "Button", "Cell", "Dial", "board_of"]
