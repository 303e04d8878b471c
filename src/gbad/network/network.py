"""tracks -> air picture: who hears whom, how late, how often lost; one picture per command; cues back to radars.

**Links.** The reports of one radar's group travel together: lost with the link's loss probability (one toss, keyed by
link and the group's absolute ordinal), else heard ``latency_s`` after they were ready. A destroyed radar just falls
silent.

**Picture.** At every command cycle each command takes what has arrived, keeps the newest word of each local track (a
*mirror*) and decides which mirrors are one object:

- membership is sticky; a system track has at most one local track of each radar;
- a mirror without system track, or alone in one, joins the nearest (older) system track whose position, both predicted
  to now, lies within ``correlation_gate`` (squared normalised distance); else it founds a new one. The order is fixed:
  by radar and row;
- it parts when it is more than four gates away from the member that joined first; its IFF replies leave with it.

The state shown is that of the *best member*: the one with the least position spread predicted to now. Covariance
intersection was left for later: radars here differ by an order of magnitude in accuracy and rate, so the best one is
nearly all of the answer, and its state and covariance stay exactly what that radar's filter stands for. Replies are
summed over members, past ones included. A local track not heard of for 6 of its radar's periods is over (its radar
gives it up after 5 visits, one more for the way); a system track without members ends with the last of them.

**Cues.** The picture of a cycle is known at a cued radar ``latency_s`` later; until then it has the one before.

Left out: registration errors, limits of rate, relays between commands, reports out of order (a link is first in,
first out).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.errors import CapacityError
from gbad.messages import AirPicture, Cues, TrackReports
from gbad.network import _columns_kernel as columns
from gbad.network import _links_kernel as transport
from gbad.network import _picture_kernel as pictures
from gbad.tables import Defence, Floats, Ints

_WHAT = {
    columns.QUEUE_FULL: "reports in flight",
    columns.MIRRORS_FULL: "local tracks known to a command",
    columns.PICTURE_FULL: "tracks of an air picture",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Figures of the picture, assumed."""

    stale_periods: float = 6.0  # [1] of its radar's periods without a word: the local track is over
    split_factor: float = 4.0  # [1] times the correlation gate
    noise: float = 40.0  # [m2/s3] acceleration noise when states are brought to a common time

    def row(self) -> Floats:
        """The figures in the kernels' order."""
        return np.array([self.stale_periods, self.split_factor, self.noise])


@dataclass(slots=True)
class NetworkState:
    """Reports in flight, what each command last heard, its picture, and what its radars have before them."""

    seed: np.uint64
    links: columns.Links
    queue: columns.Queue
    mirrors: columns.Mirrors
    systems: columns.Systems
    ring: columns.Ring
    shown: columns.Shown
    rules: Floats
    shares: int
    picture: AirPicture
    cues: Cues


def start(
    defence: Defence,
    draw_of_run: Ints,
    run_number: Ints,
    seed: int,
    slots: int,
    queue: int,
    rules: Rules | None = None,
) -> NetworkState:
    """An empty network: room for ``slots`` tracks per picture (and per radar) and ``queue`` reports in flight."""
    radars, commands, runs = defence.radars.command.size, defence.commands.key.size, draw_of_run.size
    links = _links(defence, draw_of_run, run_number)
    systems = _systems(runs, commands, slots, radars)
    shown = columns.Shown(
        np.full((runs, radars), -np.inf),
        np.zeros((runs, radars), np.int64),
        np.zeros((runs, radars, slots), np.int64),
        np.zeros((runs, radars, slots)),
        np.zeros((runs, radars, slots, 3)),
        np.zeros((runs, radars, slots, 3)),
    )
    # enough cycles to outlast the slowest link
    slowest = float(links.latency_s.max()) if links.latency_s.size else 0.0
    places = int(np.ceil(slowest / defence.cycle_s)) + 2
    return NetworkState(
        seed=np.uint64(seed),
        links=links,
        queue=_queue(runs, queue),
        mirrors=_mirrors(runs, radars, slots),
        systems=systems,
        ring=columns.Ring(
            np.full(places, np.inf),
            np.zeros((places, runs, commands), np.int64),
            np.zeros((places, runs, commands, slots), np.int64),
            np.zeros((places, runs, commands, slots)),
            np.zeros((places, runs, commands, slots, 6)),
        ),
        shown=shown,
        rules=(rules or Rules()).row(),
        shares=0,
        picture=AirPicture(
            number=systems.number,
            time_s=systems.time_s,
            position_ecef_m=systems.position,
            velocity_ecef_mps=systems.velocity,
            covariance_ecef=systems.covariance.reshape(runs, commands, slots, 6, 6),
            first_s=systems.first_s,
            civil_replies=systems.civil,
            friendly_replies=systems.friendly,
            interrogations=systems.interrogations,
            member=systems.member,
            member_time_s=systems.member_time_s,
        ),
        cues=Cues(shown.number, shown.time_s, shown.position, shown.velocity),
    )


