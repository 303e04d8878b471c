"""From the book of a batch to the tables of a result: ids instead of rows, degrees instead of ECEF.

Column names follow ``messages``; angles leave in degrees and places as latitude, longitude and ellipsoidal height.
Tables of every run: ``outcomes``, ``shots``, ``orders``, ``events``. Tables of the runs that were recorded in full:
``truth``, ``detections``, ``tracks``, ``track_marks``, ``track_scores``, ``channels``, and those of
``tabulate_recorded``: ``paths``, ``pointing``, ``messages``. ``results.schema`` says what
every column means.
"""

from __future__ import annotations

import numpy as np

from gbad import assessment
from gbad._truth_kernel import state_at
from gbad.attribution.cause import attribute
from gbad.attribution.wording import also, evidence
from gbad.codes.causes import Cause
from gbad.messages import END_NAMES, END_NONE, IDENTITY_NAMES, READY
from gbad.metrics.track_life import tell_marks, tell_scores
from gbad.physics.random import IFF_FAILURE, uniforms
from gbad.recorder.book import STAGES, Book
from gbad.recorder.identity_notes import SIDE_NAMES, named_identities, named_reasons
from gbad.results.schema import TABLES
from gbad.simulation.tabulate_recorded import (
    NOBODY,
    named,
    places,
    spread,
    tell_messages,
    tell_paths,
    tell_pointing,
    velocities,
)
from gbad.tables import TRANSPONDER_NONE, Floats, Ints

Columns = dict[str, np.ndarray]
TRUTH_STEP_S = 5.0


def tell(book: Book) -> dict[str, Columns]:
    """All tables of a batch, rows in canonical order (run, then time or id)."""
    outcomes = tell_outcomes(book)
    shots = tell_shots(book)
    orders = tell_orders(book)
    tables = {
        "outcomes": outcomes,
        "shots": shots,
        "orders": orders,
        "identities": (identities := tell_identities(book)),
        "events": tell_events(outcomes, orders, shots, identities),
    }
    if book.full:
        tables |= {
            "truth": (truth := tell_truth(book)),
            "detections": tell_detections(book),
            "tracks": (tracks := tell_tracks(book)),
            "track_marks": tell_marks(tracks, outcomes),
            "track_scores": tell_scores(tracks, truth, outcomes),
            "channels": tell_channels(book),
            "paths": tell_paths(book),
            "pointing": tell_pointing(book),
            "messages": tell_messages(book),
        }
    return tables


def empty(table: str) -> Columns:
    """A table without rows."""
    return {name: np.zeros(0, column.dtype) for name, column in TABLES[table].columns.items()}


def tell_outcomes(book: Book) -> Columns:
    """One row per run and object: fate, cause, and when each stage of the chain first happened."""
    objects, truth, shots = book.tables.objects, book.truth, book.shots
    assert shots is not None
    runs, n = truth.end_s.shape
    path_draw = np.minimum(truth.draw_of_run, truth.trajectories.start_s.shape[0] - 1)
    leaked = assessment.leaked(objects, truth, book.tables.duration_s)
    found = attribute(book, leaked)
    cause, cause_s, battery = found.cause, found.when_s, found.battery
    fate = np.where(truth.killed, "killed", np.where(leaked, "leaked", "survived"))

    # shots at each object: by what the round really flew at
    flown_at = np.where(shots.target >= 0, shots.target, shots.aimed_at)
    launched = np.isfinite(shots.launch_s) & (shots.status > READY)
    run_of = np.broadcast_to(np.arange(runs)[:, None], flown_at.shape)
    count = np.zeros((runs, n), np.int64)
    first_launch = np.full((runs, n), np.nan)
    first_intercept = np.full((runs, n), np.nan)
    mine = launched & (flown_at >= 0)
    np.add.at(count, (run_of[mine], flown_at[mine]), 1)
    np.fmin.at(first_launch, (run_of[mine], flown_at[mine]), shots.launch_s[mine])
    met = mine & np.isfinite(shots.miss_distance_m)
    np.fmin.at(first_intercept, (run_of[met], flown_at[met]), shots.end_s[met])

    def flat(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values, (runs, n)).reshape(-1).copy()

    last_battery = named(book.tables.defence.batteries.id, battery.reshape(-1))
    columns = {
        "run": flat(book.batch.run_number[:, None]),
        "object": flat(objects.id[None]),
        "name": flat(objects.name[None]),
        "type": flat(objects.type[None]),
        "is_threat": flat(objects.is_threat[None]),
        "transponder": flat(_transponders(book)),
        "side": flat(np.array([SIDE_NAMES[int(side)] for side in objects.side])[None]),
        "aims_at": flat(named(book.tables.defence.assets.id, objects.aims_at)[None]),
        "parent": flat(named(objects.id, objects.parent)[None]),
        "fate": flat(fate),
        "cause": np.array([Cause(c).identifier for c in cause.reshape(-1).tolist()]),
        "evidence": np.array([evidence(book, found, run, who) for run, who in np.ndindex(runs, n)]),
        "also": np.array([also(found, run, who) for run, who in np.ndindex(runs, n)]),
        "last_opportunity_s": flat(cause_s),
        "last_opportunity_battery": last_battery,
        "engaged": flat(count > 0),
        "shots": flat(count),
        "damaged": flat(leaked & (_aim_end_s(book) == truth.end_s)),
        "planned_end_s": flat(truth.trajectories.plan_end_s[path_draw]),
    }
    for stage, name in enumerate(STAGES):
        columns[f"first_{name}_s" if name in ("line_of_sight", "detection", "order") else f"{name}_s"] = flat(
            book.first_s[:, :, stage]
        )
    identity = book.identity
    columns["held_identity"] = named_identities(identity.last.reshape(-1))
    columns["identity_at_order"] = named_identities(identity.at_order.reshape(-1))
    columns["right_identity_s"] = flat(identity.right_s)
    columns["wrong_identity_s"] = flat(identity.wrong_s)
    columns["wrong_identity_for_s"] = flat(identity.wrong_for_s)
    columns["first_launch_s"] = flat(first_launch)
    columns["first_intercept_s"] = flat(first_intercept)
    columns["end_s"] = flat(np.minimum(truth.end_s, book.tables.duration_s))
    return columns


