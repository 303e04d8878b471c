"""Policies of the dynamic problem: from what is known at a stage to orders. They never see who is really alive.

``greedy`` and ``improved`` look at one stage only; ``lookahead.Lookahead`` at what is still to come.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gbad.assignment.dynamic import _model_kernel as world
from gbad.assignment.dynamic import _policies_kernel as numbers
from gbad.tables import Ints

# rows that fire at each target (NOBODY: none) and rounds of the salvo
Orders = tuple[Ints, Ints]
Policy = Callable[[world.Model, world.Known], Orders]


def greedy(model: world.Model, known: world.Known) -> Orders:
    """Largest marginal return at this stage, round by round."""
    return _orders(numbers.greedy, model, known)


def improved(model: world.Model, known: world.Known) -> Orders:
    """Greedy, then the best change of one order or two, as long as this stage gains."""
    return _orders(numbers.improved, model, known)


def _orders(kernel: Callable[..., None], model: world.Model, known: world.Known) -> Orders:
    row, salvo = no_orders(model)
    kernel(model, known, row, salvo)
    return row, salvo


def no_orders(model: world.Model) -> Orders:
    """Room for orders."""
    return np.empty(len(model.values), np.int64), np.empty(len(model.values), np.int64)
