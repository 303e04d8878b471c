"""Loops of the flight bench around the engagement's own kernels, so that no call from Python is timed."""

import math

from gbad._jit import kernel
from gbad.engagement import _columns_kernel as c
from gbad.engagement import _flyout_kernel as flyout
from gbad.engagement._midcourse_kernel import steer, step_units
from gbad.engagement._point_mass_kernel import step


@kernel
def fly_all(p, shots, f, out, times):
    """Fly out to every row of ``shots (n, 3)``, range, height and loft, ``times`` over; the last figures are kept."""
    for _ in range(times):
        for i in range(shots.shape[0]):
            flyout.reach(f, p, shots[i, 0], shots[i, 1], shots[i, 2], out[i])


@kernel
def step_all(p, states, goals, units_flown, steps):
    """Guided steps of all rounds ``states (n, STATES)`` side by side; returns the units of time flown by each."""
    for _ in range(steps):
        for i in range(states.shape[0]):
            f = states[i]
            x, y, z = goals[i, 0], goals[i, 1], goals[i, 2]
            flown_s = units_flown[i] * c.UNIT_S
            speed = math.sqrt(f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
            dx, dy, dz = x - f[c.X], y - f[c.Y], z - f[c.Z]
            f[c.TO_GO] = math.sqrt(dx * dx + dy * dy + dz * dz) / max(speed, 1.0)
            cx, cy, cz = steer(f, p, flown_s, x, y, z)
            units = step_units(f, p, flown_s)
            step(f, p, flown_s, units * c.UNIT_S, cx, cy, cz, False)
            units_flown[i] += units
