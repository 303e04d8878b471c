"""Shots of a batch: orders taken in, rounds launched and flown to their end.

Model. Every round is a point mass over the rotating WGS-84 Earth: vertical cold launch at 25 m/s, ignition after a
delay, constant thrust over the boost, then coast; US-1976 air, the generic drag curve times ``drag_factor``, drag due
to lift. It turns by at most ``max_load_factor``, and by what dynamic pressure and deflected thrust allow; in the last
second side thrusters add to that while they burn.

- Mid-course: a lofted way to the place where its command's track will be (constant velocity and level flight, or free
  fall for ballistic targets). Loft and time to go are looked up in the type's fly-out tables, which are made of flights
  by the same kernels. If the track vanishes from the picture its last estimate is carried on.
- Lock: the seeker takes the object nearest to the predicted track (within 3 km) once that is near and strong enough.
  How near: active seekers by the fourth root of the cross-section in their band, radar-supported ones by the product of
  the radar's and the receiver's range, infrared ones by the root of radiant intensity. A round that never locks passes
  its target by what the track was wrong.
- Terminal: proportional navigation on a noisy, filtered line-of-sight rate through a lagging autopilot. The errors are
  noise (less the nearer), glint (a fifth of the target's extent across the line of sight) and, for command guidance,
  the radar's angle error; the target may weave.
- Support: radar-supported and command rounds need the battery's engagement radar, which must stand and have the target
  in range, sector and sight with an echo that it sees in half its looks over its noise and what the target jams it by.
  Before it has it the round does not leave its tube. On the way a round coasts by what it was last told, and is told
  anew when the radar has the target again; it locks only then. Homing, it is given up after 2 s without. Active and
  infrared rounds need the picture only, and so does one that homes on its target's noise (``home_on_jam``).
- Looks: where a radar's dwells are rationed, what its rounds home on takes its share of them (``guide``); with too few
  for ten looks a second at each target, rounds hold their last command from one look to the next.
- The end is the closest approach, exact between steps, or one of the other ``END_*`` reasons.

Steps are whole multiples of 1/32 s since launch (1/2 and 1/4 s coast, 1/8 s boost, 1/16 and 1/32 s terminal), so the
tick changes nothing; kills by other rounds are known to seekers at the next command cycle.

Source: textbook flight and guidance (P. Zarchan, Tactical and Strategic Missile Guidance, chapters on proportional
navigation, on noise and on boost guidance; D. K. Barton, Radar System Analysis, on glint). Left out: attitude, wind,
terrain under the missile (its ground is the ellipsoid), fluctuation and jamming of seekers, the link to rounds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gbad.codes.actions import Action
from gbad.engagement import _columns_kernel as c
from gbad.engagement import _rounds_kernel as numbers
from gbad.engagement import packs
from gbad.engagement.interceptor import packed
from gbad.envelope.guidance_time import dwells_of_guidance
from gbad.messages import END_ABORTED, ENDED, FLYING, ORDERED, AirPicture, Instructions, Orders, Shots
from gbad.tables import Bools, Floats, Ints, Tables, needs_radar
from gbad.truth import Truth, sending_until_s


@dataclass(slots=True)
class Engagement:
    """State of all rounds of a batch. ``shots`` is what other rooms may read."""

    shots: Shots
    run_number: np.ndarray  # (runs,)  uint64
    seed: np.uint64
    cycle_s: float
    live: int  # rounds ordered or flying
    sites: packs.Sites
    bodies: packs.Bodies
    types: packs.Types
    ways: packs.Ways
    flights: packs.Flights
    outcomes: packs.Outcomes = field(init=False)  # the same arrays as ``shots``

    def __post_init__(self) -> None:
        self.outcomes = packs.outcomes(self.shots)


def start(tables: Tables, runs: int, run_number: Ints, seed: int, *, record: bool = False) -> Engagement:
    """Every round ready in its tube. ``record`` keeps the rounds' paths for :func:`trace`."""
    defence = tables.defence
    rounds, objects = len(defence.rounds.id), len(tables.objects.id)
    longest_s = float(np.max(defence.interceptors.self_destruct_s, initial=0.0))
    seconds = int(longest_s) + 2 if record else 0
    return Engagement(
        shots=packs.empty_shots(runs, rounds),
        run_number=np.asarray(run_number, np.uint64),
        seed=np.uint64(seed),
        cycle_s=defence.cycle_s,
        live=0,
        sites=packs.sites(tables),
        bodies=packs.bodies(tables),
        ways=packs.ways(defence.interceptors),
        types=packs.Types(
            defence.rounds.battery,
            defence.rounds.interceptor,
            defence.interceptors.guidance,
            packed(defence.interceptors),
            defence.rounds.launcher,
            defence.launchers.launch_interval_s,
        ),
        flights=packs.Flights(
            due_s=np.full((runs, rounds), np.inf),
            state=np.full((runs, rounds, c.STATES), np.nan),
            counts=np.zeros((runs, rounds, c.COUNTS), np.int64),
            shots_at=np.zeros((runs, objects + 1), np.int64),
            trace=np.full((runs, rounds, seconds, 3), np.nan),
        ),
    )


def accept(state: Engagement, orders: Orders) -> None:
    """Take fire orders in. Raises ``ValueError`` if a round is ordered that is not in its tube."""
    if len(orders.run) == 0:
        return
    where = (orders.run, orders.round)
    shots, flights = state.shots, state.flights
    if np.any(shots.status[where]):
        bad = int(np.flatnonzero(shots.status[where])[0])
        raise ValueError(
            f"run {orders.run[bad]}: round {orders.round[bad]} was ordered at {orders.time_s[bad]} s, "
            "but it had already left"
        )
    shots.status[where] = ORDERED
    shots.order_s[where] = orders.time_s
    shots.command[where] = orders.command
    shots.track[where] = orders.track
    shots.planned_intercept_s[where] = orders.intercept_s
    shots.asset[where] = orders.asset
    flights.due_s[where] = orders.launch_s
    flights.counts[(*where, c.SLOT)] = orders.slot
    flights.counts[(*where, c.BALLISTIC)] = orders.ballistic
    flights.state[(*where, c.PLACE_AT)] = np.nan
    state.live += len(orders.run)


