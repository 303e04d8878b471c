"""``lookahead``: holds rounds and channels for what is coming, as far as that is worth it.

At every decision the situation becomes an abstract dynamic instance (``gbad.assignment.dynamic``): every track that may
be fired at is a target with the value that it threatens; it may be fired at from when it comes in reach until too
little time is left; an engagement holds its channel until its report. Rounds and channels get prices from the
relaxation of that instance, orders by price are improved in imagined worlds, and what they fire now is ordered. The
instance is made anew at the next decision.

It starts from the ``CommandSituation`` alone. Imagined worlds are thrown with dice of the policy's own from beliefs and
nominal kill probabilities: neither the truth, nor what is not seen yet, nor the battle's dice reach it.

Left out: threats that are not in the picture, false reports, missile channels beyond those of one salvo, and how a
round's flight time changes with the target's way. A track that no battery reaches yet is taken to come in reach when
its time to impact has come down to that of the farthest track in reach now.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.assignment.dynamic import Instance
from gbad.assignment.dynamic import _lookahead_kernel as numbers
from gbad.assignment.dynamic import _model_kernel as world
from gbad.assignment.dynamic.lookahead import OWN_SEED
from gbad.assignment.dynamic.policies import Orders, no_orders
from gbad.assignment.dynamic.relaxation import grid_of
from gbad.tables import Bools, Floats, Ints
from gbad.weapon_assignment.built_in.guards import Guards
from gbad.weapon_assignment.built_in.queue import Stock
from gbad.weapon_assignment.orders import Order, fire
from gbad.weapon_assignment.situation import CommandSituation, Pending

MOST_STAGES = 40
PRICE_STEPS = 40  # of settling prices, from none
REPORT_S = 4.0  # from meeting to report, about
LAST_SHOT_S = 12.0  # a round needs this long at least from order to meeting


@dataclass(frozen=True, slots=True)
class Looked:
    """A situation as an abstract instance, and where its parts come from."""

    instance: Instance
    known: world.Known
    tracks: Ints  # (T,)  numbers of the targets
    rows: tuple[tuple[int, int], ...]  # (W,)  battery and missile type of the rows


@dataclass(frozen=True, slots=True)
class Lookahead:
    """The policy: ``stage_s`` [s] is its step in time, ``worlds`` how many are imagined (0: prices alone)."""

    guards: Guards
    stage_s: float
    worlds: int
    asks_pending: bool = True

    def __call__(self, situation: CommandSituation) -> list[Order]:
        """Orders of one command at one cycle."""
        looked = instance_of(situation, self.stage_s)
        if looked is None:
            return []
        row, salvo = self._best(looked)
        stock, orders = Stock.of(situation, self.guards), []
        allowed, cheap = self.guards.allowed(situation), self.guards.cheap(situation)
        place = {
            key: option
            for option, key in enumerate(
                zip(situation.track.tolist(), situation.battery.tolist(), situation.interceptor.tolist(), strict=True)
            )
        }
        for target in np.argsort(-looked.instance.values, kind="stable"):
            if row[target] < 0 or salvo[target] < 1:
                continue
            option = place.get((int(looked.tracks[target]), *looked.rows[row[target]]))
            if option is None or not allowed[option]:
                continue
            rounds = min(int(salvo[target]), stock.room(situation, option, bool(cheap[option])))
            if rounds > 0:
                stock.take(situation, option, rounds, bool(cheap[option]))
                orders.append(fire(option, rounds))
        return orders

    def _best(self, looked: Looked) -> Orders:
        """Orders of the first stage."""
        model, known = looked.instance.compiled(), looked.known
        prices = np.zeros(len(model.rounds) + len(model.channels) * int(model.rules[3]))
        row, salvo = no_orders(model)
        grid = grid_of(model)
        value = np.zeros((len(row), int(model.rules[3]) + 1, len(grid)))
        sums = numbers.priced(model, known, prices, PRICE_STEPS, grid, value, row, salvo)
        if self.worlds:
            numbers.improve_by_worlds(
                model, known, prices[: len(model.rounds)], sums, value, len(grid), OWN_SEED, self.worlds, row, salvo
            )
        return row, salvo


def instance_of(situation: CommandSituation, stage_s: float) -> Looked | None:
    """The situation as an abstract instance; None when nothing can be fired now."""
    resources, view = situation.resources, situation.tracks
    fireable = (situation.rounds_ready > 0) & (situation.target_channels_free[situation.battery] > 0)
    if resources is None or view is None or not (fireable & _open(situation)).any():
        return None
    chosen = np.flatnonzero(view.permitted & (view.priority > 0.0) & np.isfinite(view.time_to_impact_s))
    tracks, left_s = view.number[chosen], view.time_to_impact_s[chosen]
    stage_s = max(stage_s, float(left_s.max()) / (MOST_STAGES - 1))
    stages = int(np.clip(np.ceil(left_s.max() / stage_s) + 1, 1, MOST_STAGES))
    keys = list(dict.fromkeys(zip(situation.battery.tolist(), situation.interceptor.tolist(), strict=True)))
    keys = [key for key in sorted(keys) if resources.rounds_ready[key] > 0]
    shape = (len(keys), len(tracks))
    chance, opens, closes = np.zeros(shape), np.full(shape, stages), np.full(shape, -1)
    spare = np.clip(np.floor((left_s - LAST_SHOT_S) / stage_s), 0, stages - 1).astype(np.int64)
    reach_s = float(situation.time_to_impact_s.max())
    later = np.maximum(np.ceil((left_s - reach_s) / stage_s), 1.0).astype(np.int64)
    lasts_s = np.zeros(len(resources.battery))
    for at, (battery, kind) in enumerate(keys):
        mine = (situation.battery == battery) & (situation.interceptor == kind)
        usual = float(situation.kill_probability[mine].mean())
        lasts_s[battery] = max(lasts_s[battery], float(np.median(situation.intercept_s[mine])) - situation.time_s)
        chance[at], opens[at], closes[at] = usual, np.minimum(later, stages), spare
        for options, now in ((situation, True), (situation.pending, False)):
            _note(options, tracks, battery, kind, chance[at], opens[at], now)
    closes = np.where(opens <= closes, closes, np.where(opens == 0, 0, -1))
    rounds = np.array([resources.rounds_ready[key] for key in keys], np.int64)
    known = _known(situation, stages, rounds, tracks, stage_s)
    # channels come free with the reports of targets that are still in the picture; others hold theirs for good
    held = np.bincount(known.by[known.pending > 0], minlength=len(lasts_s))
    guided = np.clip(np.ceil((lasts_s + REPORT_S) / stage_s), 1, stages).astype(np.int64)
    instance = Instance(
        stages=stages, values=np.round(view.priority[chosen] * np.maximum(left_s, 1.0), 9),
        present_probability=np.ones(len(tracks)), seen_at=np.zeros(len(tracks), np.int64), kill_probability=chance,
        opens=opens, closes=closes, rounds=rounds,
        battery=np.array([key[0] for key in keys], np.int64),
        channels=(situation.target_channels_free + held).astype(np.int64), guided_stages=guided, report_stages=guided,
        most_salvo=min(situation.salvo, 16),
    )  # fmt: skip
    return Looked(instance, known, tracks, tuple(keys))


def _open(situation: CommandSituation) -> Bools:
    return situation.missile_channels_free[situation.battery] > 0


def _note(
    options: CommandSituation | Pending, tracks: Ints, battery: int, kind: int, chance: Floats, opens: Ints, now: bool
) -> None:
    """What is offered at a track: its own kill probability; it may be fired at now, or after its report."""
    mine = np.flatnonzero((options.battery == battery) & (options.interceptor == kind))
    place = {number: at for at, number in enumerate(tracks.tolist())}
    for option in mine:
        at = place.get(int(options.track[option]))
        if at is not None:
            chance[at] = options.kill_probability[option]
            opens[at] = 0 if now else min(opens[at], 1)


def _known(situation: CommandSituation, stages: int, rounds: Ints, tracks: Ints, stage_s: float) -> world.Known:
    """What is under way: chances that targets live through it, and stages until reports."""
    n = len(tracks)
    belief, pending, by = np.ones(n), np.zeros(n, np.int64), np.zeros(n, np.int64)
    flights = situation.flights
    for at, track in enumerate(tracks.tolist()):
        rows = np.zeros(0, np.int64) if flights is None else np.flatnonzero(flights.track == track)
        if flights is None or not len(rows):
            continue
        belief[at] = float(np.prod(1.0 - np.nan_to_num(flights.kill_probability[rows])))
        until_s = max(float(flights.intercept_s[rows].max()) + REPORT_S - situation.time_s, 0.0)
        pending[at] = int(np.clip(np.ceil(until_s / stage_s), 1, stages))
        by[at] = int(flights.battery[rows[0]])
    return world.Known(np.array([0]), belief, pending, pending.copy(), by, rounds.copy())
