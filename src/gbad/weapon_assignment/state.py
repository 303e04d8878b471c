"""What a command remembers of its rounds: ordered at which track, reported how, and when launchers are free."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.messages import ShotReports
from gbad.nodes import way_up
from gbad.tables import Bools, Defence, Floats, Ints
from gbad.text.readable import counted


@dataclass(slots=True)
class Ledger:
    """Magazine and channels of every battery as its command knows them. Dense ``(runs, rounds)`` unless said."""

    run_number: Ints  # (runs,)  absolute numbers, shown to policies
    seed: int  # of the dice of what travels between posts and batteries
    ordered: Bools  # the round has left the magazine (ordered; flying; spent)
    command: Ints  # command that ordered it, -1 before
    track: Ints  # system track number it was ordered at
    launch_s: Floats  # planned
    intercept_s: Floats  # planned
    kill_probability: Floats  # as estimated when ordered
    report_s: Floats  # [s] when its result is known; inf until then. The channel is held from order to this
    reported_kill: Bools
    launcher_free_s: Floats  # (runs, launchers)  earliest next launch
    round_ready_s: Floats  # [s] when it lies in its tube; inf while no transporter has brought it
    transporter_free_s: Floats  # (runs, batteries, most transporters)  inf for those a battery does not have

    def __repr__(self) -> str:
        known = np.isfinite(self.report_s)
        told = f"{np.count_nonzero(self.ordered)} ordered, {counted(int(np.count_nonzero(known)), 'report')}"
        return f"<Ledger: {counted(self.ordered.shape[1], 'round')}, {counted(self.runs, 'run')}, {told}>"

    @property
    def runs(self) -> int:
        """Number of runs in the batch."""
        return len(self.ordered)


def start(defence: Defence, run_number: Ints, seed: int = 0) -> Ledger:
    """Full magazines, free channels, for the runs of these absolute numbers, ``(runs,)``."""
    runs = len(run_number)
    shape = (runs, len(defence.rounds.id))
    return Ledger(
        run_number=run_number,
        seed=seed,
        ordered=np.zeros(shape, np.bool_),
        command=np.full(shape, -1, np.int64),
        track=np.zeros(shape, np.int64),
        launch_s=np.full(shape, np.nan),
        intercept_s=np.full(shape, np.nan),
        kill_probability=np.full(shape, np.nan),
        report_s=np.full(shape, np.inf),
        reported_kill=np.zeros(shape, np.bool_),
        launcher_free_s=np.zeros((runs, len(defence.launchers.id))),
        round_ready_s=np.repeat(np.where(defence.rounds.load > 0, np.inf, 0.0)[None], runs, axis=0),
        transporter_free_s=np.repeat(_transporters(defence)[None], runs, axis=0),
    )


def _transporters(defence: Defence) -> Floats:
    """``(batteries, most)``: 0 for each transporter a battery has, inf beyond."""
    own = np.asarray(defence.batteries.transporters)
    found: Floats = np.where(np.arange(int(own.max(initial=0))) < own[:, None], 0.0, np.inf)
    return found


def put_back(ledger: Ledger, run: Ints, row: Ints) -> None:
    """Rounds that were ordered and never left lie in their tubes again; the launcher's time is lost."""
    ledger.ordered[run, row] = False
    ledger.command[run, row] = -1
    ledger.track[run, row] = 0
    for column in (ledger.launch_s, ledger.intercept_s, ledger.kill_probability):
        column[run, row] = np.nan


def hear(ledger: Ledger, reports: ShotReports, defence: Defence, draw_of_run: Ints) -> None:
    """Take in shot reports; each counts from its own ``available_s`` on, and the way up where results travel."""
    late_s = way_up(
        defence, draw_of_run, ledger.run_number, ledger.seed, reports.run, reports.round, reports.time_s
    )  # fmt: skip
    ledger.report_s[reports.run, reports.round] = reports.available_s + late_s
    ledger.reported_kill[reports.run, reports.round] = reports.reported_kill == 1
