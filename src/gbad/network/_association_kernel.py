"""Which local tracks of several radars are one object: distance, parting, joining. See ``network.py``."""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.network._columns_kernel import NO_TROUBLE, PICTURE_FULL
from gbad.network._links_kernel import leave

# columns of the rules (see picture.Rules.row)
SPLIT_FACTOR, NOISE = 0, 1


@lean
def spread(covariance, dt, noise):
    """Trace of a position covariance [m2] (of 6 by 6 laid flat) after ``dt`` more seconds."""
    trace = noise * dt * dt * dt
    for i in range(3):
        trace += covariance[7 * i] + 2.0 * dt * covariance[7 * i + 3] + dt * dt * covariance[7 * i + 21]
    return trace


@lean
def shared_term(a, dt_a, b, dt_b, i, j):
    """Element (i, j) of the sum of two predicted position covariances, without process noise."""
    here, across, back, far = 6 * i + j, 6 * i + j + 3, 6 * j + i + 3, 6 * i + j + 21
    first = a[here] + dt_a * (a[across] + a[back]) + dt_a * dt_a * a[far]
    return first + b[here] + dt_b * (b[across] + b[back]) + dt_b * dt_b * b[far]


@lean
def apart(state_a, a, dt_a, state_b, b, dt_b, noise, limit):
    """Squared normalised distance of two tracks' positions, each predicted by its own ``dt``; inf beyond ``limit``.

    The errors are taken as independent (the shared manoeuvre of the target is neglected).
    """
    x = state_a[0] + dt_a * state_a[3] - state_b[0] - dt_b * state_b[3]
    y = state_a[1] + dt_a * state_a[4] - state_b[1] - dt_b * state_b[4]
    z = state_a[2] + dt_a * state_a[5] - state_b[2] - dt_b * state_b[5]
    grown = noise / 3.0 * (dt_a * dt_a * dt_a + dt_b * dt_b * dt_b)
    l00 = np.sqrt(shared_term(a, dt_a, b, dt_b, 0, 0) + grown)
    l10 = shared_term(a, dt_a, b, dt_b, 1, 0) / l00
    l20 = shared_term(a, dt_a, b, dt_b, 2, 0) / l00
    l11 = np.sqrt(shared_term(a, dt_a, b, dt_b, 1, 1) + grown - l10 * l10)
    l21 = (shared_term(a, dt_a, b, dt_b, 2, 1) - l20 * l10) / l11
    l22 = np.sqrt(shared_term(a, dt_a, b, dt_b, 2, 2) + grown - l20 * l20 - l21 * l21)
    w0 = x / l00
    w1 = (y - l10 * w0) / l11
    w2 = (z - l20 * w0 - l21 * w1) / l22
    distance = w0 * w0 + w1 * w1 + w2 * w2
    return distance if distance <= limit else np.inf


@lean
def part(run, t, links, mirrors, systems, gate, rules):
    """Members that have drifted far from the founder (the one that joined first) leave their system track."""
    for link in range(links.command.size):
        command = links.command[link]
        for slot in range(mirrors.high[run, link]):
            track = mirrors.track[run, link, slot]
            if mirrors.fresh[run, link, slot] == 0 or track < 0 or systems.members[command, track] < 2:
                continue
            founder, place = link, slot
            for other in range(links.command.size):
                radar = links.radar[other]
                if other == link or links.command[other] != command or systems.member[run, command, track, radar] == 0:
                    continue
                there = systems.home[command, track, radar]
                theirs, best = mirrors.joined_s[run, other, there], mirrors.joined_s[run, founder, place]
                if theirs < best or (theirs == best and other < founder):
                    founder, place = other, there
            if founder == link:
                continue
            distance = apart(
                mirrors.state[run, link, slot], mirrors.covariance[run, link, slot],
                t - mirrors.time_s[run, link, slot],
                mirrors.state[run, founder, place], mirrors.covariance[run, founder, place],
                t - mirrors.time_s[run, founder, place], rules[NOISE], rules[SPLIT_FACTOR] * gate[command],
            )  # fmt: skip
            if distance < np.inf:
                continue
            leave(run, link, slot, links, mirrors, systems, np.bool_(False))
            systems.members[command, track] -= 1
            systems.dirty[run, command, track] = 1
            # or the one that leaves would find its own state there and come back
            copy_state(run, founder, place, command, track, mirrors, systems)


