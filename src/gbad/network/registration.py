"""Registration: constant errors of each radar in range, azimuth and elevation, estimated from common tracks.

A radar that was set up a little askew reports every object displaced in the same way. Where two radars of one command
hold the same object, the difference of their places is

    p_a - p_b = J_a b_a - J_b b_b + noise,    b = (range, azimuth, elevation), J = d place / d b

so a Kalman filter over all radars of a command holds them (constant state; extended: places are corrected by range and
angles and J is taken at the corrected place, for a degree of azimuth is not small). It starts from zero with the
spreads that the radars' figures state (``range_bias_std_m``, ``azimuth_bias_std_deg``, ``elevation_bias_std_deg``).
Estimates are taken off every report before association; their remaining covariance is added to the report's, so an
unregistered radar's tracks are known to be unsure.

Observability. Only differences are measured. Two radars at different places seeing objects in several directions make
all components observable in principle: a turn common to both shows as an offset across the line between them, a
common range error as one that changes with direction; elevations alike differ by the Earth's curvature alone, and
range errors alike cancel for objects far outside the baseline. What is not observed keeps its prior spread, which the
covariance says; nothing else is assumed known.

The noise of one measurement is both tracks' covariance. Errors of a filtered track are correlated in time, so an
object counts once per ``interval_s`` (several visits); a difference beyond the gate does not count. Nor does one
with another so near that the two may have been mistaken for each other (a formation shifted by one place would teach a
wrong bias with great confidence): who flies alone is learnt from first, others follow as biases become known.
With three radars or more, each is compared with the first; what these comparisons share is neglected.

Sources: M. P. Dela Cruz, A. T. Alouani, T. R. Rice, W. D. Blair, "Estimation of sensor bias in multisensor systems",
IEEE Southeastcon 1992; X. Lin, Y. Bar-Shalom, T. Kirubarajan, "Exact multisensor dynamic bias estimation with local
tracks", IEEE Trans. Aerospace and Electronic Systems 40(1), 2004 (whose pseudo-measurement from local filters' gains
this is not). Left out: errors of place and time, scale errors, drift, the turn of velocities by an azimuth error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.network import _registration_kernel as numbers
from gbad.network._columns_kernel import Links, Mirrors, Systems
from gbad.tables import Defence, Floats, Ints


@dataclass(frozen=True, slots=True)
class Settings:
    """Figures of the estimator, assumed."""

    interval_s: float = 30.0  # [s] between uses of one object: five turns of a six-second radar
    gate: float = 25.0  # squared normalised difference beyond which two tracks are not taken as one object

    def row(self) -> Floats:
        """The figures in the kernels' order."""
        return np.array([self.interval_s, self.gate])


@dataclass(slots=True)
class Registration:
    """What every command believes of its radars' biases, and reports as they were before correction."""

    bias: Floats  # (R, C, 3 S)  range [m], azimuth [rad], elevation [rad] of each radar
    covariance: Floats  # (R, C, 3 S, 3 S)
    raw: Floats  # (R, N, L, RAW_COLUMNS)
    used_s: Floats  # (R, C, K)
    used: Ints  # (R, C, K)
    sites: Floats  # (S, 3)
    turns: Floats  # (S, 3, 3)
    figures: Floats
    work: Floats
    jacobian: Floats


def begin(
    defence: Defence, draw_of_run: Ints, links: int, slots: int, settings: Settings | None = None
) -> Registration:
    """Nothing learnt yet: biases zero, with the spread of the radars' figures where the command estimates them."""
    radars, commands, runs = len(defence.radars.command), len(defence.commands.key), len(draw_of_run)
    stds = [getattr(defence.radars, f"{name}_bias_std_{unit}") for name, unit in BIASES]
    prior = np.stack(stds, axis=-1).reshape(-1, 3 * radars)[draw_of_run]
    covariance = np.zeros((runs, commands, 3 * radars, 3 * radars))
    for command in np.flatnonzero(defence.commands.estimates_registration):
        for i in range(3 * radars):
            covariance[:, command, i, i] = prior[:, i] ** 2
    return Registration(
        np.zeros((runs, commands, 3 * radars)),
        covariance,
        np.zeros((runs, links, slots, numbers.RAW_COLUMNS)),
        np.full((runs, commands, slots), -np.inf),
        np.zeros((runs, commands, slots), np.int64),
        np.ascontiguousarray(defence.radars.position_ecef_m, float),
        np.ascontiguousarray(defence.radars.ecef_to_enu, float),
        (settings or Settings()).row(),
        np.zeros((7, max(3 * radars, 9))),
        np.zeros((2, 3, 3)),
    )


BIASES = (("range", "m"), ("azimuth", "rad"), ("elevation", "rad"))


def correct(state: Registration, links: Links, mirrors: Mirrors) -> None:
    """Take what is known of the biases off the reports just heard."""
    numbers.correct(
        links, state.sites, state.turns, mirrors, state.bias, state.covariance, state.raw, state.jacobian
    )  # fmt: skip


def learn(state: Registration, links: Links, mirrors: Mirrors, systems: Systems, rules: Floats) -> None:
    """Compare the radars of every system track that has news of two."""
    numbers.learn(
        links, state.sites, state.turns, mirrors, systems, state.bias, state.covariance, state.raw,
        state.used_s, state.used, state.figures, rules, state.work, state.jacobian,
    )  # fmt: skip
