"""Biases of radars from objects that two of them see: estimated, and taken off. See ``registration.py``."""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.network._association_kernel import NOISE

# columns of what is kept of a report before correction
_PLACE, _VELOCITY, _SPREAD = 0, 3, 6
RAW_COLUMNS = 15
# columns of the figures (see registration.Settings.row)
INTERVAL, GATE = 0, 1


@lean
def view(place, site, turn, out):
    """Fill ``out (3, 3)``: change of an ECEF place [m] per change of range [m], azimuth and elevation [rad] seen."""
    dx, dy, dz = place[0] - site[0], place[1] - site[1], place[2] - site[2]
    east = turn[0, 0] * dx + turn[0, 1] * dy + turn[0, 2] * dz
    north = turn[1, 0] * dx + turn[1, 1] * dy + turn[1, 2] * dz
    up = turn[2, 0] * dx + turn[2, 1] * dy + turn[2, 2] * dz
    ground = max(np.sqrt(east * east + north * north), 1.0)
    reach = np.sqrt(ground * ground + up * up)
    for a in range(3):
        out[a, 0] = (turn[0, a] * east + turn[1, a] * north + turn[2, a] * up) / reach
        out[a, 1] = turn[0, a] * north - turn[1, a] * east
        out[a, 2] = turn[2, a] * ground - (turn[0, a] * east + turn[1, a] * north) * up / ground


@lean
def shift(place, site, turn, bias, base, out):
    """Fill ``out (3,)``: an ECEF place with the biases ``bias[base:base + 3]`` of the radar that saw it taken off."""
    dx, dy, dz = place[0] - site[0], place[1] - site[1], place[2] - site[2]
    east = turn[0, 0] * dx + turn[0, 1] * dy + turn[0, 2] * dz
    north = turn[1, 0] * dx + turn[1, 1] * dy + turn[1, 2] * dz
    up = turn[2, 0] * dx + turn[2, 1] * dy + turn[2, 2] * dz
    azimuth = np.arctan2(east, north) - bias[base + 1]
    elevation = np.arctan2(up, np.sqrt(east * east + north * north)) - bias[base + 2]
    reach = np.sqrt(east * east + north * north + up * up) - bias[base]
    ground, up = reach * np.cos(elevation), reach * np.sin(elevation)
    east, north = ground * np.sin(azimuth), ground * np.cos(azimuth)
    for a in range(3):
        out[a] = site[a] + turn[0, a] * east + turn[1, a] * north + turn[2, a] * up


@lean
def correct(links, sites, turns, mirrors, bias, covariance, raw, jacobian):
    """Take the biases estimated so far off what has just been heard, and add what is unsure of them to its spread."""
    for run in range(links.draw.size):
        for link in range(links.command.size):
            radar, command = links.radar[link], links.command[link]
            base = 3 * radar
            for slot in range(mirrors.high[run, link]):
                if mirrors.number[run, link, slot] == 0 or mirrors.fresh[run, link, slot] == 0:
                    continue
                state, spread = mirrors.state[run, link, slot], mirrors.covariance[run, link, slot]
                keep = raw[run, link, slot]
                for a in range(3):
                    keep[_PLACE + a], keep[_VELOCITY + a] = state[a], state[3 + a]
                    state[3 + a] += state[a]
                    for b in range(3):
                        keep[_SPREAD + 3 * a + b] = spread[6 * a + b]
                # the velocity is the way from the place to that a second later, both corrected
                shift(keep, sites[radar], turns[radar], bias[run, command], base, state)
                shift(state[3:], sites[radar], turns[radar], bias[run, command], base, state[3:])
                view(state, sites[radar], turns[radar], jacobian[0])
                trace = 0.0
                for a in range(3):
                    state[3 + a] -= state[a]
                    for b in range(3):
                        for c in range(3):
                            for d in range(3):
                                unsure = covariance[run, command, base + c, base + d]
                                spread[6 * a + b] += jacobian[0, a, c] * unsure * jacobian[0, b, d]
                    trace += spread[7 * a]
                mirrors.wide[run, link, slot, 0] = np.sqrt(trace)


@lean
def learn(links, sites, turns, mirrors, systems, bias, covariance, raw, used_s, used, figures, rules, work, jacobian):
    """Every system track with news of two radars, no sooner than the interval after the last use, is one measurement.

    ``work (7, 3 S)`` and ``jacobian (2, 3, 3)`` are work space.
    """
    for run in range(links.draw.size):
        for link in range(links.command.size):
            for slot in range(mirrors.high[run, link]):
                track = mirrors.track[run, link, slot]
                if mirrors.number[run, link, slot] > 0 and track >= 0:
                    systems.home[links.command[link], track, links.radar[link]] = slot
        for command in range(systems.high.shape[1]):
            for track in range(systems.high[run, command]):
                number = systems.number[run, command, track]
                if number == 0 or systems.dirty[run, command, track] == 0:
                    continue
                if used[run, command, track] != number:
                    used[run, command, track], used_s[run, command, track] = number, -np.inf
                first, last_s = np.int64(-1), -np.inf
                for radar in range(systems.member.shape[3]):
                    if systems.member[run, command, track, radar] == 0:
                        continue
                    heard_s = mirrors.time_s[run, links.between[radar, command], systems.home[command, track, radar]]
                    if heard_s < used_s[run, command, track] + figures[INTERVAL]:
                        continue
                    if first < 0:
                        first, last_s = radar, heard_s
                        continue
                    if not lonely(run, command, track, first, radar, links, mirrors, systems, figures[GATE]):
                        continue
                    compare(
                        run, command, track, (first, radar), links, (sites, turns), mirrors, systems,
                        bias[run, command], covariance[run, command], raw, figures[GATE], rules[NOISE], work, jacobian,
                    )  # fmt: skip
                    last_s = max(last_s, heard_s)
                    used_s[run, command, track] = last_s


