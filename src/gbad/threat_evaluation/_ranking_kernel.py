"""Numbers below ``ranking``: closest passages and impact points of tracks."""

import math

from gbad._jit import kernel
from gbad.envelope._falling_kernel import CEILING_M, STEEP_SHARE, STEEP_SPEED_MPS, falls_freely
from gbad.tables._bundles_kernel import FireUnits
from gbad.threat_evaluation._columns_kernel import Ranked, Rules, Stakes, Tracks, Zones
from gbad.threat_evaluation._impact_kernel import to_ground
from gbad.threat_evaluation._permission_kernel import attacks, control_at, had_its_say, may_fire, withholds

# inverse ballistic coefficient that a command takes every such body to have, as in impact.Body [m2/kg]
PER_BETA = 1.0 / 6_000.0


@kernel
def rank(
    time_s, draw_of_run, tracks: Tracks, rules: Rules, zones: Zones, units: FireUnits, stakes: Stakes, out: Ranked
):  # fmt: skip
    """Fill ``out`` for every slot of every picture."""
    runs, commands, slots = tracks.number.shape
    for run in range(runs):
        draw = draw_of_run[run]
        for command in range(commands):
            miss_m = rules.threat_miss_distance_m[draw, command]
            for slot in range(slots):
                if tracks.number[run, command, slot] == 0:
                    continue
                p = tracks.position_ecef_m[run, command, slot]
                v = tracks.velocity_ecef_mps[run, command, slot]
                age = time_s - tracks.time_s[run, command, slot]
                px, py, pz = p[0] + v[0] * age, p[1] + v[1] * age, p[2] + v[2] * age
                is_ballistic = falls_freely(px, py, pz, v[0], v[1], v[2], 0.0, CEILING_M, STEEP_SPEED_MPS, STEEP_SHARE)
                out.ballistic[run, command, slot] = is_ballistic
                if is_ballistic:
                    best, impact_s = _ballistic_stake(
                        px, py, pz, v[0], v[1], v[2], stakes.position_ecef_m, stakes.height_m, stakes.value, miss_m
                    )
                else:
                    best, impact_s = _straight_stake(
                        px, py, pz, v[0], v[1], v[2], stakes.position_ecef_m, stakes.value, miss_m
                    )
                out.asset[run, command, slot] = best
                out.time_to_impact_s[run, command, slot] = impact_s
                who = tracks.identity[run, command, slot]
                control = control_at(
                    rules.weapons_control[command], command, px, py, pz,
                    zones.position_ecef_m, zones.radius_m, zones.weapons_control, zones.command,
                )  # fmt: skip
                horizon_s = rules.engagement_horizon_s[draw, command]
                told = had_its_say(
                    tracks.interrogations[run, command, slot], time_s - tracks.first_s[run, command, slot],
                    rules.interrogations_before_fire[command], rules.identification_time_s[draw, command],
                )  # fmt: skip
                out.permitted[run, command, slot] = may_fire(who, control, impact_s, horizon_s, told)
                out.withheld[run, command, slot] = withholds(who, control)
                if best >= 0:
                    out.priority[run, command, slot] = stakes.value[best] / max(impact_s, 1.0)
                if rules.self_defence[command] and not (out.permitted[run, command, slot] and best >= 0):
                    attack_s = attacks(
                        who, px, py, pz, v[0], v[1], v[2], command, units.command, units.position_ecef_m,
                        rules.self_defence_distance_m[draw, command], rules.self_defence_time_s[draw, command],
                    )  # fmt: skip
                    if math.isfinite(attack_s):
                        out.permitted[run, command, slot], out.withheld[run, command, slot] = True, False
                        out.time_to_impact_s[run, command, slot] = min(impact_s, attack_s)
                        sooner = 1.0 / max(attack_s, 1.0)
                        out.priority[run, command, slot] = max(out.priority[run, command, slot], sooner)


@kernel
def _straight_stake(px, py, pz, vx, vy, vz, asset_position, asset_value, miss_m):
    """Asset with the largest value per second among those passed closer than ``miss_m``, and the time to passage."""
    best = -1
    best_s = math.inf
    best_urgency = 0.0
    for row in range(asset_position.shape[0]):
        ax, ay, az = asset_position[row]
        norm = math.sqrt(ax * ax + ay * ay + az * az)
        ux, uy, uz = ax / norm, ay / norm, az / norm
        # only horizontal parts count: the straight line leaves the curved Earth long before it arrives
        rx, ry, rz = px - ax, py - ay, pz - az
        along = rx * ux + ry * uy + rz * uz
        rx, ry, rz = rx - along * ux, ry - along * uy, rz - along * uz
        sink = vx * ux + vy * uy + vz * uz
        wx, wy, wz = vx - sink * ux, vy - sink * uy, vz - sink * uz
        speed2 = wx * wx + wy * wy + wz * wz
        passage_s = 0.0
        if speed2 > 1.0:
            passage_s = max(-(rx * wx + ry * wy + rz * wz) / speed2, 0.0)
        dx, dy, dz = rx + wx * passage_s, ry + wy * passage_s, rz + wz * passage_s
        if dx * dx + dy * dy + dz * dz > miss_m * miss_m:
            continue
        urgency = asset_value[row] / max(passage_s, 1.0)
        if urgency > best_urgency:
            best, best_s, best_urgency = row, passage_s, urgency
    return best, best_s


@kernel
def _ballistic_stake(px, py, pz, vx, vy, vz, asset_position, asset_height, asset_value, miss_m):
    """As ``_straight_stake`` for a falling body: its impact point, by gravity and drag."""
    lowest = asset_height.min() if asset_height.size else 0.0
    px, py, pz, vx, vy, vz, fall_s = to_ground(px, py, pz, vx, vy, vz, lowest, PER_BETA, 1.0)
    best = -1
    best_urgency = 0.0
    for row in range(asset_position.shape[0]):
        dx, dy, dz = px - asset_position[row, 0], py - asset_position[row, 1], pz - asset_position[row, 2]
        if dx * dx + dy * dy + dz * dz > miss_m * miss_m:
            continue
        urgency = asset_value[row] / max(fall_s, 1.0)
        if urgency > best_urgency:
            best, best_urgency = row, urgency
    return best, (fall_s if best >= 0 else math.inf)
