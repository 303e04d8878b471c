"""Whether and when a round of a battery can meet a track: numbers below ``options``."""

import math

from gbad._jit import lean
from gbad.envelope._meeting_kernel import EARLY_S, from_launch, goes_on, in_time, met, tried
from gbad.envelope._reach_kernel import fall, flyout, ground_range, in_range_from, predict, radar_covers
from gbad.envelope._volume_kernel import covers, raised
from gbad.physics._earth_kernel import height_m, up_vector
from gbad.tables._bundles_kernel import FireUnits, MissileEnvelope, RadarVolume, Readiness
from gbad.weapon_assignment._survey_kernel import Ranked, Rules, Seen, Track

DIVE = 0.25  # [1] slope at which a lofted round comes in, for the sight of its uplink
# [m] by which a fall in pieces may miss the same fall in one; it is known to that where no round can be
ROUGH_M = 100.0
ANY_TRACK, CHECKED_TRACK, OWN_TRACK = 0, 1, 2  # as tables.REMOTE_RULES


@lean
def longest_range_m(reach, draw, kind, ballistic):
    """Range over the ground to which a type of round is sent at falling targets, or at all others."""
    return reach.max_range_ballistic_m[draw, kind] if ballistic else reach.max_range_m[draw, kind]


@lean
def arrival_at(ahead, target, launch_s_ahead, battery, kind, draw, sites, reach):
    """When a round launched ``launch_s_ahead`` from now is where the track will be ``ahead``: (time, x, y, z).

    The time is inf where that place is outside the round's limits. A falling target must have come under the ceiling
    ``EARLY_S`` before, since the round may be early by that much.
    """
    px, py, pz, vx, vy, vz, ballistic = target
    base = sites.position_ecef_m[battery]
    min_altitude_m, max_altitude_m = reach.min_altitude_m[draw, kind], reach.max_altitude_m[draw, kind]
    longest_m = longest_range_m(reach, draw, kind, ballistic)
    if ballistic:
        # one fall: to the moment before, and on from there
        tx, ty, tz, vx, vy, vz = fall(px, py, pz, vx, vy, vz, ahead - EARLY_S)
        qx, qy, qz, _, _, _ = fall(tx, ty, tz, vx, vy, vz, EARLY_S)
        height = height_m(qx, qy, qz)
        top = max(height_m(tx, ty, tz), height)
    else:
        qx, qy, qz = predict(px, py, pz, vx, vy, vz, ballistic, ahead)
        height = height_m(qx, qy, qz)
        top = height
        height = max(height, min_altitude_m)
    distance = ground_range(base[0], base[1], base[2], qx, qy, qz)
    arrival = math.inf
    near_enough = reach.min_range_m[draw, kind] <= distance <= longest_m
    if near_enough and min_altitude_m <= height and top <= max_altitude_m:
        arrival = launch_s_ahead + flyout(
            reach.flyout_time_s[draw, kind], reach.flyout_range_step_m[kind], reach.flyout_height_step_m[kind],
            distance, height - sites.height_m[battery],
        )  # fmt: skip
    return arrival, qx, qy, qz


@lean
def meet(target, latest_s, launch_s_ahead, battery, kind, draw, sites, reach):
    """Earliest meeting of a round launched ``launch_s_ahead`` from now with the predicted track.

    Returns (seconds from now, x, y, z); inf where there is none before ``latest_s``, and where it is too soon: a round
    that would be at the edge of its limits before the target is there meets it beyond them. Times at which the track
    is out of reach for certain are passed over without working out the place.
    """
    px, py, pz, vx, vy, vz, ballistic = target
    base = sites.position_ecef_m[battery]
    longest_m = longest_range_m(reach, draw, kind, ballistic)
    qx, qy, qz, there = 0.0, 0.0, 0.0, math.inf
    fallen_s, nearer_s = 0.0, 0.0
    if not ballistic:
        nearer_s = in_range_from(px, py, pz, vx, vy, vz, base[0], base[1], base[2], longest_m)
        if nearer_s > latest_s:
            return math.inf, qx, qy, qz
    search = from_launch(launch_s_ahead)
    while goes_on(search, latest_s):
        at_s, arrival = search.at_s, math.inf
        beyond = at_s < nearer_s
        if ballistic and at_s > fallen_s:
            px, py, pz, vx, vy, vz = fall(px, py, pz, vx, vy, vz, at_s - fallen_s)
            fallen_s = at_s
            beyond = (
                height_m(px, py, pz) > reach.max_altitude_m[draw, kind] + ROUGH_M
                or ground_range(base[0], base[1], base[2], px, py, pz) > longest_m + ROUGH_M
            )
        if not beyond:
            arrival, x, y, z = arrival_at(at_s, target, launch_s_ahead, battery, kind, draw, sites, reach)
            if in_time(search, arrival):
                there, qx, qy, qz = arrival, x, y, z
        search = tried(search, arrival, latest_s)
    return met(search, there), qx, qy, qz