def _aim_end_s(book: Book) -> np.ndarray:
    """``(runs, objects)`` when the asset that an object aims at was hurt; nan for those that aim at nothing."""
    aims_at, ends = book.tables.objects.aims_at, book.truth.asset_end_s
    found = np.full((len(ends), len(aims_at)), np.nan)
    found[:, aims_at >= 0] = ends[:, aims_at[aims_at >= 0]]
    return found


def _transponders(book: Book) -> np.ndarray:
    """``(runs, objects)``: none, works or failed; the same dice that sensing throws."""
    objects, truth = book.tables.objects, book.truth
    thrown = uniforms(book.batch.seed, IFF_FAILURE, book.batch.run_number[:, None], objects.key[None, :])[..., 0]
    works = thrown >= objects.iff_failure_probability[truth.draw_of_run]
    has = objects.transponder != TRANSPONDER_NONE
    return np.where(has, np.where(works, "works", "failed"), "none")


def tell_shots(book: Book) -> Columns:
    """One row per round that left its launcher, with where it went and what it did."""
    shots, d, objects = book.shots, book.tables.defence, book.tables.objects
    assert shots is not None
    run, row = np.nonzero((shots.status > READY) & np.isfinite(shots.launch_s))
    at = (run, row)
    battery = d.rounds.battery[row]
    ended = shots.end_reason[at] != END_NONE
    end = places(shots.end_position_ecef_m[at], "end_")
    from_where = _launch_places(book, battery, shots.launch_s[at])
    return {
        "run": book.batch.run_number[run],
        "round": d.rounds.id[row],
        "battery": d.batteries.id[battery],
        "interceptor": d.interceptors.id[d.rounds.interceptor[row]],
        "track": shots.track[at],
        "aimed_at": named(objects.id, shots.aimed_at[at]),
        "object": named(objects.id, np.where(shots.target[at] >= 0, shots.target[at], shots.aimed_at[at])),
        "shot_at_object": shots.shot_at_target[at],
        "order_s": shots.order_s[at],
        "launch_s": shots.launch_s[at],
        "planned_intercept_s": shots.planned_intercept_s[at],
        "end_s": np.where(ended, shots.end_s[at], np.nan),
        "end_reason": np.array(END_NAMES)[shots.end_reason[at].astype(np.int64)],
        "miss_distance_m": shots.miss_distance_m[at],
        "closing_speed_mps": shots.closing_speed_mps[at],
        "kill_probability": shots.kill_probability[at],
        "killed": shots.killed[at],
        "reported_kill": shots.reported_kill[at].astype(np.int64),
        "launch_latitude_deg": np.degrees(from_where[0]),
        "launch_longitude_deg": np.degrees(from_where[1]),
        "launch_height_m": from_where[2],
    } | {name: np.where(ended, values, np.nan) for name, values in end.items()}


