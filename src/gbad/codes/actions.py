"""What a policy may order. One list for policies, orders, results and pages."""

from __future__ import annotations

from enum import IntEnum


class Action(IntEnum):
    """Numbers are stored in results: never renumber, only append."""

    FIRE = 1  # first rounds at a track that none is on its way to
    ADD = 2  # more rounds at a track that some are on their way to
    RETARGET = 3  # a round on its way goes to another track
    ABORT = 4  # a round on its way is given up; one that has not left stays in its tube
    HOLD = 5  # no fire at a track in this cycle, on purpose
    TURN = 6  # an engagement radar faces another way
    SILENCE = 7  # an engagement radar sends nothing for a time
    MOVE = 8  # reserved and refused: marches stand in timetables, over ground that is known before the battle

    @property
    def identifier(self) -> str:
        """Name used by policies, in tables and JSON: lower case."""
        return self.name.lower()


RESERVED = (Action.MOVE,)
BY_NAME = {action.identifier: action for action in Action}
