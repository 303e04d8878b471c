"""Fire units: batteries, their launchers, the rounds in them."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.tables.arrays import Floats, Ints, Keys, Strings
from gbad.text.readable import Readable


@dataclass(frozen=True, slots=True, repr=False)
class BatteryTable(Readable):
    """Fire units: one engagement radar with its channels and launchers."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    command: Ints  # (n,)
    transporters: Ints  # (n,)  that reload its launchers, each one at a time
    successors: Ints  # (n, k)  command rows that take over, in this order; -1 for none
    takeover_s: Floats  # (n,)  [s] that all before one must be out of reach until it does
    radar: Ints  # (n,)  row of its engagement radar
    position_ecef_m: Floats  # (n, 3)
    latitude_rad: Floats  # (n,)
    longitude_rad: Floats  # (n,)
    height_m: Floats  # (n,)  [m] above the ellipsoid
    target_channels: Ints  # (n,)
    missile_channels: Ints  # (n,)
    reaction_time_s: Floats  # (D, n)  [s] from order to first launch
    assessment_delay_s: Floats  # (D, n)  [s] from closest approach to the report
    false_kill_probability: Floats  # (D, n)  a miss reported as a kill
    false_miss_probability: Floats  # (D, n)  a kill reported as a miss


@dataclass(frozen=True, slots=True, repr=False)
class LauncherTable(Readable):
    id: Strings  # (n,)
    key: Keys  # (n,)
    battery: Ints  # (n,)
    tubes: Ints  # (n,)
    launch_interval_s: Floats  # (D, n)
    reload_s: Floats  # (D, n)  [s] by one transporter; nan where nobody reloads


@dataclass(frozen=True, slots=True, repr=False)
class RoundTable(Readable):
    """One row per round in a magazine, sorted by battery, launcher, load, tube, cell."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    battery: Ints  # (n,)
    launcher: Ints  # (n,)
    load: Ints  # (n,)  0: in its tube at the start; k: brought by a transporter when load k - 1 has left
    tube: Ints  # (n,)
    interceptor: Ints  # (n,)
