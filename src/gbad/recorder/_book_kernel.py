"""Numbers below ``recording``: first times of each stage, and which gate was shut for whom."""

from __future__ import annotations

import math
from typing import NamedTuple

from gbad._jit import lean
from gbad.tables import Bools, Ints
from gbad.tables._bundles_kernel import FireUnits, Magazine

# gates, as causes.Cause
NONE, NO_SIGHT, WEAK, NOT_CONFIRMED, LOST, NOT_SHARED, DESTROYED, NOT_HELD = 0, 1, 2, 3, 4, 5, 12, 43
# stages, as recording.STAGES
LINE_OF_SIGHT, DETECTION, CONFIRMED, SHARED, IDENTIFIED, RANKED = 0, 1, 2, 3, 4, 5
# what is noted of every radar, as ``Book.radar_s``
SAW, HELD, NEWEST = 0, 1, 2
FRESH_PERIODS = 3.0


class Work(NamedTuple):
    """What is worked out once for all objects and batteries of a run."""

    used: Ints  # (commands,) slots in use are below this
    follows: Bools  # (radars, objects) which radar follows whom
    best: Ints  # (batteries, objects) gate nearest to firing, -1 for no track


@lean
def note_tick(plots, reports, base, notes, truth_of):
    """First detections and confirmations; fills ``truth_of`` with what each report really follows."""
    run_of, time_s, origin, offsets = plots.run, plots.time_s, plots.origin, plots.offsets
    report_run, radar, slot = reports.run, reports.radar, reports.slot
    first_s, radar_s = notes.first_s, notes.radar_s
    for row in range(run_of.size):
        who = origin[row]
        if who < 0:
            continue
        _first(radar_s[run_of[row], plots.radar[row]], who, SAW, time_s[row])
        if not (first_s[run_of[row], who, DETECTION] <= time_s[row]):
            first_s[run_of[row], who, DETECTION] = time_s[row]
            # sight is noted at command cycles only; what was detected was in sight
            _first(first_s[run_of[row]], who, LINE_OF_SIGHT, time_s[row])
    for row in range(report_run.size):
        run = report_run[row]
        who = origin[offsets[run] + reports.detection[row] - base[run]]
        truth_of[row] = who
        notes.local_number[run, radar[row], slot[row]] = reports.number[row]
        notes.local_object[run, radar[row], slot[row]] = who
        if who >= 0:
            mine_s = radar_s[run, radar[row]]
            if not (mine_s[who, NEWEST] >= reports.time_s[row]):
                mine_s[who, NEWEST] = reports.time_s[row]
            _first(mine_s, who, HELD, reports.ready_s[row])
            _first(first_s[run], who, CONFIRMED, reports.ready_s[row])


@lean
def _better(new, old):
    """Whether a gate is nearer to firing than another: open beats all, then later in the chain."""
    if old == NONE:
        return False
    return new == NONE or new > old


@lean
def note_cycle(
    time_s, draw_of_run, start_s, end_s, sight, picture, gate, sites: FireUnits, rounds: Magazine, ledger, notes,
    gates, busy, work: Work, truth_of,
):  # fmt: skip
    """Write this cycle's gates (runs, batteries, objects) and channel use.

    Fills ``truth_of (runs, commands, slots)`` with what each system track follows, -1 for nothing.
    """
    number, member_time_s = picture.number, picture.member_time_s
    local_number, local_object, first_s = notes.local_number, notes.local_object, notes.first_s
    runs, commands, slots = number.shape
    objects = end_s.shape[1]
    radars, batteries = sight.cued.size, sites.radar.size
    track_slots = local_number.shape[2]
    used, follows, best = work.used, work.follows, work.best
    for run in range(runs):
        draw = draw_of_run[run]
        path_draw = min(draw, start_s.shape[0] - 1)
        _who_is_followed(run, local_number, local_object, follows)
        for command in range(commands):
            used[command] = 0
            for slot in range(slots):
                truth_of[run, command, slot] = -1
                if number[run, command, slot] == 0:
                    continue
                used[command] = slot + 1
                newest_s = -math.inf
                who = -1
                for radar in range(radars):
                    local = picture.member[run, command, slot, radar]
                    if local == 0 or member_time_s[run, command, slot, radar] <= newest_s:
                        continue
                    for row in range(track_slots):
                        if local_number[run, radar, row] == local:
                            newest_s = member_time_s[run, command, slot, radar]
                            who = local_object[run, radar, row]
                            break
                truth_of[run, command, slot] = who
                if who >= 0:
                    _first(first_s[run], who, SHARED, time_s)
                    if not (notes.shared_s[run, command, who] <= time_s):
                        notes.shared_s[run, command, who] = time_s
                    if picture.permitted[run, command, slot]:
                        _first(first_s[run], who, IDENTIFIED, time_s)
                        if picture.priority[run, command, slot] > 0.0:
                            _first(first_s[run], who, RANKED, time_s)
        _best_gates(run, number, truth_of, gate, sight.obeys, used, best)
        for who in range(objects):
            if time_s < start_s[path_draw, who] or time_s > end_s[run, who]:
                continue
            for radar in range(radars):
                if sight.in_sight[draw, radar, who] and not sight.cued[radar]:
                    _first(first_s[run], who, LINE_OF_SIGHT, time_s)
            for battery in range(batteries):
                command = sight.obeys[run, battery]
                shut = best[battery, who]
                if shut == NOT_CONFIRMED:
                    # in the picture; what the command misses is a track of its engagement radar
                    shut = NOT_HELD
                if shut == -1:
                    shut = _before_picture(run, draw, who, command, time_s, sight, follows, notes)
                if shut != NONE and sight.shut[run, battery] != NONE:
                    shut = sight.shut[run, battery]
                gates[run, battery, who] = shut
        _channels(run, time_s, rounds, ledger, busy)


