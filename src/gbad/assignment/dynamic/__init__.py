"""The dynamic problem of weapon assignment: model, policies, exact optimum of small instances, bounds of all.

The model says what is meant (``model``); ``solve_exactly`` works small instances through, ``relax`` bounds any
(prices), ``clairvoyant`` bounds by dice known in advance; ``greedy``, ``improved`` and ``Lookahead`` are policies,
``play`` plays one on keyed dice, ``evaluate`` weighs it exactly.
"""

from gbad.assignment.dynamic.bounds import Gap, gap, gap_of
from gbad.assignment.dynamic.clairvoyant import Clairvoyant, clairvoyant
from gbad.assignment.dynamic.exact import Exact, evaluate, solve_exactly
from gbad.assignment.dynamic.lookahead import Lookahead
from gbad.assignment.dynamic.model import Instance, instance, opening
from gbad.assignment.dynamic.playing import Played, half_width, play
from gbad.assignment.dynamic.policies import greedy, improved
from gbad.assignment.dynamic.relaxation import Relaxation, relax

__all__ = [
    "Clairvoyant", "Exact", "Gap", "Instance", "Lookahead", "Played", "Relaxation", "clairvoyant", "evaluate", "gap",
    "gap_of", "greedy", "half_width", "improved", "instance", "opening", "play", "relax", "solve_exactly",
]  # fmt: skip
