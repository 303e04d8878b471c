"""``gbad assign``: the best assignment of a problem in a file, how good it is, and who fires at whom."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gbad.assignment import METHODS, Solution, solve
from gbad.assignment.dynamic.files import is_dynamic
from gbad.assignment.files import Named, read
from gbad.assignment.solutions import read_solution
from gbad.assignment.static import GAP_FLOOR
from gbad.commands.printing import print_json
from gbad.commands.tables import table
from gbad.errors import InputError

MOST_LINES = 60


def assign(file: Path, *, method: str, time_limit_s: float, as_json: bool, check: Path | None = None) -> None:
    """Solve and print; with ``check`` weigh that solution instead, against the bound."""
    if is_dynamic(file):
        from gbad.commands.assign_dynamic import assign_dynamic

        assign_dynamic(file, method=method, time_limit_s=time_limit_s, check=check, as_json=as_json)
        return
    named = read(file)
    problem = named.problem
    if check is not None:
        if method != "optimal":
            raise InputError(f"--method {method}: has no effect with --check, which weighs the solution given")
        _weigh(file, named, check, time_limit_s, as_json)
        return
    found = solve(problem.values, problem.kill_probability, problem.rounds, method=method, time_limit_s=time_limit_s)
    if as_json:
        print_json(_as_object(file, named, found))
        return
    _print(named, found)


def _weigh(file: Path, named: Named, check: Path, time_limit_s: float, as_json: bool) -> None:
    """A solution that fits, what it leaves, and how far that is from the best that can be."""
    problem = named.problem
    shots = read_solution(check, named)
    left = float(problem.values @ np.prod((1.0 - problem.kill_probability) ** shots, axis=0))
    best = solve(problem.values, problem.kill_probability, problem.rounds, time_limit_s=time_limit_s)
    bound = min(best.bound, left)
    gap = (left - bound) / max(left, GAP_FLOOR * float(problem.values.sum())) if problem.values.any() else 0.0
    if as_json:
        print_json({
            "file": str(file), "solution": str(check), "fits": True, "survival_value": left, "bound": bound,
            "gap": gap, "best_known": min(best.survival_value, left), "rounds_fired": int(shots.sum()),
        })  # fmt: skip
        return
    print(f"{check}: fits, fires {shots.sum()} of {problem.rounds.sum()} rounds and leaves {left:.6g}")
    print(
        f"nothing leaves less than {bound:.6g} (gap {100.0 * gap:.2g} %); ours leaves {best.survival_value:.6g} after "
        f"{best.seconds:.3g} s"
    )


def _as_object(file: Path, named: Named, found: Solution) -> dict[str, object]:
    return {
        "file": str(file),
        "method": found.method,
        "survival_value": found.survival_value,
        "bound": found.bound,
        "gap": found.gap,
        "seconds": round(found.seconds, 6),
        "value": float(named.problem.values.sum()),
        "rounds_fired": int(found.shots.sum()),
        "shots": [
            {"weapon": named.weapons[row], "target": named.targets[target], "rounds": int(found.shots[row, target])}
            for row, target in np.argwhere(found.shots)
        ],
    }


def _print(named: Named, found: Solution) -> None:
    problem = named.problem
    total, fired, rounds = problem.values.sum(), int(found.shots.sum()), int(problem.rounds.sum())
    print(f"{len(problem.values)} targets worth {total:.4g}, {len(problem.rounds)} rows with {rounds} rounds")
    share = 100.0 * found.survival_value / total if total else 0.0
    print(
        f"{found.method}: {found.survival_value:.6g} is expected to survive ({share:.3g} %), with {fired} rounds "
        f"fired; nothing leaves less than {found.bound:.6g} (gap {100.0 * found.gap:.2g} %), {found.seconds:.3g} s"
    )
    for method in METHODS[: METHODS.index(found.method)]:
        other = solve(problem.values, problem.kill_probability, problem.rounds, method=method, time_limit_s=1.0)
        more = other.survival_value - found.survival_value
        worse = f"{100.0 * more / found.survival_value:+.2g} %" if found.survival_value else f"{more:+.4g}"
        print(f"{method} would leave {other.survival_value:.6g} ({worse})")
    left = problem.values * np.prod((1.0 - problem.kill_probability) ** found.shots, axis=0)
    rows = []
    for target in np.argsort(-left, kind="stable")[:MOST_LINES]:
        by = [
            named.weapons[row] + (f" x{found.shots[row, target]}" if found.shots[row, target] > 1 else "")
            for row in np.flatnonzero(found.shots[:, target])
        ]
        value = problem.values[target]
        survives = f"{100.0 * left[target] / value:.2f} %" if value else "-"
        rows.append((named.targets[target], f"{value:g}", survives, f"{left[target]:.4g}", ", ".join(by) or "nobody"))
    print(table(("target", "value", "survives", "left", "fired at by"), rows, right=("value", "survives", "left")))
    if len(left) > MOST_LINES:
        print(f"... and {len(left) - MOST_LINES} targets of which less is left; --json has all")