@lean
def _best_gates(run, number, truth_of, gate, obeys, used, best):
    """Of all tracks of an object in the picture of a battery's command, the gate nearest to firing; -1 for no track."""
    for battery in range(best.shape[0]):
        command = obeys[run, battery]
        for who in range(best.shape[1]):
            best[battery, who] = -1
        for slot in range(used[command]):
            who = truth_of[run, command, slot]
            if who < 0 or number[run, command, slot] == 0:
                continue
            here = gate[run, command, slot, battery]
            if best[battery, who] == -1 or _better(here, best[battery, who]):
                best[battery, who] = here


@lean
def _who_is_followed(run, local_number, local_object, follows):
    """Which objects each radar has a track on, by the answer key: ``follows (radars, objects)``."""
    for radar in range(follows.shape[0]):
        for who in range(follows.shape[1]):
            follows[radar, who] = False
        for row in range(local_number.shape[2]):
            who = local_object[run, radar, row]
            if who >= 0 and local_number[run, radar, row] != 0:
                follows[radar, who] = True


@lean
def _first(first_s, who, stage, time_s):
    """The earliest time of a stage, ``first_s (objects, stages)`` of one run."""
    if not (first_s[who, stage] <= time_s):
        first_s[who, stage] = time_s


@lean
def _before_picture(run, draw, who, command, time_s, sight, follows, notes):
    """Gate of an object that is not in a command's picture: sight, echo, confirmation, loss, sharing.

    Of that command's own radars: what others saw or lost is no gate of his.
    """
    seen = False
    strong = False
    working = False
    tracked = False
    confirmed = False
    for radar in range(sight.cued.size):
        if sight.command[radar] != command:
            continue
        confirmed = confirmed or notes.radar_s[run, radar, who, HELD] <= time_s
        fresh_s = FRESH_PERIODS * sight.period_s[draw, radar]
        if follows[radar, who] and time_s - notes.radar_s[run, radar, who, NEWEST] <= fresh_s:
            tracked = True
        if sight.cued[radar]:
            continue  # looks only where it is told to: it opens no gate of its own
        if sight.radar_end_s[run, radar] <= time_s:
            continue
        working = True
        if sight.in_sight[draw, radar, who]:
            seen = True
            if sight.snr_db[draw, radar, who] >= sight.weak_db[draw, radar]:
                strong = True
    if tracked:
        return NOT_SHARED
    if not working:
        return DESTROYED
    if not seen:
        return NO_SIGHT
    if not strong:
        return WEAK
    if confirmed:
        return LOST
    return NOT_CONFIRMED


@lean
def _channels(run, time_s, rounds, ledger, busy):
    """Rounds ready and channels busy of every battery."""
    for row in range(rounds.battery.size):
        battery = rounds.battery[row]
        if not ledger.ordered[run, row]:
            busy[run, battery, 0] += 1
            continue
        if ledger.report_s[run, row] <= time_s:
            continue
        busy[run, battery, 2] += 1
        first = True
        for other in range(row):
            if (
                rounds.battery[other] == battery
                and ledger.ordered[run, other]
                and ledger.report_s[run, other] > time_s
                and ledger.command[run, other] == ledger.command[run, row]
                and ledger.track[run, other] == ledger.track[run, row]
            ):
                first = False
                break
        if first:
            busy[run, battery, 1] += 1
