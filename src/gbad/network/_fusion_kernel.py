"""Several local tracks of one object -> one state. See ``fusion.py`` for the rules and their sources."""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.network._picture_kernel import remember

BEST_REPORT, INDEPENDENT, COVARIANCE_INTERSECTION = 0, 1, 2
# halvings of the interval of weights; 24 leave less than 1e-7
_HALVINGS = 24
# rows of the work space (rows, 36)
_FIRST, _SECOND, _MIXED, _LOWER, _FUSED = 0, 1, 2, 3, 4
WORK_ROWS = 5


@lean
def invert(matrix, lower, out):
    """Inverse of a positive definite 6 by 6 matrix laid flat, by Cholesky's factor; ``lower`` is work space."""
    for i in range(6):
        for j in range(i + 1):
            total = matrix[6 * i + j]
            for k in range(j):
                total -= lower[6 * i + k] * lower[6 * j + k]
            lower[6 * i + j] = np.sqrt(total) if i == j else total / lower[7 * j]
    # the factor's inverse, transposed: its diagonal in place, the rest above the diagonal, where the factor is not
    for i in range(6):
        lower[7 * i] = 1.0 / lower[7 * i]
        for j in range(i):
            total = 0.0
            for k in range(j, i):
                total -= lower[6 * i + k] * lower[6 * j + k]
            lower[6 * j + i] = total * lower[7 * i]
    for i in range(6):
        for j in range(i + 1):
            total = 0.0
            for k in range(i, 6):
                total += lower[6 * i + k] * lower[6 * j + k]
            out[6 * i + j], out[6 * j + i] = total, total


@lean
def predict(state, covariance, dt, noise, moved, spread):
    """A track ``dt`` later: straight on, with white acceleration noise of density ``noise`` [m2/s3] on each axis."""
    far, middle, near = noise * dt * dt * dt / 3.0, noise * dt * dt / 2.0, noise * dt
    for i in range(3):
        moved[i], moved[3 + i] = state[i] + dt * state[3 + i], state[3 + i]
        for j in range(3):
            pp, pv = covariance[6 * i + j], covariance[6 * i + j + 3]
            vp, vv = covariance[6 * i + j + 18], covariance[6 * i + j + 21]
            same = 1.0 if i == j else 0.0
            spread[6 * i + j] = pp + dt * (pv + vp) + dt * dt * vv + same * far
            spread[6 * i + j + 3] = pv + dt * vv + same * middle
            spread[6 * i + j + 18] = vp + dt * vv + same * middle
            spread[6 * i + j + 21] = vv + same * near


@lean
def slope(weight, first, second, mixed, lower, fused):
    """Slope over ``weight`` of log det of the mixed information; leaves the fused covariance behind."""
    for a in range(36):
        mixed[a] = weight * first[a] + (1.0 - weight) * second[a]
    invert(mixed, lower, fused)
    total = 0.0
    for a in range(36):
        total += fused[a] * (first[a] - second[a])
    return total


@lean
def combine(rule, state, covariance, other_state, other_covariance, work):
    """Fuse a second track of the same time into the first (both are overwritten); returns the first's weight."""
    first, second, mixed, lower, fused = work[_FIRST], work[_SECOND], work[_MIXED], work[_LOWER], work[_FUSED]
    invert(covariance, lower, first)
    invert(other_covariance, lower, second)
    weight, other_weight = 1.0, 1.0
    if rule == INDEPENDENT:
        for a in range(36):
            mixed[a] = first[a] + second[a]
        invert(mixed, lower, fused)
    else:
        # log det is concave in the weight, so its slope falls: halve the interval where it changes sign
        low, high = 0.0, 1.0
        if slope(1.0, first, second, mixed, lower, fused) >= 0.0:
            low = 1.0
        elif slope(0.0, first, second, mixed, lower, fused) <= 0.0:
            high = 0.0
        else:
            for _ in range(_HALVINGS):
                weight = 0.5 * (low + high)
                if slope(weight, first, second, mixed, lower, fused) > 0.0:
                    low = weight
                else:
                    high = weight
        weight = 0.5 * (low + high)
        slope(weight, first, second, mixed, lower, fused)
        other_weight = 1.0 - weight
    # x = x1 + P w2 I2 (x2 - x1): differences only, for places are counted from the centre of the Earth
    for a in range(6):
        other_state[a] -= state[a]
    for a in range(6):
        total = 0.0
        for b in range(6):
            total += second[6 * a + b] * other_state[b]
        mixed[a] = other_weight * total
    for a in range(6):
        for b in range(6):
            state[a] += fused[6 * a + b] * mixed[b]
    for a in range(36):
        covariance[a] = fused[a]
    return weight


@lean
def fuse(place, links, mirrors, systems, ring, rules_of_command, noise, states, covariances, work):
    """The fused state of every system track that has news and two members or more, in place of the best report's.

    ``states (2, 6)`` and ``covariances (2, 36)`` are work space.
    """
    for run in range(links.draw.size):
        # where the members of every system track stand in the mirrors
        for link in range(links.command.size):
            for slot in range(mirrors.high[run, link]):
                track = mirrors.track[run, link, slot]
                if mirrors.number[run, link, slot] > 0 and track >= 0:
                    systems.home[links.command[link], track, links.radar[link]] = slot
        for command in range(systems.high.shape[1]):
            rule = rules_of_command[command]
            if rule == BEST_REPORT:
                continue
            for slot in range(systems.high[run, command]):
                if systems.number[run, command, slot] > 0 and systems.dirty[run, command, slot] == 1:
                    fuse_members(
                        run, command, slot, rule, links, mirrors, systems, noise, states, covariances, work
                    )  # fmt: skip
        remember(run, place, systems, ring)


@lean
def fuse_members(run, command, slot, rule, links, mirrors, systems, noise, states, covariances, work):
    """One system track from its members' newest words, all predicted to the newest of them, in order of radars."""
    newest, members = -np.inf, 0
    for radar in range(systems.member.shape[3]):
        if systems.member[run, command, slot, radar] != 0:
            link, home = links.between[radar, command], systems.home[command, slot, radar]
            newest = max(newest, mirrors.time_s[run, link, home])
            members += 1
    if members < 2:
        return
    at = 0
    for radar in range(systems.member.shape[3]):
        if systems.member[run, command, slot, radar] == 0:
            continue
        link, home = links.between[radar, command], systems.home[command, slot, radar]
        predict(
            mirrors.state[run, link, home], mirrors.covariance[run, link, home],
            newest - mirrors.time_s[run, link, home], noise, states[at], covariances[at],
        )  # fmt: skip
        if at == 1:
            combine(rule, states[0], covariances[0], states[1], covariances[1], work)
        at = 1
    systems.time_s[run, command, slot] = newest
    for a in range(3):
        systems.position[run, command, slot, a] = states[0, a]
        systems.velocity[run, command, slot, a] = states[0, 3 + a]
    for a in range(6):
        systems.state[run, command, slot, a] = states[0, a]
    for a in range(36):
        systems.covariance[run, command, slot, a] = covariances[0, a]
    for a in range(2):
        trace = 0.0
        for b in range(3 * a, 3 * a + 3):
            trace += covariances[0, 7 * b]
        systems.wide[run, command, slot, a] = np.sqrt(trace)
