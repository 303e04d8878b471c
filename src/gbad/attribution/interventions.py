"""The table of least interventions: cause -> what opens that gate and nothing else -> the stage expected to follow.

Each is a function of the compiled tables and of where the gate stood; it returns other tables of the same shape, in
which one figure of one unit is changed. What no table holds (rules of the tracker, the answer of chance) says so in
its entry. ``simulation.rerun`` plays them; nothing here plays.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gbad.codes.causes import Cause
from gbad.codes.units import UnitKind, UnitState
from gbad.messages import WEAPONS_FREE
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.tables import Bools, Defence, Floats, Ints, Tables
from gbad.weapon_assignment import load_policy

# stages that may follow; words are those of ``codes.stages`` or of what its rounds do
DETECTED, CONFIRMED, SHARED, IDENTIFIED, RANKED, IN_REACH, ORDERED, MET, STRUCK = (
    "detected", "confirmed", "shared", "identified", "ranked", "in reach", "ordered", "met", "killed",
)  # fmt: skip
ROUNDS_A_THREAT = 6  # [1] that a battery gets where its magazines are empty
MORE_CHANNELS = 8  # [1] factor on the channels of one battery
MORE_LOOKS = 4  # [1] of a radar, in the time of one
CLEAR_DB = 15.0  # [dB] above the weak echo: found in nine looks of ten
FINE_M = 0.5  # [m] range resolution of a radar that tells neighbours apart
CLEAR_M = 10.0  # [m] below its path, down to which the ground is taken away
MORE_REACH = 1.25  # [1] on the reach of missiles that a command held for too short
RANGE_SPARE = 1.1  # [1] of the range or height that was missing


@dataclass(frozen=True, slots=True)
class Where:
    """Where a gate stood: rows of tables, and the miss there."""

    object: int
    radar: int  # -1 where no radar is meant
    battery: int
    command: int
    miss: float  # in the limit's own unit, nan where it has none
    lowest_m: float  # [m] above the ellipsoid: lowest place of the object's path


Opening = Callable[[Tables, Where], Tables]


@dataclass(frozen=True, slots=True)
class Intervention:
    """One line of the table."""

    cause: Cause
    words: str  # what is done; {radar}, {battery}, {command}, {object} and {miss} stand for the unit and the miss
    expected: str  # the stage that should follow
    opening: Opening | None = None  # None: not by tables
    in_state: Callable[[Any, Where], None] | None = None  # what changes in the battle itself
    figures: Callable[[Tables, Where], dict[str, Any]] | None = None  # scenario paths, where tables must be made anew
    place: bool = False  # about where a unit stands, looks or is lost: made-up ground only
    from_start: bool = False  # played anew from the start, because tables change their shape
    redraws_only: bool = False  # the answer of chance: nothing is opened


TABLE: dict[Cause, Intervention] = {}


def _opens(cause: Cause, words: str, expected: str, **more: Any) -> Callable[[Opening], Opening]:
    """Enter a function into the table."""

    def enter(opening: Opening) -> Opening:
        TABLE[cause] = Intervention(cause, words, expected, opening, **more)
        return opening

    return enter


def _with(tables: Tables, table: str, row: int, **columns: Any) -> Tables:
    """Tables in which one row of one table of the defence has other values; leading draw axes all get the same."""
    old = getattr(tables.defence, table)
    changed = {}
    for name, value in columns.items():
        column = getattr(old, name).copy()
        if column.shape[0] == len(old.id) and column.ndim == 1:
            column[row] = value
        else:
            column[:, row] = value
        changed[name] = column
    defence: Defence = replace(tables.defence, **{table: replace(old, **changed)})
    return replace(tables, defence=defence)


# ---- timetables ---------------------------------------------------------------------------------------------------

ON_THE_MARCH = (UnitState.TEARING_DOWN, UnitState.MARCHING, UnitState.SETTING_UP)


def _ready(tables: Tables, spells: np.ndarray) -> Tables:
    """The marked spells of the timetable are over as they begin: the unit works on from where it stands."""
    units, radars = tables.defence.units, tables.defence.radars
    if not spells.any():
        return tables
    silent_s = radars.silent_s.copy()
    for row in np.flatnonzero(spells & (units.kind == UnitKind.RADAR)):
        # a radar's spells stand among its silences too
        spans = silent_s[:, units.row[row]]
        same = (spans[..., 0] == units.from_s[:, row, None]) & (spans[..., 1] == units.to_s[:, row, None])
        spans[same] = np.inf
    over = replace(units, to_s=np.where(spells, units.from_s, units.to_s))
    still = replace(tables.defence, units=over, radars=replace(radars, silent_s=silent_s))
    return replace(tables, defence=still)


def _spells(tables: Tables, at: Where, states: tuple[UnitState, ...]) -> np.ndarray:
    """Which spells are of the radar that is meant, and of its battery and launchers where it is an engagement radar."""
    units, d = tables.defence.units, tables.defence
    mine = (units.kind == UnitKind.RADAR) & (units.row == at.radar)
    if at.battery >= 0 and d.batteries.radar[at.battery] == at.radar:
        launchers = np.flatnonzero(d.launchers.battery == at.battery)
        mine |= (units.kind == UnitKind.BATTERY) & (units.row == at.battery)
        mine |= (units.kind == UnitKind.LAUNCHER) & np.isin(units.row, launchers)
    found: np.ndarray = mine & np.isin(units.state, states)
    return found


@_opens(
    Cause.UNIT_MOVING,
    "{radar} and what belongs to it work on where they stand until they are ready elsewhere",
    DETECTED,
    place=True,
)
def _works_on(tables: Tables, at: Where) -> Tables:
    return _ready(tables, _spells(tables, at, ON_THE_MARCH))


@_opens(Cause.UNIT_TURNING, "{radar} is turned at once", DETECTED, place=True)
def _turns_at_once(tables: Tables, at: Where) -> Tables:
    # what is turned by an order of the moment asks how long that takes
    if tables.defence.units.turn_s.shape[1]:
        turn_s = tables.defence.units.turn_s.copy()
        turn_s[:, at.radar] = 0.0
        units = replace(tables.defence.units, turn_s=turn_s)
        tables = replace(tables, defence=replace(tables.defence, units=units))
    return _ready(tables, _spells(tables, at, (UnitState.TURNING,)))


@_opens(Cause.POST_LOST, "{command} is there, and {battery} hears it", IN_REACH, place=True)
def _is_heard(tables: Tables, at: Where) -> Tables:
    units, links = tables.defence.units, tables.defence.links
    lines = np.flatnonzero((links.radar == at.radar) & (links.command == at.command))
    post = (units.kind == UnitKind.POST) & (units.row == at.command)
    assets = tables.defence.assets
    hit = ((assets.nodes[:, :, 0] == UnitKind.POST) & (assets.nodes[:, :, 1] == at.command)).any(axis=1)
    standing = replace(assets, nodes=_without(assets.nodes, hit))
    tables = replace(tables, defence=replace(tables.defence, assets=standing))
    return _ready(tables, post | ((units.kind == UnitKind.LINK) & np.isin(units.row, lines)))


# ---- radars -------------------------------------------------------------------------------------------------------


def lowered_mask(tables: Tables, radar: int, lowest_m: float, *, horizon: bool) -> Tables:
    """The ground hides nothing above the object's path; ``horizon``: nor does the curve of the Earth."""
    radars = tables.defence.radars
    mask = radars.mask_min_height_m.copy()
    floor = np.full(mask.shape[2], lowest_m - CLEAR_M)
    if not horizon:
        floor = np.maximum(floor, smooth_horizon_m(tables, radar, mask.shape[2]))
    # a radar that stands higher than the path keeps what it has close by
    mask[radar] = np.minimum(mask[radar], floor[None, :].astype(mask.dtype))
    return replace(tables, defence=replace(tables.defence, radars=replace(radars, mask_min_height_m=mask)))


