"""Numbers below ``options``: who could hit what, when, and which gate is shut."""

import math

import numpy as np

from gbad._jit import kernel, lean
from gbad.envelope._reach_kernel import ground_range, predict
from gbad.envelope._table_kernel import table_value
from gbad.envelope._volume_kernel import covers
from gbad.physics._earth_kernel import height_m
from gbad.tables._bundles_kernel import FireUnits, KillTables, Magazine, MissileEnvelope, RadarVolume, Readiness
from gbad.weapon_assignment._offer_kernel import aimed_at, offered
from gbad.weapon_assignment._survey_kernel import Ordered, Ranked, Rules, Scratch, Seen, Track, Written

# gates, as causes.Cause
NONE, NOT_CONFIRMED, NOT_IDENTIFIED, NOT_RANKED, OUTSIDE = 0, 3, 6, 7, 8
FALSELY_KILLED = 15
HIGH_M = 3_000.0  # [m] lower air-breathers are taken for missiles and drones when a kill probability is estimated


@lean
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


@lean
def _rounds_ready(
    time_s, run, draw, sites: FireUnits, rounds: Magazine, ledger: Ordered, units: Readiness, scratch: Scratch
):  # fmt: skip
    """Rounds ready and the earliest launcher, by battery and type; an empty type keeps its launchers' times."""
    scratch.ready[:] = 0
    scratch.free_s[:] = math.inf
    for row in range(rounds.battery.size):
        battery, kind = rounds.battery[row], rounds.interceptor[row]
        launcher = rounds.launcher[row]
        at = ledger.launcher_free_s[run, launcher]
        soonest_s = time_s + sites.reaction_time_s[draw, battery] + units.order_late_s[run, battery]
        if max(at, soonest_s) >= units.closes_s[run, launcher]:
            continue
        if not ledger.ordered[run, row] and units.round_ready_s[run, row] <= time_s:
            scratch.ready[battery, kind] += 1
        scratch.free_s[battery, kind] = min(scratch.free_s[battery, kind], at)


@lean
def _rounds_at(time_s, run, command, track, rounds: Magazine, ledger: Ordered, scratch: Scratch):
    """Of a command's rounds at a track: how many fly, how many were reported, and when last as a kill [s]."""
    in_flight, fired, killed_s = 0, 0, -math.inf
    for row in range(rounds.battery.size):
        if (
            ledger.ordered[run, row]
            and ledger.track[run, row] == track
            and ledger.command[run, row] == command
        ):  # fmt: skip
            if ledger.report_s[run, row] > time_s:
                in_flight += 1
                scratch.engaging[rounds.battery[row]] = True
            else:
                fired += 1
                if ledger.reported_kill[run, row]:
                    killed_s = max(killed_s, ledger.report_s[run, row])
    return in_flight, fired, killed_s


@lean
def _just_seen(time_s, killed_s, run, command, slot, draw, rules: Rules, picture: Seen):
    """Somebody has just seen it, and since it was reported killed: a picture carries on what is gone."""
    for radar in range(rules.fresh_s.shape[2]):
        since_s = time_s - picture.member_time_s[run, command, slot, radar]
        if picture.member[run, command, slot, radar] != 0:
            longest_s = min(rules.fresh_s[draw, command, radar], time_s - killed_s)
            if since_s <= longest_s:
                return True
    return False


