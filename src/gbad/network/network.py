"""tracks -> air picture: who hears whom, how late, how often lost; one picture per command; cues back to radars.

**Links.** A radar has a link to its own command, and one to every other command it also reports to. The reports of one
radar's group travel together: lost with the link's loss probability (one toss, keyed by link and the group's absolute
ordinal), else heard ``latency_s`` and a uniform share of ``latency_jitter_s`` (the same toss) after they left. Where a
link carries only ``rate_reports_per_s``, reports leave one after the other, those of one group by who was sent least
recently; one that finds ``waiting_reports`` not yet sent is dropped. A destroyed radar just falls silent. What leaves
while a link is down, or arrives while the post is away or lost, is gone (``outages.py``); nobody is told where to look
by such a post, or over such a link.

**Picture.** At every command cycle each command takes what has arrived, keeps the newest report on each local track (a
*mirror*) and decides which mirrors are one object:

- membership is sticky; a system track has at most one local track of each radar;
- a mirror without system track, or alone in one, joins the nearest (older) system track whose position, both predicted
  to now, lies within ``correlation_gate`` (squared normalised distance); else it founds a new one. The order is fixed:
  by radar and row;
- it parts when it is more than four gates away from the member that joined first; its IFF replies leave with it.

The state shown follows the command's ``fusion`` rule (``fusion.py``): that of the *best member*, the one with the least
position spread predicted to now, or several members' fused. Reports may come late and out of order: the newest report
on a local track, by validity, holds all that older ones said. Biases of radars are taken off first where the command
estimates them (``registration.py``). Replies are summed over members, past ones included. A local track not heard of
for 6 of its radar's periods is over (its radar gives it up after 5 visits, one more for the way), or for 5 and the way
where that is longer (``tables.patience``); a system track without members ends with the last of them.

**Cues.** The picture of a cycle is known at a cued radar ``latency_s`` later; until then it has the one before.

Left out: relays between commands (a radar reports to every command that hears it), fusion of plots, limits of rate on
the way down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.errors import CapacityError
from gbad.messages import AirPicture, Cues, TrackReports
from gbad.network import _columns_kernel as columns
from gbad.network import _links_kernel as transport
from gbad.network import _picture_kernel as pictures
from gbad.network import arrays, outages, registration
from gbad.network._association_kernel import NOISE
from gbad.network._fusion_kernel import BEST_REPORT, fuse
from gbad.network._rate_kernel import queue_up
from gbad.network.fusion import work_space
from gbad.network.registration import Registration
from gbad.nodes import obeying
from gbad.physics.random import LINK, uniforms
from gbad.tables import Defence, Floats, Ints, bundles

_WHAT = {
    columns.QUEUE_FULL: "reports in flight",
    columns.MIRRORS_FULL: "local tracks known to a command",
    columns.PICTURE_FULL: "tracks of an air picture",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Figures of the picture, assumed."""

    stale_periods: float = 6.0  # [1] of its radar's periods, or one less and the way, without a word: it is over
    split_factor: float = 4.0  # [1] times the correlation gate
    noise: float = 40.0  # [m2/s3] acceleration noise when states are brought to a common time

    def row(self) -> Floats:
        """The figures that the kernels read, in their order."""
        return np.array([self.split_factor, self.noise])


@dataclass(slots=True)
class NetworkState:
    """Reports in flight, what each command last heard, its picture, and what its radars have before them."""

    seed: np.uint64
    links: columns.Links
    queue: columns.Queue
    mirrors: columns.Mirrors
    line: columns.Line | None  # only where a link's rate is limited
    systems: columns.Systems
    ring: columns.Ring
    shown: columns.Shown
    rules: Floats
    registration: Registration | None  # only where a command estimates biases
    scratch: tuple[Floats, Floats, Floats]
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
    rules = rules or Rules()
    links = arrays.links(defence, draw_of_run, run_number, rules.stale_periods)
    systems = arrays.systems(runs, commands, slots, radars)
    limited = bool(np.isfinite(defence.links.rate_reports_per_s).any())
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
        queue=arrays.queue(runs, queue),
        mirrors=arrays.mirrors(runs, links.radar.size, slots),
        line=arrays.line(runs, links.radar.size, slots) if limited else None,
        systems=systems,
        ring=columns.Ring(
            np.full(places, np.inf),
            np.zeros((places, runs, commands), np.int64),
            np.zeros((places, runs, commands, slots), np.int64),
            np.zeros((places, runs, commands, slots)),
            np.zeros((places, runs, commands, slots, 6)),
        ),
        shown=shown,
        rules=rules.row(),
        registration=registration.begin(defence, draw_of_run, links.radar.size, slots)
        if defence.commands.estimates_registration.any()
        else None,
        scratch=(np.zeros((2, 6)), np.zeros((2, 36)), work_space()),
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
        cues=Cues(
            shown.number,
            shown.time_s,
            shown.position,
            shown.velocity,
            np.zeros(shown.time_s.shape),
            np.zeros(shown.time_s.shape, np.bool_),
            np.zeros(shown.time_s.shape[:2], np.int64),
        ),
    )


