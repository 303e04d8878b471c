"""Flights with closed forms: drag in uniform air, entry into an exponential atmosphere, rockets without air.

Sources: elementary mechanics; H. J. Allen, A. J. Eggers, NACA Report 1381 (1958); G. P. Sutton, O. Biblarz, Rocket
Propulsion Elements, chapter 4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple


class Fall(NamedTuple):
    """A vertical fall from rest."""

    terminal_speed_mps: float
    speed_mps: float
    distance_m: float


def fall(
    time_s: float, mass_kg: float, area_m2: float, drag_coefficient: float, density_kg_m3: float, g_mps2: float
) -> Fall:
    """v = vt tanh(g t / vt), s = vt^2 / g ln cosh(g t / vt), vt = sqrt(2 m g / (rho Cd A)) in uniform air."""
    terminal = math.sqrt(2.0 * mass_kg * g_mps2 / (density_kg_m3 * drag_coefficient * area_m2))
    x = g_mps2 * time_s / terminal
    return Fall(terminal, terminal * math.tanh(x), terminal * terminal / g_mps2 * math.log(math.cosh(x)))


class Coast(NamedTuple):
    """A coast without gravity."""

    speed_mps: float
    distance_m: float


def coast(
    time_s: float, speed_mps: float, mass_kg: float, area_m2: float, drag_coefficient: float, density_kg_m3: float
) -> Coast:
    """v = v0 / (1 + k v0 t), x = ln(1 + k v0 t) / k, k = rho Cd A / (2 m) in uniform air."""
    k = 0.5 * density_kg_m3 * drag_coefficient * area_m2 / mass_kg
    slower = 1.0 + k * speed_mps * time_s
    return Coast(speed_mps / slower, math.log(slower) / k)


class Entry(NamedTuple):
    """A straight entry: its peak of deceleration."""

    peak_deceleration_mps2: float
    altitude_of_peak_m: float
    speed_at_peak_mps: float


class ExponentialAir(NamedTuple):
    """rho0 exp(-h / H)."""

    density_kg_m3: float
    scale_height_m: float


def entry_speed_mps(
    altitude_m: float, entry_speed_mps: float, entry_angle_rad: float, beta_kg_m2: float, air: ExponentialAir
) -> float:
    """v(h) = vE exp(-rho0 H exp(-h / H) / (2 beta sin gamma)); beta = m / (Cd A). No gravity, a straight path."""
    column = air.density_kg_m3 * air.scale_height_m * math.exp(-altitude_m / air.scale_height_m)
    return entry_speed_mps * math.exp(-column / (2.0 * beta_kg_m2 * math.sin(entry_angle_rad)))


def entry_peak(entry_speed_mps: float, entry_angle_rad: float, beta_kg_m2: float, air: ExponentialAir) -> Entry:
    """a = vE^2 sin(gamma) / (2 e H) at h = H ln(rho0 H / (beta sin gamma)); its size does not depend on beta."""
    sine, scale = math.sin(entry_angle_rad), air.scale_height_m
    return Entry(
        entry_speed_mps**2 * sine / (2.0 * math.e * scale),
        scale * math.log(air.density_kg_m3 * scale / (beta_kg_m2 * sine)),
        entry_speed_mps * math.exp(-0.5),
    )


class Burn(NamedTuple):
    """A vertical burn of constant thrust in uniform gravity, and the coast after it."""

    ideal_dv_mps: float
    burnout_speed_mps: float
    burnout_altitude_m: float
    apogee_m: float


def vertical_burn(
    initial_mass_kg: float, propellant_mass_kg: float, exhaust_speed_mps: float, burn_time_s: float, g_mps2: float
) -> Burn:
    """v = c ln R - g tb, h = c tb (1 - ln R / (R - 1)) - g tb^2 / 2, apogee = h + v^2 / (2 g)."""
    ratio = initial_mass_kg / (initial_mass_kg - propellant_mass_kg)
    ideal = exhaust_speed_mps * math.log(ratio)
    speed = ideal - g_mps2 * burn_time_s
    height = exhaust_speed_mps * burn_time_s * (1.0 - math.log(ratio) / (ratio - 1.0)) - 0.5 * g_mps2 * burn_time_s**2
    return Burn(ideal, speed, height, height + 0.5 * speed * speed / g_mps2)


class Stage(NamedTuple):
    """One stage by itself."""

    mass_kg: float
    propellant_mass_kg: float
    exhaust_speed_mps: float


def staged_dv_mps(stages: Sequence[Stage]) -> float:
    """Ideal velocity of stages fired in order, each dropped when it is empty (Tsiolkovsky)."""
    total = 0.0
    for i, stage in enumerate(stages):
        mass = sum(s.mass_kg for s in stages[i:])
        total += stage.exhaust_speed_mps * math.log(mass / (mass - stage.propellant_mass_kg))
    return total
