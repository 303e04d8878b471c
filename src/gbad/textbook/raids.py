"""Textbook answers that a study can be held against: raids without interaction, shoot-look-shoot, loss systems.

They are also the quickest sanity check of a result: how far is the full chain from the arithmetic people do on paper?
Sources: binomial arithmetic; Erlang (1917), Engset (1918) and birth-death queues as in Kleinrock, "Queueing Systems" I
(1975), chapter 3.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy import stats


class Raid(NamedTuple):
    """A raid whose threats each get the same number of independent shots."""

    leak_probability: float
    mean_leakers: float
    p_no_leaker: float
    p_at_most_one: float


def raid(kill_probability: float, shots_per_threat: int, threats: int) -> Raid:
    """Leakers when every threat gets ``shots_per_threat`` independent shots."""
    leak = (1.0 - kill_probability) ** shots_per_threat
    return Raid(
        leak, threats * leak, float(stats.binom.pmf(0, threats, leak)), float(stats.binom.cdf(1, threats, leak))
    )


def shots_for(kill_probability: float, wanted: float = 0.95) -> int:
    """Fewest independent shots that kill with at least the wanted probability."""
    return math.ceil(math.log(1.0 - wanted) / math.log(1.0 - kill_probability))


def survivors_even(kill_probability: float, threats: int, shots: int) -> float:
    """Mean survivors when ``shots`` are spread as evenly as they go over ``threats``."""
    each, over = divmod(shots, threats)
    miss = 1.0 - kill_probability
    return over * miss ** (each + 1) + (threats - over) * miss**each


def survivors_random(kill_probability: float, threats: int, shots: int) -> float:
    """Mean survivors when every shot picks a threat at random, without coordination."""
    return threats * (1.0 - kill_probability / threats) ** shots


class ShootLookShoot(NamedTuple):
    """At most n shots, each looked at before the next."""

    expected_shots: float
    p_kill: float
    p_leak_by_false_kill: float


def shoot_look_shoot(
    kill_probability: float,
    max_shots: int,
    false_kill_probability: float = 0.0,
    missed_kill_probability: float = 0.0,
) -> ShootLookShoot:
    """Expected rounds and kill probability of shoot-look-shoot with imperfect assessment.

    A miss is reported as a kill with ``false_kill_probability`` (fire stops, the target lives); a kill is reported as a
    miss with ``missed_kill_probability`` (fire goes on at nothing).
    """
    p, a, b = kill_probability, false_kill_probability, missed_kill_probability
    alive, dead = 1.0, 0.0  # probability of firing the next shot at a live target, or at a dead one
    shots = killed = fooled = 0.0
    for _ in range(max_shots):
        shots += alive + dead
        killed += alive * p
        fooled += alive * (1 - p) * a
        alive, dead = alive * (1 - p) * (1 - a), (alive * p + dead) * b
    return ShootLookShoot(shots, killed, fooled)


class Shots(NamedTuple):
    """Sequential shots that fit against one head-on target."""

    shots: int
    first_intercept_range_m: float
    last_intercept_range_m: float
    last_launch_s: float


def shots_that_fit(
    detection_range_m: float,
    shortest_intercept_range_m: float,
    target_speed_mps: float,
    interceptor_speed_mps: float,
    assessment_s: float,
    reaction_s: float,
) -> Shots:
    """Shoot-look-shoot intercepts of a head-on target at constant speeds; time counts from detection."""
    share = interceptor_speed_mps / (interceptor_speed_mps + target_speed_mps)
    target_m, time_s = detection_range_m - target_speed_mps * reaction_s, reaction_s
    ranges: list[float] = []
    launches: list[float] = []
    while share * target_m >= shortest_intercept_range_m:
        ranges.append(share * target_m)
        launches.append(time_s)
        time_s += ranges[-1] / interceptor_speed_mps + assessment_s
        target_m = ranges[-1] - target_speed_mps * assessment_s
    if not ranges:
        return Shots(0, math.nan, math.nan, math.nan)
    return Shots(len(ranges), ranges[0], ranges[-1], launches[-1])


def erlang_b(channels: int, offered_load: float) -> float:
    """Share of Poisson arrivals that find all channels busy and are lost (stable recursion)."""
    blocked = 1.0
    for k in range(1, channels + 1):
        blocked = offered_load * blocked / (k + offered_load * blocked)
    return blocked


def erlang_c(channels: int, offered_load: float) -> float:
    """Share of arrivals that must wait when they queue instead. Needs ``offered_load < channels``."""
    if offered_load >= channels:
        raise ValueError(f"offered load {offered_load} on {channels} channels: the queue grows without end")
    blocked = erlang_b(channels, offered_load)
    return blocked / (1.0 - offered_load / channels * (1.0 - blocked))


def mean_wait_in_service_times(channels: int, offered_load: float) -> float:
    """Mean wait of all arrivals of the delay system, in mean service times."""
    return erlang_c(channels, offered_load) / (channels - offered_load)


class Engset(NamedTuple):
    """Loss system of a finite raid."""

    time_congestion: float
    call_congestion: float


def engset(sources: int, channels: int, load_per_idle_source: float) -> Engset:
    """Share of time all channels are busy, and share of requests lost, with finitely many sources."""

    def full(n: int) -> float:
        weights = [math.comb(n, k) * load_per_idle_source**k for k in range(min(channels, n) + 1)]
        return weights[channels] / sum(weights) if n >= channels else 0.0

    return Engset(full(sources), full(sources - 1))


class FiniteQueue(NamedTuple):
    """M/M/c/K: requests queue up to a capacity."""

    blocked: float
    mean_queue: float
    mean_wait_s: float


def finite_queue(arrival_rate: float, service_rate: float, channels: int, capacity: int) -> FiniteQueue:
    """Birth-death answer of a queue with ``capacity`` places in all (in service and waiting)."""
    weight, weights = 1.0, [1.0]
    for k in range(1, capacity + 1):
        weight *= arrival_rate / (min(k, channels) * service_rate)
        weights.append(weight)
    total = sum(weights)
    queue = sum(max(k - channels, 0) * w for k, w in enumerate(weights)) / total
    blocked = weights[-1] / total
    return FiniteQueue(blocked, queue, queue / (arrival_rate * (1.0 - blocked)))