def _launch_places(book: Book, battery: Ints, launch_s: Floats) -> tuple[Floats, Floats, Floats]:
    """Latitude, longitude [rad] and height [m] of batteries at the times of their launches."""
    b = book.tables.defence.batteries
    found = b.latitude_rad[battery], b.longitude_rad[battery], b.height_m[battery]
    for stand in book.tables.stands[1:]:
        b, later = stand.defence.batteries, launch_s >= stand.from_s
        columns = (b.latitude_rad, b.longitude_rad, b.height_m)
        for values, column in zip(found, columns, strict=True):
            values[later] = column[battery[later]]
    return found


def tell_orders(book: Book) -> Columns:
    """Fire orders, one row per round."""
    d, objects = book.tables.defence, book.tables.objects

    def joined(name: str) -> np.ndarray:
        return np.concatenate([getattr(o, name) for o in book.orders]) if book.orders else np.zeros(0, np.int64)

    who = np.concatenate(book.order_objects) if book.order_objects else np.zeros(0, np.int64)
    run = joined("run").astype(np.int64)
    order = np.argsort(run, kind="stable")
    columns = {
        "run": book.batch.run_number[run],
        "time_s": joined("time_s").astype(float),
        "command": named(d.commands.id, joined("command")),
        "battery": named(d.batteries.id, joined("battery")),
        "track": joined("track"),
        "round": named(d.rounds.id, joined("round")),
        "launch_s": joined("launch_s").astype(float),
        "intercept_s": joined("intercept_s").astype(float),
        "asset": named(d.assets.id, joined("asset")),
        "object": named(objects.id, who),
        "ballistic": joined("ballistic") == 1,
    }
    return {name: values[order] for name, values in columns.items()}


def tell_identities(book: Book) -> Columns:
    """Every change of what a track was held for."""
    kept = book.identity.table()
    if not kept:
        return empty("identities")
    columns = {
        "run": book.batch.run_number[kept["run"]],
        "time_s": kept["time_s"],
        "command": book.tables.defence.commands.id[kept["command"]],
        "track": kept["track"],
        "identity": named_identities(kept["identity"]),
        "before": named_identities(kept["before"]),
        "reason": named_reasons(kept["reason"]),
        "confidence": kept["confidence"],
        "civil_replies": kept["civil_replies"],
        "friendly_replies": kept["friendly_replies"],
        "interrogations": kept["interrogations"],
        "object": named(book.tables.objects.id, kept["object"]),
    }
    order = np.argsort(kept["run"], kind="stable")
    return {name: values[order] for name, values in columns.items()}


def tell_events(outcomes: Columns, orders: Columns, shots: Columns, identities: Columns) -> Columns:
    """Everything that happened, one row each; ``text`` says it in words."""
    parts: list[Columns] = []

    def add(event: str, table: Columns, time: np.ndarray, words: str, keep: np.ndarray | None = None) -> None:
        rows = np.flatnonzero(np.isfinite(time) if keep is None else np.isfinite(time) & keep)
        who = table["object"][rows]
        battery = table["battery"][rows] if "battery" in table else np.full(len(rows), NOBODY)
        said = zip(who, battery, strict=True)
        parts.append(
            {
                "run": table["run"][rows],
                "time_s": time[rows],
                "event": np.full(len(rows), event),
                "object": who,
                "battery": battery,
                "track": table["track"][rows] if "track" in table else np.full(len(rows), -1),
                "text": np.array([words.format(who=w or "a false track", battery=b) for w, b in said], np.str_),
            }
        )

    add("line_of_sight", outcomes, outcomes["first_line_of_sight_s"], "{who} comes into line of sight")
    add("detection", outcomes, outcomes["first_detection_s"], "{who} is detected for the first time")
    add("confirmed", outcomes, outcomes["confirmed_s"], "the track of {who} is confirmed")
    add("shared", outcomes, outcomes["shared_s"], "{who} is in a command's picture")
    add("identified", outcomes, outcomes["identified_s"], "{who} may be engaged")
    add("ranked", outcomes, outcomes["ranked_s"], "{who} is ranked as a threat")
    add("killed", outcomes, outcomes["end_s"], "{who} is killed", outcomes["fate"] == "killed")
    add("leaked", outcomes, outcomes["end_s"], "{who} reaches its aim", outcomes["fate"] == "leaked")
    harmless, hostile = outcomes["object"][~outcomes["is_threat"]], outcomes["object"][outcomes["is_threat"]]
    for held, whom in (("hostile", harmless), ("neutral", hostile), ("friend", hostile)):
        wrong = (identities["identity"] == held) & np.isin(identities["object"], whom)
        add("misidentified", identities, identities["time_s"], f"{{who}} is held for {held}", wrong)
    if len(orders["run"]):
        add("order", orders, orders["time_s"], "{battery} is ordered to fire at {who}")
    if len(shots["run"]):
        add("launch", shots, shots["launch_s"], "{battery} launches at {who}")
        met = np.isfinite(shots["miss_distance_m"])
        add("intercept", shots, shots["end_s"], "a round of {battery} meets {who}", met)
        add("shot_lost", shots, shots["end_s"], "a round of {battery} ends without meeting {who}", ~met)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort(tuple(joined[name] for name in ("track", "battery", "object", "event", "time_s", "run")))
    return {name: values[order] for name, values in joined.items()}


