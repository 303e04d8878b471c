"""Standard atmosphere."""

from reference_values import Topic

from gbad.physics import atmosphere

topic = Topic("atm")
AIR = {"temperature", "pressure", "density", "speed_of_sound", "dynamic_viscosity"}


def air(altitude_m):
    return {
        "temperature": atmosphere.temperature_k(altitude_m),
        "pressure": atmosphere.pressure_pa(altitude_m),
        "density": atmosphere.density_kg_m3(altitude_m),
        "speed_of_sound": atmosphere.speed_of_sound_mps(altitude_m),
        "dynamic_viscosity": atmosphere.dynamic_viscosity_pa_s(altitude_m),
    }


@topic.claim(needs={"geometric_altitude"}, gives=AIR)
def at_geometric(given):
    return air(given["geometric_altitude"])


@topic.claim(needs={"geopotential_altitude"}, gives=AIR)
def at_geopotential(given):
    return air(atmosphere.geometric_altitude_m(given["geopotential_altitude"]))


@topic.claim(needs={"geometric_altitude"}, gives={"geopotential_altitude"})
def to_geopotential(given):
    return {"geopotential_altitude": atmosphere.geopotential_altitude_m(given["geometric_altitude"])}


@topic.claim(needs={"geopotential_altitude"}, gives={"geometric_altitude"})
def to_geometric(given):
    return {"geometric_altitude": atmosphere.geometric_altitude_m(given["geopotential_altitude"])}
