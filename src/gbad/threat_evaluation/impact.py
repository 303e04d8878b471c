"""Where a ballistic track will come down, where it came from, and how sure either is.

Ahead: the track's state is flown on under gravity with J2, the Earth's rotation and drag (``physics.flight``) to the
height of the ground. The defender does not know the body's ballistic coefficient m / (Cd S): it takes an assumed
one and counts not knowing it as an error of its own.

Back: the same flight in reverse to the height where the motor is taken to have burnt out. The foot point of that place
is the estimate of the launch point: in this model burn-out lies above the launch point (``motion.ballistic``). A
real booster burns out tens of kilometres down range, which a defender corrects by a template of the type; left out.

Spread: each principal error of the state (column of the covariance's Cholesky factor), the coefficient and the burn-out
height are varied by one standard deviation to both sides and flown again; half the difference is a column of the
impact's error, and their squares add (central differences of the flight; textbook error propagation, as in
Y. Bar-Shalom, X. R. Li, T. Kirubarajan, Estimation with Applications to Tracking and Navigation, section 1.4). Exact to
first order, whatever the units; early in flight, when errors are tens of kilometres, only indicative. Left out: boost
and manoeuvre, tumbling and change of drag with Mach number, wind, errors of the filter's own model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gbad.messages import AirPicture, ImpactEstimates, Threats
from gbad.tables import Defence, Floats
from gbad.threat_evaluation import _impact_kernel as numbers


@dataclass(frozen=True, slots=True)
class Body:
    """What the defender takes a ballistic missile to be; assumed: slender unitary bodies, 3 to 12 t/m2."""

    ballistic_coefficient_kg_m2: float = 6_000.0
    coefficient_log_std: float = 0.5  # natural logarithm: a factor of 1.6 either way
    burnout_height_m: float = 35_000.0
    burnout_height_std_m: float = 5_000.0


@dataclass(frozen=True, slots=True)
class Places:
    """Ends of flights, ahead or back. ``n`` rows."""

    position_ecef_m: Floats  # (n, 3)
    flight_s: Floats  # (n,)  [s] from the track's time to there, or from there to it; inf: does not come down
    covariance_enu_m2: Floats  # (n, 2, 2)  east, north
    std_m: Floats  # (n,)  [m] semi-major axis of the one-sigma ellipse


def impact_points(
    position_ecef_m: ArrayLike,
    velocity_ecef_mps: ArrayLike,
    covariance_ecef: ArrayLike,
    ground_height_m: float = 0.0,
    *,
    body: Body | None = None,
) -> Places:
    """Where ballistic tracks ``(n, 3)``, ``(n, 3)``, ``(n, 6, 6)`` come down to a height above the ellipsoid."""
    body = body or Body()
    return _flown(position_ecef_m, velocity_ecef_mps, covariance_ecef, ground_height_m, 0.0, body, 1.0)


def launch_points(
    position_ecef_m: ArrayLike,
    velocity_ecef_mps: ArrayLike,
    covariance_ecef: ArrayLike,
    *,
    body: Body | None = None,
) -> Places:
    """Where they burnt out, for the launch point below it; shapes as in :func:`impact_points`."""
    body = body or Body()
    height, std = body.burnout_height_m, body.burnout_height_std_m
    return _flown(position_ecef_m, velocity_ecef_mps, covariance_ecef, height, std, body, -1.0)


def foretold(defence: Defence, picture: AirPicture, threats: Threats) -> ImpactEstimates:
    """Ends of the flights of all tracks of the picture, for the recorder.

    The ground is that of the lowest asset, as for ranking.
    """
    at = run, command, slot = np.nonzero(picture.number)
    rows, n = np.flatnonzero(threats.ballistic[at]), len(run)
    columns = {f"{end}_{name}": np.full(n, np.nan) for end in ("impact", "launch") for name in ("time_s", "std_m")}
    columns |= {f"{end}_position_ecef_m": np.full((n, 3), np.nan) for end in ("impact", "launch")}
    estimates = ImpactEstimates(run=run, command=command, slot=slot, **columns)
    if rows.size == 0:
        return estimates
    where = tuple(axis[rows] for axis in at)
    state = picture.position_ecef_m[where], picture.velocity_ecef_mps[where], picture.covariance_ecef[where]
    ground_m = float(defence.assets.height_m.min()) if defence.assets.height_m.size else 0.0
    ends = (("impact", 1.0, impact_points(*state, ground_m)), ("launch", -1.0, launch_points(*state)))
    for end, way, places in ends:
        comes_down = np.isfinite(places.flight_s)
        found = rows[comes_down]
        columns[f"{end}_time_s"][found] = (picture.time_s[where] + way * places.flight_s)[comes_down]
        columns[f"{end}_std_m"][found] = places.std_m[comes_down]
        columns[f"{end}_position_ecef_m"][found] = places.position_ecef_m[comes_down]
    return estimates


def _flown(
    position: ArrayLike, velocity: ArrayLike, covariance: ArrayLike, floor: float, std: float, body: Body, way: float
) -> Places:
    p, v = (np.ascontiguousarray(x, float).reshape(-1, 3) for x in (position, velocity))
    spread_in = np.ascontiguousarray(covariance, float).reshape(-1, 6, 6)
    place, duration, spread = np.zeros_like(p), np.zeros(len(p)), np.zeros((len(p), 2, 2))
    numbers.foretell(
        p, v, spread_in, float(floor), float(std), 1.0 / body.ballistic_coefficient_kg_m2, body.coefficient_log_std,
        way, np.zeros((6, 6)), place, duration, spread,
    )  # fmt: skip
    half, apart = 0.5 * (spread[:, 0, 0] + spread[:, 1, 1]), 0.5 * (spread[:, 0, 0] - spread[:, 1, 1])
    return Places(place, duration, spread, np.sqrt(half + np.hypot(apart, spread[:, 0, 1])))
