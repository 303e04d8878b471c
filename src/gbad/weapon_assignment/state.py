"""What a command remembers of its rounds: ordered at which track, reported how, and when launchers are free."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.messages import ShotReports
from gbad.tables import Bools, Defence, Floats, Ints


@dataclass(slots=True)
class Ledger:
    """Magazine and channels of every battery as its command knows them. Dense ``(runs, rounds)`` unless said."""

    run_number: Ints  # (runs,)  absolute numbers, shown to policies
    ordered: Bools  # the round has left the magazine (ordered; flying; spent)
    command: Ints  # command that ordered it, -1 before
    track: Ints  # system track number it was ordered at
    launch_s: Floats  # planned
    intercept_s: Floats  # planned
    kill_probability: Floats  # as estimated when ordered
    report_s: Floats  # [s] when its result is known; inf until then. The channel is held from order to this
    reported_kill: Bools
    launcher_free_s: Floats  # (runs, launchers)  earliest next launch

    @property
    def runs(self) -> int:
        """Number of runs in the batch."""
        return len(self.ordered)


def start(defence: Defence, run_number: Ints) -> Ledger:
    """Full magazines, free channels, for the runs of these absolute numbers, ``(runs,)``."""
    runs = len(run_number)
    shape = (runs, len(defence.rounds.id))
    return Ledger(
        run_number=run_number,
        ordered=np.zeros(shape, np.bool_),
        command=np.full(shape, -1, np.int64),
        track=np.zeros(shape, np.int64),
        launch_s=np.full(shape, np.nan),
        intercept_s=np.full(shape, np.nan),
        kill_probability=np.full(shape, np.nan),
        report_s=np.full(shape, np.inf),
        reported_kill=np.zeros(shape, np.bool_),
        launcher_free_s=np.zeros((runs, len(defence.launchers.id))),
    )


def hear(ledger: Ledger, reports: ShotReports) -> None:
    """Take in shot reports; each counts from its own ``available_s`` on."""
    ledger.report_s[reports.run, reports.round] = reports.available_s
    ledger.reported_kill[reports.run, reports.round] = reports.reported_kill == 1
