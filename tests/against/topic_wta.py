"""Weapon assignment: static and asset-based optimum, second best, greedy, linear assignment."""

import numpy as np
from reference_values import Topic

from gbad.assignment import best_ways, solve, solve_assets
from gbad.tracking import assign

topic = Topic("wta")


def _targets(shots):
    return [int(np.flatnonzero(row)[0]) for row in shots]


@topic.claim(needs={"values", "pk"}, gives={"optimum", "assignment", "second_best", "greedy_mmr"}, where="each weapon")
def static(given):
    rounds = [1] * len(given["pk"])
    problem = given["values"], given["pk"], rounds
    best = solve(*problem)
    assert best.gap < 1e-9
    listed, ways = best_ways(*problem, how_many=2)
    assert np.isclose(listed[0], best.survival_value, rtol=1e-12)
    assert (ways[0] == best.shots).all()
    return {
        "optimum": best.survival_value,
        "assignment": _targets(best.shots),
        "second_best": float(listed[1]),
        "greedy_mmr": solve(*problem, method="greedy").survival_value,
    }


@topic.claim(needs={"values", "pk", "weapons"}, gives={"optimum", "allocation"}, where="identical")
def alike(given):
    problem = given["values"], [given["pk"]], [int(given["weapons"])]
    greedy, best = solve(*problem, method="greedy"), solve(*problem)
    assert np.isclose(greedy.survival_value, best.survival_value, rtol=1e-12)
    return {"optimum": best.survival_value, "allocation": greedy.shots[0].tolist()}


@topic.claim(needs={"asset_values", "threat_aim", "threat_lethality", "pk"}, gives={"optimum", "assignment"})
def assets(given):
    best = solve_assets(
        given["asset_values"], given["threat_aim"], given["threat_lethality"], given["pk"], [1] * len(given["pk"])
    )
    assert best.gap < 1e-9
    return {"optimum": best.asset_value, "assignment": _targets(best.shots)}


@topic.claim(needs={"cost"}, gives={"optimum", "assignment"}, where="linear assignment")
def linear(given):
    columns = assign(given["cost"], 1e6)
    cost = np.array(given["cost"])
    return {"optimum": float(cost[np.arange(len(cost)), columns].sum()), "assignment": columns.tolist()}
