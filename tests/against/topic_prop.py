"""Attenuation by gases and rain."""

from reference_values import Topic

from gbad.physics import attenuation

topic = Topic("prop")


@topic.claim(
    needs={"frequency", "dry_pressure", "temperature", "vapour_density"},
    gives={"gamma_oxygen", "gamma_water", "gamma_total"},
)
def gases(given):
    # hectopascal and gram per cubic metre are what the Recommendation counts in
    frequency, temperature = given["frequency"], given["temperature"]
    pressure_hpa, vapour_g_m3 = given["dry_pressure"] / 100.0, given["vapour_density"] * 1000.0
    air = (pressure_hpa, temperature, vapour_g_m3)
    return {
        "gamma_oxygen": attenuation.oxygen_attenuation_db_per_km(frequency, *air),
        "gamma_water": attenuation.water_attenuation_db_per_km(frequency, *air),
        "gamma_total": attenuation.specific_attenuation_db_per_km(
            frequency, dry_pressure_hpa=pressure_hpa, temperature_k=temperature, vapour_density_g_m3=vapour_g_m3
        ),
    }


@topic.claim(needs={"frequency", "rain_rate", "elevation", "tilt"}, gives={"k", "alpha", "gamma"}, where="rain")
def rain(given):
    path = (given["elevation"], given["tilt"])
    k, alpha = attenuation.rain_coefficients(given["frequency"], *path)
    gamma = attenuation.rain_attenuation_db_per_km(given["frequency"], given["rain_rate"], *path)
    return {"k": k, "alpha": alpha, "gamma": gamma}
