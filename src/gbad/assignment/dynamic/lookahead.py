"""The policy ``lookahead``: holds rounds and channels for what is coming, as far as that is worth it.

Rounds and channels get prices from the relaxation of the whole instance (``relaxation``), settled anew at every stage
from what is known. Orders by price fire where the gain over waiting exceeds the price. They are then improved by
looking:

- Where the states that can follow are few, the tree of all joint orders and all that can happen is spread out as many
  stages as fit into ``states``, its ends are valued by going on by price, and the best orders are read off. A small
  instance may be worked through to its end in this way, and then the orders are optimal.
- Where they are many, changes of one target at a time are judged in the same imagined worlds, thrown from what is known
  (beliefs, chances to come) with dice of the policy's own.

Neither the truth nor the battle's dice reach it; equal knowledge gives equal orders. Rollout and one-step improvement:
Bertsekas, "Rollout, Policy Iteration" (2020).
"""

from __future__ import annotations

import numpy as np

from gbad.assignment.dynamic import _exact_kernel as exactly
from gbad.assignment.dynamic import _lookahead_kernel as numbers
from gbad.assignment.dynamic import _model_kernel as world
from gbad.assignment.dynamic.exact import Stage, empty_stage, work_stage
from gbad.assignment.dynamic.model import opening
from gbad.assignment.dynamic.policies import Orders, no_orders
from gbad.assignment.dynamic.relaxation import grid_of, relax
from gbad.tables import Floats

OWN_SEED = np.uint64(0x1F5A)  # of imagined worlds
STEPS_WORK, WORLDS_WORK = 3e6, 3e7  # inner steps that settling prices and imagined worlds may take at one stage
MOST_STEPS, MOST_WORLDS, FEWEST_WORLDS = 60, 512, 32
LEAST_CHANCE, MOST_LEAVES = 1e-6, 4_000  # of a tree that goes on by price
MOST_REMEMBERED = 100_000


class Lookahead:
    """The policy for one instance.

    ``states`` limits the tree of joint orders (0: none), ``worlds`` how many are imagined where it does not fit (0:
    none; without it as many as some tenths of a second allow, none for large instances, where prices alone decide).
    """

    def __init__(self, model: world.Model, *, states: int = 2000, worlds: int | None = None) -> None:
        self.grid, self.states = grid_of(model), states
        found = relax(model, opening(model), 20.0)
        self.prices: Floats = np.concatenate([found.round_prices, found.channel_prices.ravel()])
        options = np.count_nonzero(model.chance) / len(model.values) * model.rules[2]
        windows = float(np.clip(model.closes - model.opens + 1, 0, None).max(axis=0).sum())
        self.steps = int(np.clip(STEPS_WORK / max(windows * len(self.grid) * options, 1.0), 2, MOST_STEPS))
        # inner steps of one world, and worlds-full of them that one stage's changes take
        flight = 4.0 * len(model.values) * model.rules[3] + 10.0 * windows * options
        changes = 2.0 + windows / model.rules[3] * options
        allowed = int(min(WORLDS_WORK / (flight * changes), MOST_WORLDS))
        self.worlds = (allowed if allowed >= FEWEST_WORLDS else 0) if worlds is None else worlds
        self._remembered: dict[bytes, Orders] = {}

    def __call__(self, model: world.Model, known: world.Known) -> Orders:
        """Orders of this stage."""
        key = b"".join(array.tobytes() for array in known)
        if key not in self._remembered:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = self._look(model, known)
        return self._remembered[key]

    def _look(self, model: world.Model, known: world.Known) -> Orders:
        prices, (row, salvo) = self.prices.copy(), no_orders(model)
        value = np.zeros((len(row), int(model.rules[3]) + 1, len(self.grid)))
        sums = numbers.priced(model, known, prices, self.steps, self.grid, value, row, salvo)
        round_prices = prices[: len(model.rounds)]
        if self.states:
            orders = self._by_tree(model, known, round_prices, sums, value)
            if orders is not None:
                return orders
        if self.worlds:
            numbers.improve_by_worlds(
                model, known, round_prices, sums, value, len(self.grid), OWN_SEED, self.worlds, row, salvo
            )
        return row, salvo

    def _by_tree(
        self, model: world.Model, known: world.Known, round_prices: Floats, sums: Floats, value: Floats
    ) -> Orders | None:
        """Best orders over as many stages of joint orders as fit; None when not even one does."""
        if len(model.values) > 12 or np.prod(model.rounds + 1.0) > 2.0**62:
            return None
        now, last = int(known.stage[0]), int(model.rules[3]) - 1
        root = empty_stage(1, len(model.values))
        exactly.pack(model, known, root.keys[0])
        root.count[0] = 1
        levels: list[Stage] = [root]
        while now + len(levels) <= last:
            after = empty_stage(self.states, len(model.values))
            if not work_stage(model, now + len(levels) - 1, levels[-1], after, True):
                break
            levels.append(after)
        ends = levels[-1]
        if now + len(levels) > last:
            # worked through to the end of the instance
            nothing = empty_stage(1, len(model.values))
            work_stage(model, last, ends, nothing, False)
        elif len(levels) == 1:
            return None
        else:
            ends.values = np.zeros(int(ends.count[0]))
            if not exactly.value_by_price(
                model, now + len(levels) - 1, ends.keys, int(ends.count[0]), round_prices, sums, value, len(self.grid),
                LEAST_CHANCE, MOST_LEAVES, ends.values,
            ):  # fmt: skip
                return None
        for back in range(len(levels) - 2, -1, -1):
            work_stage(model, now + back, levels[back], levels[back + 1], False)
        return root.rows[0].copy(), root.salvos[0].copy()
