"""What would have happened: the same battle up to a moment, one change, other orders decided anew from there.

On the same dice once, which tells a story; and with all dice thrown anew after the moment, which tells how often. What
may change are figures, doctrine, policies and the means left; who flies and where things stand may not. On real ground
nothing may be lost, silenced or turned: those questions are for made-up ground.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from gbad import assessment
from gbad.errors import CapacityError, InputError
from gbad.recorder.observers import ALWAYS
from gbad.results.result import Result
from gbad.simulation import spine
from gbad.simulation.battle import Battle
from gbad.simulation.multiplying import multiplied
from gbad.simulation.prepare import Prepared, prepare
from gbad.simulation.transplant import redraw, transplanted
from gbad.terrain import is_fictional
from gbad.text.answer import Answer, Grid

REDRAWS = 64
FIRST_REDRAW = 1_000_000_007  # numbers of runs whose dice are thrown instead: far from any that is played
# paths that may change in the middle of a battle, as patterns, each with what it is
ALLOWED = {
    r"commands\.[^.]+\.(policy|salvo|shoot_look_shoot|weapons_control|self_defence\w*|\w+_s|\w+_km|iff_\w+)": "doctrine",  # noqa: E501
    r"batteries\.[^.]+\.(target_channels|missile_channels|\w+_s|\w+_probability)": "means of a battery",
    r"links\.[^.]+\.(latency_s|latency_jitter_s|loss_probability)": "a link",
    r"figures\..+": "a figure of the library",
    r"radars\.[^.]+\.(?!at\b|silent\b|boresight_deg\b|command\b|type\b|battery\b)\w+": "a figure of a radar",
    r"rounds\.[^.]+": "rounds left of a battery",
}
FICTIONAL = {
    r"(batteries|radars)\.[^.]+\.boresight_deg": "where a radar looks",
    r"(batteries|radars)\.[^.]+\.silent": "silence of a radar",
    r"lost\.[^.]+": "a radar that is destroyed at that moment (true)",
}


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two ends of one battle."""

    at_s: float
    changes: Mapping[str, Any]
    was: Result
    would: Result
    leaked_was: np.ndarray  # (redraws,)  threats that got through with dice thrown anew after the moment
    leaked_would: np.ndarray

    def answer(self) -> Answer:
        """In words and tables."""
        one, other = self.was.summary(), self.would.summary()
        rows = [
            [name.replace("_", " "), str(one[name]), str(other[name])]
            for name in ("killed", "leaked", "survived", "rounds_fired", "others_killed")
        ]
        better = int((self.leaked_would < self.leaked_was).sum())
        worse = int((self.leaked_would > self.leaked_was).sum())
        n = len(self.leaked_was)
        said = ", ".join(f"{path} = {value}" for path, value in self.changes.items())
        sentences = [
            f"Same battle to {self.at_s:.0f} s, then {said}; all other orders decided anew.",
            f"With the dice after that moment thrown anew {n} times, {self.leaked_was.mean():.1f} got through as it "
            f"was and {self.leaked_would.mean():.1f} with the change: fewer in {better}, more in {worse}, "
            f"as many in {n - better - worse}.",
        ]
        fates = [
            [str(a["object"]), str(a["fate"]), str(b["fate"])]
            for a, b in zip(self.was.outcomes.rows(), self.would.outcomes.rows(), strict=True)
            if a["fate"] != b["fate"]
        ]
        grids = [Grid("On the same dice", ("", "as it was", "with the change"), rows, ("as it was", "with the change"))]
        if fates:
            grids.append(Grid("Other fates", ("object", "as it was", "with the change"), fates))
        through = range(
            int(min(self.leaked_was.min(), self.leaked_would.min())),
            int(max(self.leaked_was.max(), self.leaked_would.max())) + 1,
        )
        counted = [
            [str(k), *(str(int((leaked == k).sum())) for leaked in (self.leaked_was, self.leaked_would))]
            for k in through
        ]
        heading = f"Of {n} redraws, by how many got through"
        grids.append(
            Grid(heading, ("got through", "as it was", "with the change"), counted, ("as it was", "with the change"))
        )
        facts = {
            "at_s": self.at_s,
            "changes": dict(self.changes),
            "was": one.to_json(),
            "would": other.to_json(),
            "redraws": n,
            "leaked_was": self.leaked_was.tolist(),
            "leaked_would": self.leaked_would.tolist(),
        }
        return Answer(f"What if: {self.was.manifest['title']}", sentences, grids, facts)


def what_if(
    ready: Prepared, at_s: float, changes: Mapping[str, Any], *, seed: int, run: int = 0, redraws: int = REDRAWS
) -> WhatIf:
    """Play a run of a scenario to ``at_s``, change it, and play both ways to the end. Raises ``InputError``."""
    if not 0.0 < at_s < ready.tables.duration_s:
        raise InputError(f"--at {at_s:g} s: a moment inside the battle is needed, more than 0 and less than "
                         f"{ready.tables.duration_s:g} s")  # fmt: skip
    _check(ready, changes)
    figures = {path: value for path, value in changes.items() if not path.startswith(("rounds.", "lost."))}
    # a change that takes a table's shape along is refused by the transplant, with its name
    new = prepare(ready.document, figures) if figures else ready
    room = spine.Batch(seed=seed, run_number=np.array([run]), draw_of_run=np.zeros(1, np.int64))
    while True:
        try:
            return _both_ways(ready, new, at_s, changes, room, redraws)
        except CapacityError:
            # from the beginning with more room: on the way back a change would be lost, or come too early
            room = room.doubled()


