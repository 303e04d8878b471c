"""Numbers below ``set_pieces``."""

import math

import numpy as np

from gbad._jit import kernel
from gbad.physics._random_kernel import KILL, uniform4

ZERO = np.uint64(0)


@kernel
def binomial_leakers(seed, runs, kill_probability, shots_per_threat, threats):
    """Threats that survive all their shots, by run."""
    out = np.zeros(runs)
    for run in range(runs):
        for threat in range(threats):
            killed = False
            for shot in range(shots_per_threat):
                u = uniform4(seed, np.uint64(KILL), np.uint64(run), np.uint64(threat), np.uint64(shot), ZERO)[0]
                killed = killed or u < kill_probability
            if not killed:
                out[run] += 1.0
    return out


@kernel
def shoot_look_shoot_rounds(seed, runs, kill_probability, max_shots, false_kill, missed_kill):
    """Rounds until the target is reported dead or the magazine is empty, by run."""
    out = np.zeros(runs)
    for run in range(runs):
        alive = True
        for shot in range(max_shots):
            u = uniform4(seed, np.uint64(KILL), np.uint64(run), ZERO, np.uint64(shot), ZERO)
            out[run] += 1.0
            if alive and u[0] < kill_probability:
                alive = False
            reported_dead = u[1] < false_kill if alive else u[1] >= missed_kill
            if reported_dead:
                break
    return out


@kernel
def loss_system(seed, runs, channels, offered_load, arrivals, warm_up):
    """Share of the counted arrivals that found all channels busy, by run."""
    out = np.zeros(runs)
    free_s = np.empty(channels)
    for run in range(runs):
        free_s[:] = 0.0
        now = 0.0
        lost = 0
        for arrival in range(warm_up + arrivals):
            u = uniform4(seed, np.uint64(KILL), np.uint64(run), np.uint64(1), np.uint64(arrival), ZERO)
            now -= math.log(1.0 - u[0]) / offered_load
            taken = False
            for channel in range(channels):
                if free_s[channel] <= now:
                    free_s[channel] = now - math.log(1.0 - u[1])
                    taken = True
                    break
            if not taken and arrival >= warm_up:
                lost += 1
        out[run] = lost / arrivals
    return out