def smooth_horizon_m(tables: Tables, radar: int, columns: int) -> Floats:
    """Lowest height in sight over a smooth Earth, level with the radar's foot, at so many range steps of a mask."""
    radars = tables.defence.radars
    arc = np.arange(columns) * radars.mask_range_step_m
    bent, mast = MEAN_RADIUS * radars.effective_earth_factor, float(radars.mast_height_m[radar])
    beyond = np.maximum(arc - math.sqrt(2.0 * mast * bent), 0.0)
    found: Floats = radars.antenna_height_m[radar] - mast + beyond**2 / (2.0 * bent)
    return found


@_opens(Cause.NEVER_IN_LINE_OF_SIGHT, "no hill hides its path from {radar}", DETECTED, place=True)
def _no_hills(tables: Tables, at: Where) -> Tables:
    return lowered_mask(tables, at.radar, at.lowest_m, horizon=False)


@_opens(Cause.BEYOND_HORIZON, "{radar} sees down to its path over the horizon", DETECTED, place=True)
def _no_horizon(tables: Tables, at: Where) -> Tables:
    return lowered_mask(tables, at.radar, at.lowest_m, horizon=True)


@_opens(Cause.OUTSIDE_SECTOR, "{radar} looks all round", DETECTED, place=True)
def _all_round(tables: Tables, at: Where) -> Tables:
    return _with(tables, "radars", at.radar, sector_half_width_rad=math.pi)


