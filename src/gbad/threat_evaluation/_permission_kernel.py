"""Rules of engagement, one function each. Words: ``permission.py``."""

import math

from gbad._jit import kernel

UNKNOWN, FRIEND, NEUTRAL, HOSTILE = 0, 1, 2, 3  # as in messages
HOLD, TIGHT, FREE = 0, 1, 2


@kernel
def control_at(control, command, px, py, pz, zone_position, zone_radius, zone_control, zone_command):
    """Weapons control of a post over a place: of the smallest zone around it that has one for it, else its own."""
    smallest = math.inf
    for zone in range(zone_radius.size):
        if zone_control[zone] < 0 or zone_radius[zone] >= smallest:
            continue
        if zone_command[zone] >= 0 and zone_command[zone] != command:
            continue
        zx, zy, zz = zone_position[zone]
        norm = math.sqrt(zx * zx + zy * zy + zz * zz)
        rx, ry, rz = px - zx, py - zy, pz - zz
        up = (rx * zx + ry * zy + rz * zz) / norm
        if rx * rx + ry * ry + rz * rz - up * up < zone_radius[zone] ** 2:
            smallest, control = zone_radius[zone], zone_control[zone]
    return control


@kernel
def may_fire(who, control, impact_s, horizon_s, had_its_say):
    """Whether an identity may be fired at; unknowns, when weapons are free, only this close to impact, and asked."""
    if control == HOLD:
        return False
    return who == HOSTILE or (who == UNKNOWN and control == FREE and impact_s < horizon_s and had_its_say)


@kernel
def had_its_say(asked, observed_s, asks_required, time_required_s):
    """Whether a track could have been called a friend: asked often enough, and old enough to be called anything."""
    return asks_required == 0 or (asked >= asks_required and observed_s >= time_required_s)


@kernel
def withholds(who, control):
    """Whether it is the rules alone that forbid fire at somebody held for hostile."""
    return who == HOSTILE and control == HOLD


@kernel
def attacks(who, px, py, pz, vx, vy, vz, command, battery_command, battery_position, distance_m, time_s):
    """Seconds to the passage of one's own battery that counts as an attack on it; inf for none.

    Straight on and level, closer than ``distance_m`` and sooner than ``time_s``; friends and neutrals never attack.
    """
    soonest = math.inf
    if who in (FRIEND, NEUTRAL):
        return soonest
    for battery in range(battery_command.size):
        if battery_command[battery] != command:
            continue
        bx, by, bz = battery_position[battery]
        norm = math.sqrt(bx * bx + by * by + bz * bz)
        ux, uy, uz = bx / norm, by / norm, bz / norm
        rx, ry, rz = px - bx, py - by, pz - bz
        rise, climb = rx * ux + ry * uy + rz * uz, vx * ux + vy * uy + vz * uz
        rx, ry, rz = rx - rise * ux, ry - rise * uy, rz - rise * uz
        wx, wy, wz = vx - climb * ux, vy - climb * uy, vz - climb * uz
        closing, speed2 = -(rx * wx + ry * wy + rz * wz), wx * wx + wy * wy + wz * wz
        if closing <= 0.0 or closing > time_s * speed2:
            continue
        if rx * rx + ry * ry + rz * rz - closing * closing / speed2 < distance_m * distance_m:
            soonest = min(soonest, closing / speed2)
    return soonest
