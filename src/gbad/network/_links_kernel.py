"""Reports on their way from radar to command: lost by dice, late by the link's latency. See ``network.py``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad._jit import lean
from gbad.network._columns_kernel import MIRRORS_FULL, NO_TROUBLE, QUEUE_FULL, Links, Queue
from gbad.physics._random_kernel import LINK, uniform4
from gbad.tables import Floats, Ints


class Outgoing(NamedTuple):
    """Columns of ``messages.TrackReports`` that travel, n rows, and their covariances laid flat."""

    offsets: Ints  # (R + 1,)
    radar: Ints
    slot: Ints
    number: Ints
    group: Ints
    time_s: Floats
    position_ecef_m: Floats  # (n, 3)
    velocity_ecef_mps: Floats  # (n, 3)
    covariance: Floats  # (n, 36)
    civil_replies: Ints
    friendly_replies: Ints
    interrogations: Ints


@lean
def send(reports: Outgoing, leaves, links: Links, queue: Queue, seed):
    """Put the reports that are not lost into the queues. Returns (trouble, rows needed).

    ``leaves (n, F)`` is when the last of a report is on the link; inf if the link had no room for it.
    """
    for run in range(reports.offsets.size - 1):
        draw = links.draw[run]
        for i in range(reports.offsets[run], reports.offsets[run + 1]):
            for f in range(links.of_radar.shape[1]):
                link = links.of_radar[reports.radar[i], f]
                if link < 0 or leaves[i, f] == np.inf:
                    continue
                late_s = links.latency_s[draw, link]
                loss, jitter_s = links.loss[draw, link], links.jitter_s[draw, link]
                if loss > 0.0 or jitter_s > 0.0:
                    # one toss for all reports of a radar's group: they travel together
                    toss = uniform4(seed, LINK, links.run_number[run], links.key[link], reports.group[i], 0)
                    if toss[0] < loss:
                        continue
                    late_s += jitter_s * toss[1]
                k = queue.count[run]
                if k == queue.link.shape[1]:
                    return QUEUE_FULL, k + 1
                queue.link[run, k], queue.slot[run, k], queue.number[run, k] = link, reports.slot[i], reports.number[i]
                queue.replies[run, k, 0] = reports.civil_replies[i]
                queue.replies[run, k, 1] = reports.friendly_replies[i]
                queue.replies[run, k, 2] = reports.interrogations[i]
                queue.time_s[run, k], queue.arrival_s[run, k] = reports.time_s[i], leaves[i, f] + late_s
                for a in range(3):
                    queue.state[run, k, a] = reports.position_ecef_m[i, a]
                    queue.state[run, k, 3 + a] = reports.velocity_ecef_mps[i, a]
                for a in range(36):
                    queue.covariance[run, k, a] = reports.covariance[i, a]
                queue.count[run] = k + 1
    return NO_TROUBLE, 0


@lean
def hear(t, links, queue, mirrors, systems):
    """Hand over what has arrived by ``t`` in every run. Returns (trouble, rows needed)."""
    for run in range(links.draw.size):
        trouble, needed = deliver(run, t, links, queue, mirrors, systems)
        if trouble != NO_TROUBLE:
            return trouble, needed
    return NO_TROUBLE, 0


@lean
def deliver(run, t, links, queue, mirrors, systems):
    """Hand over what has arrived by ``t``; the newest word of each local track stays, by when it
    was valid: what comes later and is older changes nothing. Returns (trouble, needed)."""
    kept = np.int64(0)
    for k in range(queue.count[run]):
        if queue.arrival_s[run, k] > t:
            move_up(run, k, kept, queue)
            kept += 1
            continue
        link, slot, number = queue.link[run, k], queue.slot[run, k], queue.number[run, k]
        if slot >= mirrors.number.shape[2]:
            return MIRRORS_FULL, slot + 1
        known = mirrors.number[run, link, slot]
        if number < known or (number == known and queue.time_s[run, k] <= mirrors.time_s[run, link, slot]):
            continue
        if number != known:
            # the radar has given the row to a new track: the old one has ended
            leave(run, link, slot, links, mirrors, systems, np.bool_(True))
            mirrors.number[run, link, slot] = number
        mirrors.fresh[run, link, slot] = 1
        mirrors.time_s[run, link, slot] = queue.time_s[run, k]
        for a in range(3):
            mirrors.replies[run, link, slot, a] = queue.replies[run, k, a]
        for a in range(6):
            mirrors.state[run, link, slot, a] = queue.state[run, k, a]
        for a in range(36):
            mirrors.covariance[run, link, slot, a] = queue.covariance[run, k, a]
        for a in range(2):
            trace = 0.0
            for b in range(3 * a, 3 * a + 3):
                trace += queue.covariance[run, k, 7 * b]
            mirrors.wide[run, link, slot, a] = np.sqrt(trace)
        mirrors.high[run, link] = max(mirrors.high[run, link], slot + 1)
    queue.count[run] = kept
    return NO_TROUBLE, 0


@lean
def move_up(run, k, kept, queue):
    """Close the gap that delivered rows have left in the queue."""
    if k == kept:
        return
    queue.link[run, kept], queue.slot[run, kept] = queue.link[run, k], queue.slot[run, k]
    queue.number[run, kept], queue.time_s[run, kept] = queue.number[run, k], queue.time_s[run, k]
    queue.arrival_s[run, kept] = queue.arrival_s[run, k]
    for a in range(3):
        queue.replies[run, kept, a] = queue.replies[run, k, a]
    for a in range(6):
        queue.state[run, kept, a] = queue.state[run, k, a]
    for a in range(36):
        queue.covariance[run, kept, a] = queue.covariance[run, k, a]


@lean
def leave(run, link, slot, links, mirrors, systems, with_evidence):
    """Part a local track from its system track; its replies stay with the system track only ``with_evidence``."""
    track, command = mirrors.track[run, link, slot], links.command[link]
    if track >= 0:
        systems.member[run, command, track, links.radar[link]] = 0
        if with_evidence:
            for a in range(3):
                systems.ended[run, command, track, a] += mirrors.replies[run, link, slot, a]
    mirrors.track[run, link, slot] = -1