@_opens(Cause.ABOVE_ELEVATIONS, "{radar} looks up to the zenith", DETECTED, place=True)
def _to_the_zenith(tables: Tables, at: Where) -> Tables:
    return _with(tables, "radars", at.radar, elevation_max_rad=0.5 * math.pi)


@_opens(Cause.BELOW_ELEVATIONS, "{radar} looks down to the nadir", DETECTED, place=True)
def _to_the_nadir(tables: Tables, at: Where) -> Tables:
    return _with(tables, "radars", at.radar, elevation_min_rad=-0.5 * math.pi)


@_opens(Cause.INSIDE_BLIND_RANGE, "{radar} has no blind range", DETECTED, place=True)
def _no_blind_range(tables: Tables, at: Where) -> Tables:
    return _with(tables, "radars", at.radar, minimum_range_m=0.0)


@_opens(
    Cause.BEYOND_INSTRUMENTED_RANGE, "{radar} listens twice as far, and {miss:.0f} km farther at least", DETECTED,
    from_start=True,
)  # fmt: skip
def _listens_farther(tables: Tables, at: Where) -> Tables:
    # where the mask of the ground ends, a smooth Earth goes on
    radars = tables.defence.radars
    old = radars.instrumented_range_m[:, at.radar]
    farther = np.maximum(2.0 * old, old + RANGE_SPARE * at.miss)
    mask = radars.mask_min_height_m
    columns = math.ceil(float(farther.max()) / radars.mask_range_step_m) + 2 - mask.shape[2]
    if columns > 0:
        more = [smooth_horizon_m(tables, radar, mask.shape[2] + columns)[mask.shape[2] :] for radar in range(len(mask))]
        wide = np.repeat(np.array(more, mask.dtype)[:, None, :], mask.shape[1], axis=1)
        mask = np.concatenate([mask, wide], axis=2)
    listening = radars.instrumented_range_m.copy()
    listening[:, at.radar] = farther
    changed = replace(radars, mask_min_height_m=mask, instrumented_range_m=listening)
    return replace(tables, defence=replace(tables.defence, radars=changed))


@_opens(Cause.IN_NOTCH, "{radar} cancels nothing with the clutter", DETECTED)
def _no_notch(tables: Tables, at: Where) -> Tables:
    return _with(tables, "radars", at.radar, notch_mps=0.0)


