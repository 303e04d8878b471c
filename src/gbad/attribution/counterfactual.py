"""Is the cause the cause? The same dice once more with one gate opened.

``open_gate`` plays a scenario again after making room at the gate that a cause names: more rounds, more channels, no
waiting, radars and links without loss. A threat that leaked for that cause should now be fired at, or be stopped by
another gate further along.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gbad
from gbad.codes.causes import Cause
from gbad.errors import InputError
from gbad.results.result import Result
from gbad.scenario.load import load

MORE_LAUNCHERS = 2  # [1] factor on every magazine
MORE_CHANNELS = 8  # [1] factor on every channel count


def openable() -> list[Cause]:
    """Causes whose gate a rerun can open."""
    return [Cause.NO_CHANNEL, Cause.NO_ROUND, Cause.WITHHELD_BY_DOCTRINE, Cause.NOT_SHARED_IN_TIME]


def opened(reference: str | Path, cause: Cause, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Changes that open the gate of a cause everywhere, beside the caller's own. Raises ``InputError`` if none does."""
    scenario = load(reference, changes)
    more = dict(changes or {})
    if cause == Cause.NO_CHANNEL:
        for name, battery in scenario.batteries.items():
            more[f"batteries.{name}.target_channels"] = MORE_CHANNELS * battery.figures.target_channels
            more[f"batteries.{name}.missile_channels"] = MORE_CHANNELS * battery.figures.missile_channels
    elif cause == Cause.NO_ROUND:
        for name, battery in scenario.batteries.items():
            for i, group in enumerate(battery.figures.launchers):
                more[f"batteries.{name}.launchers.{i}.count"] = MORE_LAUNCHERS * group.count
    elif cause == Cause.WITHHELD_BY_DOCTRINE:
        for name in scenario.commands:
            more[f"commands.{name}.weapons_control"] = "free"
    elif cause == Cause.NOT_SHARED_IN_TIME:
        for name in scenario.radars:
            more[f"links.{name}.latency_s"] = 0.0
            more[f"links.{name}.loss_probability"] = 0.0
    else:
        known = ", ".join(c.identifier for c in openable())
        raise InputError(f"{cause.identifier}: no change of the scenario opens this gate; these can be opened: {known}")
    return more


def open_gate(
    reference: str | Path,
    cause: Cause,
    *,
    seed: int,
    run: int = 0,
    changes: Mapping[str, Any] | None = None,
) -> Result:
    """Play one run again with a gate opened: same seed, same run number, same dice. Raises ``InputError``."""
    return gbad.run(reference, seed=seed, first_run=run, changes=opened(reference, cause, changes))
