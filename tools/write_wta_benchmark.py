"""Write ``benchmarks/wta``: instances from cuts of our own runs, and the best that is known of each.

    python tools/write_wta_benchmark.py cut SCENARIO.yaml SEED T1,T2,...   # cuts of one run, into gbad-cuts
    python tools/write_wta_benchmark.py static                             # sixty instances out of those cuts
    python tools/write_wta_benchmark.py dynamic                            # twenty, cut from shipped scenarios
    python tools/write_wta_benchmark.py best-static                        # solve them, write best-static.csv
    python tools/write_wta_benchmark.py best-dynamic                       # bounds and policies: best-dynamic.csv

A static instance takes some launchers and tracks of a cut, by dice whose seed is its number, and at most ``copies``
rounds of each launcher. Nothing else is changed.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import highspy
import numpy as np

import gbad
from gbad.assignment import solve
from gbad.assignment.dynamic import gap_of, greedy, improved, play
from gbad.assignment.dynamic.files import read_instance
from gbad.assignment.files import read
from gbad.commands.assign_dynamic import bounds_of, lookahead_of
from gbad.commands.wta import raid_from, write
from gbad.errors import InputError
from gbad.weapon_assignment.cutting import static_of
from gbad.weapon_assignment.raid_cutting import Uncertain

FOLDER = Path("benchmarks/wta")
CUTS = Path("gbad-cuts")  # beside the checkout's own files, and not kept
# rows, targets, copies: how many
SIZES = {
    (8, 8, 1): 6, (8, 8, 2): 2, (12, 12, 1): 4, (16, 16, 1): 4, (16, 16, 2): 2, (16, 32, 4): 4, (32, 32, 1): 6,
    (32, 32, 2): 2, (32, 64, 2): 4, (64, 64, 1): 6, (64, 120, 2): 4, (64, 120, 4): 2, (100, 200, 1): 4,
    (100, 200, 2): 2, (200, 400, 1): 3, (200, 400, 2): 1, (300, 420, 1): 2, (300, 420, 2): 2,
}  # fmt: skip
TIME_LIMIT_S, BOUND_S = 10.0, 5.0
RUNS, FEW_RUNS, LARGE = 200, 50, 30  # on common dice; of instances with more targets than LARGE


def cut() -> None:
    """Cuts of one run of a made-up raid in which nobody fires, at several times."""
    scenario, seed, times = sys.argv[2], int(sys.argv[3]), [float(text) for text in sys.argv[4].split(",")]
    CUTS.mkdir(exist_ok=True)
    battle = gbad.Battle.begin(scenario, seed=seed, record="outcomes")
    while times and not battle.over:
        battle.advance()
        if battle.now_s >= times[0]:
            times.pop(0)
            state = battle._state
            found = static_of(battle.situation(0), state.tables.defence, state.ledger.ordered[0])
            where = {"scenario": Path(scenario).stem, "seed": seed, "run": 0, "time_s": battle.now_s}
            if found is not None:
                write({"from": where, **found}, CUTS / f"{where['scenario']}-{int(battle.now_s)}-static.json.gz")
        battle.decide({name: [] for name in battle.commands})


def static() -> None:
    """Sixty instances, sizes as in ``SIZES``."""
    cuts = [json.loads(gzip.decompress(path.read_bytes())) for path in sorted(CUTS.glob("*-static.json.gz"))]
    number = 0
    for (rows, targets, copies), count in SIZES.items():
        fitting = [cut for cut in cuts if len(cut["rounds"]) >= rows and len(cut["values"]) >= targets]
        if not fitting:
            raise InputError(f"no cut has {rows} rows and {targets} targets")
        for _ in range(count):
            number += 1
            dice = np.random.default_rng(number)
            cut = fitting[number % len(fitting)]
            name = f"s{number:02d}-{rows}x{targets}-{copies}"
            write(_part(cut, dice, rows, targets, copies), FOLDER / "static" / f"{name}.json.gz")


def _part(cut: dict[str, Any], dice: np.random.Generator, rows: int, targets: int, copies: int) -> dict[str, Any]:
    row = np.sort(dice.choice(len(cut["rounds"]), rows, replace=False))
    target = np.sort(dice.choice(len(cut["values"]), targets, replace=False))
    p = np.array(cut["kill_probability"])[np.ix_(row, target)]
    return {
        "schema": cut["schema"], "from": cut["from"], "values": np.array(cut["values"])[target].tolist(),
        "rounds": np.minimum(np.array(cut["rounds"])[row], copies).tolist(), "kill_probability": p.tolist(),
        "targets": [cut["targets"][j] for j in target], "weapons": [cut["weapons"][i] for i in row],
    }  # fmt: skip


def dynamic() -> None:
    """Twenty instances: raids like ``channels-bind`` in growing numbers against few rounds and few channels."""
    for number in range(1, 21):
        each, channels = (1, 2, 2, 3, 4, 5, 6, 8, 11, 14)[(number - 1) // 2], 1 + number % 3
        changes: dict[str, Any] = {
            f"threats.{name}.count": each for name in ("fighter", "missile-south", "missile-east")
        }
        # waves come apart; in every other raid the missiles fly low and are seen late
        apart_s = 20.0 + 10.0 * (number % 4)
        changes |= {"threats.missile-south.start_s": apart_s, "threats.missile-east.start_s": 3.0 * apart_s}
        if number % 2 == 0:
            changes |= {"threats.missile-south.height_m": 200.0, "threats.missile-east.height_m": 400.0}
        long, short = each, max(1, each // 3)
        for name, missile, tubes in (("long", "48N6E3", long), ("short", "9M96E2", short)):
            group = {"count": 1, "type": "5P85TE2", "tubes": tubes, "load": {missile: tubes}}
            changes |= {f"batteries.{name}.target_channels": channels, f"batteries.{name}.launchers": [group]}
        certain = Uncertain(0.0, 0.0) if number % 4 == 1 else None
        cut = raid_from(
            "channels-bind", seed=number, changes=changes, stage_s=(30.0, 60.0)[each - 1] if each <= 2 else 15.0,
            comes=1.0 if number % 2 else 0.75, late_stages=int(number % 3 == 0), unknown=certain,
        )  # fmt: skip
        name = f"d{number:02d}-{len(cut['rounds'])}x{len(cut['values'])}-{cut['stages']}"
        print(name, cut["seen_at"], cut["opens"], cut["closes"], cut["guided_stages"], flush=True)
        write(cut, FOLDER / "dynamic" / f"{name}.json.gz")


def best_static() -> None:
    """Solve all, and write ``best-static.csv`` and a solution of each."""
    rows = [_static_row(path, _versions()) for path in sorted((FOLDER / "static").glob("*.json.gz"))]
    _table(FOLDER / "best-static.csv", rows)


def best_dynamic() -> None:
    """Bounds and what policies leave: ``best-dynamic.csv``, row by row; goes on where it was stopped."""
    out = FOLDER / "best-dynamic.csv"
    rows: list[dict[str, Any]] = []
    if out.exists():
        with out.open() as stream:
            rows = list(csv.DictReader(stream))
    for path in sorted((FOLDER / "dynamic").glob("*.json.gz")):
        if path.name.removesuffix(".json.gz") not in {row["name"] for row in rows}:
            rows.append(_dynamic_row(path, _versions()))
            _table(out, rows)


def _versions() -> str:
    return f"gbad {gbad.__version__}, HiGHS {highspy.Highs().version()}"


def _static_row(path: Path, versions: str) -> dict[str, Any]:
    named, name = read(path), path.name.removesuffix(".json.gz")
    problem = named.problem
    found = solve(problem.values, problem.kill_probability, problem.rounds, time_limit_s=TIME_LIMIT_S)
    first = solve(problem.values, problem.kill_probability, problem.rounds, method="greedy")
    with (FOLDER / "solutions" / f"{name}.csv").open("w", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("weapon", "target", "rounds"))
        for row, target in np.argwhere(found.shots):
            writer.writerow((named.weapons[row], named.targets[target], found.shots[row, target]))
    print(f"{name}: {found.survival_value:.6f}, gap {found.gap:.2e}, {found.seconds:.2f} s", flush=True)
    return {
        "name": name, "rows": len(problem.rounds), "targets": len(problem.values), "rounds": int(problem.rounds.sum()),
        "value": f"{problem.values.sum():.6f}", "best": f"{found.survival_value:.9f}", "bound": f"{found.bound:.9f}",
        "gap": f"{found.gap:.3e}", "greedy": f"{first.survival_value:.9f}", "seconds": f"{found.seconds:.3f}",
        "method": "optimal", "software": versions,
    }  # fmt: skip


def _dynamic_row(path: Path, versions: str) -> dict[str, Any]:
    given, name = read_instance(path), path.name.removesuffix(".json.gz")
    model = given.compiled()
    runs = RUNS if len(given.values) <= LARGE else FEW_RUNS
    bounds = bounds_of(given, BOUND_S)
    exact = bounds["optimum"]
    row: dict[str, Any] = {
        "name": name, "rows": len(given.rounds), "targets": len(given.values), "stages": given.stages,
        "rounds": int(given.rounds.sum()), "channels": int(given.channels.sum()),
        "value": f"{given.expected_value:.6f}", "bound": f"{bounds['bound']:.9f}",
        "optimum": "" if exact is None else f"{exact:.9f}", "known_dice": f"{bounds['known_dice']:.6f}",
        "known_dice_half_width": f"{bounds['known_dice_half_width']:.6f}", "runs": runs,
    }  # fmt: skip
    policies = {"greedy": greedy, "improved": improved, "lookahead": lookahead_of(given)}
    for policy, function in policies.items():
        played = play(model, function, seed=1, runs=runs)
        row |= {policy: f"{played.mean:.6f}", f"{policy}_half_width": f"{played.half_width:.6f}"}
        least = bounds["bound"] if exact is None else exact
        row[f"{policy}_gap"] = f"{gap_of(played.mean, least, given.expected_value):.4f}"
    print(name, flush=True)
    return row | {"limit_s": f"{BOUND_S:g}", "software": versions}


def _table(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """See above."""
    for folder in ("static", "dynamic", "solutions"):
        (FOLDER / folder).mkdir(parents=True, exist_ok=True)
    {"cut": cut, "static": static, "dynamic": dynamic, "best-static": best_static, "best-dynamic": best_dynamic}[
        sys.argv[1]
    ]()


if __name__ == "__main__":
    main()
