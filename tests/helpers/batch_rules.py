"""What no battle may do, counted plainly from its orders, shots and reports: none of the engine's own bookkeeping.

Everything is written in loops over rows, run by run, so that it can be read against the rules it checks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gbad.recorder.book import Book
from gbad.simulation.prepare import Prepared
from gbad.simulation.spine import Batch, play
from gbad.simulation.tabulate import tell

TIE_S = 1e-9


@dataclass(frozen=True)
class Ordered:
    """One round as it was ordered, and what became of it."""

    run: int
    time_s: float
    command: int
    battery: int
    track: int
    round: int
    launch_s: float  # planned
    launched_s: float  # as flown, nan if it never was
    reported_s: float  # when the command knew; inf if never


@dataclass
class Told:
    """How often a rule was at its limit in a battle: a property that never binds says nothing."""

    full_targets: int = 0
    full_missiles: int = 0
    launcher_waits: int = 0  # launches exactly one interval after the one before
    spaced: int = 0  # launches of one salvo exactly one spacing apart
    emptied: int = 0  # magazines shot empty
    orders: int = 0
    after_loss: int = 0  # orders to a battery that had lost its radar at some time before
    lost_radars: int = 0  # batteries whose engagement radar was destroyed
    unpermitted: int = 0  # tracks of a picture that nobody might fire at
    wrong: list[str] = field(default_factory=list)


def played(ready: Prepared, seed: int, runs: int) -> Book:
    """A batch with every message kept."""
    numbers = np.arange(runs, dtype=np.int64)
    batch = Batch(seed=seed, run_number=numbers, draw_of_run=np.zeros(runs, np.int64), record="full")
    return play(ready.tables, ready.trajectories, batch, ready.plugs)


def orders_of(book: Book) -> list[Ordered]:
    """All orders of a book, in the order of time."""
    reports = book.table("shot_reports")
    known = {}
    if reports:
        for run, row, at in zip(reports["run"], reports["round"], reports["available_s"], strict=True):
            known[int(run), int(row)] = float(at)
    found = []
    for message in book.orders:
        for i in range(len(message.run)):
            run, row = int(message.run[i]), int(message.round[i])
            found.append(
                Ordered(
                    run, float(message.time_s[i]), int(message.command[i]), int(message.battery[i]),
                    int(message.track[i]), row, float(message.launch_s[i]), float(book.shots.launch_s[run, row]),
                    known.get((run, row), np.inf),
                )
            )  # fmt: skip
    return found


def check(book: Book) -> Told:
    """Every rule over a whole batch; ``wrong`` holds a sentence for each breach."""
    told, orders = Told(), orders_of(book)
    told.orders = len(orders)
    _channels(book, orders, told)
    _launchers(book, orders, told)
    _salvos(book, orders, told)
    _magazines(book, orders, told)
    _permission(book, orders, told)
    _units(book, orders, told)
    _fates(book, told)
    return told


def _channels(book: Book, orders: list[Ordered], told: Told) -> None:
    """From order to report, never more targets or missiles of a battery than channels; the record says the same."""
    batteries, rounds = book.tables.defence.batteries, book.tables.defence.rounds
    cycle_s = book.tables.defence.cycle_s
    for run in range(len(book.first_s)):
        for battery in range(len(batteries.id)):
            mine = [o for o in orders if o.run == run and o.battery == battery]
            stock = int((rounds.battery == battery).sum())
            for cycle in range(book.cycles):
                now_s = (cycle + 1) * cycle_s
                held = [o for o in mine if o.time_s <= now_s < o.reported_s]
                targets, missiles = len({(o.command, o.track) for o in held}), len(held)
                left = stock - sum(o.time_s <= now_s for o in mine)
                where = f"run {run}, {batteries.id[battery]}, {now_s:g} s"
                if targets > batteries.target_channels[battery]:
                    told.wrong.append(f"{where}: {targets} targets, {batteries.target_channels[battery]} channels")
                if missiles > batteries.missile_channels[battery]:
                    told.wrong.append(f"{where}: {missiles} missiles, {batteries.missile_channels[battery]} channels")
                log = book.busy_log[run, cycle, battery].tolist()
                if log != [left, targets, missiles]:
                    told.wrong.append(f"{where}: the record says {log}, counted {[left, targets, missiles]}")
                told.full_targets += targets == batteries.target_channels[battery]
                told.full_missiles += missiles == batteries.missile_channels[battery]


def _launchers(book: Book, orders: list[Ordered], told: Told) -> None:
    """Two launches of one launcher, planned or flown, are an interval apart; none comes before order and reaction."""
    d = book.tables.defence
    for run in range(len(book.first_s)):
        draw = int(book.truth.draw_of_run[run])
        mine = [o for o in orders if o.run == run]
        for launcher in range(len(d.launchers.id)):
            interval_s = float(d.launchers.launch_interval_s[draw, launcher])
            here = [o for o in mine if d.rounds.launcher[o.round] == launcher]
            flown = [o.launched_s for o in here if np.isfinite(o.launched_s)]
            for times in (sorted(o.launch_s for o in here), sorted(flown)):
                for gap in np.diff(times):
                    if gap < interval_s - TIE_S:
                        told.wrong.append(f"run {run}, {d.launchers.id[launcher]}: launches {gap:g} s apart")
                    told.launcher_waits += abs(gap - interval_s) <= TIE_S
        for o in mine:
            reaction_s = float(d.batteries.reaction_time_s[draw, o.battery])
            for launch_s in (o.launch_s, o.launched_s):
                if launch_s < o.time_s + reaction_s - TIE_S:
                    told.wrong.append(f"run {run}, round {o.round}: launched {launch_s - o.time_s:g} s after its order")


def _salvos(book: Book, orders: list[Ordered], told: Told) -> None:
    """Rounds ordered together at one track by one battery leave a spacing apart, no more of them than the doctrine."""
    commands = book.tables.defence.commands
    salvos: dict[tuple[int, float, int, int, int], list[float]] = {}
    for o in orders:
        salvos.setdefault((o.run, o.time_s, o.command, o.battery, o.track), []).append(o.launch_s)
    for (run, time_s, command, _, track), launches in salvos.items():
        most = 1 if commands.shoot_look_shoot[command] else int(commands.salvo[command])
        if len(launches) > most:
            told.wrong.append(f"run {run}, {time_s:g} s: {len(launches)} rounds at track {track}, {most} allowed")
        spacing_s = float(commands.launch_spacing_s[command])
        for gap in np.diff(sorted(launches)):
            if gap < spacing_s - TIE_S:
                told.wrong.append(f"run {run}, {time_s:g} s: rounds of a salvo {gap:g} s apart")
            told.spaced += abs(gap - spacing_s) <= TIE_S


def _magazines(book: Book, orders: list[Ordered], told: Told) -> None:
    """No round twice, each from its own battery, and no flight without an order."""
    rounds = book.tables.defence.rounds
    for run in range(len(book.first_s)):
        mine = [o for o in orders if o.run == run]
        used = [o.round for o in mine]
        if len(set(used)) != len(used):
            told.wrong.append(f"run {run}: a round was ordered twice")
        for o in mine:
            if rounds.battery[o.round] != o.battery:
                told.wrong.append(f"run {run}: round {o.round} is not of the battery that was told to fire it")
        flown = set(np.flatnonzero(np.isfinite(book.shots.launch_s[run])).tolist())
        if not flown <= set(used):
            told.wrong.append(f"run {run}: rounds {sorted(flown - set(used))} flew without an order")
        for battery in set(rounds.battery.tolist()):
            told.emptied += sum(o.battery == battery for o in mine) == (rounds.battery == battery).sum()


def _permission(book: Book, orders: list[Ordered], told: Told) -> None:
    """Only tracks that the picture of that very cycle permits and ranks are fired at."""
    tracks = book.table("tracks")
    if not tracks:
        assert not orders
        return
    at = {}
    for i in range(len(tracks["run"])):
        key = (int(tracks["run"][i]), int(tracks["command"][i]), round(float(tracks["time_s"][i]), 6))
        at[*key, int(tracks["track"][i])] = bool(tracks["permitted"][i]) and tracks["priority"][i] > 0.0
    told.unpermitted = sum(not allowed for allowed in at.values())
    for o in orders:
        if not at.get((o.run, o.command, round(o.time_s, 6), o.track), False):
            told.wrong.append(f"run {o.run}, {o.time_s:g} s: fired at track {o.track} without permission")


def _units(book: Book, orders: list[Ordered], told: Told) -> None:
    """No order to a battery whose engagement radar is lost or silent, once its last report has grown old.

    The command is not told of a loss: it goes by reports, which count as fresh for three periods of the radar, or their
    way and two.
    """
    d = book.tables.defence
    for run in range(len(book.first_s)):
        draw = int(book.truth.draw_of_run[run])
        told.lost_radars += int(np.isfinite(book.truth.radar_end_s[run, d.batteries.radar]).sum())
        for o in (o for o in orders if o.run == run):
            radar = int(d.batteries.radar[o.battery])
            told.after_loss += o.time_s > book.truth.radar_end_s[run, radar]
            line = np.flatnonzero((d.links.radar == radar) & (d.links.command == o.command))[0]
            way_s = d.radars.processing_delay_s[draw, radar] + d.links.latency_s[draw, line]
            way_s += d.links.latency_jitter_s[draw, line]
            period_s = d.radars.period_s[draw, radar]
            fresh_s = float(max(3.0 * period_s, way_s + 2.0 * period_s))
            if o.time_s > book.truth.radar_end_s[run, radar] + fresh_s:
                told.wrong.append(f"run {run}, {o.time_s:g} s: an order to a battery without a radar")
            for begin_s, end_s in d.radars.silent_s[0, radar]:
                if begin_s + fresh_s < o.time_s < end_s:
                    told.wrong.append(f"run {run}, {o.time_s:g} s: an order to a battery whose radar is silent")


def _fates(book: Book, told: Told) -> None:
    """Who is dead was killed once, by a round that met it; killed, leaked and survived are all, and apart."""
    shots, truth, objects = book.shots, book.truth, book.tables.objects
    outcomes = tell(book)["outcomes"]
    fates = {
        (int(run), str(who)): str(fate)
        for run, who, fate in zip(outcomes["run"], outcomes["object"], outcomes["fate"], strict=True)
    }
    if len(fates) != truth.killed.size:
        told.wrong.append(f"{len(fates)} fates of {truth.killed.size} objects")
    for run in range(len(book.first_s)):
        draw = min(int(truth.draw_of_run[run]), len(truth.trajectories.start_s) - 1)
        for who in range(truth.killed.shape[1]):
            name = str(objects.id[who])
            kills = [row for row in np.flatnonzero(shots.killed[run]) if shots.target[run, row] == who]
            # or by a burst at another one beside it
            beside = int(truth.killed_beside is not None and truth.killed_beside[run, who] >= 0)
            if len(kills) + beside != int(truth.killed[run, who]):
                told.wrong.append(f"run {run}, {name}: {len(kills)} kills, killed {truth.killed[run, who]}")
            for row in kills:
                if abs(shots.end_s[run, row] - truth.end_s[run, who]) > TIE_S:
                    told.wrong.append(f"run {run}, {name}: killed at another time than its round met it")
            arrives = bool(objects.is_threat[who]) and objects.aims_at[who] >= 0
            arrives = arrives and bool(truth.trajectories.reaches_end[draw, who])
            fate = "killed" if kills else ("leaked" if arrives else "survived")
            if fates.get((int(book.batch.run_number[run]), name)) != fate:
                told.wrong.append(f"run {run}, {name}: {fates.get((run, name))}, but {fate}")
