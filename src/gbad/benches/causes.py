"""Are the causes true? Small battles with one leaker to tell of: is its cause the known one, and does its gate open?

``make bench-causes`` (``python -m gbad.benches.causes --built 10 --random 600`` for other counts). *Built* battles have
a gate shut on purpose: the cause must be that one. *Random* ones have any geometry and a few figures anywhere in wide
ranges. Whatever cause is found, its line of the table of interventions is played on the same dice, and asked is whether
the stage expected behind it followed, in time. The bar is 95 % for every cause. What is missed, swapped or falsely
reported is a matter of dice and is not opened.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gbad.benches._battles import BUILT, THREAT, Changes, random_battle
from gbad.codes.causes import Cause
from gbad.errors import InputError
from gbad.simulation.opening import gate_of
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


def proof(changes: Changes, seed: int, run: int) -> Proof:
    """Play one battle, and again with the gate of its cause opened. Raises ``InputError`` for impossible figures."""
    ready = prepare("one-aircraft", changes)
    who = int(np.flatnonzero(ready.tables.objects.id == THREAT)[0])
    replay = Replay(ready, seed, run, who)
    cause = replay.cause
    gate = gate_of(ready, who, replay.book, replay.found, cause)
    if gate is None or gate.line.redraws_only:
        return Proof(cause, None, Cause.NONE)
    book = replay.played((gate,))
    followed = reached(replay, book, gate)
    behind = Cause.NONE if followed else Cause(int(replay.attributed(book).cause[0, who]))
    return Proof(cause, followed, behind)


def built(count: int) -> Iterator[tuple[str, Cause, Proof]]:
    """``count`` battles of every family."""
    for number, (name, (cause, make)) in enumerate(BUILT.items()):
        for k in range(count):
            yield name, cause, proof(make(np.random.default_rng([SEED, number, k])), SEED, k)


def random(count: int) -> Iterator[Proof]:
    """Leakers of ``count`` random battles; those with impossible figures and those without a leaker give none."""
    for k in range(count):
        try:
            found = proof(random_battle(np.random.default_rng([SEED, 1_000, k])), SEED, k)
        except InputError:
            continue
        if found.cause != Cause.NONE:
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
    counts = {"--built": 10, "--random": 600}
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
    for kind, rows in (("built", proofs), ("random", list(random(counts["--random"])))):
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