def tell_truth(book: Book) -> Columns:
    """Real paths every few seconds, while the object exists."""
    paths, objects = book.truth.trajectories, book.tables.objects
    run_out, who_out, rows = [], [], []
    for run, number in enumerate(book.batch.run_number):
        draw = min(int(book.truth.draw_of_run[run]), paths.start_s.shape[0] - 1)
        for who in range(len(objects.id)):
            begin = paths.start_s[draw, who]
            end = min(book.truth.end_s[run, who], book.tables.duration_s)
            if end < begin:
                continue
            times = np.unique(np.r_[np.arange(begin, end, TRUTH_STEP_S), end])
            for t in times:
                state = state_at(
                    paths.position_ecef_m[draw, who], paths.velocity_ecef_mps[draw, who], begin, paths.knot_step_s, t
                )
                rows.append((t, *state))
            run_out.append(np.full(len(times), number))
            who_out.append(np.full(len(times), objects.id[who]))
    data = np.asarray(rows, float).reshape(-1, 7)
    run_out, who_out = run_out or [np.zeros(0, np.int64)], who_out or [np.zeros(0, "<U1")]
    place = places(data[:, 1:4])
    return (
        {"run": np.concatenate(run_out), "object": np.concatenate(who_out), "time_s": data[:, 0]}
        | place
        | velocities(data[:, 4:7], place)
    )


def tell_detections(book: Book) -> Columns:
    """Plots with their real origin beside them."""
    kept = book.table("detections")
    d = book.tables.defence
    if not kept:
        return empty("detections")
    replies = np.array(["none", "civil", "friendly"])
    columns = {
        "run": book.batch.run_number[kept["run"]],
        "radar": d.radars.id[kept["radar"]],
        "iff_reply": replies[kept["iff_reply"].astype(np.int64)],
        "object": named(book.tables.objects.id, kept["object"]),
    }
    # the rest as the message has it: what is declared in degrees from its radians
    for name, column in TABLES["detections"].columns.items():
        if name not in columns:
            plain = kept[name] if name in kept else np.degrees(kept[f"{name.removesuffix('_deg')}_rad"])
            columns[name] = plain.astype(column.dtype)
    order = np.argsort(kept["run"], kind="stable")
    return {name: values[order] for name, values in columns.items()}


def tell_tracks(book: Book) -> Columns:
    """The air picture of every command at every cycle."""
    kept = book.table("tracks")
    if not kept:
        return empty("tracks")
    order = np.argsort(kept["run"], kind="stable")
    kept = {name: values[order] for name, values in kept.items()}
    return (
        {
            "run": book.batch.run_number[kept["run"]],
            "command": book.tables.defence.commands.id[kept["command"]],
            "track": kept["track"],
            "time_s": kept["time_s"],
            "state_time_s": kept["state_time_s"],
        }
        | places(kept["position_ecef_m"])
        | spread(kept)
        | {
            "identity": np.array(IDENTITY_NAMES)[kept["identity"]],
            "object": named(book.tables.objects.id, kept["object"]),
        }
        | ends(kept, "impact")
        | ends(kept, "launch")
    )


def ends(kept: Columns, end: str) -> Columns:
    """Where and when ballistic tracks are taken to come down, or to have been launched; nan for others."""
    place = places(kept[f"{end}_position_ecef_m"], f"{end}_")
    del place[f"{end}_height_m"]
    return place | {f"{end}_{name}": kept[f"{end}_{name}"] for name in ("time_s", "std_m")}


def tell_channels(book: Book) -> Columns:
    """Rounds and channels of every battery, a row whenever something changed."""
    d = book.tables.defence
    log = book.busy_log[:, : book.cycles]
    changed = np.ones(log.shape[:3], np.bool_)
    changed[:, 1:] = (log[:, 1:] != log[:, :-1]).any(axis=3)
    changed[:, -1:] = True
    run, cycle, battery = np.nonzero(changed)
    return {
        "run": book.batch.run_number[run],
        "battery": d.batteries.id[battery],
        "time_s": (cycle + 1) * d.cycle_s,
        "rounds_ready": log[run, cycle, battery, 0].astype(np.int64),
        "target_channels_busy": log[run, cycle, battery, 1].astype(np.int64),
        "missile_channels_busy": log[run, cycle, battery, 2].astype(np.int64),
    }
