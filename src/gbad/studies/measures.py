"""What a study keeps of each run: one number per measure, from the book of a batch.

Every measure is a column ``(runs,)``; ``names`` lists them in the order they are stored. Counts of causes are measures
like the others, and so is the fate of every asset, so that any of them can have an interval.
"""

from __future__ import annotations

import numpy as np

from gbad import assessment
from gbad.attribution.cause import Attribution, attribute
from gbad.codes.causes import GROUPS, Cause, group_of
from gbad.messages import READY
from gbad.recorder.book import DETECTION, SHARED, Book
from gbad.studies import together
from gbad.studies.design import GIVEN_AWAY, NOT_ARRIVED
from gbad.studies.leaks import cause_measure, group_measure
from gbad.tables import TARGET_AIRCRAFT, TARGET_BALLISTIC, TARGET_MISSILE, TURNS_NOT, Bools, Floats, Ints, Tables
from gbad.truth import Trajectories
from gbad.weapon_assignment import given_away

COUNTS = (
    "killed", "leaked", "survived", "rounds_fired", "others_engaged", "others_killed", "assets_hurt",
    "others_held_hostile", "threats_held_harmless", "value_leaked", "value_destroyed", NOT_ARRIVED,
)  # fmt: skip
# kinds of threats that sentences about combat speak of
KINDS = ("low_observable", "aircraft", "missile", "ballistic")
SAYS = {
    "killed": "threats killed",
    "leaked": "threats that reached their aim",
    "survived": "threats neither killed nor arrived at the end",
    "rounds_fired": "rounds that left their launcher",
    "others_engaged": "civil or friendly aircraft fired at",
    "others_killed": "civil or friendly aircraft killed",
    "assets_hurt": "assets destroyed",
    "others_held_hostile": "civil or friendly aircraft held for hostile at some time",
    "threats_held_harmless": "threats held for friend or neutral at some time",
    "value_leaked": "value of the assets that leakers aimed at, counted for every leaker",
    "value_destroyed": "value of the assets destroyed",
    NOT_ARRIVED: "threats still on their way to their aim when the run ended; they count as survived",
    **together.SAYS,
    GIVEN_AWAY: "what decisions gave away of the expected gain of their best static assignment [%]",
}


def names(tables: Tables, compare: bool = False) -> list[str]:
    """Measures of a scenario: counts, leaks by cause and group, whether each asset was hurt, rounds of each type.

    With ``compare`` also what decisions gave away (``GIVEN_AWAY``).
    """
    by_cause = [cause_measure(cause) for cause in Cause if cause != Cause.NONE]
    by_cause += [group_measure(group) for group in GROUPS]
    hurt = [f"hurt_{asset}" for asset in tables.defence.assets.id]
    rounds = [f"rounds_{kind}" for kind in tables.defence.interceptors.id]
    killed = [f"killed_of_{kind}" for kind in KINDS]
    return [
        *COUNTS, *by_cause, *hurt, *killed, *rounds, *together.names(tables), *([GIVEN_AWAY] * compare),
    ]  # fmt: skip


def of_kind(tables: Tables) -> Bools:
    """``(kinds, objects)`` which threats are of which of ``KINDS``; low observable aircraft are not among the others.

    Low observable is what its type's name says; what another threat releases (decoys, chaff) counts nowhere.
    """
    objects = tables.objects
    named = np.array(["low-observable" in str(t) or "stealth" in str(t) for t in objects.type], dtype=bool)
    aircraft = (objects.target_class == TARGET_AIRCRAFT) & (objects.parent < 0)
    missile, ballistic = objects.target_class == TARGET_MISSILE, objects.target_class == TARGET_BALLISTIC
    kinds: Bools = np.stack([aircraft & named, aircraft & ~named, missile, ballistic]) & objects.is_threat
    return kinds