@_opens(Cause.ECHO_TOO_WEAK, "{radar} is {miss:.0f} dB stronger", DETECTED)
def _stronger(tables: Tables, at: Where) -> Tables:
    gain = tables.defence.radars.loop_gain_db[:, at.radar]
    return _with(tables, "radars", at.radar, loop_gain_db=gain + at.miss + CLEAR_DB)


@_opens(Cause.JAMMED, "nobody jams", DETECTED)
def _no_jamming(tables: Tables, at: Where) -> Tables:
    # not quite nothing, so that the columns of jammers keep their shape
    quiet = np.where(tables.objects.jammer_w_per_hz > 0.0, 1e-30, 0.0)
    o = tables.objects
    unheard = np.zeros_like(o.noise_at_seeker)
    objects = replace(o, jammer_w_per_hz=quiet, noise_at_radar=1e-30 * o.noise_at_radar, noise_at_seeker=unheard)
    return replace(tables, objects=objects)


@_opens(Cause.SILENT, "{radar} is never silent", DETECTED, place=True)
def _never_silent(tables: Tables, at: Where) -> Tables:
    tables = _ready(tables, _spells(tables, at, (UnitState.SILENT,)))
    radars, units = tables.defence.radars, tables.defence.units
    spans = radars.silent_s.copy()
    # it still marches, turns and is lost by its timetable
    other = np.zeros(spans[:, at.radar].shape[:2], np.bool_)
    for row in np.flatnonzero((units.kind == UnitKind.RADAR) & (units.row == at.radar)):
        other |= (spans[:, at.radar] == np.stack([units.from_s[:, row], units.to_s[:, row]], axis=1)[:, None]).all(-1)
    spans[:, at.radar][~other] = np.inf
    return replace(tables, defence=replace(tables.defence, radars=replace(radars, silent_s=spans)))


@_opens(Cause.UNIT_LOST, "{radar} is not destroyed", DETECTED, place=True)
def _stands(tables: Tables, at: Where) -> Tables:
    assets = tables.defence.assets
    mine = assets.radar == at.radar
    standing = replace(assets, radar=np.where(mine, -1, assets.radar), nodes=_without(assets.nodes, mine))
    tables = _ready(tables, _spells(tables, at, (UnitState.LOST,)))
    return replace(tables, defence=replace(tables.defence, assets=standing))


def _without(nodes: Ints, assets: Bools) -> Ints:
    """A hit on these assets puts no unit out of action."""
    return np.where(assets[:, None, None], -1, nodes)


@_opens(Cause.NO_CUE, "{radar} searches by itself", DETECTED, place=True)
def _searches(tables: Tables, at: Where) -> Tables:
    return _with(tables, "radars", at.radar, cued=False)


@_opens(Cause.NOT_RESOLVED, "{radar} tells apart what is half a metre from each other in range", DETECTED)
def _resolves(tables: Tables, at: Where) -> Tables:
    return _with(tables, "radars", at.radar, range_resolution_m=FINE_M)


# ---- tracks -------------------------------------------------------------------------------------------------------


def _never_give_up(state: Any, at: Where) -> None:
    state.trackers.lifecycle[2] = 1_000_000


def _looks_often(tables: Tables, at: Where) -> Tables:
    return _with(
        tables, "radars", at.radar, period_s=tables.defence.radars.period_s[:, at.radar] / MORE_LOOKS
    )  # fmt: skip


for _cause, _expected in (
    (Cause.NOT_FOUND, DETECTED), (Cause.NOT_CONFIRMED, CONFIRMED), (Cause.CONFIRMED_TOO_LATE, CONFIRMED),
):  # fmt: skip
    # from the start: visits are counted in periods, and every track would end with the count
    TABLE[_cause] = Intervention(
        _cause, "{radar} looks four times as often", _expected, _looks_often, from_start=True
    )  # fmt: skip
TABLE[Cause.TRACK_LOST] = Intervention(
    Cause.TRACK_LOST, "no track is given up for want of plots", SHARED, in_state=_never_give_up
)


# ---- command ------------------------------------------------------------------------------------------------------