def _both_ways(
    ready: Prepared, new: Prepared, at_s: float, changes: Mapping[str, Any], room: spine.Batch, redraws: int
) -> WhatIf:
    """Once on the same dice, and redrawn. Raises ``CapacityError``."""
    story = _begun(ready, room).play(at_s)
    other = _changed(story, ready, new, changes)
    # side by side, or one after the other where each has tables of its own
    alone = any(spine.one_by_one(each.tables, each.plugs) for each in (ready, new))
    parts = np.arange(redraws, dtype=np.int64).reshape((-1, 1) if alone else (1, -1)) + FIRST_REDRAW
    counts = []
    # both ways side by side: they share nothing that is written to, and kernels let go of the interpreter
    with ThreadPoolExecutor(1 if alone else 2) as side_by_side:
        for numbers in parts:
            # the way to the moment was played once; of what comes after only who gets through is asked
            both = [multiplied(battle._state, len(numbers), ALWAYS) for battle in (story, other)]
            counts.append(list(side_by_side.map(partial(_redrawn, numbers), both)))
    leaked_was, leaked_would = (np.concatenate(way) for way in zip(*counts, strict=True))
    was, would = story.play().close(), other.play().close()
    return WhatIf(story_time(at_s, ready), dict(changes), was, would, leaked_was, leaked_would)


def _redrawn(numbers: np.ndarray, state: spine.State) -> np.ndarray:
    """Threats that got through with the dice of these runs from now on, ``(runs,)``."""
    redraw(state, numbers)
    # nobody asks what happens after the last threat has arrived or is killed
    while not (state.over or assessment.all_arrived(state.tables.objects, state.truth, state.now_s)):
        spine.decide(state)
        spine.advance(state)
    through = assessment.leaked(state.tables.objects, state.truth, state.tables.duration_s)
    return np.asarray(through.sum(axis=1))


def story_time(at_s: float, ready: Prepared) -> float:
    """The command cycle at or after a moment."""
    cycle_s = ready.tables.defence.cycle_s
    return float(np.ceil(at_s / cycle_s - 1e-9) * cycle_s)


def _check(ready: Prepared, changes: Mapping[str, Any]) -> None:
    if not changes:
        raise InputError("what-if needs at least one --set PATH=VALUE; " + _allowed())
    for path in changes:
        if any(re.fullmatch(pattern, path) for pattern in ALLOWED):
            continue
        if any(re.fullmatch(pattern, path) for pattern in FICTIONAL):
            if not is_fictional(ready.terrain):
                raise InputError(f"{path}: on real ground nothing is lost, silenced or turned; made-up ground may be")
            continue
        raise InputError(f"{path}: cannot change in the middle of a battle. {_allowed()}")


def _allowed() -> str:
    return (
        "Allowed: commands.NAME.policy and doctrine; batteries.NAME.target_channels and other means; "
        "links.NAME.latency_s; figures.NAME...; figures of a radar; rounds.BATTERY=N; on made-up ground boresight_deg, "
        "silent, lost.RADAR=true"
    )


def _changed(battle: Battle, ready: Prepared, new: Prepared, changes: Mapping[str, Any]) -> Battle:
    state = transplanted(battle._state, ready, new)
    defence = new.tables.defence
    for path, value in changes.items():
        kind, _, name = path.partition(".")
        if kind == "rounds":
            _leave_rounds(state, defence, name, value)
        elif kind == "lost":
            rows = np.flatnonzero(defence.radars.id == name)
            if len(rows) == 0 or (value is not True and str(value).lower() != "true"):
                known = ", ".join(defence.radars.id.tolist())
                raise InputError(f"{path}={value}: expected lost.RADAR=true with one of {known}")
            state.truth.radar_end_s[:, rows[0]] = np.minimum(state.truth.radar_end_s[:, rows[0]], state.now_s)
    return Battle(new, state, changes, grows=False)


def _leave_rounds(state: spine.State, defence: Any, battery: str, left: Any) -> None:
    """Take rounds out of magazines, the last of each first, until so many are left. More than there are is refused."""
    rows = np.flatnonzero(defence.batteries.id == battery)
    if len(rows) == 0:
        known = ", ".join(defence.batteries.id.tolist())
        raise InputError(f"rounds.{battery}: there is no such battery; there are {known}")
    try:
        # on the command line it is a text
        number = math.nan if isinstance(left, bool) else float(left)
    except (TypeError, ValueError):
        number = math.nan
    if not number.is_integer():
        raise InputError(f"rounds.{battery}={left}: expected a whole number of rounds")
    mine = np.flatnonzero(defence.rounds.battery == rows[0])
    for run in range(state.ledger.runs):
        ready = mine[~state.ledger.ordered[run, mine]]
        wanted = int(number)
        if not 0 <= wanted <= len(ready):
            raise InputError(f"rounds.{battery}={left}: {len(ready)} are left then; 0 to {len(ready)} are allowed")
        gone = ready[wanted:]
        state.ledger.ordered[run, gone] = True
        state.ledger.report_s[run, gone] = -np.inf
        state.ledger.track[run, gone] = 0
    if state.situation is not None:
        assert state.threats is not None
        state.situation = spine.weapons.survey(
            state.ledger, defence, state.batch.draw_of_run, state.picture, state.threats, state.now_s,
            offer_pending=state.offer_pending,
        )  # fmt: skip


def _begun(ready: Prepared, room: spine.Batch) -> Battle:
    return Battle(ready, spine.begin(ready.tables, ready.trajectories, room, ready.plugs), grows=False)
