"""One decision, explained: what every command knew at a cycle, was offered, picked, and refused with which reason.

The battle is played again to that cycle with the same dice, so the answer needs nothing but the scenario and the seed.
A command's knowledge is its picture; what a track really was stands beside it, from the answer key.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from gbad.codes.causes import Cause
from gbad.codes.reasons import REFUSALS
from gbad.errors import InputError
from gbad.messages import IDENTITY_NAMES
from gbad.simulation.battle import Battle
from gbad.simulation.prepare import Prepared
from gbad.text.answer import Answer, Grid
from gbad.weapon_assignment import DECISIONS, CommandSituation, given_away


def decision(ready: Prepared, at_s: float, *, seed: int, run: int = 0, command: str | None = None) -> Answer:
    """Play a run to the command cycle at or after a moment and tell what was decided there. Raises ``InputError``."""
    d = ready.tables.defence
    last_s = math.floor(ready.tables.duration_s / d.cycle_s + 1e-9) * d.cycle_s
    if not 0.0 <= at_s <= last_s:
        raise InputError(
            f"--decision {at_s:g} s: commands decide every {d.cycle_s:g} s up to {last_s:g} s; a moment of the battle "
            "is needed"
        )
    battle = Battle.begin(ready, seed=seed, first_run=run).advance()
    while battle.now_s < at_s - 1e-9:
        battle.advance()
    posts = battle.commands
    if command is not None and command not in posts:
        raise InputError(f"--command {command}: the battle has {', '.join(posts)}")
    rows = [row for row, name in enumerate(posts) if command in (None, name)]
    told = [_Told(ready, battle, row) for row in rows]
    # from here on decisions are held against their static optimum, and this is the only one
    battle._state.batch = replace(battle._state.batch, compare=True)
    battle.decide()
    for each in told:
        each.decided(battle)
    sentences = [each.sentence() for each in told]
    comparison = battle._state.book.comparison
    given = float(given_away(comparison)[0]) if comparison[0, DECISIONS] else None
    if given is not None:
        sentences.append(
            f"Of what the best static assignment of this moment would gain, {100.0 * given:.3g} % was given away"
            f"{' (by all commands)' if len(posts) > 1 else ''}."
        )
    # the decision just taken is the last
    late = battle._state.decisions[-1].unproven
    if late:
        gap = max(one.gap for one in late)
        sentences.append(
            f"Its time ran out: the best found was ordered, with at most {100.0 * gap:.2g} % of the gain open."
        )
    facts = {
        "time_s": battle.now_s,
        "run": run,
        "seed": seed,
        "given_away": given,
        "open_gap": max((one.gap for one in late), default=0.0),
        "commands": [each.facts() for each in told],
    }
    return Answer(f"{ready.scenario.id}, run {run}: the decision at {battle.now_s:.0f} s", sentences,
                  [grid for each in told for grid in each.grids()], facts)  # fmt: skip


class _Told:
    """One command at one cycle: its view before the decision, and then the decision."""

    def __init__(self, ready: Prepared, battle: Battle, command: int) -> None:
        self._d, self._row = ready.tables.defence, command
        self._ids = ready.tables.objects.id
        self.command = battle.commands[command]
        self._view: CommandSituation = battle.situation(command)
        # ``carry_out`` completes these very arrays
        situation, identities = battle._state.situation, battle._state.identities
        assert situation is not None
        assert identities is not None
        self._gates, self._identity = situation.gates, identities.identity[0, command].copy()
        self._picked: dict[int, list[str]] = {}
        self._pairs: dict[int, tuple[int, int]] = {}
        self._really: dict[int, str] = {}

    def decided(self, battle: Battle) -> None:
        """Take in what was ordered."""
        state, d = battle._state, self._d
        orders = state.book.orders[-1]
        for k in np.flatnonzero(orders.command == self._row):
            track, round_row = int(orders.track[k]), int(orders.round[k])
            self._picked.setdefault(track, []).append(str(d.rounds.id[round_row]))
            self._pairs[track] = (int(orders.battery[k]), int(d.rounds.interceptor[round_row]))
        kept = state.book.kept.get("tracks", [])
        newest = kept[-1] if kept else {}
        for row in range(len(newest.get("run", ()))):
            if newest["command"][row] == self._row and newest["time_s"][row] == battle.now_s:
                who = int(newest["object"][row])
                self._really[int(newest["track"][row])] = str(self._ids[who]) if who >= 0 else "nothing"

    def sentence(self) -> str:
        """Counts in words."""
        tracks, v = self._view.tracks, self._view
        assert tracks is not None
        offered = len(set(v.track.tolist()))
        rounds = sum(len(names) for names in self._picked.values())
        return (
            f"{self.command} held {_count(len(tracks.number), 'track')}, might engage {int(tracks.permitted.sum())}, "
            f"was offered {_count(len(v.track), 'option')} at {_count(offered, 'track')} and ordered "
            f"{_count(rounds, 'round')}."
        )

    def knew(self) -> list[dict[str, Any]]:
        """Its picture, a row a track."""
        t = self._view.tracks
        assert t is not None
        slots = np.flatnonzero(self._gates.number[0, self._row])
        return [
            {
                "track": int(t.number[k]), "really": self._really.get(int(t.number[k]), ""),
                "identity": IDENTITY_NAMES[int(self._identity[slots[k]])], "may_engage": bool(t.permitted[k]),
                "priority": float(t.priority[k]), "time_to_impact_s": _finite(t.time_to_impact_s[k]),
                "asset": str(self._d.assets.id[t.asset[k]]) if t.asset[k] >= 0 else "",
                "rounds_on_their_way": int(t.in_flight[k]),
            }
            for k in range(len(t.number))
        ]  # fmt: skip

    def offered(self) -> list[dict[str, Any]]:
        """Its options, a row each, the best of a track first; which was taken, and which was the next best."""
        v, d = self._view, self._d
        rows = []
        for track in dict.fromkeys(v.track.tolist()):
            mine = np.flatnonzero(v.track == track)
            ranked = sorted(mine.tolist(), key=lambda k: (-v.kill_probability[k], v.intercept_s[k], k))
            taken = self._pairs.get(track)
            rest = [k for k in ranked if (int(v.battery[k]), int(v.interceptor[k])) != taken]
            for k in ranked:
                pair = (int(v.battery[k]), int(v.interceptor[k]))
                what = "taken" if pair == taken else "second best" if taken is not None and rest[:1] == [k] else ""
                rows.append(
                    {
                        "track": track, "battery": str(d.batteries.id[pair[0]]),
                        "interceptor": str(d.interceptors.id[pair[1]]), "launch_s": float(v.launch_s[k]),
                        "intercept_s": float(v.intercept_s[k]), "kill_probability": float(v.kill_probability[k]),
                        "rounds_ready": int(v.rounds_ready[k]), "what": what,
                    }
                )  # fmt: skip
        return rows

    def refused(self) -> list[dict[str, Any]]:
        """Tracks without an order, with what kept each of its own batteries from it."""
        d, rows = self._d, []
        mine = np.flatnonzero(d.batteries.command == self._row)
        tracks = self._view.tracks
        assert tracks is not None
        for slot in np.flatnonzero(self._gates.number[0, self._row]).tolist():
            number = int(self._gates.number[0, self._row, slot])
            if number in self._picked:
                continue
            flying = int(tracks.in_flight[np.flatnonzero(tracks.number == number)[0]])
            for battery in mine:
                gate = Cause(int(self._gates.gate[0, self._row, slot, battery]))
                if gate == Cause.NONE:
                    reason = "rounds are on their way" if flying else "not picked"
                else:
                    reason = REFUSALS.get(gate.identifier, gate.sentence)
                row = {"track": number, "battery": str(d.batteries.id[battery]), "reason": reason}
                rows.append(row | {"gate": None if gate == Cause.NONE else gate.identifier})
        return rows

    def means(self) -> list[dict[str, Any]]:
        """Channels free and rounds ready of its batteries before the decision."""
        v, d = self._view, self._d
        assert v.resources is not None
        return [
            {
                "battery": str(d.batteries.id[b]), "target_channels_free": int(v.target_channels_free[b]),
                "missile_channels_free": int(v.missile_channels_free[b]),
                "rounds_ready": int(v.resources.rounds_ready[b].sum()),
            }
            for b in np.flatnonzero(d.batteries.command == self._row)
        ]  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """All of it for a machine."""
        picked = [
            {"track": track, "battery": str(self._d.batteries.id[self._pairs[track][0]]), "rounds": names}
            for track, names in self._picked.items()
        ]
        return {
            "command": self.command, "means": self.means(), "knew": self.knew(), "offered": self.offered(),
            "picked": picked, "refused": self.refused(),
        }  # fmt: skip

    def grids(self) -> list[Grid]:
        """Tables for a reader; those without a row are left out."""
        named = {
            f"What {self.command} had free": self.means(), f"What {self.command} knew": self.knew(),
            f"What {self.command} was offered": self.offered(), f"What {self.command} did not fire at": self.refused(),
        }  # fmt: skip
        return [_grid(heading, rows) for heading, rows in named.items() if rows]


def _grid(heading: str, rows: list[dict[str, Any]]) -> Grid:
    shown = [name for name in rows[0] if name != "gate"]
    cells = [[_said(row[name]) for name in shown] for row in rows]
    numbers = [
        name for name in shown if isinstance(rows[0][name], (int, float)) and not isinstance(rows[0][name], bool)
    ]
    spoken = {name: name.replace("_s", " [s]") if name.endswith("_s") else name for name in shown}
    columns = [spoken[name].replace("_", " ") for name in shown]
    return Grid(heading, columns, cells, [spoken[name].replace("_", " ") for name in numbers])


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 10.0 else f"{value:.0f}"
    return str(value)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