@lean
def join(run, t, links, mirrors, systems, gate, rules):
    """Local tracks in no system track, and those alone in one, join the nearest (older) one or found a new one.

    Returns (trouble, rows needed). In order of link and row, each deciding after those before it.
    """
    draw = links.draw[run]
    for link in range(links.command.size):
        command, radar = links.command[link], links.radar[link]
        patience = links.patience_s[draw, link]
        for slot in range(mirrors.high[run, link]):
            if mirrors.number[run, link, slot] == 0 or mirrors.fresh[run, link, slot] == 0:
                continue
            mirrors.fresh[run, link, slot] = 0
            track = mirrors.track[run, link, slot]
            if track >= 0 and systems.members[command, track] > 1:
                continue
            home = nearest(run, t, link, radar, slot, command, track, mirrors, systems, gate[command], rules[NOISE])
            if home < 0:
                if track >= 0:
                    continue
                home = found(run, t, link, slot, command, mirrors, systems)
                if home < 0:
                    return PICTURE_FULL, systems.number.shape[2] + 1
            if track >= 0:
                # it was alone there: the same object twice, so its own system track ends
                for a in range(3):
                    systems.ended[run, command, home, a] += systems.ended[run, command, track, a]
                systems.number[run, command, track] = 0
                systems.member[run, command, track, radar] = 0
            mirrors.track[run, link, slot], mirrors.joined_s[run, link, slot] = home, t
            systems.members[command, home] += 1
            systems.dirty[run, command, home] = 1
            heard_s = mirrors.time_s[run, link, slot]
            systems.member[run, command, home, radar] = mirrors.number[run, link, slot]
            systems.member_time_s[run, command, home, radar] = heard_s
            systems.home[command, home, radar] = slot
            systems.expiry_s[run, command, home] = max(systems.expiry_s[run, command, home], heard_s + patience)
    return NO_TROUBLE, 0


@lean
def nearest(run, t, link, radar, slot, command, track, mirrors, systems, gate, noise):
    """System track within the gate, without a member of this radar, nearest to a local track; -1 for none."""
    shortest, best = np.inf, np.int64(-1)
    dt = t - mirrors.time_s[run, link, slot]
    px = mirrors.state[run, link, slot, 0] + dt * mirrors.state[run, link, slot, 3]
    py = mirrors.state[run, link, slot, 1] + dt * mirrors.state[run, link, slot, 4]
    pz = mirrors.state[run, link, slot, 2] + dt * mirrors.state[run, link, slot, 5]
    mine = (mirrors.wide[run, link, slot, 0] + dt * mirrors.wide[run, link, slot, 1]) ** 2 + noise * dt * dt * dt
    for other in range(systems.high[run, command]):
        number = systems.number[run, command, other]
        if number == 0 or systems.member[run, command, other, radar] != 0:
            continue
        # one that has a system track of its own only moves to an older one
        if track >= 0 and number > systems.number[run, command, track]:
            continue
        # no covariance has a gate beyond this: nearly all pairs end here
        other_dt = t - systems.time_s[run, command, other]
        x = px - systems.state[run, command, other, 0] - other_dt * systems.state[run, command, other, 3]
        y = py - systems.state[run, command, other, 1] - other_dt * systems.state[run, command, other, 4]
        z = pz - systems.state[run, command, other, 2] - other_dt * systems.state[run, command, other, 5]
        theirs = systems.wide[run, command, other, 0] + other_dt * systems.wide[run, command, other, 1]
        if x * x + y * y + z * z > gate * (mine + theirs * theirs + noise * other_dt * other_dt * other_dt):
            continue
        distance = apart(
            mirrors.state[run, link, slot], mirrors.covariance[run, link, slot], dt,
            systems.state[run, command, other], systems.covariance[run, command, other], other_dt, noise, gate,
        )  # fmt: skip
        if distance < shortest:
            shortest, best = distance, other
    return best


@lean
def found(run, t, link, slot, command, mirrors, systems):
    """A new system track in the lowest free slot, from a local track; -1 when the picture is full."""
    place = np.int64(0)
    while place < systems.high[run, command] and systems.number[run, command, place] > 0:
        place += 1
    if place == systems.number.shape[2]:
        return -1
    systems.high[run, command] = max(systems.high[run, command], place + 1)
    systems.following[run, command] += 1
    systems.number[run, command, place] = systems.following[run, command]
    systems.first_s[run, command, place], systems.expiry_s[run, command, place] = t, 0.0
    systems.members[command, place] = 0
    for a in range(3):
        systems.ended[run, command, place, a] = 0
    for a in range(systems.member.shape[3]):
        systems.member[run, command, place, a], systems.member_time_s[run, command, place, a] = 0, 0.0
    copy_state(run, link, slot, command, place, mirrors, systems)
    return place


@lean
def copy_state(run, link, slot, command, place, mirrors, systems):
    """Let a system track have the state of a local one."""
    systems.time_s[run, command, place] = mirrors.time_s[run, link, slot]
    for a in range(3):
        systems.position[run, command, place, a] = mirrors.state[run, link, slot, a]
        systems.velocity[run, command, place, a] = mirrors.state[run, link, slot, 3 + a]
    for a in range(2):
        systems.wide[run, command, place, a] = mirrors.wide[run, link, slot, a]
    for a in range(6):
        systems.state[run, command, place, a] = mirrors.state[run, link, slot, a]
    for a in range(36):
        systems.covariance[run, command, place, a] = mirrors.covariance[run, link, slot, a]
