"""Threat evaluation on paper: closest approach and fall."""

from reference_values import Topic

from gbad.textbook import passages

topic = Topic("tewa")


@topic.claim(needs={"position", "velocity"}, gives={"distance", "time"}, where="closest approach")
def approach(given):
    found = passages.closest_approach(given["position"], given["velocity"])
    return {"time": found.time_s, "distance": found.distance_m}


@topic.claim(needs={"position", "velocity", "g"}, gives={"time", "x", "y", "impact_speed"})
def impact(given):
    found = passages.fall(given["position"], given["velocity"], given["g"])
    return {"time": found.time_s, "x": found.x_m, "y": found.y_m, "impact_speed": found.speed_mps}
