"""``gbad.Battle``: an engagement as a value that can be stepped, decided in, copied, saved, loaded and played on.

```python
battle = gbad.Battle.begin("ankara-2019", seed=7)
while not battle.over:
    battle.advance()   # to the next command cycle
    battle.decide()    # by the scenario's policies; or by you: battle.decide({"post": [(0, 1)]})
result = battle.close()
```

The same tables, byte for byte, as ``gbad.run``. A battle is no engine of its own: it holds the spine's ``State`` and
the prepared scenario, nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gbad import weapon_assignment as weapons
from gbad.errors import InputError
from gbad.recorder.observers import checked
from gbad.results.result import Result
from gbad.scenario.document import Document
from gbad.simulation import saving, spine
from gbad.simulation.copying import copied, shared_parts
from gbad.simulation.manifest import claims_table, manifest_of, sites_table
from gbad.simulation.prepare import Prepared, prepare
from gbad.simulation.tabulate import empty, tell

Orders = Sequence[tuple[int, int] | weapons.Order]


class Battle:
    """One batch of engagements, stepped from outside. Make one with :meth:`begin` or :meth:`load`."""

    def __init__(
        self, ready: Prepared, state: spine.State, changes: Mapping[str, Any] | None = None, *, grows: bool = True
    ) -> None:
        self._ready, self._state, self._changes = ready, state, dict(changes or {})
        # a battle that was changed in the middle cannot come back to where a table overflowed: its maker begins anew
        self._grows = grows
        self._shared: dict[int, Any] | None = None
        self._closed = False

    @classmethod
    def begin(
        cls,
        scenario: str | Path | Document | Prepared,
        *,
        seed: int = 1,
        runs: int = 1,
        first_run: int = 0,
        changes: Mapping[str, Any] | None = None,
        record: str = "full",
        without: Collection[str] = (),
    ) -> Battle:
        """A battle before time starts, with runs ``first_run ...`` side by side.

        ``record`` is ``"full"`` (every message is kept) or ``"outcomes"``; observers named in ``without`` take no notes
        (``gbad.recorder.observers``). Raises ``InputError`` for bad input.
        """
        if runs < 1 or first_run < 0 or not 0 <= seed < 2**63:
            raise InputError(f"runs {runs}, first_run {first_run}, seed {seed}: at least 1, 0 and 0 are needed")
        if record not in ("full", "outcomes"):
            raise InputError(f"record {record!r}: expected 'full' or 'outcomes'")
        ready = prepare(scenario, changes)
        numbers = np.arange(first_run, first_run + runs, dtype=np.int64)
        batch = spine.Batch(
            seed=seed, run_number=numbers, draw_of_run=np.zeros(runs, np.int64), record=record, without=checked(without)
        )
        state = spine.begin(ready.tables, ready.trajectories, batch, ready.plugs)
        state.offer_pending = True
        return cls(ready, state, changes)

    def __repr__(self) -> str:
        runs = len(self._state.batch.run_number)
        what = "over" if self.over else "to be decided" if self.waiting else "to be advanced"
        many = "" if runs == 1 else f", {runs} runs"
        return (
            f"<Battle {self._ready.scenario.id} at {self.now_s:g} s of {self._state.tables.duration_s:g}{many}, {what}>"
        )

    @property
    def now_s(self) -> float:
        """Time [s] up to which it has been played."""
        return self._state.now_s

    @property
    def over(self) -> bool:
        """Whether the scenario's time is up and nothing is left to decide."""
        return self._state.over

    @property
    def waiting(self) -> bool:
        """Whether the commands are to decide now."""
        return self._state.situation is not None

    @property
    def commands(self) -> tuple[str, ...]:
        """Ids of the command posts."""
        return tuple(str(name) for name in self._state.tables.defence.commands.id)

    def advance(self) -> Battle:
        """Play to the next command cycle, or to the end. A decision that is due is first left to the policies."""
        self._open()
        if self.waiting:
            self.decide()
        self._state = spine.grown(spine.advance, self._state) if self._grows else spine.advance(self._state)
        return self

    def situation(self, command: str | int = 0, run: int = 0) -> weapons.CommandSituation:
        """What a command of a run (row of the batch) sees and may do now. Raises ``InputError`` when none is due."""
        self._open()
        if self._state.situation is None:
            raise InputError(f"battle at {self.now_s:g} s: nothing is to be decided; advance() plays to the next cycle")
        row = self._command(command)
        self._run(run)
        o = self._state.situation.options
        mine = np.flatnonzero((o.run == run) & (o.command == row))
        rows, pending = mine[o.in_flight[mine] == 0], mine[o.in_flight[mine] > 0]
        defence, numbers = self._state.tables.defence, self._state.batch.run_number
        return weapons.view_of(self._state.situation, defence, numbers, run, row, rows, pending)

    def decide(self, orders: Mapping[str | tuple[str, int], Orders] | None = None) -> Battle:
        """Decide this cycle: by the scenario's policies, or for the commands named in ``orders`` by what they say.

        Keys are a command's id (all runs of the batch) or ``(id, run row)``; values as a policy returns them. Raises
        ``InputError`` for orders that cannot be carried out; the battle then still waits for a decision.
        """
        self._open()
        state = self._state
        if state.situation is None:
            raise InputError(f"battle at {self.now_s:g} s: nothing is to be decided; advance() plays to the next cycle")
        if not orders:
            spine.decide(state)
            return self
        runs = len(state.batch.run_number)
        given: dict[tuple[int, int], Orders] = {}
        for key, wanted in orders.items():
            name, rows = (key[0], [self._run(key[1])]) if isinstance(key, tuple) else (key, range(runs))
            given |= {(run, self._command(name)): wanted for run in rows}
        defence = state.tables.defence
        spine.decide(
            state,
            weapons.decide_from_outside(state.situation, defence, state.plugs.policies, state.ledger.run_number, given),
        )
        return self

    def play(self, until_s: float = float("inf")) -> Battle:
        """Advance and decide by the policies up to a time, at least to the next cycle after it, or to the end."""
        while not self.over and self.now_s < until_s:
            self.advance()
        return self

    def drain(self, since_s: float = -1.0) -> dict[str, dict[str, np.ndarray]]:
        """What was noted after a moment, by table: flat columns, rows of the scenario's tables by number.

        For somebody who reads along: ``battle.drain(before_s)`` after every ``advance()``. Nothing is taken away. Empty
        where only outcomes are recorded.
        """
        self._open()
        return self._state.book.drain(since_s)

    def close(self) -> Result:
        """The result, as ``gbad.run`` gives it. Raises ``InputError`` before the end, and after the first call."""
        self._open()
        if self.waiting:
            self.decide()
        if not self.over:
            raise InputError(f"battle at {self.now_s:g} s is not over; play() takes it to its end")
        self._closed = True
        book = spine.close(self._state)
        batch = self._state.batch
        tables = tell(book)
        tables["sites"] = sites_table(self._ready, book)
        tables["claims"] = claims_table(self._ready, tables)
        # the page's window wants the paths of the recorded run; outcomes alone have none
        seen = {"truth": empty("truth")} | tables
        manifest = manifest_of(
            self._ready, book, seen, seed=batch.seed, runs=len(batch.run_number),
            first_run=int(batch.run_number[0]), changes=self._changes,
        )  # fmt: skip
        result = Result(tables, manifest)
        result.manifest["simulated_s"] = float(self._state.tables.duration_s * len(batch.run_number))
        return result

    def copy(self) -> Battle:
        """Another battle at the same instant; neither leaves a trace in the other."""
        self._open()
        if self._shared is None:
            assert self._state.planned is not None
            self._shared = shared_parts(self._state.given, self._state.planned)
        other = Battle(self._ready, copied(self._state, self._shared), self._changes, grows=self._grows)
        other._shared = self._shared
        return other

    def save(self, path: str | Path) -> Path:
        """Write the battle to one new file. Raises ``InputError`` for plug-ins that cannot tell their state."""
        self._open()
        return saving.save(self._ready, self._state, self._changes, Path(path))

    @classmethod
    def load(cls, path: str | Path, scenario: str | Path | Document | Prepared | None = None) -> Battle:
        """A saved battle, as it was. ``scenario`` only where the file it was made from has moved.

        Raises ``InputError`` for another version of the program or the scenario, ``ResultsError`` for a damaged file.
        """
        ready, state, changes = saving.load(Path(path), scenario)
        return cls(ready, state, changes)

    def _open(self) -> None:
        if self._closed:
            raise InputError(
                "the battle is closed; copy() or save() it before close() to play on from an earlier moment"
            )

    def _run(self, run: int) -> int:
        runs = len(self._state.batch.run_number)
        if not 0 <= run < runs:
            raise InputError(f"run {run}: the battle has rows 0 to {runs - 1}")
        return run

    def _command(self, command: str | int) -> int:
        names: Iterable[str] = self.commands
        listed = list(names)
        if isinstance(command, int) and 0 <= command < len(listed):
            return command
        if command in listed:
            return listed.index(str(command))
        raise InputError(f"command {command!r}: the battle has {', '.join(listed)}")
