"""Table ``outcomes``: what became of every object, why, and when it passed each stage of the chain."""

from __future__ import annotations

import numpy as np

from gbad import assessment
from gbad.attribution.cause import attribute
from gbad.attribution.wording import also, evidence
from gbad.codes.causes import Cause
from gbad.messages import READY
from gbad.motion.reacting import BY_SEEKER, NOTICED_NOTHING
from gbad.physics.random import IFF_FAILURE, uniforms
from gbad.recorder.book import STAGES, Book
from gbad.recorder.identity_notes import SIDE_NAMES, named_identities
from gbad.simulation.tabulate.columns import Columns, named
from gbad.tables import TRANSPONDER_NONE, TURNS_NOT


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


def tell_reactions(book: Book) -> Columns | None:
    """One row per run and aircraft that noticed something; None where no type reacts."""
    state, table, truth = book.reactions, book.tables.reactions, book.truth
    if state is None or table is None:
        return None
    who = np.flatnonzero(state.by != NOTICED_NOTHING)
    acted = np.isfinite(state.begins_s[who])
    return {
        "run": np.full(len(who), book.batch.run_number[0]),
        "object": book.tables.objects.id[who],
        "noticed_s": state.noticed_s[who],
        "by": np.where(state.by[who] == BY_SEEKER, "seeker", "illumination"),
        "acted": acted,
        "begins_s": state.begins_s[who],
        "turned_back": acted & (table.turns[who] != TURNS_NOT) & ~truth.killed[0, who],
    }
