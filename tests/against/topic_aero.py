"""Drag in uniform and exponential air, rockets without air."""

from reference_values import Topic

from gbad.textbook import flight

topic = Topic("aero")
G0 = 9.80665  # of a specific impulse given in seconds


@topic.claim(
    needs={"mass", "cd", "area", "density", "time", "g"}, gives={"terminal_speed", "speed", "distance"}, where="fall"
)
def fall(given):
    found = flight.fall(given["time"], given["mass"], given["area"], given["cd"], given["density"], given["g"])
    return {
        "terminal_speed": found.terminal_speed_mps,
        "speed": found.speed_mps,
        "distance": found.distance_m,
    }


@topic.claim(needs={"mass", "cd", "area", "density", "initial_speed", "time"}, gives={"speed", "distance"})
def coast(given):
    speed, distance = flight.coast(
        given["time"], given["initial_speed"], given["mass"], given["area"], given["cd"], given["density"]
    )
    return {"speed": speed, "distance": distance}


@topic.claim(
    needs={"entry_speed", "entry_angle", "beta", "rho0", "scale_height", "altitude"},
    gives={"speed_at_altitude", "peak_deceleration", "altitude_of_peak", "speed_at_peak"},
)
def entry(given):
    air = flight.ExponentialAir(given["rho0"], given["scale_height"])
    entering = given["entry_speed"], given["entry_angle"], given["beta"], air
    peak = flight.entry_peak(*entering)
    return {
        "speed_at_altitude": flight.entry_speed_mps(given["altitude"], *entering),
        "peak_deceleration": peak.peak_deceleration_mps2,
        "altitude_of_peak": peak.altitude_of_peak_m,
        "speed_at_peak": peak.speed_at_peak_mps,
    }


@topic.claim(
    needs={"initial_mass", "propellant_mass", "isp", "burn_time", "g"},
    gives={"ideal_dv", "burnout_speed", "burnout_altitude", "apogee"},
)
def burn(given):
    found = flight.vertical_burn(
        given["initial_mass"], given["propellant_mass"], given["isp"] * G0, given["burn_time"], given["g"]
    )
    return {
        "ideal_dv": found.ideal_dv_mps,
        "burnout_speed": found.burnout_speed_mps,
        "burnout_altitude": found.burnout_altitude_m,
        "apogee": found.apogee_m,
    }


@topic.claim(needs={"stage1_mass", "stage2_mass"}, gives={"ideal_dv"})
def stages(given):
    rows = [
        flight.Stage(given[f"stage{i}_mass"], given[f"stage{i}_propellant"], given[f"stage{i}_isp"] * G0)
        for i in (1, 2)
    ]
    return {"ideal_dv": flight.staged_dv_mps(rows)}
