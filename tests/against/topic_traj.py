"""Free flight around a round, airless Earth (what ballistic paths start their search from), and over flat ground."""

from reference_values import Topic

from gbad.physics import twobody
from gbad.textbook import orbits

topic = Topic("traj")
ARC = {"ground_range", "speed", "flight_path_angle", "apogee", "time_of_flight", "impact_speed"}


def told(arc):
    return {
        "ground_range": arc.ground_range_m,
        "speed": arc.speed_mps,
        "flight_path_angle": arc.flight_path_angle_rad,
        "apogee": arc.apogee_m,
        "time_of_flight": arc.time_of_flight_s,
        # start and end lie at the same height
        "impact_speed": arc.speed_mps,
    }


@topic.claim(needs={"ground_range", "earth_radius", "mu"}, gives=ARC, where="minimum-energy")
def least_energy(given):
    return told(twobody.minimum_energy(given["ground_range"], radius_m=given["earth_radius"], mu=given["mu"]))


@topic.claim(needs={"speed", "elevation", "earth_radius", "mu"}, gives=ARC)
def from_launch(given):
    speed, elevation = given["speed"], given["elevation"]
    return told(twobody.from_launch(speed, elevation, radius_m=given["earth_radius"], mu=given["mu"]))


@topic.claim(
    needs={"ground_range", "apogee", "earth_radius", "mu"}, gives={*ARC, "reported_time_of_flight"}, where="apogee"
)
def lofted(given):
    arc = orbits.through_apogee(given["ground_range"], given["apogee"], radius_m=given["earth_radius"], mu=given["mu"])
    # what was reported has the boost in it: the entry's wide tolerance is the comparison
    return told(arc) | {"reported_time_of_flight": arc.time_of_flight_s}


@topic.claim(needs={"speed", "elevation", "g"}, gives={"range", "apogee", "time_of_flight"}, where="flat")
def flat(given):
    found = orbits.over_flat_ground(given["speed"], given["elevation"], given["g"])
    return {"range": found.range_m, "apogee": found.apogee_m, "time_of_flight": found.time_of_flight_s}


@topic.claim(needs={"mean_anomaly", "eccentricity"}, gives={"eccentric_anomaly", "true_anomaly"})
def kepler(given):
    eccentric, true = orbits.anomalies(given["mean_anomaly"], given["eccentricity"])
    return {"eccentric_anomaly": eccentric, "true_anomaly": true}


@topic.claim(needs={"radius", "mu"}, gives={"speed", "period", "escape_speed"}, where="circular")
def circle(given):
    found = orbits.circular_orbit(given["radius"], mu=given["mu"])
    return {"speed": found.speed_mps, "period": found.period_s, "escape_speed": found.escape_speed_mps}
