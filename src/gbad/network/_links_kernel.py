"""Reports on their way from radar to command: lost by dice, late by the link's latency. See ``links.py``."""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.network._columns_kernel import MIRRORS_FULL, NO_TROUBLE, QUEUE_FULL
from gbad.physics._random_kernel import LINK, uniform4


@lean
def send(
    offsets, radar, slot, number, group, time, available, position, velocity, covariance, civil, friendly, asked,
    links, queue, seed,
):  # fmt: skip
    """Put the reports that are not lost into the queues. Returns (trouble, rows needed)."""
    for run in range(offsets.size - 1):
        draw = links.draw[run]
        # one toss for all reports of a radar's group
        last_radar, last_group, lost = np.int64(-1), np.int64(-1), False
        for i in range(offsets[run], offsets[run + 1]):
            link = links.of_radar[radar[i]]
            if link < 0:
                continue
            if radar[i] != last_radar or group[i] != last_group:
                last_radar, last_group, lost = radar[i], group[i], False
                chance = links.loss[draw, link]
                if chance > 0.0:
                    toss = uniform4(seed, LINK, links.run_number[run], links.key[link], group[i], 0)
                    lost = toss[0] < chance
            if lost:
                continue
            k = queue.count[run]
            if k == queue.radar.shape[1]:
                return QUEUE_FULL, k + 1
            queue.radar[run, k], queue.slot[run, k], queue.number[run, k] = radar[i], slot[i], number[i]
            queue.replies[run, k, 0], queue.replies[run, k, 1] = civil[i], friendly[i]
            queue.replies[run, k, 2] = asked[i]
            queue.time_s[run, k], queue.arrival_s[run, k] = time[i], available[i] + links.latency_s[draw, link]
            for a in range(3):
                queue.state[run, k, a], queue.state[run, k, 3 + a] = position[i, a], velocity[i, a]
            for a in range(36):
                queue.covariance[run, k, a] = covariance[i, a]
            queue.count[run] = k + 1
    return NO_TROUBLE, 0


@lean
def deliver(run, t, links, queue, mirrors, systems):
    """Hand over what has arrived by ``t``; the newest word of each local track stays. Returns (trouble, needed)."""
    kept = np.int64(0)
    for k in range(queue.count[run]):
        if queue.arrival_s[run, k] > t:
            move_up(run, k, kept, queue)
            kept += 1
            continue
        radar, slot, number = queue.radar[run, k], queue.slot[run, k], queue.number[run, k]
        if slot >= mirrors.number.shape[2]:
            return MIRRORS_FULL, slot + 1
        known = mirrors.number[run, radar, slot]
        if number < known or (number == known and queue.time_s[run, k] <= mirrors.time_s[run, radar, slot]):
            continue
        if number != known:
            # the radar has given the row to a new track: the old one has ended
            leave(run, radar, slot, links.command[radar], mirrors, systems, np.bool_(True))
            mirrors.number[run, radar, slot] = number
        mirrors.fresh[run, radar, slot] = 1
        mirrors.time_s[run, radar, slot] = queue.time_s[run, k]
        for a in range(3):
            mirrors.replies[run, radar, slot, a] = queue.replies[run, k, a]
        for a in range(6):
            mirrors.state[run, radar, slot, a] = queue.state[run, k, a]
        for a in range(36):
            mirrors.covariance[run, radar, slot, a] = queue.covariance[run, k, a]
        for a in range(2):
            trace = 0.0
            for b in range(3 * a, 3 * a + 3):
                trace += queue.covariance[run, k, 7 * b]
            mirrors.wide[run, radar, slot, a] = np.sqrt(trace)
        mirrors.high[run, radar] = max(mirrors.high[run, radar], slot + 1)
    queue.count[run] = kept
    return NO_TROUBLE, 0


@lean
def move_up(run, k, kept, queue):
    """Close the gap that delivered rows have left in the queue."""
    if k == kept:
        return
    queue.radar[run, kept], queue.slot[run, kept] = queue.radar[run, k], queue.slot[run, k]
    queue.number[run, kept], queue.time_s[run, kept] = queue.number[run, k], queue.time_s[run, k]
    queue.arrival_s[run, kept] = queue.arrival_s[run, k]
    for a in range(3):
        queue.replies[run, kept, a] = queue.replies[run, k, a]
    for a in range(6):
        queue.state[run, kept, a] = queue.state[run, k, a]
    for a in range(36):
        queue.covariance[run, kept, a] = queue.covariance[run, k, a]


@lean
def leave(run, radar, slot, command, mirrors, systems, with_evidence):
    """Part a local track from its system track; its replies stay with the system track only ``with_evidence``."""
    track = mirrors.track[run, radar, slot]
    if track >= 0:
        systems.member[run, command, track, radar] = 0
        if with_evidence:
            for a in range(3):
                systems.ended[run, command, track, a] += mirrors.replies[run, radar, slot, a]
    mirrors.track[run, radar, slot] = -1