@lean
def lonely(run, command, track, radar_a, radar_b, links, mirrors, systems, gate):
    """Whether no other system track is so near that, for all that is known yet, it could be what one of them holds."""
    link_a, link_b = links.between[radar_a, command], links.between[radar_b, command]
    slot_a, slot_b = systems.home[command, track, radar_a], systems.home[command, track, radar_b]
    wide = max(mirrors.wide[run, link_a, slot_a, 0], mirrors.wide[run, link_b, slot_b, 0])
    here, time = systems.state[run, command, track], systems.time_s[run, command, track]
    for other in range(systems.high[run, command]):
        if other == track or systems.number[run, command, other] == 0:
            continue
        there, dt = systems.state[run, command, other], time - systems.time_s[run, command, other]
        distance = 0.0
        for a in range(3):
            distance += (there[a] + dt * there[3 + a] - here[a]) ** 2
        if distance < gate * (wide + systems.wide[run, command, other, 0]) ** 2:
            return False
    return True


@lean
def compare(
    run, command, track, pair, links, frames, mirrors, systems, bias, covariance, raw, gate, noise, work, jacobian
):  # fmt: skip
    """One measurement: the difference of a pair of radars' places of one object, corrected by the estimates so far.

    ``frames`` are the places of all radars and the matrices to their east-north-up.
    """
    radar_a, radar_b = pair
    sites, turns = frames
    link_a, link_b = links.between[radar_a, command], links.between[radar_b, command]
    slot_a, slot_b = systems.home[command, track, radar_a], systems.home[command, track, radar_b]
    time_a, time_b = mirrors.time_s[run, link_a, slot_a], mirrors.time_s[run, link_b, slot_b]
    dt_a, dt_b = max(time_b - time_a, 0.0), max(time_a - time_b, 0.0)
    raw_a, raw_b = raw[run, link_a, slot_a], raw[run, link_b, slot_b]
    base_a, base_b, size = 3 * radar_a, 3 * radar_b, bias.size
    place_a, place_b = work[6, 0:3], work[6, 3:6]
    for a in range(3):
        place_a[a] = raw_a[_PLACE + a] + dt_a * raw_a[_VELOCITY + a]
        place_b[a] = raw_b[_PLACE + a] + dt_b * raw_b[_VELOCITY + a]
    shift(place_a, sites[radar_a], turns[radar_a], bias, base_a, place_a)
    shift(place_b, sites[radar_b], turns[radar_b], bias, base_b, place_b)
    view(place_a, sites[radar_a], turns[radar_a], jacobian[0])
    view(place_b, sites[radar_b], turns[radar_b], jacobian[1])

    # work: rows 0-2 covariance times H', row 3 the innovation, row 4 its covariance, row 5 the inverse of that
    cross, rest, spread = work[0:3], work[3], work[4]
    for a in range(3):
        rest[a] = place_a[a] - place_b[a]
        for i in range(size):
            total = 0.0
            for b in range(3):
                total += covariance[i, base_a + b] * jacobian[0, a, b] - covariance[i, base_b + b] * jacobian[1, a, b]
            cross[a, i] = total
    for a in range(3):
        for b in range(3):
            total = grown(raw_a, mirrors.covariance[run, link_a, slot_a], dt_a, a, b)
            total += grown(raw_b, mirrors.covariance[run, link_b, slot_b], dt_b, a, b)
            if a == b:
                total += noise / 3.0 * (dt_a * dt_a * dt_a + dt_b * dt_b * dt_b)
            for c in range(3):
                total += jacobian[0, a, c] * cross[b, base_a + c] - jacobian[1, a, c] * cross[b, base_b + c]
            spread[3 * a + b] = total
    update(bias, covariance, cross, rest, spread, work[5], gate)


@lean
def grown(raw, covariance, dt, a, b):
    """Element of a position covariance ``dt`` later, without process noise; the rest of it is not corrected."""
    cross = covariance[6 * a + b + 3] + covariance[6 * b + a + 3]
    return raw[_SPREAD + 3 * a + b] + dt * cross + dt * dt * covariance[6 * a + b + 21]


@lean
def update(bias, covariance, cross, rest, spread, inverse, gate):
    """Kalman update by a measurement of three; nothing where its normalised square is beyond ``gate``."""
    # inverse of the symmetric 3 by 3 by cofactors
    a, b, c, d, e, f = spread[0], spread[1], spread[2], spread[4], spread[5], spread[8]
    inverse[0], inverse[1], inverse[2] = d * f - e * e, c * e - b * f, b * e - c * d
    inverse[4], inverse[5], inverse[8] = a * f - c * c, b * c - a * e, a * d - b * b
    inverse[3], inverse[6], inverse[7] = inverse[1], inverse[2], inverse[5]
    determinant = a * inverse[0] + b * inverse[1] + c * inverse[2]
    distance = 0.0
    for i in range(9):
        inverse[i] /= determinant
        distance += rest[i // 3] * inverse[i] * rest[i % 3]
    if distance > gate:
        return
    size = bias.size
    for i in range(size):
        for j in range(3):
            gain = 0.0
            for k in range(3):
                gain += cross[k, i] * inverse[3 * k + j]
            bias[i] += gain * rest[j]
    for i in range(size):
        for j in range(i + 1):
            total = 0.0
            for k in range(9):
                total += cross[k // 3, i] * inverse[k] * cross[k % 3, j]
            covariance[i, j] -= total
            covariance[j, i] = covariance[i, j]