@_opens(Cause.NOT_SHARED_IN_TIME, "reports reach {command} at once and none is lost", SHARED)
def _at_once(tables: Tables, at: Where) -> Tables:
    for row in np.flatnonzero(tables.defence.links.command == at.command):
        tables = _with(
            tables, "links", int(row), latency_s=0.0, latency_jitter_s=0.0, loss_probability=0.0,
            rate_reports_per_s=np.inf,
        )  # fmt: skip
    units = tables.defence.units
    lines = np.flatnonzero(tables.defence.links.command == at.command)
    post = (units.kind == UnitKind.POST) & (units.row == at.command)
    return _ready(tables, post | ((units.kind == UnitKind.LINK) & np.isin(units.row, lines)))


@_opens(
    Cause.NOT_IDENTIFIED,
    "{command} may fire at once, however early and wherever it would pass, at all but friends and neutrals",
    IDENTIFIED,
)
def _at_unknowns(tables: Tables, at: Where) -> Tables:
    tables = _with(
        tables, "commands", at.command, identification_time_s=0.0, weapons_control=WEAPONS_FREE,
        engagement_horizon_s=np.inf, threat_miss_distance_m=1e7,
    )  # fmt: skip
    return _no_zones(tables)


def _no_zones(tables: Tables) -> Tables:
    zones = replace(tables.defence.zones, weapons_control=np.full_like(tables.defence.zones.weapons_control, -1))
    return replace(tables, defence=replace(tables.defence, zones=zones))


@_opens(Cause.NOT_RANKED, "{command} takes whoever may be engaged for a threat, however far it would pass", RANKED)
def _all_rank(tables: Tables, at: Where) -> Tables:
    return _with(tables, "commands", at.command, threat_miss_distance_m=1e7)


@_opens(Cause.WITHHELD_BY_DOCTRINE, "{command} fires freely, by the built-in policy", ORDERED)
def _fire_free(tables: Tables, at: Where) -> Tables:
    return _no_zones(_with(tables, "commands", at.command, weapons_control=WEAPONS_FREE))


def _built_in_policy(state: Any, at: Where) -> None:
    policies = list(state.plugs.policies)
    policies[at.command] = load_policy("greedy", Path())
    state.plugs = replace(state.plugs, policies=tuple(policies))


TABLE[Cause.WITHHELD_BY_DOCTRINE] = replace(TABLE[Cause.WITHHELD_BY_DOCTRINE], in_state=_built_in_policy)


def _exact(tables: Tables, at: Where) -> Tables:
    for row in np.flatnonzero(tables.defence.radars.command == at.command):
        tables = _with(
            tables, "radars", int(row), error_floor_fraction=0.0, range_bias_std_m=0.0, azimuth_bias_std_rad=0.0,
            elevation_bias_std_rad=0.0, range_resolution_m=1.0,
        )  # fmt: skip
    return tables


# ---- means --------------------------------------------------------------------------------------------------------


@_opens(Cause.NO_CHANNEL, "{battery} has eight times the channels", ORDERED)
def _channels(tables: Tables, at: Where) -> Tables:
    batteries = tables.defence.batteries
    return _with(
        tables, "batteries", at.battery, target_channels=MORE_CHANNELS * batteries.target_channels[at.battery],
        missile_channels=MORE_CHANNELS * batteries.missile_channels[at.battery],
    )  # fmt: skip


SECOND_LOAD = "-again"  # what the ids of a second load end with


@_opens(Cause.NO_ROUND, "{battery} has rounds to spare from then on", ORDERED, from_start=True)
def _loads(tables: Tables, at: Where) -> Tables:
    """Launchers and rounds of a battery again, some for each threat, at the end of their tables: held back at first."""
    threats, rounds = int(tables.objects.is_threat.sum()), int((tables.defence.rounds.battery == at.battery).sum())
    for load in range(math.ceil(ROUNDS_A_THREAT * threats / max(rounds, 1))):
        tables = _one_load(tables, at.battery, f"-again-{load + 1}", load)
    return tables


