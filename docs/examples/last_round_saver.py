"""A policy that shoots, looks, and keeps its last rounds for what threatens the dearest asset.

It also tops up: where a ballistic missile leaves no time for a second look, a second round follows the first.
"""

from gbad import orders

RESERVE = 4  # rounds kept for targets of high value
DEAR = 2.0  # value of an asset from which the reserve may be used
NO_SECOND_LOOK_S = 30.0  # between the meeting on its way and impact


def assign(situation):
    """Most urgent track first; the best missile that is ready; one round each."""
    left = situation.resources.rounds_ready.sum(axis=1)
    value = dict(zip(situation.tracks.number.tolist(), situation.tracks.value.tolist(), strict=True))
    targets = situation.target_channels_free.copy()
    missiles = situation.missile_channels_free.copy()
    ready = situation.resources.rounds_ready.copy()
    chosen = []
    served = set()
    for option in sorted(
        range(len(situation.track)),
        key=lambda i: (-situation.priority[i], situation.track[i], -situation.kill_probability[i]),
    ):
        track, battery = int(situation.track[option]), int(situation.battery[option])
        kind = int(situation.interceptor[option])
        if track in served or not (targets[battery] and missiles[battery] and ready[battery, kind]):
            continue
        if left[battery] <= RESERVE and value.get(track, 0.0) < DEAR:
            continue
        served.add(track)
        chosen.append(orders.fire(option))
        targets[battery] -= 1
        missiles[battery] -= 1
        ready[battery, kind] -= 1
        left[battery] -= 1
    return chosen + _second_rounds(situation, missiles, ready)


def _second_rounds(situation, missiles, ready):
    """One more at a falling target whose only round leaves no time to look."""
    pending, tracks = situation.pending, situation.tracks
    falling = dict(zip(tracks.number.tolist(), tracks.ballistic.tolist(), strict=True))
    meets = dict(zip(situation.flights.track.tolist(), situation.flights.intercept_s.tolist(), strict=True))
    more = []
    done = set()
    for option, track in enumerate(pending.track.tolist()):
        battery, kind = int(pending.battery[option]), int(pending.interceptor[option])
        impact_s = situation.time_s + pending.time_to_impact_s[option]
        if track in done or pending.in_flight[option] != 1 or not falling[track] or not pending.engaged[option]:
            continue
        if impact_s - meets[track] < NO_SECOND_LOOK_S and missiles[battery] and ready[battery, kind]:
            done.add(track)
            missiles[battery] -= 1
            ready[battery, kind] -= 1
            more.append(orders.add(option))
    return more
