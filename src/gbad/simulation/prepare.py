"""From a reference to something that can be played: scenario read, rooms' models handed to compilation, masks cut.

This is where the walls meet once, before time starts: scenario imports no room, so the functions that turn published
figures into tables (calibration, fly-out, paths) are passed in from here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gbad import engagement, identification, motion, sensing, tracking
from gbad.codes.policies import BUILT_IN as BUILT_IN_POLICIES
from gbad.codes.policies import split as split_policy
from gbad.errors import FieldError
from gbad.plugins import file_of
from gbad.results.sealing import plain
from gbad.scenario.compile_objects import recording_files
from gbad.scenario.compiling import compile_tables, terrain_parameters, unknown_ground
from gbad.scenario.document import Document, open_document, override
from gbad.scenario.figures_used import assumptions
from gbad.scenario.known_ground import ground_told, unknown_in_file
from gbad.scenario.layout import Scenario
from gbad.scenario.load import read, with_line
from gbad.scenario.models import Models
from gbad.scenario.recording_notes import recording_notes
from gbad.scenario.terrains import FileTerrain
from gbad.simulation.doubts import doubts
from gbad.simulation.spine import PlugIns
from gbad.tables import Tables
from gbad.terrain import Terrain
from gbad.terrain import load as load_terrain
from gbad.truth import Trajectories
from gbad.weapon_assignment import load_policy


def room_models(notes: list[str]) -> Models:
    """The rooms' functions that compilation needs; what calibration could not reach is added to ``notes``."""

    def fly_interceptor(**figures: Any) -> dict[str, Any]:
        return engagement.fly_interceptor(notes.extend, **figures)

    return Models(
        calibrate_radar=sensing.loop_gain_db,
        fly_interceptor=fly_interceptor,
        path=motion.path,
        trajectories=motion.trajectories,
    )


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A scenario ready to play. It is not changed by playing and may be shared by threads."""

    scenario: Scenario
    tables: Tables
    trajectories: Trajectories
    terrain: Terrain
    plugs: PlugIns
    assumptions: list[dict[str, Any]]
    notes: list[str]  # unknown ground, rows of recordings left out, calibration that fell short: a sentence each
    document: Document  # what it was read from, changes included
    inputs: dict[str, str]  # SHA-256 of everything the tables were made from, by what it is
    digest: str  # SHA-256 of all of them

    def __repr__(self) -> str:
        return f"<Prepared {self.scenario.id}: {self.tables!r}, inputs {self.digest[:12]}>"

    @property
    def ground(self) -> str:
        """What every page says of ground from a file; empty for other ground."""
        return ground_told(self.scenario.terrain)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A scenario as tables and paths; no code of the user's has been run."""

    scenario: Scenario
    tables: Tables
    trajectories: Trajectories
    terrain: Terrain
    notes: list[str]  # as in ``Prepared``


def compile_document(document: Document, draws: tuple[Mapping[str, float], ...] = ({},)) -> Compiled:
    """Read, check and compile: what ``gbad check`` does, and ``prepare`` first of all. Raises ``InputError``."""
    scenario = read(document)
    terrain = load_terrain(terrain_parameters(scenario))
    notes = unknown_ground(scenario) + unknown_in_file(scenario.terrain, terrain)
    notes += recording_notes(scenario, losses_only=True)
    try:
        tables, trajectories = compile_tables(scenario, room_models(notes), terrain=terrain, draws=draws)
    except FieldError as error:
        raise with_line(document, error) from error
    notes += doubts(scenario, tables, trajectories)
    return Compiled(scenario, tables, trajectories, terrain, notes)


def prepare(
    reference: str | Path | Document | Prepared,
    changes: Mapping[str, Any] | None = None,
    *,
    draws: tuple[Mapping[str, float], ...] = ({},),
) -> Prepared:
    """Read, check and compile a scenario. Runs the code of a policy it refers to. Raises ``InputError``."""
    if isinstance(reference, Prepared):
        return reference
    document = reference if isinstance(reference, Document) else open_document(reference)
    for path, value in (changes or {}).items():
        document = override(document, path, value)
    compiled = compile_document(document, draws)
    scenario, tables = compiled.scenario, compiled.tables
    commands = tables.defence.commands
    policies = [str(policy) for policy in commands.policy]
    ways = sorted({str(way) for way in commands.identification} - set(identification.BUILT_IN))
    followers = sorted({str(tracker) for tracker in commands.tracker} - {"kalman"})
    plugs = PlugIns(
        policies=tuple(load_policy(policy, document.folder) for policy in policies),
        identifiers={way: identification.load_identifier(way, document.folder) for way in ways},
        trackers={tracker: tracking.load_tracker(tracker, document.folder) for tracker in followers},
    )
    named = {split_policy(policy)[0] for policy in policies}
    references = [*sorted(named - set(BUILT_IN_POLICIES)), *ways]
    references += [tracker for tracker in followers if tracker not in tracking.BUILT_IN]
    inputs = _inputs(document, scenario, references)
    return Prepared(
        scenario=scenario,
        tables=tables,
        trajectories=compiled.trajectories,
        terrain=compiled.terrain,
        plugs=plugs,
        assumptions=[vars_of(assumption) for assumption in assumptions(scenario)],
        notes=compiled.notes,
        document=document,
        inputs=inputs,
        digest=hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest(),
    )


def vars_of(assumption: Any) -> dict[str, Any]:
    """An assumption as a plain dictionary, ready for JSON."""
    if hasattr(assumption, "model_dump"):
        return dict(assumption.model_dump())
    return {name: getattr(assumption, name) for name in assumption.__dataclass_fields__}


def _inputs(document: Document, scenario: Scenario, references: list[str]) -> dict[str, str]:
    """SHA-256 of each input: two studies with the same ones meet the same tables."""
    beside = {f"file {_beside(path, scenario.folder)}": path for path in recording_files(scenario)}
    beside |= {f"file {name}": scenario.folder / name for name in scenario.files}
    if isinstance(scenario.terrain, FileTerrain):
        beside["terrain"] = scenario.folder / scenario.terrain.path
    beside |= {f"plug-in {name}": file_of(name.rpartition(":")[0], document.folder) for name in references}
    contents = {
        "scenario": document.text.encode(),
        "changes": json.dumps(plain(document.changes), sort_keys=True).encode(),
        **{f"library {name}": entry.model_dump_json().encode() for name, entry in sorted(scenario.library.items())},
        **{name: path.read_bytes() for name, path in sorted(beside.items())},
    }
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def _beside(path: Path, folder: Path) -> Path:
    return path.relative_to(folder) if path.is_relative_to(folder) else path
