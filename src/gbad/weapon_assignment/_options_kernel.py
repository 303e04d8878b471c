"""Numbers below ``options``: who could hit what, when, and which gate is shut."""

import math

import numpy as np

from gbad._jit import kernel
from gbad.envelope._meeting_kernel import EARLY_S, from_launch, goes_on, in_time, met, tried
from gbad.envelope._reach_kernel import flyout, ground_range, predict, radar_covers
from gbad.envelope._table_kernel import table_value
from gbad.envelope._volume_kernel import covers, raised
from gbad.physics._earth_kernel import ecef_to_geodetic, up_vector
from gbad.tables._bundles_kernel import FireUnits, KillTables, Magazine, MissileEnvelope, RadarVolume, Readiness

# gates, as causes.Cause
NONE, NOT_CONFIRMED, NOT_IDENTIFIED, NOT_RANKED, OUTSIDE = 0, 3, 6, 7, 8
FALSELY_KILLED = 15
DIVE = 0.25  # [1] slope at which a lofted round comes in, for the sight of its uplink
ANY_TRACK, CHECKED_TRACK, OWN_TRACK = 0, 1, 2  # as tables.REMOTE_RULES
HIGH_M = 3_000.0  # [m] lower air-breathers are taken for missiles and drones when a kill probability is estimated


@kernel
def arrival_at(ahead, target, launch_s_ahead, battery, kind, draw, sites, reach):
    """When a round launched ``launch_s_ahead`` from now is where the track will be ``ahead``: (time, x, y, z).

    The time is inf where that place is outside the round's limits. A falling target must have come under the ceiling
    ``EARLY_S`` before, since the round may be early by that much.
    """
    px, py, pz, vx, vy, vz, ballistic = target
    base = sites.position_ecef_m[battery]
    min_altitude_m, max_altitude_m = reach.min_altitude_m[draw, kind], reach.max_altitude_m[draw, kind]
    longest_m = reach.max_range_ballistic_m[draw, kind] if ballistic else reach.max_range_m[draw, kind]
    qx, qy, qz = predict(px, py, pz, vx, vy, vz, ballistic, ahead)
    height = ecef_to_geodetic(qx, qy, qz)[2]
    top = height
    if ballistic:
        tx, ty, tz = predict(px, py, pz, vx, vy, vz, ballistic, ahead - EARLY_S)
        top = max(ecef_to_geodetic(tx, ty, tz)[2], height)
    else:
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


@kernel
def meet(target, latest_s, launch_s_ahead, battery, kind, draw, sites, reach):
    """Earliest meeting of a round launched ``launch_s_ahead`` from now with the predicted track.

    Returns (seconds from now, x, y, z); inf where there is none before ``latest_s``, and where it is too soon: a round
    that would be at the edge of its limits before the target is there meets it beyond them.
    """
    qx, qy, qz, there = 0.0, 0.0, 0.0, math.inf
    search = from_launch(launch_s_ahead)
    while goes_on(search, latest_s):
        arrival, x, y, z = arrival_at(search.at_s, target, launch_s_ahead, battery, kind, draw, sites, reach)
        if in_time(search, arrival):
            there, qx, qy, qz = arrival, x, y, z
        search = tried(search, arrival, latest_s)
    return met(search, there), qx, qy, qz


@kernel
def _use_of_channels(time_s, run, sites, rounds, ledger, channels):
    """Free target and missile channels of every battery: a channel is held from order to report."""
    round_battery, ordered, report_s = rounds.battery, ledger.ordered, ledger.report_s
    order_command, order_track = ledger.command, ledger.track
    for battery in range(sites.radar.size):
        channels[0, run, battery] = sites.target_channels[battery]
        channels[1, run, battery] = sites.missile_channels[battery]
    for row in range(round_battery.size):
        if not ordered[run, row] or report_s[run, row] <= time_s:
            continue
        battery = round_battery[row]
        channels[1, run, battery] -= 1
        first = True
        for other in range(row):
            if (
                round_battery[other] == battery
                and ordered[run, other]
                and report_s[run, other] > time_s
                and order_command[run, other] == order_command[run, row]
                and order_track[run, other] == order_track[run, row]
            ):
                first = False
                break
        if first:
            channels[0, run, battery] -= 1


