"""Weapon assignment as a problem of its own: values, kill probabilities, rounds -> who fires at whom, and how well.

Ground: knows nothing of the rooms. ``solve`` is the static problem with values on the targets, ``solve_assets`` that
with values on what they are aimed at, ``best_ways`` lists small ones in full.
"""

from gbad.assignment.assets import AssetSolution, solve_assets
from gbad.assignment.enumeration import best_ways
from gbad.assignment.static import METHODS, Solution, solve

__all__ = ["METHODS", "AssetSolution", "Solution", "best_ways", "solve", "solve_assets"]
