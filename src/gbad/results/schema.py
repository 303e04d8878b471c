"""What a result's tables look like: every column with its kind, unit and meaning. The one list.

The writer lays tables out by it, the hash covers exactly these columns, ``docs/glossary.md`` is printed from it.
Names are those of ``messages.py`` wherever a room already has a word for the thing; angles and places are in degrees
here, because people read results.

A missing number is nan (a whole number: -1), a missing name is the empty text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

SCHEMA = "gbad-results/1"
_DTYPES: dict[str, Any] = {"float": np.float64, "int": np.int64, "bool": np.bool_, "text": np.str_}
_MISSING: dict[str, Any] = {"float": np.nan, "int": -1, "bool": False, "text": ""}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``kind`` is float, int, bool or text; ``optional`` ones are filled with "missing" when not given."""

    kind: str
    unit: str
    says: str
    optional: bool = False

    @property
    def dtype(self) -> Any:
        """numpy type of the column in memory."""
        return _DTYPES[self.kind]

    @property
    def missing(self) -> Any:
        """What stands for "not known" or "never happened"."""
        return _MISSING[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's meaning, its columns, and the columns that identify a row (the order of the canonical sort)."""

    says: str
    key: tuple[str, ...]
    columns: dict[str, Column]


def _f(unit: str, says: str, optional: bool = False) -> Column:
    return Column("float", unit, says, optional)


def _i(says: str, optional: bool = False, unit: str = "1") -> Column:
    return Column("int", unit, says, optional)


def _b(says: str, optional: bool = False) -> Column:
    return Column("bool", "", says, optional)


def _t(says: str, optional: bool = False) -> Column:
    return Column("text", "", says, optional)


_RUN = {"run": _i("absolute number of the Monte Carlo run, from 0")}
_PLACE = {
    "latitude_deg": _f("deg", "WGS-84, positive north"),
    "longitude_deg": _f("deg", "WGS-84, positive east"),
    "height_m": _f("m", "above the WGS-84 ellipsoid"),
}
_STATE = {**_PLACE, "speed_mps": _f("m/s", "over the Earth")}
_AXES = ("east", "north", "up")
_SPREAD = {
    **{f"{axis}_std_m": _f("m", "standard deviation of the position at state_time_s", True) for axis in _AXES},
    **{
        f"{a}_{b}_correlation": _f("1", "of the errors of the position along these two axes", True)
        for a, b in (("east", "north"), ("east", "up"), ("north", "up"))
    },
    **{f"{axis}_std_mps": _f("m/s", "standard deviation of the velocity at state_time_s", True) for axis in _AXES},
}

TABLES: dict[str, Table] = {
    "truth": Table(
        "where every object really was, sampled",
        ("run", "object", "time_s"),
        {
            **_RUN,
            "object": _t("id of the object"),
            "time_s": _f("s", "since the start"),
            **_STATE,
            "east_mps": _f("m/s", "velocity over the Earth at that place"),
            "north_mps": _f("m/s", "velocity over the Earth at that place"),
            "up_mps": _f("m/s", "velocity over the Earth at that place"),
        },
    ),
    "detections": Table(
        "plots of the radars, false ones among them",
        ("run", "radar", "group_end_s", "time_s", "slant_range_m", "azimuth_deg", "elevation_deg"),
        {
            **_RUN,
            "radar": _t("id of the radar"),
            "visit": _i("absolute ordinal of the radar's period"),
            "group": _i("absolute ordinal of the part of a period whose plots are handed on together"),
            "group_end_s": _f("s", "end of that part", True),
            "time_s": _f("s", "when the echo came"),
            "available_s": _f("s", "when the tracker could have it"),
            "slant_range_m": _f("m", "straight from the antenna; nan from a passive sensor"),
            "azimuth_deg": _f("deg", "clockwise from true north at the radar, 0 to 360"),
            "elevation_deg": _f("deg", "geometric, above the antenna's local horizontal"),
            "range_rate_mps": _f("m/s", "positive when opening; nan if not measured"),
            "snr_db": _f("dB", "as received, fluctuation included"),
            "range_std_m": _f("m", "standard deviation", True),
            "azimuth_std_deg": _f("deg", "standard deviation", True),
            "elevation_std_deg": _f("deg", "standard deviation", True),
            "iff_reply": _t("none, civil or friendly", True),
            "interrogated": _b("this radar asked", True),
            "object": _t("answer key: what it really was; empty for a false plot"),
        },
    ),
    "tracks": Table(
        "the air picture of every command post, sampled",
        ("run", "command", "time_s", "track"),
        {
            **_RUN,
            "command": _t("id of the command post"),
            "track": _i("system track number, never reused in a run"),
            "time_s": _f("s", "when the picture was looked at"),
            "state_time_s": _f("s", "validity of the state", True),
            **_STATE,
            "east_mps": _f("m/s", "velocity over the Earth at that place", True),
            "north_mps": _f("m/s", "velocity over the Earth at that place", True),
            "up_mps": _f("m/s", "velocity over the Earth at that place", True),
            **_SPREAD,
            "identity": _t("unknown, friend, neutral or hostile, as the command believed"),
            "object": _t("answer key: what the newest plot really was; empty for a false one"),
            "impact_latitude_deg": _f("deg", "estimate, of tracks that fly like a ballistic missile", True),
            "impact_longitude_deg": _f("deg", "estimate", True),
            "impact_time_s": _f("s", "estimate", True),
            "impact_std_m": _f("m", "larger half axis of the one-sigma ellipse of that estimate", True),
            "launch_latitude_deg": _f(
                "deg", "estimate: below the place where the motor is taken to have burnt out", True
            ),
            "launch_longitude_deg": _f("deg", "estimate", True),
            "launch_time_s": _f("s", "estimate, of burn-out", True),
            "launch_std_m": _f("m", "larger half axis of the one-sigma ellipse of that estimate", True),
        },
    ),
    "track_marks": Table(
        "what happened to the tracks of a picture, by the answer key (gbad.metrics.track_life)",
        ("run", "time_s", "command", "event", "track", "object"),
        {
            **_RUN,
            "command": _t("id of the command post"),
            "time_s": _f("s", "command cycle"),
            "event": _t("formed, renumbered, swapped, lost or false"),
            "object": _t("answer key: the object concerned; empty for a false track"),
            "track": _i("system track number"),
            "latitude_deg": _f("deg", "of the track; WGS-84, positive north"),
            "longitude_deg": _f("deg", "of the track; WGS-84, positive east"),
        },
    ),
    "track_scores": Table(
        "how the picture of a command follows each class, sampled",
        ("run", "command", "type", "time_s"),
        {
            **_RUN,
            "command": _t("id of the command post"),
            "type": _t("name of the library entry; empty for tracks of nothing"),
            "time_s": _f("s", "command cycle"),
            "objects": _i("in flight, and once in line of sight"),
            "followed": _i("of these, followed by a track"),
            "tracks": _i("tracks that follow them; more than followed: some are followed twice"),
            "error_m": _f("m", "root mean square of the best track's distance from each; nan for none"),
        },
    ),
    "identities": Table(
        "changes of what a track was held for, and why",
        ("run", "time_s", "command", "track"),
        {
            **_RUN,
            "time_s": _f("s", "command cycle at which it changed"),
            "command": _t("id of the command post"),
            "track": _i("system track number"),
            "identity": _t("unknown, friend, neutral or hostile: from now on"),
            "before": _t("the same: until now"),
            "reason": _t("identifier of the rule, or of the evidence that weighed most (gbad.codes.reasons)"),
            "confidence": _f("1", "probability of the likeliest identity; nan where none is computed"),
            "civil_replies": _i("answers as a civil aircraft so far"),
            "friendly_replies": _i("answers as a friend so far"),
            "interrogations": _i("times it was asked so far"),
            "object": _t("answer key: what the track really was; empty for a false one"),
        },
    ),
    "orders": Table(
        "fire orders, one row for each round",
        ("run", "time_s", "round"),
        {
            **_RUN,
            "time_s": _f("s", "when it was ordered"),
            "command": _t("id of the command post"),
            "battery": _t("id of the battery"),
            "round": _t("id of the round"),
            "track": _i("system track number"),
            "launch_s": _f("s", "planned launch"),
            "intercept_s": _f("s", "planned intercept"),
            "asset": _t("id of the asset defended; empty for none"),
            "ballistic": _b("the target is taken for a ballistic missile"),
            "object": _t("answer key: what the track really was; empty for nothing", True),
        },
    ),
    "shots": Table(
        "rounds that were ordered and what became of them",
        ("run", "order_s", "round"),
        {
            **_RUN,
            "round": _t("id of the round"),
            "battery": _t("id of the battery"),
            "interceptor": _t("name of the missile type in the library"),
            "track": _i("system track number it was ordered at"),
            "aimed_at": _t("answer key: the object the track really was at launch; empty for a false track", True),
            "object": _t("answer key: the object it met or last held; empty for none"),
            "shot_at_object": _i("ordinal among the shots flown at that object, from 1; 0 for none", True),
            "order_s": _f("s", "when it was ordered"),
            "launch_s": _f("s", "when it left; nan if it never did"),
            "planned_intercept_s": _f("s", "as planned at the order", True),
            "end_s": _f("s", "closest approach, or end of flight; nan while in flight"),
            "end_reason": _t("intercept, no_target, support_lost, self_destruct, too_slow, ground; none in flight"),
            "miss_distance_m": _f("m", "closest approach; nan unless intercept"),
            "closing_speed_mps": _f("m/s", "at closest approach", True),
            "kill_probability": _f("1", "given this arrival; nan unless intercept"),
            "killed": _b("truth: this round killed its object"),
            "reported_kill": _i("what the battery told its command: -1 nothing yet, 0 miss, 1 kill"),
            "launch_latitude_deg": _f("deg", "WGS-84, positive north"),
            "launch_longitude_deg": _f("deg", "WGS-84, positive east"),
            "launch_height_m": _f("m", "above the WGS-84 ellipsoid"),
            "end_latitude_deg": _f("deg", "WGS-84, positive north"),
            "end_longitude_deg": _f("deg", "WGS-84, positive east"),
            "end_height_m": _f("m", "above the WGS-84 ellipsoid"),
        },
    ),
    "paths": Table(
        "where every round flew: at whole seconds since its launch, and at its end",
        ("run", "round", "time_s"),
        {
            **_RUN,
            "round": _t("id of the round"),
            "time_s": _f("s", "since the start"),
            **_STATE,
            "east_mps": _f("m/s", "velocity over the Earth, from the places around"),
            "north_mps": _f("m/s", "velocity over the Earth, from the places around"),
            "up_mps": _f("m/s", "velocity over the Earth, from the places around"),
            "phase": _t("boost (with its cold launch), midcourse, terminal or end"),
        },
    ),
    "pointing": Table(
        "what sensors were doing: a row for each change of state, and for each cue at each command cycle",
        ("run", "time_s", "radar", "state", "cue"),
        {
            **_RUN,
            "radar": _t("id of the radar"),
            "time_s": _f("s", "from then on; a cue until the next command cycle"),
            "state": _t("works, silent, destroyed; or cued: told to look there"),
            "cue": _i("number of the track, its own or its command's; below 0 a passive sensor's bearing; else 0"),
            "azimuth_deg": _f("deg", "of the cue, clockwise from true north at the radar, 0 to 360; nan for none"),
            "elevation_deg": _f("deg", "of the cue, above the antenna's local horizontal; nan for none"),
            "slant_range_m": _f("m", "of the cue; nan for none and for a bearing"),
        },
    ),
    "messages": Table(
        "what was said between posts: when it held, when it left and when it arrived",
        ("run", "sent_s", "kind", "sender", "receiver", "track", "round"),
        {
            **_RUN,
            "kind": _t("track (report of a radar), order (of a round) or shot (report of a battery)"),
            "sender": _t("id of the radar, command post or battery"),
            "receiver": _t("id of the command post or battery"),
            "valid_s": _f("s", "time of what it tells: track state, order, end of the round"),
            "sent_s": _f("s", "when it was ready to leave"),
            "arrived_s": _f("s", "when the receiver could act on it; nan if it was lost on the way"),
            "track": _i("of a report its number at that radar, else the system track number"),
            "round": _t("id of the round; empty for a track report"),
            "text": _t("what was said of the round: fire, kill or miss; empty for a track report"),
        },
    ),
    "outcomes": Table(
        "one row for each object and run: how far along the chain it was followed, and its end",
        ("run", "object"),
        {
            **_RUN,
            "object": _t("id of the object"),
            "name": _t("for display", True),
            "type": _t("name of the library entry"),
            "is_threat": _b("threat (hostile), not one of the others (civil, friendly)"),
            "side": _t("what it really is: hostile, neutral or friend", True),
            "aims_at": _t("id of the asset it aims at; empty for none", True),
            "parent": _t("id of the object that released it; empty for none", True),
            "fate": _t("killed, leaked (reached its aim) or survived (neither, until the end)"),
            "cause": _t("identifier of why it leaked (gbad.codes.causes); none otherwise"),
            "evidence": _t("what the cause rests on, in words", True),
            "also": _t("identifiers of other gates shut at that moment, with blanks between", True),
            "last_opportunity_s": _f("s", "last instant at which a battery could have fired with use", True),
            "last_opportunity_battery": _t("id of that battery", True),
            "first_line_of_sight_s": _f("s", "some radar of the defence had it in line of sight and sector"),
            "first_detection_s": _f("s", "first plot"),
            "confirmed_s": _f("s", "first confirmed track at a radar"),
            "shared_s": _f("s", "first in a command's picture"),
            "identified_s": _f("s", "first identity other than unknown, or taken as a target"),
            "transponder": _t("none, works or failed: for the whole run", True),
            "held_identity": _t("what it was held for last; empty if it was in no picture", True),
            "identity_at_order": _t(
                "what it was held for when the first round at it was ordered; empty for none", True
            ),
            "right_identity_s": _f("s", "first held for what it is (hostile, neutral, friend)", True),
            "wrong_identity_s": _f("s", "first misidentified: a threat as friend or neutral, another as hostile", True),
            "wrong_identity_for_s": _f("s", "misidentified for so long altogether", True),
            "ranked_s": _f("s", "first ranked as a threat that may be fired at"),
            "first_order_s": _f("s", "first round ordered"),
            "first_launch_s": _f("s", "first round launched"),
            "first_intercept_s": _f("s", "first round at its closest approach"),
            "end_s": _f("s", "end of its story: kill, arrival or end of the simulation"),
            "planned_end_s": _f("s", "when it would arrive if nothing stopped it", True),
            "engaged": _b("at least one round was launched at it"),
            "shots": _i("rounds launched at it"),
            "damaged": _b("its arrival destroyed what it aimed at", True),
        },
    ),
    "events": Table(
        "the story in order of time",
        ("run", "time_s", "event", "object", "radar", "battery", "track", "text"),
        {
            **_RUN,
            "time_s": _f("s", "since the start"),
            "event": _t("kind: line_of_sight, detection, confirmed, shared, identified, order, launch, intercept, ..."),
            "object": _t("answer key: id of the object; empty for none"),
            "radar": _t("id of the radar; empty for none", True),
            "battery": _t("id of the battery; empty for none", True),
            "track": _i("system track number; -1 for none", True),
            "text": _t("in words"),
        },
    ),
    "claims": Table(
        "the sentences of the press article and what the simulation's own functions say of them",
        ("id",),
        {
            "id": _t("as in the article's list"),
            "says": _t("what the article states, in our words"),
            "kind": _t("what sort of statement it is"),
            "verdict": _t(
                "holds, holds_if, depends_on_figure, does_not_hold, undecided, not_tested_here or not_testable"
            ),
            "condition": _t("under which it holds"),
            "limit": _t("what binds: horizon, noise, flight, sector; empty for none"),
            "value": _f("see unit", "the computed figure; nan for none"),
            "unit": _t("of the value"),
        },
    ),
    "channels": Table(
        "magazines and fire channels over time: a row for each command cycle",
        ("run", "time_s", "battery"),
        {
            **_RUN,
            "battery": _t("id of the battery"),
            "time_s": _f("s", "since the start"),
            "rounds_ready": _i("rounds left in the magazine"),
            "target_channels_busy": _i("targets engaged at once"),
            "missile_channels_busy": _i("missiles guided at once"),
        },
    ),
    "sites": Table(
        "what stands where, for the map",
        ("kind", "id"),
        {
            "id": _t("id of the radar, command post, battery, launcher or asset"),
            "kind": _t("radar, command, battery, launcher or asset"),
            "name": _t("for display", True),
            "type": _t("name of the library entry", True),
            "command": _t("id of the command post it belongs to; empty for none", True),
            **_PLACE,
            "boresight_deg": _f("deg", "clockwise from true north; nan for all-round", True),
            "sector_deg": _f("deg", "full width of the sector; 360 for all-round", True),
            "instrumented_range_m": _f("m", "of a radar; nan otherwise", True),
            "elevation_min_deg": _f("deg", "of a radar; nan otherwise", True),
            "elevation_max_deg": _f("deg", "of a radar; nan otherwise", True),
            "period_s": _f("s", "of a radar: one look at every bearing; nan otherwise", True),
            "start_azimuth_deg": _f("deg", "where a rotating antenna looks at time 0; nan for all others", True),
            "frequency_hz": _f("Hz", "of a radar that sends; nan otherwise", True),
            "rounds": _i("of a battery or launcher at the start; -1 otherwise", True),
            "target_channels": _i("of a battery; -1 otherwise", True),
            "missile_channels": _i("of a battery; -1 otherwise", True),
            "destroyed_s": _f("s", "in the first run of the result; nan while it stands", True),
        },
    ),
}