@kernel
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
    for radar in range(rules.radar_period.shape[1]):
        since_s = time_s - picture.member_time_s[run, command, slot, radar]
        if picture.member[run, command, slot, radar] == 0:
            continue
        if since_s > rules.fresh_periods * rules.radar_period[draw, radar]:
            continue
        place = rules.antenna[radar]
        away2 = (p[0] - place[0]) ** 2 + (p[1] - place[1]) ** 2 + (p[2] - place[2]) ** 2
        along, turn, tilt = rules.range_bias[draw, radar], rules.turn_bias[draw, radar], rules.tilt_bias[draw, radar]
        askew = min(askew, along * along + away2 * (turn * turn + tilt * tilt))
    return 9.0 * (variance + askew) <= rules.basket_m * rules.basket_m


@kernel
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


@kernel
def survey(
    time_s, draw_of_run, rules, picture, threats, sites: FireUnits, rounds: Magazine, reach: MissileEnvelope,
    volume: RadarVolume, ledger, kills: KillTables, ready_units: Readiness, out,
):  # fmt: skip
    """Fill gates, free channels and options; return the number of options.

    Tracks with rounds on their way are left out unless ``offer_pending``; their gates stay open either way.
    """
    number, position, velocity = picture.number, picture.position, picture.velocity
    permitted, priority = threats.permitted, threats.priority
    ordered, report_s = ledger.ordered, ledger.report_s
    gate, channels, whole, real = out.gate, out.channels, out.whole, out.real
    runs, commands, slots = number.shape
    batteries, kinds = sites.radar.size, reach.max_range_m.shape[1]
    round_battery, round_interceptor = rounds.battery, rounds.interceptor
    ready = np.zeros((batteries, kinds), np.int64)
    free_s = np.zeros((batteries, kinds))
    engaging = np.zeros(batteries, np.bool_)  # batteries with rounds on their way to the track at hand
    count = 0
    for run in range(runs):
        draw = draw_of_run[run]
        _use_of_channels(time_s, run, sites, rounds, ledger, channels)
        # rounds ready and the earliest launcher, by battery and type; an empty type keeps its launchers' times
        ready[:] = 0
        free_s[:] = math.inf
        for row in range(round_battery.size):
            battery, kind = round_battery[row], round_interceptor[row]
            launcher = rounds.launcher[row]
            at = max(ledger.launcher_free_s[run, launcher], ready_units.opens_s[run, launcher])
            soonest_s = time_s + sites.reaction_time_s[draw, battery] + ready_units.order_late_s[run, battery]
            if max(at, soonest_s) >= ready_units.closes_s[run, launcher]:
                continue
            if not ordered[run, row] and ready_units.round_ready_s[run, row] <= time_s:
                ready[battery, kind] += 1
            free_s[battery, kind] = min(free_s[battery, kind], at)
        for command in range(commands):
            for slot in range(slots):
                track = number[run, command, slot]
                if track == 0:
                    continue
                shut = ready_units.post_shut[run, command]
                if shut != NONE:
                    pass
                elif not permitted[run, command, slot]:
                    shut = NOT_IDENTIFIED
                elif priority[run, command, slot] <= 0.0:
                    shut = NOT_RANKED
                pending = False
                in_flight = 0
                fired = 0
                killed_s = -math.inf
                engaging[:] = False
                if shut == NONE:
                    for row in range(round_battery.size):
                        if (
                            ordered[run, row]
                            and ledger.track[run, row] == track
                            and ledger.command[run, row] == command
                        ):
                            if report_s[run, row] > time_s:
                                pending = True
                                in_flight += 1
                                engaging[round_battery[row]] = True
                            else:
                                fired += 1
                                if ledger.reported_kill[run, row]:
                                    killed_s = max(killed_s, report_s[run, row])
                    if not pending and time_s - killed_s < rules.reassessment_s[draw, command]:
                        shut = FALSELY_KILLED
                if shut != NONE or pending:
                    # a pending track waits for its report: no gate is shut, rounds are on their way
                    for battery in range(batteries):
                        gate[run, command, slot, battery] = shut
                    if shut != NONE or not rules.offer_pending:
                        continue
                p = position[run, command, slot]
                v = velocity[run, command, slot]
                falls = threats.ballistic[run, command, slot]
                speed = math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
                age = time_s - picture.time_s[run, command, slot]
                px, py, pz = predict(p[0], p[1], p[2], v[0], v[1], v[2], falls, age)
                height = ecef_to_geodetic(px, py, pz)[2]
                target_class = 2 if falls else (0 if height > HIGH_M else 1)
                # somebody has just seen it, and since it was reported killed: a picture carries on what is gone
                fresh = False
                for radar in range(rules.radar_period.shape[1]):
                    since_s = time_s - picture.member_time_s[run, command, slot, radar]
                    if picture.member[run, command, slot, radar] != 0:
                        longest_s = min(rules.fresh_periods * rules.radar_period[draw, radar], time_s - killed_s)
                        fresh = fresh or since_s <= longest_s
                for battery in range(batteries):
                    if ready_units.obeys[run, battery] != command:
                        if not pending:
                            gate[run, command, slot, battery] = OUTSIDE
                        continue
                    if ready_units.battery_shut[run, battery] != NONE:
                        if not pending:
                            gate[run, command, slot, battery] = ready_units.battery_shut[run, battery]
                        continue
                    radar = sites.radar[battery]
                    held_since = picture.member_time_s[run, command, slot, radar]
                    held = (
                        ready_units.radar_shut[run, battery] == NONE
                        and picture.member[run, command, slot, radar] != 0
                        and time_s - held_since <= rules.fresh_periods * rules.radar_period[draw, radar]
                    )
                    if not held:
                        covered = covers(volume, draw, radar, px, py, pz)
                        if not pending:
                            gate[run, command, slot, battery] = NOT_CONFIRMED if covered else OUTSIDE
                            if ready_units.radar_shut[run, battery] != NONE:
                                gate[run, command, slot, battery] = ready_units.radar_shut[run, battery]
                    hx, hy, hz = px, py, pz
                    if held and not falls:
                        hx, hy, hz = raised(volume, radar, px, py, pz)
                    if held and not pending:
                        gate[run, command, slot, battery] = OUTSIDE
                    target = (hx, hy, hz, v[0], v[1], v[2], falls)
                    for kind in range(kinds):
                        if not math.isfinite(free_s[battery, kind]):
                            continue  # this battery never had that type
                        if not (held if reach.needs_radar[kind] else fresh):
                            continue  # some may go on any track of their command
                        if not held and not may_go_on(rules, picture, time_s, run, command, slot, draw, sites, battery):
                            continue
                        if speed > reach.max_target_speed_mps[draw, kind]:
                            continue
                        wait = max(
                            sites.reaction_time_s[draw, battery] + ready_units.order_late_s[run, battery],
                            free_s[battery, kind] - time_s,
                        )
                        latest_s = min(
                            threats.time_to_impact_s[run, command, slot], wait + reach.self_destruct_s[draw, kind]
                        )
                        ahead, qx, qy, qz = meet(target, latest_s, wait, battery, kind, draw, sites, reach)
                        if not math.isfinite(ahead):
                            continue
                        if reach.needs_radar[kind] and not covers(volume, draw, radar, qx, qy, qz):
                            continue
                        if not held and rules.remote[command] == CHECKED_TRACK:
                            base = sites.position_ecef_m[battery]
                            if not hears_uplink(volume, radar, base, qx, qy, qz, rules.seeker_range_m[draw, kind]):
                                continue
                        gate[run, command, slot, battery] = NONE
                        whole[0, count] = run
                        whole[1, count] = command
                        whole[2, count] = slot
                        whole[3, count] = track
                        whole[4, count] = battery
                        whole[5, count] = kind
                        whole[6, count] = ready[battery, kind]
                        whole[7, count] = fired
                        whole[8, count] = in_flight
                        whole[9, count] = engaging[battery]
                        real[0, count] = priority[run, command, slot]
                        real[1, count] = threats.time_to_impact_s[run, command, slot]
                        real[2, count] = time_s + ahead
                        base = sites.position_ecef_m[battery]
                        real[3, count] = table_value(
                            kills.kill_probability[draw, kind, target_class],
                            kills.kill_range_step_m[kind], kills.kill_height_step_m[kind],
                            ground_range(base[0], base[1], base[2], qx, qy, qz),
                            ecef_to_geodetic(qx, qy, qz)[2] - sites.height_m[battery],
                        )  # fmt: skip
                        real[4, count] = time_s + wait
                        count += 1
    return count