def _links(defence: Defence, draw_of_run: Ints, run_number: Ints) -> columns.Links:
    of_radar = np.full(defence.radars.command.size, -1, np.int64)
    of_radar[defence.links.radar] = np.arange(defence.links.radar.size)
    return columns.Links(
        of_radar,
        np.ascontiguousarray(defence.radars.command, np.int64),
        np.ascontiguousarray(defence.links.key, np.uint64),
        np.ascontiguousarray(defence.links.latency_s, float),
        np.ascontiguousarray(defence.links.loss_probability, float),
        np.ascontiguousarray(defence.radars.period_s, float),
        np.ascontiguousarray(draw_of_run, np.int64),
        np.ascontiguousarray(run_number, np.uint64),
    )


def _queue(runs: int, rows: int) -> columns.Queue:
    flat = (runs, rows)
    return columns.Queue(
        np.zeros(runs, np.int64),
        np.zeros(flat, np.int64),
        np.zeros(flat, np.int64),
        np.zeros(flat, np.int64),
        np.zeros((*flat, 3), np.int64),
        np.zeros(flat),
        np.zeros(flat),
        np.zeros((*flat, 6)),
        np.zeros((*flat, 36)),
    )


def _mirrors(runs: int, radars: int, slots: int) -> columns.Mirrors:
    dense = (runs, radars, slots)
    return columns.Mirrors(
        np.zeros((runs, radars), np.int64),
        np.zeros(dense, np.int64),
        np.full(dense, -1, np.int64),
        np.zeros(dense, np.int64),
        np.zeros((*dense, 3), np.int64),
        np.zeros(dense),
        np.zeros(dense),
        np.zeros((*dense, 6)),
        np.zeros((*dense, 36)),
        np.zeros((*dense, 2)),
    )


def _systems(runs: int, commands: int, slots: int, radars: int) -> columns.Systems:
    dense = (runs, commands, slots)
    return columns.Systems(
        high=np.zeros((runs, commands), np.int64),
        following=np.zeros((runs, commands), np.int64),
        number=np.zeros(dense, np.int64),
        time_s=np.zeros(dense),
        position=np.zeros((*dense, 3)),
        velocity=np.zeros((*dense, 3)),
        covariance=np.zeros((*dense, 36)),
        first_s=np.zeros(dense),
        civil=np.zeros(dense, np.int64),
        friendly=np.zeros(dense, np.int64),
        interrogations=np.zeros(dense, np.int64),
        member=np.zeros((*dense, radars), np.int64),
        member_time_s=np.zeros((*dense, radars)),
        state=np.zeros((*dense, 6)),
        wide=np.zeros((*dense, 2)),
        ended=np.zeros((*dense, 3), np.int64),
        expiry_s=np.zeros(dense),
        home=np.zeros((commands, slots, radars), np.int64),
        members=np.zeros((commands, slots), np.int64),
        dirty=np.zeros((commands, slots), np.int64),
    )


def send(state: NetworkState, defence: Defence, reports: TrackReports) -> None:
    """Put reports on their links. Raises CapacityError when too many are in flight."""
    if reports.run.size == 0:
        return
    trouble, needed = transport.send(
        reports.offsets, reports.radar, reports.slot, reports.number, reports.group, reports.time_s,
        reports.available_s, reports.position_ecef_m, reports.velocity_ecef_mps,
        reports.covariance_ecef.reshape(-1, 36),
        reports.civil_replies, reports.friendly_replies, reports.interrogations, state.links, state.queue, state.seed,
    )  # fmt: skip
    _raise(trouble, needed)


def share(state: NetworkState, defence: Defence, t: float) -> AirPicture:
    """Every command's picture at cycle time ``t``; call with growing ``t``.

    The picture belongs to the state and is updated in place: copy what must outlast the next cycle. Raises
    CapacityError when a picture needs more slots.
    """
    place = state.shares % state.ring.shared_s.size
    trouble, needed = pictures.share(
        float(t), state.links, state.queue, state.mirrors, state.systems, state.ring, place,
        defence.commands.correlation_gate, state.rules,
    )  # fmt: skip
    _raise(trouble, needed)
    state.shares += 1
    return state.picture


def cues(state: NetworkState, defence: Defence, picture: AirPicture, t: float) -> Cues:
    """What each cued radar has before it at ``t``: the newest picture shared at least one link latency ago.

    All system tracks of its command are shown, friends too; the radar itself has a limit. ``picture`` is not read: the
    cycles are remembered by ``share``. May be called at any time, between cycles too. The arrays belong to the state.
    """
    pictures.designate(float(t), state.links, defence.radars.cued, state.ring, state.shown)
    return state.cues


def _raise(trouble: int, needed: int) -> None:
    if trouble != columns.NO_TROUBLE:
        raise CapacityError(_WHAT[trouble], needed)
