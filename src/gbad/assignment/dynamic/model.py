"""The dynamic problem: targets come over time, windows open and close, reports are late and sometimes wrong.

Time goes in stages 0, 1, ... A target of value V shows at its stage whether it comes at all (with a known chance). Rows
of rounds belong to batteries; a row may fire at a target only in their window. An engagement is a salvo of one row at
one target: it holds a channel of its battery for some stages, and its report comes some stages after firing. Until then
that target is not engaged again (shoot, look, shoot). A report is wrong with known chances: a miss reported as a kill,
a kill as a miss. Wanted is a policy, from what is known at each stage to engagements, that leaves the least expected
value alive.

With one stage, true reports and salvos of one round it is an assignment of single rounds under channels. Hosein and
Athans (1990) pose the dynamic problem without windows, channels and wrong reports; Xin, Chen et al. (2010) add windows.

What is left out: rounds of several rows in one engagement, retargeting in flight, windows that depend on what was
fired, and anything the targets do about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gbad.assignment.dynamic import _model_kernel as world
from gbad.errors import InputError
from gbad.tables import Floats, Ints

MOST_STAGES = 60  # the exact method packs stages into six bits


@dataclass(frozen=True, slots=True)
class Instance:
    """A dynamic instance: ``T`` targets, ``W`` rows of rounds, ``B`` batteries. Checked when it is made."""

    stages: int
    values: Floats  # (T,)
    present_probability: Floats  # (T,)  chance that it comes at all
    seen_at: Ints  # (T,)  stage at which that is seen
    kill_probability: Floats  # (W, T)  of one round
    opens: Ints  # (W, T)  first stage at which the row may fire at the target
    closes: Ints  # (W, T)  last; before ``opens`` for never
    rounds: Ints  # (W,)
    battery: Ints  # (W,)
    channels: Ints  # (B,)
    guided_stages: Ints  # (B,)  an engagement holds a channel for so long
    report_stages: Ints  # (B,)  its report comes after so many
    false_kill: float = 0.0  # chance that a target that lives is reported killed
    missed_kill: float = 0.0  # chance that a killed one is reported alive
    most_salvo: int = 1

    def __post_init__(self) -> None:
        _check(self)

    @property
    def expected_value(self) -> float:
        """Value that comes, on average."""
        return float(self.values @ self.present_probability)

    def compiled(self) -> world.Model:
        """The instance as columns for kernels."""
        seen = np.maximum(self.opens, self.seen_at)  # nobody fires at what is not seen yet
        return world.Model(
            self.values.astype(float), self.present_probability.astype(float), self.seen_at.astype(np.int64),
            np.ascontiguousarray(self.kill_probability, float), seen.astype(np.int64), self.closes.astype(np.int64),
            self.rounds.astype(np.int64), self.battery.astype(np.int64), self.channels.astype(np.int64),
            self.guided_stages.astype(np.int64), self.report_stages.astype(np.int64),
            np.array([self.false_kill, self.missed_kill, self.most_salvo, self.stages], float),
        )  # fmt: skip


def instance(document: dict[str, Any]) -> Instance:
    """An instance from lists under the names of the fields. Raises ``InputError`` naming what is missing or unknown."""
    fields = Instance.__dataclass_fields__
    for name in fields:
        if name not in document and name not in ("false_kill", "missed_kill", "most_salvo"):
            raise InputError(f"{name} is missing")
    given = {name: document[name] for name in fields if name in document}
    for name, value in given.items():
        if isinstance(value, list):
            try:
                given[name] = np.array(value)
            except ValueError as error:
                raise InputError(f"{name}: is not an array of numbers ({error})") from None
    return Instance(**given)


def opening(model: world.Model) -> world.Known:
    """What is known before the first stage: full magazines, nobody seen yet."""
    n = len(model.values)
    zeros = np.zeros(n, np.int64)
    return world.Known(np.array([-1]), np.full(n, world.UNSEEN), zeros, zeros.copy(), zeros.copy(), model.rounds.copy())


def copy_of(known: world.Known) -> world.Known:
    """The same knowledge in arrays of its own."""
    return world.Known(
        known.stage.copy(), known.belief.copy(), known.pending.copy(), known.held.copy(), known.by.copy(),
        known.rounds.copy(),
    )  # fmt: skip


def _check(given: Instance) -> None:
    targets, rows, batteries = np.size(given.values), np.size(given.rounds), np.size(given.channels)
    shapes = {
        "values": (targets,), "present_probability": (targets,), "seen_at": (targets,),
        "kill_probability": (rows, targets), "opens": (rows, targets), "closes": (rows, targets), "rounds": (rows,),
        "battery": (rows,), "channels": (batteries,), "guided_stages": (batteries,), "report_stages": (batteries,),
    }  # fmt: skip
    if not (targets and rows and batteries):
        raise InputError("a dynamic instance needs at least one target, one row of rounds and one battery")
    for name, shape in shapes.items():
        array = np.asarray(getattr(given, name))
        if array.shape != shape or array.dtype.kind not in "iuf":
            raise InputError(f"{name}: numbers of shape {shape} are needed; {array.dtype} of {array.shape} was found")
        if not np.isfinite(array).all():
            raise InputError(f"{name}: holds {array[~np.isfinite(array)].ravel()[0]}; finite numbers are needed")
    last = given.stages - 1
    if not isinstance(given.stages, (int, np.integer)) or not 1 <= given.stages <= MOST_STAGES:
        raise InputError(f"stages: {given.stages}; a whole number from 1 to {MOST_STAGES}")
    for name, low, high in (
        ("values", 0.0, np.inf), ("present_probability", 0.0, 1.0), ("kill_probability", 0.0, 1.0), ("seen_at", 0,
        last), ("opens", 0, np.inf), ("closes", -1, last), ("rounds", 0, np.inf), ("battery", 0, batteries - 1),
        ("channels", 0, np.inf), ("guided_stages", 1, MOST_STAGES), ("report_stages", 1, MOST_STAGES), ("false_kill",
        0.0, 0.999), ("missed_kill", 0.0, 0.999), ("most_salvo", 1, 16),
    ):  # fmt: skip
        array = np.atleast_1d(np.asarray(getattr(given, name)))
        bad = (array < low) | (array > high)
        if name not in ("values", "present_probability", "kill_probability", "false_kill", "missed_kill"):
            bad |= array != np.floor(array)
        if bad.any():
            place = ", ".join(str(k) for k in np.argwhere(bad)[0])
            top = "or more" if high == np.inf else f"to {high:g}"
            raise InputError(f"{name}[{place}]: {array[bad].ravel()[0]:g}; {low:g} {top}")
    if (np.asarray(given.report_stages) < given.guided_stages).any():
        raise InputError("report_stages: a report comes no sooner than the channel is free (guided_stages)")
