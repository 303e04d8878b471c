"""Numbers below ``ranking``: closest passages and impact points of tracks."""

import math

from gbad._jit import kernel
from gbad.envelope._falling_kernel import CEILING_M, STEEP_SHARE, STEEP_SPEED_MPS, falls_freely
from gbad.threat_evaluation._impact_kernel import to_ground
from gbad.threat_evaluation._permission_kernel import attacks, control_at, may_fire, withholds

# inverse ballistic coefficient that a command takes every such body to have, as in impact.Body [m2/kg]
PER_BETA = 1.0 / 6_000.0


@kernel
def rank(
    draw_of_run, number, valid_s, position, velocity, identity,
    weapons_control, self_defence, self_defence_m, self_defence_s,
    zone_position, zone_radius, zone_control, battery_command, battery_position,
    threat_miss_m, horizon_s,
    asset_position, asset_height, asset_value, time_s,
    permitted, withheld, asset, time_to_impact_s, priority, ballistic,
):  # fmt: skip
    """Fill the last six arrays for every slot of every picture."""
    runs, commands, slots = number.shape
    for run in range(runs):
        draw = draw_of_run[run]
        for command in range(commands):
            miss_m = threat_miss_m[draw, command]
            for slot in range(slots):
                if number[run, command, slot] == 0:
                    continue
                p = position[run, command, slot]
                v = velocity[run, command, slot]
                age = time_s - valid_s[run, command, slot]
                px, py, pz = p[0] + v[0] * age, p[1] + v[1] * age, p[2] + v[2] * age
                is_ballistic = falls_freely(px, py, pz, v[0], v[1], v[2], 0.0, CEILING_M, STEEP_SPEED_MPS, STEEP_SHARE)
                ballistic[run, command, slot] = is_ballistic
                if is_ballistic:
                    best, impact_s = _ballistic_stake(
                        px, py, pz, v[0], v[1], v[2], asset_position, asset_height, asset_value, miss_m
                    )
                else:
                    best, impact_s = _straight_stake(px, py, pz, v[0], v[1], v[2], asset_position, asset_value, miss_m)
                asset[run, command, slot] = best
                time_to_impact_s[run, command, slot] = impact_s
                who = identity[run, command, slot]
                control = control_at(weapons_control[command], px, py, pz, zone_position, zone_radius, zone_control)
                permitted[run, command, slot] = may_fire(who, control, impact_s, horizon_s[draw, command])
                withheld[run, command, slot] = withholds(who, control)
                if best >= 0:
                    priority[run, command, slot] = asset_value[best] / max(impact_s, 1.0)
                if self_defence[command] and not (permitted[run, command, slot] and best >= 0):
                    attack_s = attacks(
                        who, px, py, pz, v[0], v[1], v[2], command, battery_command, battery_position,
                        self_defence_m[draw, command], self_defence_s[draw, command],
                    )  # fmt: skip
                    if math.isfinite(attack_s):
                        permitted[run, command, slot], withheld[run, command, slot] = True, False
                        time_to_impact_s[run, command, slot] = min(impact_s, attack_s)
                        priority[run, command, slot] = max(priority[run, command, slot], 1.0 / max(attack_s, 1.0))


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