def send(state: NetworkState, defence: Defence, reports: TrackReports) -> Floats:
    """Put reports on their links. Raises CapacityError when too many are in flight.

    Returns ``(n, F)``: when each report has left its radar on each of its links, inf where there was no room.
    """
    if reports.run.size == 0:
        return np.zeros((0, state.links.of_radar.shape[1]))
    outgoing = bundles.columns(transport.Outgoing, reports, covariance=reports.covariance_ecef.reshape(-1, 36))
    leaves = outages.dropped(
        _leaving(state, defence, reports),
        defence,
        state.links,
        reports,
        lambda out: arrivals(state, defence, reports, out),
    )
    trouble, needed = transport.send(outgoing, leaves, state.links, state.queue, state.seed)
    _raise(trouble, needed)
    return leaves


def arrivals(state: NetworkState, defence: Defence, reports: TrackReports, leaves: Floats) -> Floats:
    """``(n, commands)`` when each report reaches each command: inf where it is lost, nan where there is no link.

    By the same dice as :func:`send`, for those who record what was said; the network itself does not need it.
    """
    links = state.links
    found = np.full((reports.run.size, defence.commands.key.size), np.nan)
    for fan in range(leaves.shape[1]):
        link = links.of_radar[reports.radar, fan]
        rows = np.flatnonzero(link >= 0)
        link, run = link[rows], reports.run[rows]
        at = (links.draw[run], link)
        toss = uniforms(int(state.seed), LINK, links.run_number[run], links.key[link], reports.group[rows])
        late_s = links.latency_s[at] + links.jitter_s[at] * toss[:, 1]
        found[rows, links.command[link]] = np.where(toss[:, 0] < links.loss[at], np.inf, leaves[rows, fan] + late_s)
    return found


def _leaving(state: NetworkState, defence: Defence, reports: TrackReports) -> Floats:
    """``(n, F)`` when each report has left its radar on each of its links; inf where there was no room."""
    leaves = np.repeat(reports.available_s[:, None], state.links.of_radar.shape[1], axis=1)
    if state.line is None:
        return leaves
    slots = state.line.number.shape[2]
    if reports.slot.max() >= slots:
        raise CapacityError(_WHAT[columns.MIRRORS_FULL], int(reports.slot.max()) + 1)
    queue_up(
        reports.offsets, reports.radar, reports.slot, reports.number, reports.available_s, state.links.draw,
        state.links.of_radar, defence.links.rate_reports_per_s, defence.links.waiting_reports, state.line, leaves,
    )  # fmt: skip
    return leaves


def share(state: NetworkState, defence: Defence, t: float) -> AirPicture:
    """Every command's picture at cycle time ``t``; call with growing ``t``.

    The picture belongs to the state and is updated in place: copy what must outlast the next cycle. Raises
    CapacityError when a picture needs more slots.
    """
    place = state.shares % state.ring.shared_s.size
    links, mirrors, systems = state.links, state.mirrors, state.systems
    _raise(*transport.hear(float(t), links, state.queue, mirrors, systems))
    if state.registration is not None:
        registration.correct(state.registration, links, mirrors)
    gate = defence.commands.correlation_gate
    _raise(*pictures.share(float(t), links, mirrors, systems, state.ring, place, gate, state.rules))
    if state.registration is not None:
        registration.learn(state.registration, links, mirrors, systems, state.rules)
    # only where it is asked for: what is not called is not compiled
    if (defence.commands.fusion != BEST_REPORT).any():
        fuse(
            place, links, mirrors, systems, state.ring, defence.commands.fusion, state.rules[NOISE], *state.scratch
        )  # fmt: skip
    state.shares += 1
    return state.picture


def cues(state: NetworkState, defence: Defence, picture: AirPicture, t: float) -> Cues:
    """What each cued radar has before it at ``t``: the newest picture shared at least one link latency ago.

    All system tracks of its command are shown, friends too; the radar itself has a limit. ``picture`` is not read: the
    cycles are remembered by ``share``. May be called at any time, between cycles too. The arrays belong to the state.
    """
    told_by = obeying(defence, state.links.draw, t).link
    pictures.designate(float(t), state.links, told_by, defence.radars.cued, state.ring, state.shown)
    return state.cues


def _raise(trouble: int, needed: int) -> None:
    if trouble != columns.NO_TROUBLE:
        raise CapacityError(_WHAT[trouble], needed)
