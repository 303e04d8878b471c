"""Check cases of the NASA Engineering and Safety Center for flight simulations."""

import numpy as np
from reference_values import Topic

from gbad.physics import atmosphere, earth, flight, fly_point_mass

topic = Topic("nesc")


@topic.claim(
    needs={"latitude", "longitude", "initial_height", "duration", "mu", "j2", "earth_rate"},
    gives={"height", "latitude", "longitude", "ecef_x", "ecef_y", "ecef_z", "speed"},
    where="dragless",
)
def released_at_rest(given):
    assert (given["mu"], given["j2"], given["earth_rate"]) == (earth.MU, earth.J2, earth.OMEGA)
    start = earth.geodetic_to_ecef(given["latitude"], given["longitude"], given["initial_height"])
    _, position, velocity = flight.coast(start, np.zeros(3), given["duration"], step_s=given["duration"] / 300)
    latitude, longitude, height = earth.ecef_to_geodetic(position[-1])
    names = ("height", "latitude", "longitude", "ecef_x", "ecef_y", "ecef_z", "speed")
    values = (height, latitude, longitude, *position[-1], np.linalg.norm(velocity[-1]))
    return dict(zip(names, values, strict=True))


@topic.claim(needs={"geometric_altitude"}, gives={"temperature", "pressure", "density", "speed_of_sound"})
def air(given):
    altitude = given["geometric_altitude"]
    return {
        "temperature": atmosphere.temperature_k(altitude),
        "pressure": atmosphere.pressure_pa(altitude),
        "density": atmosphere.density_kg_m3(altitude),
        "speed_of_sound": atmosphere.speed_of_sound_mps(altitude),
    }


@topic.claim(
    needs={"latitude", "longitude", "initial_height", "duration", "mass", "reference_area", "drag_coefficient"},
    gives={"height", "latitude", "longitude", "ecef_x", "ecef_y", "ecef_z", "speed"},
)
def sphere_with_drag(given):
    """Cases 6 and 9, and our own in a wind and over a round Earth that stands still."""
    place = given["latitude"], given["longitude"]
    local = np.array([given.get("east_speed", 0.0), given.get("north_speed", 0.0), given.get("up_speed", 0.0)])
    over = "sphere" if "earth_radius" in given else "wgs84-j2"
    if over == "sphere":
        sine, cosine = np.sin(place), np.cos(place)
        up = np.array([cosine[0] * cosine[1], cosine[0] * sine[1], sine[0]])
        start = (given["earth_radius"] + given["initial_height"]) * up
    else:
        start = earth.geodetic_to_ecef(*place, given["initial_height"])
    final = fly_point_mass(
        start,
        earth.enu_to_ecef(local, np.zeros(3), earth.ecef_to_enu_matrix(*place)),
        [given["duration"]],
        mass_kg=given["mass"],
        reference_area_m2=given["reference_area"],
        drag_coefficient=given["drag_coefficient"],
        earth=over,
        rotating=over != "sphere",
        wind_enu_mps=given.get("wind_enu"),
    )[-1]
    latitude, longitude, height = earth.ecef_to_geodetic(final[:3])
    if over == "sphere":
        height = np.linalg.norm(final[:3]) - given["earth_radius"]
    names = ("height", "latitude", "longitude", "ecef_x", "ecef_y", "ecef_z", "speed")
    return dict(zip(names, (height, latitude, longitude, *final[:3], np.linalg.norm(final[3:])), strict=True))