def _one_load(tables: Tables, battery: int, suffix: str, load: int) -> Tables:
    d = tables.defence
    mine = np.flatnonzero((d.launchers.battery == battery) & (np.char.find(d.launchers.id, "-again-") < 0))
    theirs = np.flatnonzero((d.rounds.battery == battery) & np.isin(d.rounds.launcher, mine))
    new_launcher = np.full(len(d.launchers.id), -1)
    new_launcher[mine] = len(d.launchers.id) + np.arange(len(mine))
    launchers, rounds = _again(d.launchers, mine, suffix, load), _again(d.rounds, theirs, suffix, load)
    rounds.launcher[len(d.rounds.id) :] = new_launcher[d.rounds.launcher[theirs]]
    return replace(tables, defence=replace(d, launchers=launchers, rounds=rounds))


def _again(table: Any, rows: np.ndarray, suffix: str, load: int) -> Any:
    """A table with some of its rows once more at its end, under other ids and keys."""
    columns = {}
    for name in table.__dataclass_fields__:
        old = getattr(table, name)
        axis = 0 if old.ndim == 1 else 1
        more = np.take(old, rows, axis=axis)
        if name == "id":
            more = np.char.add(more, suffix)
        elif name == "key":
            more = more ^ np.uint64(0x5EC0_4D10_AD00_0001 + load)
        columns[name] = np.concatenate([old, more], axis=axis)
    return type(table)(**columns)


# ---- reach --------------------------------------------------------------------------------------------------------


def _types(tables: Tables, at: Where) -> list[str]:
    """Missile types that a battery has."""
    d = tables.defence
    return [str(name) for name in d.interceptors.id[np.unique(d.rounds.interceptor[d.rounds.battery == at.battery])]]


def _each_type(tables: Tables, at: Where, **columns: Any) -> Tables:
    for name in _types(tables, at):
        row = int(np.flatnonzero(tables.defence.interceptors.id == name)[0])
        tables = _with(tables, "interceptors", row, **columns)
    return tables


def _of_missiles(tables: Tables, at: Where, change: Callable[[Any, int], dict[str, float]]) -> dict[str, Any]:
    """Figures of every missile type of a battery, by what a function says of its row."""
    missiles = tables.defence.interceptors
    found: dict[str, Any] = {}
    for name in _types(tables, at):
        row = int(np.flatnonzero(missiles.id == name)[0])
        found |= {f"figures.{name}.{figure}": value for figure, value in change(missiles, row).items()}
    return found


def _farther(tables: Tables, at: Where) -> dict[str, Any]:
    # the range that was missing, and motors to fly it: less drag
    return _of_missiles(
        tables, at,
        lambda missiles, row: {
            "max_range_km": RANGE_SPARE * (float(missiles.max_range_m[0, row]) + at.miss) / 1e3,
            "max_range_ballistic_km": RANGE_SPARE * (float(missiles.max_range_ballistic_m[0, row]) + at.miss) / 1e3,
            "drag_factor": 0.5 * float(missiles.drag_factor[0, row]),
            "self_destruct_s": 2.0 * float(missiles.self_destruct_s[0, row]),
        },
    )  # fmt: skip


def _higher(tables: Tables, at: Where) -> dict[str, Any]:
    return _of_missiles(
        tables, at,
        lambda missiles, row: {
            "max_altitude_km": RANGE_SPARE * (float(missiles.max_altitude_m[0, row]) + at.miss) / 1e3
        },
    )  # fmt: skip


def _flies_on(tables: Tables, at: Where) -> dict[str, Any]:
    # less drag, and it steers with less speed and load: it flies as far and high as is said of it
    return _of_missiles(
        tables, at,
        lambda missiles, row: {
            "drag_factor": 0.5 * float(missiles.drag_factor[0, row]),
            "minimum_speed_mps": 0.25 * float(missiles.minimum_speed_mps[0, row]),
            "least_load_factor_g0": 0.5 * float(missiles.least_load_factor[0, row]),
            "self_destruct_s": 2.0 * float(missiles.self_destruct_s[0, row]),
        },
    )  # fmt: skip


