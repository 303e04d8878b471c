"""The room's state, and one command cycle of it: every command identifies in the way its scenario says.

``identification: rules | bayes | ./mine.py:Identifier``. The built-in two serve all runs of a batch in one kernel each;
a user's class is made once for every run and command, and called once for each at every cycle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gbad.errors import InputError
from gbad.identification import _bayes_kernel, bayes
from gbad.identification import _identify_kernel as numbers
from gbad.identification.filing import filed_plans
from gbad.identification.hearing import ENOUGH, Heard, listen
from gbad.identification.own import Identifier, IdentifierMaker, ask
from gbad.identification.rules import Figures
from gbad.messages import AirPicture, Bearings, Identities
from gbad.plugins import users_code
from gbad.tables import Defence, Floats, Ints

BUILT_IN = ("rules", "bayes")


@dataclass(slots=True)
class IdentificationState:
    """What every track was last held for, and what each way of identifying keeps."""

    identities: Identities
    commands: numbers.Commands
    corridors: numbers.Corridors
    figures: Floats
    scales: bayes.Scales | None  # None where nobody weighs evidence
    own: dict[tuple[int, int], Identifier]  # by run row and command row
    heard: Heard


def start(
    defence: Defence,
    draw_of_run: Ints,
    run_number: Ints,
    seed: int,
    slots: int,
    makers: Mapping[str, IdentifierMaker] | None = None,
    figures: Figures | None = None,
) -> IdentificationState:
    """Nobody identified yet; ``slots`` as in the picture. What was filed in each run is drawn here.

    ``makers`` holds the user's classes by the reference that names them. Raises ``InputError`` for a way of
    identifying that is neither built in nor among them.
    """
    table, corridors = defence.commands, defence.corridors
    ways = [str(way) for way in table.identification]
    runs = len(run_number)
    dense = (runs, len(ways), slots)
    own: dict[tuple[int, int], Identifier] = {}
    for command, way in enumerate(ways):
        if way not in BUILT_IN:
            if way not in (makers or {}):
                raise InputError(f"identification {way}: expected rules, bayes or a reference that was loaded")
            maker = (makers or {})[way]
            with users_code("identification", maker, "when it was made"):
                own |= {(run, command): maker() for run in range(runs)}
    return IdentificationState(
        identities=Identities(
            number=np.zeros(dense, np.int64),
            identity=np.zeros(dense, np.int8),
            since_s=np.zeros(dense),
            reason=np.zeros(dense, np.int8),
            confidence=np.full(dense, np.nan),
        ),
        commands=numbers.Commands(
            np.ascontiguousarray(table.iff_replies_required, np.int64),
            np.ascontiguousarray(table.identification_time_s, float),
            np.ascontiguousarray(table.hostile_speed_mps, float),
            np.ascontiguousarray(table.threat_miss_distance_m, float),
            np.array([way == "rules" for way in ways]),
        ),
        corridors=numbers.Corridors(
            np.ascontiguousarray(corridors.start_ecef_m, float).reshape(-1, 3),
            np.ascontiguousarray(corridors.end_ecef_m, float).reshape(-1, 3),
            np.ascontiguousarray(corridors.half_width_m, float),
            np.ascontiguousarray(corridors.min_height_m, float),
            np.ascontiguousarray(corridors.max_height_m, float),
        ),
        figures=(figures or Figures()).row(),
        scales=bayes.start(defence, dense, filed_plans(defence.plans, draw_of_run, run_number, seed))
        if "bayes" in ways
        else None,
        own=own,
        heard=Heard(np.zeros(dense, np.int64), np.zeros(dense, np.int64)),
    )


def identify(
    state: IdentificationState,
    defence: Defence,
    draw_of_run: Ints,
    picture: AirPicture,
    t: float,
    bearings: Bearings | None = None,
) -> Identities:
    """Identity of every track of every picture at cycle time ``t``, since when it holds, and why.

    ``bearings`` are those heard since the cycle before; None where nothing listens.
    The result belongs to the state and is updated in place: copy what must outlast the next cycle.
    """
    held = state.identities
    if bearings is not None and state.scales is not None:
        listen(state.heard, picture, bearings, float(t))
    seen = numbers.Picture(
        picture.number, picture.time_s, picture.position_ecef_m, picture.velocity_ecef_mps, picture.covariance_ecef,
        picture.first_s, picture.civil_replies, picture.friendly_replies, picture.interrogations,
        state.heard.cycles >= ENOUGH,
    )  # fmt: skip
    kept = numbers.Held(held.number, held.identity, held.since_s, held.reason, held.confidence)
    place = np.empty(3)
    assets = defence.assets.position_ecef_m
    # a way that nobody uses is not called, hence not compiled
    if state.commands.by_rules.any():
        numbers.identify(
            float(t), draw_of_run, seen, state.commands, state.corridors, assets, state.figures, kept, place
        )
    if state.scales is not None:
        scales = state.scales
        _bayes_kernel.weigh_all(
            float(t), draw_of_run, seen, state.commands, state.corridors, assets, state.figures,
            scales.weights, scales.places, kept, scales.first_ecef_m, scales.hostile,
            place,             np.empty((_bayes_kernel.EVIDENCE, _bayes_kernel.CLASSES)),
        )  # fmt: skip
    for (run, command), identifier in state.own.items():
        ask(identifier, defence, picture, held, run, command, t)
    return held