@lean
def may_go_on(rules, picture, time_s, run, command, slot, draw, sites, battery):
    """Whether a round that homes by itself may go on a track that the battery's own radar does not hold.

    Three standard deviations of where the track is when the round hears of it (its covariance, older by the age of
    the state and the way of the report), and of what the sensor may be set up askew, must lie within what the seeker
    searches.
    """
    if rules.remote[command] != CHECKED_TRACK:
        return rules.remote[command] == ANY_TRACK
    covariance = picture.covariance[run, command, slot]
    age = time_s - picture.time_s[run, command, slot]
    variance, askew = 0.0, math.inf
    for a in range(3):
        variance += covariance[a, a] + 2.0 * age * covariance[a, a + 3] + age * age * covariance[a + 3, a + 3]
    p = picture.position[run, command, slot]
    for radar in range(rules.fresh_s.shape[2]):
        since_s = time_s - picture.member_time_s[run, command, slot, radar]
        if picture.member[run, command, slot, radar] == 0:
            continue
        if since_s > rules.fresh_s[draw, command, radar]:
            continue
        place = rules.antenna[radar]
        away2 = (p[0] - place[0]) ** 2 + (p[1] - place[1]) ** 2 + (p[2] - place[2]) ** 2
        along, turn, tilt = rules.range_bias[draw, radar], rules.turn_bias[draw, radar], rules.tilt_bias[draw, radar]
        askew = min(askew, along * along + away2 * (turn * turn + tilt * tilt))
    return 9.0 * (variance + askew) <= rules.basket_m * rules.basket_m


@lean
def hears_uplink(volume: RadarVolume, radar, base, x, y, z, seeker_range_m):
    """Whether the battery's antenna sees the round where its seeker takes over from the uplink.

    That is a seeker's range before the meeting on the way from the launcher, higher by a dive of ``DIVE``.
    """
    dx, dy, dz = base[0] - x, base[1] - y, base[2] - z
    way = math.sqrt(dx * dx + dy * dy + dz * dz)
    share = min(seeker_range_m / max(way, 1.0), 1.0)
    ux, uy, uz = up_vector(x, y, z)
    up = DIVE * share * way
    return radar_covers(
        x + share * dx + up * ux, y + share * dy + up * uy, z + share * dz + up * uz,
        volume.position_ecef_m[radar], volume.ecef_to_enu[radar], 0.0, math.pi, -0.5 * math.pi, 0.5 * math.pi,
        math.inf, volume.mask_min_height_m[radar], volume.mask_azimuth_step_rad, volume.mask_range_step_m,
    )  # fmt: skip


@lean
def aimed_at(track: Track, held, radar, volume: RadarVolume):
    """The track as rounds are aimed at it: ``(x, y, z, vx, vy, vz, ballistic)``, lifted into sight where it is held."""
    x, y, z = track.place
    vx, vy, vz = track.velocity
    if held and not track.ballistic:
        x, y, z = raised(volume, radar, x, y, z)
    return x, y, z, vx, vy, vz, track.ballistic


@lean
def offered(
    time_s, track: Track, target, held, battery, kind, free_s, rules: Rules, picture: Seen, threats: Ranked,
    sites: FireUnits, reach: MissileEnvelope, volume: RadarVolume, units: Readiness,
):  # fmt: skip
    """``(meeting, x, y, z, launch)`` of a type, times in seconds from now; a meeting at inf: nothing to be offered."""
    run, draw, command, slot = track.run, track.draw, track.command, track.slot
    radar = sites.radar[battery]
    nothing = (math.inf, 0.0, 0.0, 0.0, 0.0)
    # some may go on any track of their command
    if not (held if reach.needs_radar[kind] else track.fresh):
        return nothing
    if not held and not may_go_on(rules, picture, time_s, run, command, slot, draw, sites, battery):
        return nothing
    vx, vy, vz = track.velocity
    speed = math.sqrt(vx * vx + vy * vy + vz * vz)
    if speed > reach.max_target_speed_mps[draw, kind]:
        return nothing
    wait = max(
        sites.reaction_time_s[draw, battery] + units.order_late_s[run, battery],
        free_s - time_s,
    )
    latest_s = min(threats.time_to_impact_s[run, command, slot], wait + reach.self_destruct_s[draw, kind])
    ahead, qx, qy, qz = meet(target, latest_s, wait, battery, kind, draw, sites, reach)
    if not math.isfinite(ahead):
        return nothing
    if reach.needs_radar[kind] and not covers(volume, draw, radar, qx, qy, qz):
        return nothing
    if not held and rules.remote[command] == CHECKED_TRACK:
        base = sites.position_ecef_m[battery]
        if not hears_uplink(volume, radar, base, qx, qy, qz, rules.seeker_range_m[draw, kind]):
            return nothing
    return ahead, qx, qy, qz, wait
