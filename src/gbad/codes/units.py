"""What units are, and what they are doing. One list each for scenario, tables, rooms, results and pages."""

from __future__ import annotations

from enum import IntEnum

from gbad.codes.causes import Cause


class UnitKind(IntEnum):
    """What kind of node a row of the timetable belongs to. Never renumber, only append."""

    RADAR = 0
    POST = 1
    BATTERY = 2
    LAUNCHER = 3
    LINK = 4

    @property
    def identifier(self) -> str:
        """Name used in tables and messages."""
        return self.name.lower()


class UnitState(IntEnum):
    """What a unit does. Numbers are stored in results: never renumber, only append."""

    READY = 0  # emplaced: it can do what it is for
    TURNING = 1  # a radar faces another way and holds nothing meanwhile
    TEARING_DOWN = 2
    MARCHING = 3
    SETTING_UP = 4
    SILENT = 5  # it sends nothing
    LOST = 6  # for good
    RELOADING = 7  # a transporter is at the launcher

    @property
    def identifier(self) -> str:
        """Name used in tables and messages."""
        return self.name.lower()


# which gate a unit shuts that is not ready
GATE_OF = {
    UnitState.READY: Cause.NONE,
    UnitState.TURNING: Cause.UNIT_TURNING,
    UnitState.TEARING_DOWN: Cause.UNIT_MOVING,
    UnitState.MARCHING: Cause.UNIT_MOVING,
    UnitState.SETTING_UP: Cause.UNIT_MOVING,
    UnitState.SILENT: Cause.SILENT,
    UnitState.LOST: Cause.UNIT_LOST,
    UnitState.RELOADING: Cause.NO_ROUND,
}
