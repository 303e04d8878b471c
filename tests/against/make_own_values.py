"""Writes ``own_values.yaml``: values computed here without the product, by other methods than the product's.

Run by hand (``python tests/against/make_own_values.py``) when an entry is added; only numpy and scipy are used.
Quadrature and integration stand against closed forms, chords and angles against closed forms of the product.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.integrate import quad, solve_ivp
from scipy.optimize import brentq, minimize_scalar

A, F = 6378137.0, 1 / 298.257223563
E2 = F * (2 - F)
MU, J2, OMEGA = 3.986004418e14, 1.08262982e-3, 7.292115e-5
LAYERS = ((0, -6.5), (11, 0), (20, 1), (32, 2.8), (47, 0), (51, -2.8), (71, -2.0), (84.852, 0))
ENTRIES: list[dict[str, Any]] = []


def add(entry_id: str, quantity: str, formula: str, inputs: dict, expected: dict, source: str, check: str) -> None:
    """Inputs are name -> (value, unit); expected are name -> (value, unit, rule, tolerance)."""
    ENTRIES.append(
        {
            "id": "own-" + entry_id,
            "topic": entry_id.split("-")[0],
            "quantity": quantity,
            "formula": formula,
            "inputs": {name: {"value": v, "unit": u} for name, (v, u) in inputs.items()},
            "expected": {name: {"value": float(v), "unit": u} for name, (v, u, _, _) in expected.items()},
            "tolerance": {name: {rule: t} for name, (_, _, rule, t) in expected.items()},
            "source": source,
            "check": check,
        }
    )


def temperature(z: float) -> float:
    """Standard temperature at a geometric altitude, walked up layer by layer."""
    h = 6356766.0 * z / (6356766.0 + z) / 1e3
    t = 288.15
    for (base, lapse), (top, _) in pairwise(LAYERS):
        t += lapse * (min(h, top) - base) if h > base else 0.0
    return t


def atmosphere() -> None:
    gas = 8314.32 / 28.9644
    for name, z in (("atm-1", 3000.0), ("atm-2", 15_500.0), ("atm-3", 62_000.0)):
        edges = [1e3 * b * 6356766.0 / (6356766.0 - 1e3 * b) for b, _ in LAYERS]
        weight, _ = quad(
            lambda x: 9.80665 * (6356766.0 / (6356766.0 + x)) ** 2 / (gas * temperature(x)),
            0.0, z, points=[e for e in edges if 0 < e < z] or None, epsabs=1e-13, limit=200,
        )  # fmt: skip
        p, t = 101325.0 * np.exp(-weight), temperature(z)
        add(
            name, f"standard atmosphere at {z / 1e3:g} km", "dp/dz = -rho g(z), integrated numerically",
            {"geometric_altitude": (z, "m")},
            {
                "temperature": (t, "K", "abs", 1e-6),
                "pressure": (p, "Pa", "rel", 1e-8),
                "density": (p / gas / t, "kg/m^3", "rel", 1e-8),
                "speed_of_sound": (np.sqrt(1.4 * gas * t), "m/s", "rel", 1e-9),
            },
            "U.S. Standard Atmosphere 1976", "quadrature of the hydrostatic equation",
        )  # fmt: skip


def geodesy() -> None:
    # a point above the ellipsoid by adding the normal to a foot point found on the meridian ellipse by its tangent
    latitude, longitude, height = float(np.radians(39.9)), float(np.radians(32.85)), 938.0
    b = A * (1 - F)
    u = brentq(lambda u: np.tan(latitude) - A / b * np.tan(u), -1.5, 1.5, xtol=1e-16)
    r, z = A * np.cos(u) + height * np.cos(latitude), b * np.sin(u) + height * np.sin(latitude)
    add(
        "geo-1", "geodetic to ECEF and back", "foot point on the meridian ellipse, then along its normal",
        {"latitude": (39.9, "deg"), "longitude": (32.85, "deg"), "ellipsoidal_height": (938.0, "m")},
        {
            "x": (r * np.cos(longitude), "m", "abs", 1e-6),
            "y": (r * np.sin(longitude), "m", "abs", 1e-6),
            "z": (z, "m", "abs", 1e-6),
        },
        "geometry of the ellipse", "root finding on the parametric latitude",
    )  # fmt: skip
    arc, _ = quad(lambda x: A * (1 - E2) / (1 - E2 * np.sin(x) ** 2) ** 1.5, 0.0, np.radians(35.0), epsabs=1e-9)
    add(
        "geo-2", "meridian arc from the equator to 35 degrees", "integral of the meridional radius of curvature",
        {"lat1": (0.0, "deg"), "lon1": (33.0, "deg"), "lat2": (35.0, "deg"), "lon2": (33.0, "deg")},
        {"distance": (arc, "m", "abs", 1e-6), "azimuth1": (0.0, "deg", "abs", 1e-9)},
        "geometry of the ellipse", "quadrature",
    )  # fmt: skip
    add(
        "geo-3", "arc of the equator", "a times the difference of longitudes",
        {"lat1": (0.0, "deg"), "lon1": (-10.0, "deg"), "lat2": (0.0, "deg"), "lon2": (50.0, "deg")},
        {"distance": (A * np.pi / 3, "m", "abs", 1e-6), "azimuth2": (90.0, "deg", "abs", 1e-9)},
        "geometry of the ellipse", "arithmetic",
    )  # fmt: skip


def fall() -> None:
    latitude = np.radians(40.0)
    n = A / np.sqrt(1 - E2 * np.sin(latitude) ** 2)
    x0 = np.array([(n + 9144) * np.cos(latitude), 0.0, (n * (1 - E2) + 9144) * np.sin(latitude)])

    def inertial(_: float, s: np.ndarray) -> np.ndarray:
        x, r = s[:3], np.linalg.norm(s[:3])
        j = 1.5 * J2 * (A / r) ** 2
        bulge = 1 + j * (np.array([1.0, 1.0, 3.0]) - 5 * (x[2] / r) ** 2)
        return np.concatenate([s[3:], -MU / r**3 * x * bulge])

    start = np.concatenate([x0, np.cross([0, 0, OMEGA], x0)])
    s = solve_ivp(inertial, (0, 20), start, method="DOP853", rtol=1e-13, atol=1e-7).y[:3, -1]
    turn = -OMEGA * 20.0
    x, y = s[0] * np.cos(turn) - s[1] * np.sin(turn), s[0] * np.sin(turn) + s[1] * np.cos(turn)
    add(
        "nesc-1", "dragless sphere released at rest relative to the rotating Earth at 40 degrees north",
        "J2 gravitation integrated in inertial axes, then turned back with the Earth",
        {
            "latitude": (40.0, "deg"), "longitude": (0.0, "deg"), "initial_height": (9144.0, "m"),
            "duration": (20.0, "s"), "mu": (MU, "m^3/s^2"), "j2": (J2, "1"), "earth_rate": (OMEGA, "rad/s"),
        },
        {"ecef_x": (x, "m", "abs", 1e-5), "ecef_y": (y, "m", "abs", 1e-5), "ecef_z": (s[2], "m", "abs", 1e-5)},
        "equations of motion as in NASA/TM-2015-218675", "DOP853 in an inertial frame",
    )  # fmt: skip


def horizon() -> None:
    r = 6371000.0 * 4 / 3
    ha, ht = 25.0, 1500.0

    def clearance(arc: float) -> float:
        a, b = np.array([0.0, r + ha]), (r + ht) * np.array([np.sin(arc / r), np.cos(arc / r)])
        along = minimize_scalar(lambda u: np.linalg.norm(a + u * (b - a)), bounds=(0, 1), options={"xatol": 1e-14})
        return along.fun - r

    limit = brentq(clearance, 100e3, 250e3, xtol=1e-6)
    add(
        "hor-1", "greatest line-of-sight distance over a smooth 4/3 Earth", "where the chord touches the sphere",
        {"radar_height": (ha, "m"), "target_height": (ht, "m"), "earth_radius": (6371000.0, "m"), "k": (4 / 3, "1")},
        {"los_arc_limit": (limit, "m", "abs", 1.0)}, "geometry", "minimisation along the ray and root finding",
    )  # fmt: skip
    s, el, h0 = 180e3, np.radians(1.2), 40.0
    end = np.array([s * np.cos(el), r + h0 + s * np.sin(el)])
    add(
        "hor-2", "height and ground distance of a ray, 4/3 Earth", "plane coordinates",
        {
            "slant_range": (s, "m"), "elevation": (1.2, "deg"), "antenna_height": (h0, "m"),
            "earth_radius": (6371000.0, "m"), "k": (4 / 3, "1"),
        },
        {
            "height": (np.hypot(*end) - r, "m", "abs", 1e-4),
            "ground_distance": (r * np.arctan2(end[0], end[1]), "m", "abs", 1e-4),
        },
        "geometry", "plane coordinates",
    )  # fmt: skip


def gases() -> None:
    for name, f, oxygen, water in (("prop-1", 12e9, 0.008698264, 0.009535389), ("prop-2", 20e9, 0.01188355, 0.0970473)):
        add(
            name, f"specific gaseous attenuation at {f / 1e9:g} GHz", "ITU-R P.676 Annex 1, line by line",
            {
                "frequency": (f, "Hz"), "dry_pressure": (1013.25, "hPa"), "temperature": (288.15, "K"),
                "vapour_density": (7.5, "g/m^3"),
            },
            {"gamma_oxygen": (oxygen, "dB/km", "rel", 2e-3), "gamma_water": (water, "dB/km", "rel", 2e-3)},
            "ITU-R Study Group 3 validation examples (quoted from memory)", "agreement to all quoted digits",
        )  # fmt: skip


def arcs() -> None:
    r, speed, elevation = 6371000.0, 1800.0, np.radians(47.0)

    def free(_: float, s: np.ndarray) -> np.ndarray:
        return np.concatenate([s[2:], -MU / np.hypot(s[0], s[1]) ** 3 * s[:2]])

    def ground(_: float, s: np.ndarray) -> float:
        return float(np.hypot(s[0], s[1]) - r)

    ground.terminal, ground.direction = True, -1  # type: ignore[attr-defined]  # scipy's way
    start = [0.0, r + 1e-6, speed * np.cos(elevation), speed * np.sin(elevation)]
    flight = solve_ivp(free, (0, 3600), start, method="DOP853", rtol=1e-12, atol=1e-6, events=ground, dense_output=True)
    end, time = flight.y_events[0][0], flight.t_events[0][0]
    top = minimize_scalar(lambda t: -np.hypot(*flight.sol(t)[:2]), bounds=(0, time), options={"xatol": 1e-6})
    add(
        "traj-1", "two-body trajectory from given speed and angle, surface to surface", "integrated numerically",
        {
            "speed": (speed, "m/s"), "elevation": (47.0, "deg"), "earth_radius": (r, "m"), "mu": (MU, "m^3/s^2"),
        },
        {
            "ground_range": (r * np.arctan2(end[0], end[1]), "m", "rel", 1e-7),
            "apogee": (-top.fun - r, "m", "rel", 1e-7),
            "time_of_flight": (time, "s", "rel", 1e-7),
        },
        "two-body mechanics", "DOP853 with event location",
    )  # fmt: skip


def density(z: float) -> float:
    """Standard air by the hydrostatic equation, summed up layer by layer in geopotential height."""
    h, p, t = 6356766.0 * z / (6356766.0 + z) / 1e3, 101325.0, 288.15
    for (base, lapse), (top, _) in pairwise(LAYERS):
        rise = min(h, top) - base
        if rise <= 0.0 and base > 0:
            break
        warmer = t + lapse * rise
        p *= np.exp(-34.163195 * rise / t) if lapse == 0 else (t / warmer) ** (34.163195 / lapse)
        t = warmer
    return p / (8314.32 / 28.9644 * t)


def geodetic_height(x: np.ndarray) -> tuple[float, np.ndarray]:
    """Height above the ellipsoid and the local vertical, by fixed-point iteration on the foot point's latitude."""
    across = np.hypot(x[0], x[1])
    latitude = np.arctan2(x[2], across * (1 - E2))
    for _ in range(8):
        n = A / np.sqrt(1 - E2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(x[2] + E2 * n * np.sin(latitude), across)
    sine, cosine = np.sin(latitude), np.cos(latitude)
    height = across * cosine + x[2] * sine - A * np.sqrt(1 - E2 * sine**2)
    return float(height), np.array([cosine * x[0] / across, cosine * x[1] / across, sine])


def spheres() -> None:
    """The sphere of the NASA cases (mass 1 slug, 0.1 of drag), by integration in inertial axes."""
    ball = {
        "mass": (14.5939029372, "kg"), "reference_area": (0.018241465, "m^2"), "drag_coefficient": (0.1, "1"),
    }  # fmt: skip
    per_mass = 0.1 * 0.018241465 / 14.5939029372
    place = np.radians(40.0)

    def in_wind(wind: np.ndarray):
        def rates(t: float, s: np.ndarray) -> np.ndarray:
            x, v, r = s[:3], s[3:], np.linalg.norm(s[:3])
            bulge = 1 + 1.5 * J2 * (A / r) ** 2 * (np.array([1.0, 1.0, 3.0]) - 5 * (x[2] / r) ** 2)
            height, up = geodetic_height(x)
            east = np.cross([0.0, 0.0, 1.0], up)
            east /= np.linalg.norm(east)
            air = np.cross([0, 0, OMEGA], x) + wind[0] * east + wind[1] * np.cross(up, east) + wind[2] * up
            drag = -0.5 * density(height) * np.linalg.norm(v - air) * per_mass * (v - air)
            return np.concatenate([v, -MU / r**3 * x * bulge + drag])

        return rates

    n = A / np.sqrt(1 - E2 * np.sin(place) ** 2)
    x0 = np.array([(n + 9144) * np.cos(place), 0.0, (n * (1 - E2) + 9144) * np.sin(place)])
    start = np.concatenate([x0, np.cross([0, 0, OMEGA], x0)])
    for name, wind in (("nesc-2", [6.096, 0.0, 0.0]), ("nesc-3", [-20.0, 35.0, 2.0])):
        s = solve_ivp(in_wind(np.array(wind)), (0, 30), start, method="DOP853", rtol=1e-12, atol=1e-8).y[:3, -1]
        turn = -OMEGA * 30.0
        x, y = s[0] * np.cos(turn) - s[1] * np.sin(turn), s[0] * np.sin(turn) + s[1] * np.cos(turn)
        add(
            name, "sphere with drag released at rest into a steady wind at 40 degrees north",
            "J2 gravitation, drag on the speed through moving air, integrated in inertial axes",
            {
                "latitude": (40.0, "deg"), "longitude": (0.0, "deg"), "initial_height": (9144.0, "m"),
                "duration": (30.0, "s"), "wind_enu": (wind, "m/s"), **ball,
            },
            {
                "ecef_x": (x, "m", "abs", 1e-4), "ecef_y": (y, "m", "abs", 1e-4), "ecef_z": (s[2], "m", "abs", 1e-4),
                "height": (geodetic_height(s)[0], "m", "abs", 1e-4),
            },
            "equations of motion as in NASA/TM-2015-218675, cases 6 and 7", "DOP853 in an inertial frame",
        )  # fmt: skip

    radius = (2 * A + A * (1 - F)) / 3

    def plane(_: float, s: np.ndarray) -> np.ndarray:
        r = np.hypot(s[0], s[1])
        drag = 0.5 * density(r - radius) * np.hypot(s[2], s[3]) * per_mass
        return np.concatenate([s[2:], -MU / r**3 * s[:2] - drag * s[2:]])

    s = solve_ivp(plane, (0, 40), [radius, 0.0, 400.0, 250.0], method="DOP853", rtol=1e-12, atol=1e-8).y[:, -1]
    add(
        "nesc-4", "sphere with drag fired east and up from a round Earth that stands still", "integrated in its plane",
        {
            "latitude": (0.0, "deg"), "longitude": (0.0, "deg"), "initial_height": (0.0, "m"),
            "earth_radius": (radius, "m"), "duration": (40.0, "s"),
            "east_speed": (250.0, "m/s"), "up_speed": (400.0, "m/s"), **ball,
        },
        {
            "height": (np.hypot(s[0], s[1]) - radius, "m", "abs", 1e-4),
            "ecef_x": (s[0], "m", "abs", 1e-4), "ecef_y": (s[1], "m", "abs", 1e-4),
            "speed": (np.hypot(s[2], s[3]), "m/s", "abs", 1e-6),
        },
        "Newton's laws", "DOP853 in the plane of flight",
    )  # fmt: skip


if __name__ == "__main__":
    for part in (atmosphere, geodesy, fall, horizon, gases, arcs, spheres):
        part()
    document = {"schema": "reference-values/1", "set": "own", "entries": ENTRIES}
    path = Path(__file__).with_name("own_values.yaml")
    path.write_text("# Written by make_own_values.py.\n" + yaml.safe_dump(document, sort_keys=False, width=110))