def instruct(state: Engagement, told: Instructions) -> None:
    """Give rounds on their way another track, or up; a round whose seeker holds something takes no other track.

    A round that is given up before its launch is back in its tube; in flight it ends where it is.
    """
    shots, flights = state.shots, state.flights
    for run, action, row, time_s, track, slot, ballistic in zip(
        told.run, told.action, told.round, told.time_s, told.track, told.slot, told.ballistic, strict=True
    ):
        at = (run, row)
        if action == Action.RETARGET:
            if shots.target[at] < 0 and shots.status[at] in (ORDERED, FLYING):
                shots.track[at] = track
                flights.counts[(*at, c.SLOT)] = slot
                flights.counts[(*at, c.BALLISTIC)] = ballistic
                flights.counts[(*at, c.NEXT_PLAN)] = 0
                flights.state[(*at, c.PLACE_AT)] = np.nan
        elif shots.status[at] == ORDERED:
            _back_in_tube(state, at)
        elif shots.status[at] == FLYING:
            shots.status[at] = ENDED
            shots.end_reason[at] = END_ABORTED
            shots.end_s[at] = time_s
            shots.end_position_ecef_m[at] = flights.state[(*at, slice(c.X, c.Z + 1))]


def move(state: Engagement, tables: Tables) -> None:
    """Launch and guide from where batteries and radars stand now."""
    state.sites = packs.sites(tables)


def stand_down(state: Engagement, shut: Bools) -> tuple[Ints, Ints]:
    """Take rounds that have not left out of launchers ``shut (runs, launchers)``; runs and rows of those rounds."""
    if state.live == 0 or not shut.any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    run, row = np.nonzero((state.shots.status == ORDERED) & shut[:, state.types.launcher])
    for at in zip(run.tolist(), row.tolist(), strict=True):
        _back_in_tube(state, at)
    return run, row


def _back_in_tube(state: Engagement, at: tuple[int, int]) -> None:
    """Forget an order that was not carried out."""
    shots, flights = state.shots, state.flights
    fresh = packs.empty_shots(1, 1)
    for name in fresh.__dataclass_fields__:
        getattr(shots, name)[at] = getattr(fresh, name)[0, 0]
    flights.due_s[at] = np.inf
    flights.state[at] = np.nan
    flights.counts[at] = 0


def fly(state: Engagement, tables: Tables, truth: Truth, picture: AirPicture, t0: float, t1: float) -> None:
    """Fly every round through ``t0 <= time < t1`` on the command's picture (as shared at the last command cycle).

    A step that begins before ``t1`` is finished, so a closest approach may carry a time a little after ``t1``:
    assessment takes it up in its own window.
    """
    if state.live == 0:
        return
    # start of this command cycle: what seekers and radars know of kills and losses
    floor_s = np.floor(t0 / state.cycle_s + 1e-9) * state.cycle_s
    state.live = numbers.fly(
        packs.Clock(float(t1), float(floor_s), state.seed),
        state.run_number,
        truth.draw_of_run,
        packs.world(tables, truth),
        state.bodies,
        state.sites,
        sending_until_s(truth.radar_end_s, tables.defence.radars.silent_s, truth.draw_of_run, float(floor_s)),
        state.types,
        state.ways,
        packs.tracks(picture),
        state.flights,
        state.outcomes,
    )


def guide(state: Engagement, tables: Tables, draw_of_run: Ints) -> Ints:
    """``(runs, radars)`` dwells that each radar spends on what its rounds home on; told to these rounds as well.

    Asked at every command cycle. Zero where looks are not rationed.
    """
    radars, rounds = tables.defence.radars, tables.defence.rounds
    dwells = radars.dwells_per_period[draw_of_run]
    if state.live == 0 or not dwells.any():
        return np.zeros(dwells.shape, np.int64)
    counts, status = state.flights.counts, state.shots.status
    homing = (status == FLYING) & (counts[..., c.PHASE] == c.TERMINAL) & (counts[..., c.ON_NOISE] == 0)
    homing &= needs_radar(tables.defence.interceptors)[rounds.interceptor]
    run, row = np.nonzero(homing)
    radar = tables.defence.batteries.radar[rounds.battery[row]]
    targets = np.zeros(dwells.shape, np.int64)
    if len(run):
        each = np.unique(np.stack([run, radar, state.shots.target[run, row]]), axis=1)
        np.add.at(targets, (each[0], each[1]), 1)
    taken, every_s = dwells_of_guidance(targets, dwells, radars.period_s[draw_of_run])
    state.flights.state[run, row, c.EVERY] = np.floor(every_s[run, radar] / c.UNIT_S + 1e-9)
    return taken


def trace(state: Engagement) -> tuple[Ints, Ints, Floats, Floats]:
    """Recorded paths: ``run (n,)``, ``round (n,)``, ``time_s (n,)`` and ECEF ``position (n, 3)``, one row a second.

    Empty unless the state was started with ``record=True``. The place of the end is in ``shots.end_position_ecef_m``.
    """
    places = state.flights.trace
    run, row, second = np.nonzero(np.isfinite(places[..., 0]))
    return run, row, state.shots.launch_s[run, row] + second, places[run, row, second]
