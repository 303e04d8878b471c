"""The radar equation and its arithmetic."""

import numpy as np
from reference_values import Topic

from gbad.physics import waves
from gbad.textbook import radar_equation as radar

topic = Topic("rad")


@topic.claim(
    needs={"frequency", "peak_power", "pulse_width", "gain", "rcs", "system_temperature", "loss", "snr"},
    gives={"range"},
)
def matched_pulse(given):
    noise = radar.noise_power_w(
        1.0 / given["pulse_width"], 0.0, given["system_temperature"], boltzmann_j_per_k=given["boltzmann"]
    )
    wavelength = waves.wavelength_m(given["frequency"])
    return {
        "range": radar.greatest_range_m(
            given["peak_power"], given["gain"], wavelength, given["rcs"], noise, given["snr"], given["loss"]
        )
    }


@topic.claim(
    needs={"peak_power", "wavelength", "gain", "rcs", "temperature", "bandwidth", "noise_figure", "snr"},
    gives={"range"},
)
def textbook_receiver(given):
    noise = radar.noise_power_w(
        given["bandwidth"], given["noise_figure"], given["temperature"], boltzmann_j_per_k=given["boltzmann"]
    )
    return {
        "range": radar.greatest_range_m(
            given["peak_power"], given["gain"], given["wavelength"], given["rcs"], noise, given["snr"]
        )
    }


@topic.claim(needs={"frequency", "peak_power", "gain", "rcs", "range"}, gives={"received_power"})
def echo(given):
    wavelength = waves.wavelength_m(given["frequency"])
    return {
        "received_power": radar.received_power_w(
            given["peak_power"], given["gain"], wavelength, given["rcs"], given["range"]
        )
    }


@topic.claim(needs={"power_aperture", "search_time", "azimuth_span"}, gives={"solid_angle", "snr"})
def search(given):
    solid_angle = radar.search_solid_angle_sr(given["azimuth_span"], given["elevation_min"], given["elevation_max"])
    return {
        "solid_angle": solid_angle,
        "snr": radar.search_snr_db(
            given["power_aperture"], given["search_time"], solid_angle, given["rcs"], given["range"],
            given["system_temperature"], given["loss"],
        ),
    }  # fmt: skip


@topic.claim(needs={"temperature", "bandwidth", "noise_figure"}, gives={"noise"})
def thermal_noise(given):
    watts = radar.noise_power_w(given["bandwidth"], given["noise_figure"], given["temperature"])
    return {"noise": 10.0 * np.log10(watts / 1e-3)}


@topic.claim(
    needs={"frequency", "prf", "diameter", "efficiency", "closing_speed"},
    gives={"unambiguous_range", "unambiguous_speed", "doppler", "gain"},
)
def waveform(given):
    wavelength = waves.wavelength_m(given["frequency"])
    return {
        "unambiguous_range": radar.unambiguous_range_m(given["prf"]),
        "unambiguous_speed": radar.unambiguous_speed_mps(given["prf"], wavelength),
        "doppler": radar.doppler_hz(given["closing_speed"], wavelength),
        "gain": radar.aperture_gain_db(given["diameter"], wavelength, given["efficiency"]),
    }


@topic.claim(needs={"radar_height", "target_height", "frequency", "range"}, gives={"f4", "f4_db"})
def two_ray(given):
    factor = radar.two_ray_factor(
        given["radar_height"], given["target_height"], given["range"], waves.wavelength_m(given["frequency"])
    )
    return {"f4": factor, "f4_db": 10.0 * np.log10(factor)}
