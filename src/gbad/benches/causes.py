"""Are the causes true? Small battles with one leaker to tell of: is its cause the known one, and does its gate open?

``make bench-causes`` (``python -m gbad.benches.causes --built 10 --random 600 --first 0`` for other counts). *Built*
battles have a gate shut on purpose: the cause must be that one. *Random* ones have any geometry and a few figures
anywhere in wide ranges. Whatever cause is found, its line of the table of interventions is played on the same dice, and
asked is whether the stage expected behind it followed, in time. The bar is 95 % for every cause. What is missed,
swapped or falsely reported is a matter of dice and is not opened. In every random battle one gate that never was shut
is opened as well: nothing may change.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gbad.attribution import _gates_kernel as bit_of
from gbad.attribution.gates import CAUSE_OF_BIT, echoes, seen_bits
from gbad.attribution.interventions import TABLE, Where
from gbad.benches.battles import BUILT, THREAT, Changes, random_battle
from gbad.codes.causes import Cause
from gbad.errors import InputError
from gbad.recorder.book import Book
from gbad.simulation.opening import Gate, gate_of, lowest_of_path_m
from gbad.simulation.prepare import prepare
from gbad.simulation.replay import Replay
from gbad.simulation.rerun import reached

SEED = 12
BAR = 0.95


@dataclass(frozen=True, slots=True)
class Proof:
    """One battle: what was found, and what followed when its gate was opened."""

    cause: Cause
    opened: bool | None  # whether the expected stage followed; None where nothing opens this gate
    behind: Cause  # what stopped the defence when it did not
    idle: Cause = Cause.NONE  # a gate that never was shut, opened as well
    still: bool = True  # whether that changed nothing


def proof(changes: Changes, seed: int, run: int, *, idle: np.random.Generator | None = None) -> Proof:
    """Play one battle, and again with the gate of its cause opened. Raises ``InputError`` for impossible figures.

    With ``idle``, dice, one of the gates that never were shut is opened too.
    """
    ready = prepare("one-aircraft", changes)
    who = int(np.flatnonzero(ready.tables.objects.id == THREAT)[0])
    replay = Replay(ready, seed, run, who)
    cause = replay.cause
    unshut, still = Cause.NONE, True
    if idle is not None:
        choice = never_shut(replay)
        if choice:
            unshut, radar = choice[int(idle.integers(len(choice)))]
            still = same(replay.book, replay.played((idle_gate(replay, unshut, radar),)))
    gates = gates_of(replay)
    if not gates:
        return Proof(cause, None, Cause.NONE, unshut, still)
    book = replay.played(gates)
    followed = any(reached(replay, book, gate) for gate in gates)
    behind = Cause.NONE if followed else Cause(int(replay.attributed(book).cause[0, who]))
    return Proof(cause, followed, behind, unshut, still)


def gates_of(replay: Replay) -> tuple[Gate, ...]:
    """The gate of the cause, or all of them where several were shut; none where not all can be opened."""
    found, cause = replay.found, replay.cause
    named = found.near[0, replay.who].also if cause == Cause.SEVERAL else (cause,)
    gates = [gate_of(replay.ready, replay.who, replay.book, found, each) for each in named]
    if any(gate is None or gate.line.redraws_only for gate in gates):
        return ()
    return tuple(gate for gate in gates if gate is not None)


def never_shut(replay: Replay) -> list[tuple[Cause, int]]:
    """Gates that were open all the time to every object, with the row of the radar: opening one must change nothing."""
    book, tables = replay.book, replay.ready.tables
    d = tables.defence
    bits, _ = seen_bits(book, 0, np.ones(len(tables.objects.id), np.bool_), echoes(book, 0))
    found = []
    for radar in range(len(d.radars.id)):
        shut = np.bitwise_or.reduce(np.maximum(bits[:, radar], 0), axis=None)
        # who sees over the horizon sees through hills as well
        shut |= (1 << bit_of.HORIZON) if shut >> bit_of.HIDDEN & 1 else 0
        found += [(CAUSE_OF_BIT[bit], radar) for bit in range(bit_of.WEAK) if not shut >> bit & 1]
        if not np.isfinite(d.radars.silent_s[:, radar]).any():
            found.append((Cause.SILENT, radar))
        if not np.isfinite(book.truth.radar_end_s[0, radar]):
            found.append((Cause.UNIT_LOST, radar))
    radar = int(d.batteries.radar[0])
    if not tables.objects.jammer_w_per_hz.any():
        found.append((Cause.JAMMED, radar))
    channels = np.array([d.batteries.target_channels[0], d.batteries.missile_channels[0]])
    # twice a salvo to spare at every moment
    if (book.busy_log[0, :, 0, 1:] + 4 <= channels).all():
        found.append((Cause.NO_CHANNEL, radar))
    return found


def idle_gate(replay: Replay, cause: Cause, radar: int) -> Gate:
    """A gate as if it had shut when the object came."""
    d = replay.ready.tables.defence
    start_s = float(replay.ready.trajectories.start_s[0, replay.who])
    # ground lower than the object's own path would lower the horizon of everything
    lowest_m = lowest_of_path_m(replay.ready, replay.who)
    at = Where(replay.who, radar, 0, int(d.batteries.command[0]), 0.0, lowest_m)
    return Gate(TABLE[cause], at, max(start_s // d.cycle_s * d.cycle_s, 0.0), "radar", "battery", "command")


def same(one: Book, other: Book) -> bool:
    """Whether two courses of a run are the same: stages, ends and orders of every object."""
    pairs = (
        (one.first_s, other.first_s), (one.truth.end_s, other.truth.end_s), (one.truth.killed, other.truth.killed),
        (np.array([len(orders.run) for orders in one.orders]), np.array([len(orders.run) for orders in other.orders])),
    )  # fmt: skip
    return all(np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f") for mine, theirs in pairs)


def built(count: int) -> Iterator[tuple[str, Cause, Proof]]:
    """``count`` battles of every family."""
    for number, (name, (cause, make)) in enumerate(BUILT.items()):
        for k in range(count):
            yield name, cause, proof(make(np.random.default_rng([SEED, number, k])), SEED, k)


def random(count: int, first: int = 0) -> Iterator[Proof]:
    """``count`` random battles from number ``first`` on, without those of impossible figures; misses are printed."""
    for k in range(first, first + count):
        try:
            found = proof(
                random_battle(np.random.default_rng([SEED, 1_000, k])), SEED, k,
                idle=np.random.default_rng([SEED, 2_000, k]),
            )  # fmt: skip
        except InputError:
            continue
        if found.opened is False or not found.still:
            print(f"random {k}: {found}", flush=True)
        yield found


def by_cause(proofs: list[Proof]) -> dict[Cause, tuple[int, int, int, Counter[Cause]]]:
    """For every cause: leakers, gates opened, expected stages that followed, and what stood behind the others."""
    table = {}
    for cause in sorted({each.cause for each in proofs}):
        mine = [each for each in proofs if each.cause == cause]
        tried = [each for each in mine if each.opened is not None]
        behind = Counter(each.behind for each in tried if not each.opened)
        table[cause] = (len(mine), len(tried), sum(bool(each.opened) for each in tried), behind)
    return table


def main(arguments: list[str] | None = None) -> int:
    """Print the table and one JSON line; status 1 where a built cause is wrong or a share misses the bar."""
    given = sys.argv[1:] if arguments is None else arguments
    counts = {"--built": 10, "--random": 600, "--first": 0}
    counts |= {name: int(value) for name, value in zip(given[::2], given[1::2], strict=True)}
    right: Counter[str] = Counter()
    proofs: list[Proof] = []
    for name, cause, found in built(counts["--built"]):
        right[name] += found.cause == cause
        proofs.append(found)
    wrong = {name: right[name] for name in BUILT if right[name] < counts["--built"]}
    print(f"built: {sum(right.values())} of {len(proofs)} causes are the known one; short: {wrong or 'none'}")
    facts: dict[str, object] = {"built": len(proofs), "built_right": sum(right.values()), "short": wrong}
    bad = bool(wrong)
    played = list(random(counts["--random"], counts["--first"]))
    idle = [each for each in played if each.idle != Cause.NONE]
    moved = Counter(each.idle.identifier for each in idle if not each.still)
    print(f"gates that never were shut: {len(idle)} opened, {sum(moved.values())} changed something: {dict(moved)}")
    facts["idle"], facts["idle_moved"] = len(idle), dict(moved)
    bad = bad or bool(moved)
    for kind, rows in (("built", proofs), ("random", [each for each in played if each.cause != Cause.NONE])):
        print(
            f"\n{kind}: {len(rows)} leakers\n{'cause':28}{'leakers':>8}{'opened':>8}{'followed':>9}{'share':>7}  behind"
        )
        shares = {}
        for cause, (count, tried, followed, behind) in by_cause(rows).items():
            share = followed / tried if tried else float("nan")
            shares[cause.identifier] = {"leakers": count, "opened": tried, "followed": followed}
            said = ", ".join(f"{c.identifier} {n}" for c, n in behind.most_common(4))
            print(f"{cause.identifier:28}{count:8}{tried:8}{followed:9}{share:7.2f}  {said}")
            bad = bad or bool(tried and share < BAR)
        facts[kind + "_by_cause"] = shares
    print(json.dumps(facts))
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
