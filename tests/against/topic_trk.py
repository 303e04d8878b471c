"""Tracking: steady gains, consistency bounds, gates, converted measurements, OSPA and GOSPA."""

import numpy as np
from reference_values import Topic

from gbad.metrics import gospa, ospa
from gbad.textbook import tracking as theory

topic = Topic("trk")
# YAML reads a bare `false` as a truth value, also where it names a column
FALSE = False


@topic.claim(
    needs={"interval", "acceleration_sigma", "measurement_sigma"},
    gives={"index", "alpha", "beta", "position_variance", "velocity_variance", "predicted_position_variance"},
)
def alpha_beta(given):
    interval, sigma, error = given["interval"], given["acceleration_sigma"], given["measurement_sigma"]
    index = theory.tracking_index(interval, sigma, error)
    alpha, beta = theory.alpha_beta(index)
    effect = np.array([interval**2 / 2, interval])
    transition, _ = theory.constant_velocity(interval, 0.0)
    predicted, filtered, _ = theory.steady_state(transition, sigma**2 * np.outer(effect, effect), error)
    return {
        "index": index,
        "alpha": alpha,
        "beta": beta,
        "position_variance": filtered[0, 0],
        "velocity_variance": filtered[1, 1],
        "predicted_position_variance": predicted[0, 0],
    }


@topic.claim(
    needs={"interval", "spectral_density", "measurement_sigma"},
    gives={"gain_position", "gain_velocity", "position_variance", "velocity_variance"},
)
def continuous_noise(given):
    transition, noise = theory.constant_velocity(given["interval"], given["spectral_density"])
    _, filtered, gain = theory.steady_state(transition, noise, given["measurement_sigma"])
    return {
        "gain_position": gain[0],
        "gain_velocity": gain[1],
        "position_variance": filtered[0, 0],
        "velocity_variance": filtered[1, 1],
    }


@topic.claim(needs={"interval", "acceleration_increment_sigma", "measurement_sigma"}, gives={"alpha", "beta", "gamma"})
def alpha_beta_gamma(given):
    interval = given["interval"]
    model = theory.constant_acceleration(interval, given["acceleration_increment_sigma"])
    gain = theory.steady_state(*model, given["measurement_sigma"])[2]
    return {"alpha": gain[0], "beta": gain[1] * interval, "gamma": 2.0 * gain[2] * interval**2}


@topic.claim(needs={"p0", "q", "r", "steps"}, gives={"variance", "steady_variance", "steady_gain"})
def random_walk(given):
    variance, gain = theory.random_walk_steady(given["q"], given["r"])
    after = theory.random_walk_variance(given["p0"], given["q"], given["r"], int(given["steps"]))
    return {"variance": after, "steady_variance": variance, "steady_gain": gain}


@topic.claim(needs={"runs", "dimension", "probability"}, gives={"lower", "upper"})
def consistency(given):
    low, high = theory.acceptance_interval(int(given["runs"]), int(given["dimension"]), given["probability"])
    return {"lower": low, "upper": high}


@topic.claim(
    needs={"dimension", "gate_probability", "innovation_variances", "clutter_density"},
    gives={"threshold", "volume", "mean_false"},
)
def gate(given):
    threshold = theory.gate_threshold(int(given["dimension"]), given["gate_probability"])
    volume = theory.gate_volume(threshold, np.diag(given["innovation_variances"]))
    return {"threshold": threshold, "volume": volume, "mean_false": given["clutter_density"] * volume}


@topic.claim(
    needs={"range", "bearing", "range_sigma", "bearing_sigma"},
    gives={"mean_x", "mean_y", "bias_along_range", "variance_x"},
)
def conversion(given):
    found = theory.polar_conversion(*(given[name] for name in ("range", "bearing", "range_sigma", "bearing_sigma")))
    return dict(zip(("mean_x", "mean_y", "bias_along_range", "variance_x"), found, strict=True))


@topic.claim(
    needs={"truth", "estimate", "cutoff", "order"},
    gives={"ospa", "ospa_localisation", "ospa_cardinality", "gospa", "gospa_localisation", "missed", FALSE},
)
def set_metrics(given):
    scene = (given["truth"], given["estimate"], given["cutoff"], given["order"])
    mean, total = ospa(*scene), gospa(*scene)
    return {
        "ospa": mean.distance_m,
        "ospa_localisation": mean.localisation_m,
        "ospa_cardinality": mean.cardinality_m,
        "gospa": total.distance_m,
        "gospa_localisation": total.localisation_m,
        "missed": total.missed,
        FALSE: total.false,
    }
