"""Numbers below ``identity_notes``: what every object is held for at one cycle, and since when rightly or wrongly."""

import math

from gbad._jit import lean

FRIEND, NEUTRAL, HOSTILE = 1, 2, 3  # as in messages, in the order of what can be done to an object
NOT_HELD = -1


@lean
def begun_into(time_s, number, since_s, out):
    """Fill ``out`` with the flat places of ``number (runs, commands, slots)`` held for what they are since ``time_s``.

    Returns how many.
    """
    runs, commands, slots = number.shape
    count = 0
    for run in range(runs):
        for command in range(commands):
            for slot in range(slots):
                if number[run, command, slot] != 0 and since_s[run, command, slot] == time_s:
                    out[count] = (run * commands + command) * slots + slot
                    count += 1
    return count


@lean
def note_held(time_s, cycle_s, number, identity, slot_object, right, hostile, now, last, right_s, wrong_s, wrong_for_s):
    """Fill ``now (runs, objects)`` with the worst of all identities held for each object, and carry on the notes."""
    runs, commands, slots = number.shape
    for run in range(runs):
        for who in range(right.size):
            now[run, who] = NOT_HELD
        for command in range(commands):
            for slot in range(slots):
                who = slot_object[run, command, slot]
                if number[run, command, slot] != 0 and who >= 0:
                    now[run, who] = max(now[run, who], identity[run, command, slot])
        for who in range(right.size):
            held = now[run, who]
            if held == NOT_HELD:
                continue
            last[run, who] = held
            if held == right[who] and math.isnan(right_s[run, who]):
                right_s[run, who] = time_s
            wrong = FRIEND <= held <= NEUTRAL if hostile[who] else held == HOSTILE
            if wrong:
                wrong_for_s[run, who] += cycle_s
                if math.isnan(wrong_s[run, who]):
                    wrong_s[run, who] = time_s
