"""``gbad assign`` of a dynamic instance: bounds, what policies leave on common dice, and a policy of the user's."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from gbad.assignment.dynamic import (
    Instance,
    Lookahead,
    Played,
    clairvoyant,
    gap,
    greedy,
    improved,
    opening,
    play,
    relax,
    solve_exactly,
)
from gbad.assignment.dynamic.files import as_policy, read_instance, read_plan
from gbad.assignment.dynamic.policies import Policy
from gbad.commands.printing import print_json
from gbad.commands.tables import table
from gbad.errors import InputError
from gbad.plugins import file_of, module_of, must_take, users_code

SEED, RUNS = 1, 200  # common dice of all that is weighed
CLAIRVOYANT_RUNS = 50
MOST_STATES = 400_000
MOST_EXACT = 6  # targets


def assign_dynamic(file: Path, *, method: str, time_limit_s: float, check: Path | None, as_json: bool) -> None:
    """Weigh the policies that come along, or one of the user's, against the bounds."""
    if method != "optimal":
        raise InputError(f"--method {method}: has no effect on a dynamic instance; all its policies are weighed")
    if not 0.0 < time_limit_s < float("inf"):
        raise InputError(f"--time-limit {time_limit_s:g}: a number of seconds above 0 is needed")
    given = read_instance(file)
    model = given.compiled()
    policies: dict[str, Policy] = {"greedy": greedy, "improved": improved}
    if check is None:
        policies["lookahead"] = lookahead_of(given)
    else:
        policies = {str(check): users_policy(check, given)}
    played = {name: play(model, policy, seed=SEED, runs=RUNS) for name, policy in policies.items()}
    _print(file, given, bounds_of(given, time_limit_s), played, as_json)


def lookahead_of(given: Instance) -> Policy:
    """``lookahead`` with a tree of joint orders where the instance is small; prices alone for others."""
    small = len(given.values) <= MOST_EXACT
    return Lookahead(given.compiled()) if small else Lookahead(given.compiled(), states=0, worlds=0)


def bounds_of(given: Instance, time_limit_s: float) -> dict[str, Any]:
    """The bound by prices, the optimum where it can be worked through, and what known dice leave."""
    model = given.compiled()
    began_s = time.process_time()
    relaxed = relax(model, opening(model), time_limit_s)
    took_s = time.process_time() - began_s
    told: dict[str, Any] = {"bound": relaxed.bound, "bound_processor_s": round(took_s, 3), "optimum": None}
    if len(given.values) <= MOST_EXACT:
        # with too many states the bound counts alone
        with suppress(InputError):
            told["optimum"] = solve_exactly(model, MOST_STATES).survival_value
    known = clairvoyant(model, seed=SEED, runs=CLAIRVOYANT_RUNS, each_s=time_limit_s / CLAIRVOYANT_RUNS)
    return told | {"known_dice": known.mean, "known_dice_half_width": known.half_width}


def users_policy(check: Path, given: Instance) -> Policy:
    """``mine.py:policy`` or a plan ``mine.csv``. Raises ``InputError``."""
    path_text, colon, name = str(check).rpartition(":")
    if not colon:
        return read_plan(check, given)
    path = file_of(path_text, Path())
    if not path.is_file():
        raise InputError(f"--check {check}: there is no file {path_text}")
    function = getattr(module_of(path, "policy"), name, None)
    if not callable(function):
        raise InputError(f"--check {check}: {path.name} has no function {name}")
    must_take(function, "instance, known", "policy", name)

    def called(instance: Instance, known: Any) -> list[Any]:
        with users_code("policy", function, f"at stage {int(known.stage[0])}"):
            return list(function(instance, known))

    return as_policy(called, given)


def _print(file: Path, given: Instance, bounds: dict[str, Any], played: dict[str, Played], as_json: bool) -> None:
    least = bounds["bound"] if bounds["optimum"] is None else bounds["optimum"]
    rows = {}
    for name, one in played.items():
        found = gap(one, least, given.expected_value)
        rows[name] = {
            "survival_value": one.mean, "half_width": one.half_width, "rounds_fired": float(one.rounds_fired.mean()),
            "gap": found.gap, "gap_low": found.low, "gap_high": found.high,
        }  # fmt: skip
    if as_json:
        print_json({
            "file": str(file), "schema": "wta-dynamic/1", "value": given.expected_value, **bounds, "runs": RUNS,
            "seed": SEED, "policies": rows,
        })  # fmt: skip
        return
    print(
        f"{len(given.values)} targets worth {given.expected_value:.4g} on average, {int(given.rounds.sum())} rounds in "
        f"{len(given.rounds)} rows, {int(given.channels.sum())} channels, {given.stages} stages"
    )
    if bounds["optimum"] is not None:
        print(f"the best policy leaves {bounds['optimum']:.6g} (worked through)")
    print(f"no policy leaves less than {bounds['bound']:.6g} (prices)")
    print(
        f"who knew every die would leave {bounds['known_dice']:.4g} +- {bounds['known_dice_half_width']:.2g} "
        f"({CLAIRVOYANT_RUNS} runs of the same dice)"
    )
    against = "optimum" if bounds["optimum"] is not None else "bound"
    lines = [
        (name, f"{row['survival_value']:.4g} +- {row['half_width']:.2g}", f"{row['rounds_fired']:.1f}",
         f"{100 * row['gap']:.1f} % ({100 * row['gap_low']:.1f} to {100 * row['gap_high']:.1f})")
        for name, row in rows.items()
    ]  # fmt: skip
    head = ("policy", f"leaves ({RUNS} runs)", "rounds", f"gap to the {against}")
    print(table(head, lines, right=head[1:]))