def _quarter_more(tables: Tables, at: Where) -> dict[str, Any]:
    return _of_missiles(
        tables, at,
        lambda missiles, row: {
            "max_range_km": MORE_REACH * float(missiles.max_range_m[0, row]) / 1e3,
            "max_range_ballistic_km": MORE_REACH * float(missiles.max_range_ballistic_m[0, row]) / 1e3,
            "max_altitude_km": MORE_REACH * float(missiles.max_altitude_m[0, row]) / 1e3,
        },
    )  # fmt: skip


TABLE[Cause.CANNOT_FLY_THERE] = Intervention(
    Cause.CANNOT_FLY_THERE, "missiles of {battery} have half the drag and steer with less speed and load", IN_REACH,
    figures=_flies_on, from_start=True,
)  # fmt: skip
# what the command believes rests on a track: its errors go, and there is room for how the object turns
TABLE[Cause.OUTSIDE_EVERY_ENVELOPE] = Intervention(
    Cause.OUTSIDE_EVERY_ENVELOPE,
    "radars of {command} measure without error, and missiles of {battery} reach a quarter farther and higher",
    IN_REACH, _exact, figures=_quarter_more, from_start=True,
)  # fmt: skip
TABLE[Cause.OUT_OF_RANGE] = Intervention(
    Cause.OUT_OF_RANGE, "missiles of {battery} reach {miss:.0f} km farther", IN_REACH, figures=_farther, from_start=True
)
TABLE[Cause.TOO_HIGH] = Intervention(
    Cause.TOO_HIGH, "missiles of {battery} reach {miss:.1f} km higher", IN_REACH, figures=_higher, from_start=True
)


@_opens(Cause.TOO_NEAR, "missiles of {battery} have no shortest range", IN_REACH)
def _no_shortest(tables: Tables, at: Where) -> Tables:
    return _each_type(tables, at, min_range_m=0.0)


@_opens(Cause.TOO_LOW, "missiles of {battery} meet targets down to the ground", IN_REACH)
def _to_the_ground(tables: Tables, at: Where) -> Tables:
    return _each_type(tables, at, min_altitude_m=-1e3)


@_opens(Cause.TOO_FAST, "missiles of {battery} may engage any speed", IN_REACH)
def _any_speed(tables: Tables, at: Where) -> Tables:
    return _each_type(tables, at, max_target_speed_mps=1e9)


@_opens(Cause.TOO_LATE_TO_REACH, "{battery} fires without any delay", IN_REACH)
def _no_delay(tables: Tables, at: Where) -> Tables:
    return _with(tables, "batteries", at.battery, reaction_time_s=0.0)


@_opens(Cause.SHOT_TOO_LATE, "{battery} fires without any delay", MET)
def _no_delay_for_the_shot(tables: Tables, at: Where) -> Tables:
    return _no_delay(tables, at)


@_opens(Cause.GUIDANCE_SUPPORT_LOST, "{radar} stands, looks all round and has no blind range", MET, place=True)
def _holds_on(tables: Tables, at: Where) -> Tables:
    for opening in (_stands, _never_silent, _all_round, _to_the_zenith, _to_the_nadir, _no_blind_range, _no_horizon):
        tables = opening(tables, at)
    return tables


# ---- chance -------------------------------------------------------------------------------------------------------

for _cause in (Cause.SHOT_AND_MISSED, Cause.TRACK_SWAPPED, Cause.FALSELY_ASSESSED_KILLED):
    TABLE[_cause] = Intervention(_cause, "the dice are thrown anew", STRUCK, redraws_only=True)

# gates that nothing here opens: what is missing is no figure
UNOPENED = (
    Cause.NONE, Cause.NODE_DESTROYED_OR_SILENT, Cause.NOT_HELD, Cause.NO_BATTERY, Cause.SEVERAL,
)  # fmt: skip