@lean
def _by_battery(
    time_s, track: Track, battery, rules: Rules, picture: Seen, threats: Ranked, sites: FireUnits,
    reach: MissileEnvelope, volume: RadarVolume, kills: KillTables, units: Readiness, scratch: Scratch, out: Written,
    count,
):  # fmt: skip
    """Gate of a battery at a track, and its options from row ``count`` on; returns the row after the last."""
    run, draw, command, slot = track.run, track.draw, track.command, track.slot
    x, y, z = track.place
    gate, open_ = out.gate, track.in_flight == 0  # a pending track keeps its gates open
    if units.obeys[run, battery] != command:
        if open_:
            gate[run, command, slot, battery] = OUTSIDE
        return count
    if units.battery_shut[run, battery] != NONE:
        if open_:
            gate[run, command, slot, battery] = units.battery_shut[run, battery]
        return count
    radar = sites.radar[battery]
    held_since = picture.member_time_s[run, command, slot, radar]
    held = (
        units.radar_shut[run, battery] == NONE
        and picture.member[run, command, slot, radar] != 0
        and time_s - held_since <= rules.fresh_s[draw, command, radar]
    )
    if held and open_:
        gate[run, command, slot, battery] = OUTSIDE
    elif open_:
        gate[run, command, slot, battery] = NOT_CONFIRMED if covers(volume, draw, radar, x, y, z) else OUTSIDE
        if units.radar_shut[run, battery] != NONE:
            gate[run, command, slot, battery] = units.radar_shut[run, battery]
    target = aimed_at(track, held, radar, volume)
    base = sites.position_ecef_m[battery]
    target_class = 2 if track.ballistic else (0 if height_m(x, y, z) > HIGH_M else 1)
    for kind in range(reach.max_range_m.shape[1]):
        if not math.isfinite(scratch.free_s[battery, kind]):
            continue  # this battery never had that type
        ahead, qx, qy, qz, wait = offered(
            time_s, track, target, held, battery, kind, scratch.free_s[battery, kind], rules, picture, threats, sites,
            reach, volume, units,
        )  # fmt: skip
        if not math.isfinite(ahead):
            continue
        gate[run, command, slot, battery] = NONE
        whole, real = out.whole, out.real
        whole[0, count] = run
        whole[1, count] = command
        whole[2, count] = slot
        whole[3, count] = track.number
        whole[4, count] = battery
        whole[5, count] = kind
        whole[6, count] = scratch.ready[battery, kind]
        whole[7, count] = track.fired
        whole[8, count] = track.in_flight
        whole[9, count] = scratch.engaging[battery]
        real[0, count] = threats.priority[run, command, slot]
        real[1, count] = threats.time_to_impact_s[run, command, slot]
        real[2, count] = time_s + ahead
        real[3, count] = table_value(
            kills.kill_probability[draw, kind, target_class],
            kills.kill_range_step_m[kind], kills.kill_height_step_m[kind],
            ground_range(base[0], base[1], base[2], qx, qy, qz),
            height_m(qx, qy, qz) - sites.height_m[battery],
        )  # fmt: skip
        real[4, count] = time_s + wait
        count += 1
    return count


@kernel
def survey(
    time_s, draw_of_run, rules: Rules, picture: Seen, threats: Ranked, sites: FireUnits, rounds: Magazine,
    reach: MissileEnvelope, volume: RadarVolume, ledger: Ordered, kills: KillTables, units: Readiness, out: Written,
):  # fmt: skip
    """Fill gates, free channels and options; return the number of options.

    Tracks with rounds on their way are left out unless ``offer_pending``; their gates stay open either way.
    """
    number, permitted, priority = picture.number, threats.permitted, threats.priority
    runs, commands, slots = number.shape
    batteries, kinds = sites.radar.size, reach.max_range_m.shape[1]
    scratch = Scratch(
        np.zeros((batteries, kinds), np.int64), np.zeros((batteries, kinds)), np.zeros(batteries, np.bool_)
    )
    count = 0
    for run in range(runs):
        draw = draw_of_run[run]
        _use_of_channels(time_s, run, sites, rounds, ledger, out.channels)
        _rounds_ready(time_s, run, draw, sites, rounds, ledger, units, scratch)
        for command in range(commands):
            for slot in range(slots):
                track = number[run, command, slot]
                if track == 0:
                    continue
                shut = units.post_shut[run, command]
                if shut != NONE:
                    pass
                elif not permitted[run, command, slot]:
                    shut = NOT_IDENTIFIED
                elif priority[run, command, slot] <= 0.0:
                    shut = NOT_RANKED
                in_flight, fired, killed_s = 0, 0, -math.inf
                scratch.engaging[:] = False
                if shut == NONE:
                    in_flight, fired, killed_s = _rounds_at(time_s, run, command, track, rounds, ledger, scratch)
                    if in_flight == 0 and time_s - killed_s < rules.reassessment_s[draw, command]:
                        shut = FALSELY_KILLED
                if shut != NONE or in_flight > 0:
                    # a pending track waits for its report: no gate is shut, rounds are on their way
                    for battery in range(batteries):
                        out.gate[run, command, slot, battery] = shut
                    if shut != NONE or not rules.offer_pending:
                        continue
                p, v = picture.position[run, command, slot], picture.velocity[run, command, slot]
                falls, age = threats.ballistic[run, command, slot], time_s - picture.time_s[run, command, slot]
                place = predict(p[0], p[1], p[2], v[0], v[1], v[2], falls, age)
                fresh = _just_seen(time_s, killed_s, run, command, slot, draw, rules, picture)
                at = Track(
                    run, draw, command, slot, track, in_flight, fired, fresh, place, (v[0], v[1], v[2]), falls
                )  # fmt: skip
                for battery in range(batteries):
                    count = _by_battery(
                        time_s, at, battery, rules, picture, threats, sites, reach, volume, kills, units, scratch, out,
                        count,
                    )  # fmt: skip
    return count
