"""The arrays of threat evaluation, bundled by use. Axes: R runs, C commands, T slots, D draws; others as in tables."""

from __future__ import annotations

from typing import NamedTuple

from gbad.messages import Bytes
from gbad.tables._bundles_kernel import Bools, Floats, Ints


class Tracks(NamedTuple):
    """What the picture says of every slot, and who it is taken for."""

    number: Ints  # (R, C, T) 0 for an empty slot
    time_s: Floats  # (R, C, T)
    position_ecef_m: Floats  # (R, C, T, 3)
    velocity_ecef_mps: Floats  # (R, C, T, 3)
    identity: Bytes  # (R, C, T)
    first_s: Floats  # (R, C, T)
    interrogations: Ints  # (R, C, T)


class Rules(NamedTuple):
    """Rules of engagement of every command, columns of ``CommandTable``."""

    weapons_control: Ints  # (C,)
    self_defence: Bools  # (C,)
    self_defence_distance_m: Floats  # (D, C)
    self_defence_time_s: Floats  # (D, C)
    threat_miss_distance_m: Floats  # (D, C)
    engagement_horizon_s: Floats  # (D, C)
    identification_time_s: Floats  # (D, C)
    interrogations_before_fire: Ints  # (C,) 0: without asking


class Zones(NamedTuple):
    """Where other weapons control holds, columns of ``ZoneTable``."""

    position_ecef_m: Floats  # (zones, 3)
    radius_m: Floats  # (zones,)
    weapons_control: Ints  # (zones,) -1: as the command has it
    command: Ints  # (zones,) whose; -1: of all


class Stakes(NamedTuple):
    """What there is to lose, columns of ``AssetTable``."""

    position_ecef_m: Floats  # (assets, 3)
    height_m: Floats  # (assets,)
    value: Floats  # (assets,)


class Ranked(NamedTuple):
    """Columns of ``messages.Threats`` that are filled."""

    permitted: Bools  # (R, C, T)
    withheld: Bools  # (R, C, T)
    asset: Ints  # (R, C, T)
    time_to_impact_s: Floats  # (R, C, T)
    priority: Floats  # (R, C, T)
    ballistic: Bools  # (R, C, T)
