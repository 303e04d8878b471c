"""Check cases of the NASA Engineering and Safety Center for flight simulations."""

import numpy as np
from reference_values import Topic

from gbad.physics import atmosphere, earth, flight

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
