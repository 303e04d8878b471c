"""Proportional navigation without lag, and the collision triangle."""

from reference_values import Topic

from gbad.textbook import homing

topic = Topic("pn")


@topic.claim(
    needs={"nprime", "flight_time", "missile_speed", "heading_error", "target_acceleration", "time"},
    gives={
        "heading_error_acceleration", "heading_error_dv", "manoeuvre_acceleration", "manoeuvre_ratio_limit",
        "manoeuvre_dv", "miss",
    },
)  # fmt: skip
def zero_lag(given):
    found = homing.zero_lag(
        given["nprime"],
        given["flight_time"],
        given["time"],
        missile_speed_mps=given["missile_speed"],
        heading_error_rad=given["heading_error"],
        target_acceleration_mps2=given["target_acceleration"],
    )
    return {
        "heading_error_acceleration": found.heading_error_acceleration_mps2,
        "heading_error_dv": found.heading_error_dv_mps,
        "manoeuvre_acceleration": found.manoeuvre_acceleration_mps2,
        "manoeuvre_ratio_limit": found.manoeuvre_ratio_limit,
        "manoeuvre_dv": found.manoeuvre_dv_mps,
        "miss": found.miss_m,
    }


@topic.claim(needs={"target_position", "target_velocity", "interceptor_speed"}, gives={"time", "x", "y", "z"})
def meeting(given):
    found = homing.collision(given["target_position"], given["target_velocity"], given["interceptor_speed"])
    return {"time": found.time_s, **dict(zip("xyz", found.position_m, strict=True))}
