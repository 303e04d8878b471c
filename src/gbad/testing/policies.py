"""``check_policy``: a user's policy on small, crowded, empty and full cases; what is wrong is said in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gbad
from gbad.errors import InputError
from gbad.weapon_assignment.policy import load_policy

# what each case tries, and how the shipped scenario is changed for it
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "one target": ("one-aircraft", {}),
    "nothing ready": ("one-aircraft", {"batteries.battery.launchers.0.count": 1, "duration_s": 100.0}),
    "a crowd": ("saturation-40", {"duration_s": 400.0}),
    "one channel": (
        "saturation-40",
        {"duration_s": 300.0, "batteries.battalion.target_channels": 1, "batteries.battalion.missile_channels": 1},
    ),
    "salvos": (
        "saturation-40",
        {"duration_s": 300.0, "commands.post.salvo": 2, "commands.post.shoot_look_shoot": False},
    ),
}


def check_policy(policy: str | Callable[[Any], Sequence[Any]], *, folder: str | Path = ".", seed: int = 1) -> None:
    """Play every case with a policy, given as a function or as ``PATH.py:FUNCTION`` relative to ``folder``.

    Raises ``InputError`` that names the case and what is wrong: orders that cannot be carried out, an exception, or
    orders that differ when the same situation is shown twice.
    """
    function = load_policy(policy, Path(folder)) if isinstance(policy, str) else policy
    for what, (scenario, changes) in CASES.items():
        battle = gbad.Battle.begin(scenario, seed=seed, changes=changes, record="outcomes")
        while not battle.over:
            battle.advance()
            if not battle.waiting:
                continue
            given: dict[str | tuple[str, int], Any] = {}
            for command in battle.commands:
                try:
                    first = list(function(battle.situation(command)))
                    again = list(function(battle.situation(command)))
                except InputError:
                    raise
                except Exception as error:
                    text = f"{type(error).__name__} at {battle.now_s:g} s: {error}"
                    raise InputError(f"{what}: the policy raised {text}") from error
                if first != again:
                    raise InputError(
                        f"{what}: shown the same situation twice at {battle.now_s:g} s, the policy differs"
                    )
                given[command] = first
            try:
                battle.decide(given)
            except InputError as error:
                raise InputError(f"{what}: {error}") from error
        battle.close()
