"""Arithmetic of an engagement: leakers of a raid, shoot-look-shoot, shots that fit."""

from reference_values import Topic

from gbad.textbook import raids

topic = Topic("eng")


@topic.claim(
    needs={"pk", "shots_per_threat", "threats"},
    gives={"leak_probability", "mean_leakers", "p_no_leaker", "p_at_most_one", "shots_for_95"},
)
def raid(given):
    found = raids.raid(given["pk"], int(given["shots_per_threat"]), int(given["threats"]))
    return found._asdict() | {"shots_for_95": raids.shots_for(given["pk"], 0.95)}


@topic.claim(needs={"pk", "threats", "shots"}, gives={"mean_survivors_even", "mean_survivors_random"})
def allocation(given):
    counts = given["pk"], int(given["threats"]), int(given["shots"])
    return {
        "mean_survivors_even": raids.survivors_even(*counts),
        "mean_survivors_random": raids.survivors_random(*counts),
    }


@topic.claim(
    needs={"pk", "max_shots", "false_kill_probability", "missed_kill_probability"},
    gives={
        "expected_shots_perfect", "p_kill_perfect", "expected_shots_imperfect", "p_kill_imperfect",
        "p_leak_by_false_kill",
    },
)  # fmt: skip
def shoot_look_shoot(given):
    shots = given["pk"], int(given["max_shots"])
    perfect = raids.shoot_look_shoot(*shots)
    real = raids.shoot_look_shoot(*shots, given["false_kill_probability"], given["missed_kill_probability"])
    return {
        "expected_shots_perfect": perfect.expected_shots,
        "p_kill_perfect": perfect.p_kill,
        "expected_shots_imperfect": real.expected_shots,
        "p_kill_imperfect": real.p_kill,
        "p_leak_by_false_kill": real.p_leak_by_false_kill,
    }


@topic.claim(
    needs={
        "detection_range", "shortest_intercept_range", "target_speed", "interceptor_speed", "assessment_time",
        "reaction_time",
    },
    gives={"shots", "first_intercept_range", "last_intercept_range", "last_launch_time"},
)  # fmt: skip
def shots_that_fit(given):
    found = raids.shots_that_fit(
        given["detection_range"], given["shortest_intercept_range"], given["target_speed"], given["interceptor_speed"],
        given["assessment_time"], given["reaction_time"],
    )  # fmt: skip
    return {
        "shots": found.shots,
        "first_intercept_range": found.first_intercept_range_m,
        "last_intercept_range": found.last_intercept_range_m,
        "last_launch_time": found.last_launch_s,
    }
