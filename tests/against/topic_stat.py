"""Intervals for numbers that come from runs."""

import numpy as np
from reference_values import Topic

from gbad.textbook import intervals

topic = Topic("stat")


@topic.claim(needs={"successes", "trials", "level"}, gives={"wilson_lower", "wilson_upper", "cp_lower", "cp_upper"})
def proportion(given):
    counts = int(given["successes"]), int(given["trials"]), given["level"]
    wilson, exact = intervals.wilson_interval(*counts), intervals.exact_interval(*counts)
    return {"wilson_lower": wilson.low, "wilson_upper": wilson.high, "cp_lower": exact.low, "cp_upper": exact.high}


@topic.claim(needs={"k1", "n1", "k2", "n2"}, gives={"difference", "lower", "upper"})
def difference_of_proportions(given):
    counts = (int(given[name]) for name in ("k1", "n1", "k2", "n2"))
    found = intervals.newcombe_interval(*counts)
    return {"difference": found.estimate, "lower": found.low, "upper": found.high}


@topic.claim(needs={"coverage", "confidence"}, gives={"runs_first_order", "runs_second_order"})
def tolerance_limit(given):
    sizes = [intervals.tolerance_runs(given["coverage"], given["confidence"], order) for order in (1, 2)]
    return {"runs_first_order": sizes[0], "runs_second_order": sizes[1]}


@topic.claim(needs={"sample", "level", "half_width"}, gives={"mean", "std", "lower", "upper", "runs_needed"})
def mean(given):
    found = intervals.mean_interval(given["sample"], given["level"])
    deviation = float(np.std(given["sample"], ddof=1))
    return {
        "mean": found.estimate,
        "std": deviation,
        "lower": found.low,
        "upper": found.high,
        "runs_needed": intervals.runs_for_mean(deviation, given["half_width"], given["level"]),
    }


@topic.claim(needs={"runs", "quantile", "level"}, gives={"rank_lower", "rank_upper", "coverage"})
def quantile(given):
    ranks = intervals.quantile_ranks(int(given["runs"]), given["quantile"], given["level"])
    return {"rank_lower": ranks.low, "rank_upper": ranks.high, "coverage": ranks.coverage}


@topic.claim(needs={"p", "half_width"}, gives={"runs", "zero_failure_upper"})
def runs_for_a_probability(given):
    runs = intervals.runs_for_proportion(given["p"], given["half_width"])
    return {"runs": runs, "zero_failure_upper": intervals.zero_failure_upper(runs)}
