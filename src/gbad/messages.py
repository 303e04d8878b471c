"""What travels between the rooms of the spine. Rooms meet only here.

Flat messages are columns of ``n`` rows sorted by run, with ``offsets`` (runs + 1): rows of run r are
``offsets[r]:offsets[r + 1]``. Pictures are dense ``(runs, commands, slots)``; an empty slot has ``number == 0``.
Times: ``time_s`` is when it happened, ``available_s`` when it can be known. Results tables use these column names.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.text.readable import Readable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.int8]
# what a column holds where nothing is told, by its kind
_NOTHING: dict[object, tuple[type, float]] = {
    "Floats": (np.float64, np.nan),
    "Ints": (np.int64, 0),
    "Bytes": (np.int8, 0),
}

# iff_reply of a detection, and the identities drawn from it
NO_REPLY, CIVIL_REPLY, FRIENDLY_REPLY = 0, 1, 2
UNKNOWN, FRIEND, NEUTRAL, HOSTILE = 0, 1, 2, 3
IDENTITY_NAMES = ("unknown", "friend", "neutral", "hostile")
# what made an identity: a rule, or (from WEIGHED_REPLIES on) the evidence that weighed most among all
(
    TOO_NEW, FRIENDLY_ANSWER, CIVIL_ANSWER, HELD_BEFORE, TOO_FAST, FALLS, SILENT_TO_ASSET, SILENT_LOW, ON_AIRWAY,
    UNDECIDED, OWN_RULE, WEIGHED_REPLIES, WEIGHED_AIRWAY, WEIGHED_PLAN, WEIGHED_SPEED, WEIGHED_HEIGHT, WEIGHED_COURSE,
    WEIGHED_ORIGIN, WEIGHED_SHAPE, WEIGHED_PRIOR, WEIGHED_EMISSION,
) = range(21)  # fmt: skip
REASON_NAMES = (
    "too_new", "friendly_answer", "civil_answer", "held_before", "too_fast", "falls", "silent_to_asset", "silent_low",
    "on_airway", "undecided", "own_rule", "weighed_replies", "weighed_airway", "weighed_plan", "weighed_speed",
    "weighed_height", "weighed_course", "weighed_origin", "weighed_shape", "weighed_prior", "weighed_emission",
)  # fmt: skip
# weapons control status of a command post (US Joint Publication 3-01)
WEAPONS_HOLD, WEAPONS_TIGHT, WEAPONS_FREE = 0, 1, 2
WEAPONS_CONTROL_NAMES = ("hold", "tight", "free")


@dataclass(frozen=True, slots=True, repr=False)
class Detections(Readable):
    """Plots of the radars, false ones among them. Written by sensing, read by tracking.

    Sorted by run, then group end (``group_end_s``), radar, time. A *group* is the part of a visit whose plots are
    handed to the tracker together; ``group`` is its absolute ordinal for that radar.
    """

    offsets: Ints  # (runs + 1,)
    run: Ints  # (n,)
    radar: Ints  # (n,)  row of RadarTable
    visit: Ints  # (n,)  absolute ordinal of the radar's period
    group: Ints  # (n,)  absolute ordinal of the part of a period
    group_end_s: Floats  # (n,)  [s] end of the group
    time_s: Floats  # (n,)  [s] when the echo came
    available_s: Floats  # (n,)  [s] group end plus processing delay
    slant_range_m: Floats  # (n,)  nan from a passive sensor, which measures none
    azimuth_rad: Floats  # (n,)  clockwise from true north at the radar, 0..2pi
    elevation_rad: Floats  # (n,)  geometric, above the antenna's local horizontal
    range_rate_mps: Floats  # (n,)  positive when opening; nan if not measured
    snr_db: Floats  # (n,)  as received (fluctuation included)
    range_std_m: Floats  # (n,)  inf from a passive sensor
    azimuth_std_rad: Floats  # (n,)
    elevation_std_rad: Floats  # (n,)
    iff_reply: Bytes  # (n,)  NO_REPLY, CIVIL_REPLY or FRIENDLY_REPLY
    interrogated: Bytes  # (n,)  1 where this radar asked

    @classmethod
    def of(cls, offsets: Ints, **told: Any) -> Detections:
        """Plots of which some columns are told, in the kind of the column; in the others stands nan or 0.

        Raises KeyError for what is no column.
        """
        kinds, rows = {field.name: field.type for field in fields(cls)}, int(offsets[-1])
        columns: dict[str, Any] = {}
        for name, kind in kinds.items():
            dtype, nothing = _NOTHING[kind]
            columns[name] = np.asarray(told[name], dtype) if name in told else np.full(rows, nothing, dtype)
        for name in told:
            kinds[name]
        return cls(**columns | {"offsets": offsets})


@dataclass(frozen=True, slots=True, repr=False)
class Sightings(Readable):
    """Who is in sight of which searching radar at a command cycle, and how strong. Written by sensing.

    Truth, and no report: it goes to the recorder, never to a room of a command. Of radars that look only where they
    are told to, and of passive sensors, nothing is said. Draws that the batch does not use stay False and -inf.
    """

    in_sight: NDArray[np.bool_]  # (draws, radars, objects)  neither ground nor horizon hides it, whatever the range
    snr_db: Floats  # (draws, radars, objects)  mean of one pulse; -inf where hidden or outside the search volume


@dataclass(frozen=True, slots=True, repr=False)
class Cues(Readable):
    """Where an engagement radar shall look: the picture's designations, as its command knew them. Dense.

    Written by network, read by sensing. An empty slot has ``number == 0``; a bearing has a number below zero.
    """

    number: Ints  # (runs, radars, slots)  system track number
    time_s: Floats  # (runs, radars, slots)  [s] validity of the state
    position_ecef_m: Floats  # (runs, radars, slots, 3)
    velocity_ecef_mps: Floats  # (runs, radars, slots, 3)
    half_width_rad: Floats  # (runs, radars, slots)  how far a bearing may be off; 0 where the radar's own raster does
    guided: NDArray[np.bool_]  # (runs, radars, slots)  rounds of the radar's battery are on their way to it
    taken: Ints  # (runs, radars)  dwells of a period that guiding rounds home takes


@dataclass(frozen=True, slots=True, repr=False)
class TrackReports(Readable):
    """Local tracks as they leave their radar: one row per update of a confirmed track. Written by tracking.

    Sorted by run, then group end, radar, number.
    """

    offsets: Ints  # (runs + 1,)
    run: Ints  # (n,)
    radar: Ints  # (n,)
    number: Ints  # (n,)  track number at that radar, from 1, never reused in a run
    slot: Ints  # (n,)  the row it has at its radar (reused after deletion)
    visit: Ints  # (n,)
    group: Ints  # (n,)
    time_s: Floats  # (n,)  [s] validity of the state
    available_s: Floats  # (n,)  [s] ready to be sent
    position_ecef_m: Floats  # (n, 3)
    velocity_ecef_mps: Floats  # (n, 3)
    covariance_ecef: Floats  # (n, 6, 6)  [m2, m2/s, m2/s2]
    civil_replies: Ints  # (n,)  so far
    friendly_replies: Ints  # (n,)
    interrogations: Ints  # (n,)
    first_s: Floats  # (n,)  [s] first plot of the track
    updates: Ints  # (n,)  plots so far
    detection: Ints  # (n,)  row (within this batch's log) of the plot that made this update; for the answer key only


@dataclass(slots=True, repr=False)
class AirPicture(Readable):
    """System tracks at every command post. Written by network; slots hold their track until it is dropped."""

    number: Ints  # (runs, commands, slots)  0 for an empty slot; numbers are never reused in a run
    time_s: Floats  # (runs, commands, slots)  [s] validity of the state
    position_ecef_m: Floats  # (runs, commands, slots, 3)
    velocity_ecef_mps: Floats  # (runs, commands, slots, 3)
    covariance_ecef: Floats  # (runs, commands, slots, 6, 6)
    first_s: Floats  # (runs, commands, slots)  [s] when the picture first held it
    civil_replies: Ints  # (runs, commands, slots)
    friendly_replies: Ints  # (runs, commands, slots)
    interrogations: Ints  # (runs, commands, slots)
    member: Ints  # (runs, commands, slots, radars)  local track number that feeds it, 0 for none
    member_time_s: Floats  # (runs, commands, slots, radars)  [s] newest report of that radar


@dataclass(slots=True, repr=False)
class Identities(Readable):
    """Written by identification at every command cycle; same slots as the picture."""

    number: Ints  # (runs, commands, slots)
    identity: Bytes  # (runs, commands, slots)  UNKNOWN, FRIEND, NEUTRAL, HOSTILE
    since_s: Floats  # (runs, commands, slots)
    reason: Bytes  # (runs, commands, slots)  what made it so: TOO_NEW ... WEIGHED_EMISSION
    confidence: Floats  # (runs, commands, slots)  [1] probability of the likeliest identity; nan where none is computed


@dataclass(slots=True, repr=False)
class Threats(Readable):
    """Ranking of the picture. Written by threat_evaluation; ``priority`` 0 means: not a threat, or not allowed."""

    number: Ints  # (runs, commands, slots)
    permitted: NDArray[np.bool_]  # (runs, commands, slots)  identity and rules of engagement allow fire
    withheld: NDArray[np.bool_]  # (runs, commands, slots)  held for hostile, but the rules of engagement forbid fire
    asset: Ints  # (runs, commands, slots)  asset row most at stake, -1 for none
    time_to_impact_s: Floats  # (runs, commands, slots)  inf if it threatens nothing
    priority: Floats  # (runs, commands, slots)  larger is sooner served
    ballistic: NDArray[np.bool_]  # (runs, commands, slots)  flies like a ballistic missile


@dataclass(frozen=True, slots=True, repr=False)
class ImpactEstimates(Readable):
    """Where tracks of the picture come down and came from. Written by threat_evaluation, for the recorder.

    One row for every track of every picture, by run, command and slot; nan where it does not fly like a ballistic
    missile, or would not come down.
    """

    run: Ints  # (n,)
    command: Ints  # (n,)
    slot: Ints  # (n,)  in the picture
    impact_time_s: Floats  # (n,)  [s] when it comes down
    impact_std_m: Floats  # (n,)  [m] semi-major axis of the one-sigma ellipse
    impact_position_ecef_m: Floats  # (n, 3)
    launch_time_s: Floats  # (n,)  [s] when it burnt out, as far as can be told
    launch_std_m: Floats  # (n,)
    launch_position_ecef_m: Floats  # (n, 3)


@dataclass(frozen=True, slots=True, repr=False)
class Orders(Readable):
    """Fire orders of one command cycle. Written by weapon_assignment, read by engagement. One row per round."""

    offsets: Ints  # (runs + 1,)
    run: Ints  # (n,)
    time_s: Floats  # (n,)  [s] when ordered
    command: Ints  # (n,)
    battery: Ints  # (n,)
    track: Ints  # (n,)  system track number
    slot: Ints  # (n,)  its slot in the picture
    round: Ints  # (n,)  row of RoundTable
    launch_s: Floats  # (n,)  [s] planned launch: order, reaction, launcher and salvo interval
    intercept_s: Floats  # (n,)  [s] planned intercept
    asset: Ints  # (n,)  asset defended, -1 for none
    ballistic: Bytes  # (n,)  1 if the target is taken for a ballistic missile


@dataclass(frozen=True, slots=True, repr=False)
class Instructions(Readable):
    """To rounds on their way: another track, or give up. Written by weapon_assignment, read by engagement. By run."""

    run: Ints  # (n,)
    time_s: Floats  # (n,)  [s] when ordered
    command: Ints  # (n,)
    action: Ints  # (n,)  codes.actions.Action: RETARGET or ABORT
    round: Ints  # (n,)  row of RoundTable
    track: Ints  # (n,)  new system track number, 0 for ABORT
    slot: Ints  # (n,)  its slot in the picture, -1 for ABORT
    ballistic: Bytes  # (n,)  1 if the new target is taken for a ballistic missile


@dataclass(frozen=True, slots=True, repr=False)
class ShotReports(Readable):
    """What batteries tell their command about their shots. Written by assessment, read by weapon_assignment."""

    offsets: Ints  # (runs + 1,)
    run: Ints  # (n,)
    command: Ints  # (n,)
    battery: Ints  # (n,)
    track: Ints  # (n,)  system track number the shot was ordered at
    round: Ints  # (n,)
    time_s: Floats  # (n,)  [s] closest approach, or loss of the round
    available_s: Floats  # (n,)  [s] when the command may act on it
    reported_kill: Bytes  # (n,)  1 kill, 0 no kill


# what became of a round
READY, ORDERED, FLYING, ENDED = 0, 1, 2, 3
# how its flight ended
(
    END_NONE, END_INTERCEPT, END_NO_TARGET, END_SUPPORT_LOST, END_SELF_DESTRUCT, END_TOO_SLOW, END_GROUND, END_ABORTED,
) = range(8)  # fmt: skip
END_NAMES = ("none", "intercept", "no_target", "support_lost", "self_destruct", "too_slow", "ground", "aborted")


@dataclass(slots=True, repr=False)
class Shots(Readable):
    """Every round of every run and what became of it. Written by engagement; outcome columns by assessment.

    Dense ``(runs, rounds)``, rows of RoundTable. ``target`` is truth (the object the seeker or the engagement radar
    really held); the command rooms never get this table, only ``ShotReports``.
    """

    status: Bytes  # READY, ORDERED, FLYING, ENDED
    order_s: Floats
    command: Ints
    track: Ints  # system track number it was ordered at
    launch_s: Floats  # nan until launched
    planned_intercept_s: Floats
    asset: Ints
    aimed_at: Ints  # object row the track really was when the round left (-1: nothing there, a false track)
    target: Ints  # object row held in the terminal phase, -1 for none
    shot_at_target: Ints  # ordinal among the shots that left for the same object (``aimed_at``), from 1; 0: none left
    end_s: Floats  # closest approach, or end of flight
    end_reason: Bytes  # END_*
    end_position_ecef_m: Floats  # (runs, rounds, 3)
    miss_distance_m: Floats  # nan unless END_INTERCEPT
    closing_speed_mps: Floats  # at closest approach
    kill_probability: Floats  # given this arrival; nan unless END_INTERCEPT
    killed: NDArray[np.bool_]  # truth
    reported_kill: Bytes  # -1 not yet reported, 0, 1
    locked_m: Floats  # [m] from the target when the seeker took it; nan if it never did
    aspect: Floats  # |cosine| between the way the two pass each other and the target's axis; nan unless END_INTERCEPT
    load_at_hand_mps2: Floats  # lateral acceleration that air and thrust gave then, side thrusters apart


@dataclass(slots=True, repr=False)
class Gates(Readable):
    """What kept each battery from firing at each track in this cycle. Written by weapon_assignment.

    ``gate`` holds ``codes.causes.Cause`` numbers; ``Cause.NONE`` where a round was ordered or is on its way.
    """

    number: Ints  # (runs, commands, slots)  system track number
    gate: Bytes  # (runs, commands, slots, batteries)


@dataclass(frozen=True, slots=True, repr=False)
class Bearings(Readable):
    """Directions from which something was heard to send, newer than the cycle before. Sorted by run."""

    run: Ints  # (n,)
    command: Ints  # (n,)  whose sensor heard it
    origin_ecef_m: Floats  # (n, 3)  where the sensor stands
    direction_ecef: Floats  # (n, 3)  unit vector
    std_rad: Floats  # (n,)  of the measured direction, the larger of its two angles