def bounds(tables: Tables, trajectories: Trajectories, compare: bool = False) -> Floats:
    """Least and greatest value that each measure can have in a run, ``(measures, 2)``: intervals rest on them."""
    objects, assets = tables.objects, len(tables.defence.assets.id)
    threats, others = int(objects.is_threat.sum()), int((~objects.is_threat).sum())
    # what reaches its end in one parameter draw or other; decoys and what departs never leak
    arrives = trajectories.reaches_end.any(axis=0) & objects.is_threat
    arriving = int(arrives.sum())
    most = {"leaked": arriving, "rounds_fired": len(tables.defence.rounds.id), "assets_hurt": assets}
    most |= dict.fromkeys(("others_engaged", "others_killed", "others_held_hostile"), others)
    most |= dict.fromkeys(("killed", "survived", "threats_held_harmless"), threats)
    most[NOT_ARRIVED] = int((objects.is_threat & (objects.aims_at >= 0)).sum())
    value = tables.defence.assets.value
    most["value_leaked"], most["value_destroyed"] = (arrives * _value_aimed_at(tables)).sum(), value.sum()
    loaded = np.bincount(tables.defence.rounds.interceptor, minlength=len(tables.defence.interceptors.id))
    by_cause = [arriving] * (sum(cause != Cause.NONE for cause in Cause) + len(GROUPS))
    kinds = of_kind(tables).sum(axis=1)
    high = np.array(
        [
            *(most[name] for name in COUNTS), *by_cause, *([1] * assets), *kinds, *loaded, *together.bounds(tables),
            *([100] * compare),
        ],
        float,
    )  # fmt: skip
    return np.stack([np.zeros(len(high)), high], axis=1)


def _value_aimed_at(tables: Tables) -> Floats:
    """Value of the asset that each object aims at, ``(objects,)``; 0 for none."""
    aims_at, value = tables.objects.aims_at, np.append(tables.defence.assets.value, 0.0)
    return value[np.where(aims_at >= 0, aims_at, len(value) - 1)]


def measure(book: Book) -> Floats:
    """All measures of a batch, ``(runs, measures)`` in the order of ``names``."""
    objects, truth, shots = book.tables.objects, book.truth, book.shots
    assert shots is not None
    runs = len(truth.draw_of_run)
    threat = objects.is_threat[None, :]
    killed = truth.killed & threat
    leaked = assessment.leaked(objects, truth, book.tables.duration_s)
    found = attribute(book, leaked)

    launched = (shots.status > READY) & np.isfinite(shots.launch_s)
    flown_at = np.where(shots.target >= 0, shots.target, shots.aimed_at)
    engaged = np.zeros(truth.killed.shape, np.bool_)
    run, row = np.nonzero(launched & (flown_at >= 0))
    engaged[run, flown_at[run, row]] = True

    hurt = np.isfinite(truth.asset_end_s)
    columns = [
        killed.sum(axis=1),
        leaked.sum(axis=1),
        (threat & ~killed & ~leaked).sum(axis=1),
        launched.sum(axis=1),
        (engaged & ~threat).sum(axis=1),
        (truth.killed & ~threat).sum(axis=1),
        hurt.sum(axis=1),
        (np.isfinite(book.identity.wrong_s) & ~threat).sum(axis=1),
        (np.isfinite(book.identity.wrong_s) & threat).sum(axis=1),
        (leaked * _value_aimed_at(book.tables)).sum(axis=1),
        (hurt * book.tables.defence.assets.value).sum(axis=1),
        (assessment.not_arrived(objects, truth, book.tables.duration_s) & ~_turned_back(book)).sum(axis=1),
    ]
    columns += [(found.cause == c).sum(axis=1) for c in Cause if c != Cause.NONE]
    columns += list(_by_group(book, found, leaked))
    columns += [hurt[:, asset] for asset in range(hurt.shape[1])]
    columns += [(killed & kind).sum(axis=1) for kind in of_kind(book.tables)]
    fired = book.tables.defence.rounds.interceptor
    columns += [(launched & (fired == k)).sum(axis=1) for k in range(len(book.tables.defence.interceptors.id))]
    columns += together.measure(book)
    compare = book.batch.compare
    columns += [100.0 * given_away(book.comparison)] * compare
    table = np.stack(columns, axis=1).astype(float)
    assert table.shape == (runs, len(names(book.tables, compare)))
    return table


def _turned_back(book: Book) -> Bools:
    """Who has left its way to its aim for good, ``(objects,)``; whoever reacts is played alone."""
    state, table = book.reactions, book.tables.reactions
    if state is None or table is None:
        return np.zeros(len(book.tables.objects.id), np.bool_)
    turned: Bools = np.isfinite(state.begins_s) & (table.turns != TURNS_NOT)
    return turned


def _by_group(book: Book, found: Attribution, leaked: Bools) -> Ints:
    """Leakers of each of ``GROUPS``, ``(groups, runs)``."""
    counts = np.zeros((len(GROUPS), len(leaked)), np.int64)
    for run, who in zip(*np.nonzero(leaked), strict=True):
        detected_s, shared_s = (float(book.first_s[run, who, stage]) for stage in (DETECTION, SHARED))
        group = group_of(Cause(int(found.cause[run, who])), detected_s, shared_s, float(found.when_s[run, who]))
        counts[GROUPS.index(group), run] += 1
    return counts
