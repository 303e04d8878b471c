"""Document -> Scenario: the strict reading, and the rules that look across entities."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from pathlib import Path
from typing import Any

from gbad.errors import FieldError, InputError
from gbad.scenario.changes import settle, switches_of
from gbad.scenario.document import Document, open_document, override
from gbad.scenario.layout import SCHEMA, Scenario
from gbad.scenario.layout.area import Asset, Corridor, Zone
from gbad.scenario.layout.flights import Other, Threat
from gbad.scenario.layout.sites import BatterySite, CommandSite, LinkSite, PassiveSite, RadarSite
from gbad.scenario.layout.units import UnitSite
from gbad.scenario.marks import Problems
from gbad.scenario.nodes import Mapping, Node
from gbad.scenario.overlay import Library, read_entity, reader_of_typed
from gbad.scenario.places import check_places
from gbad.scenario.reader import Reader
from gbad.scenario.references import check_references
from gbad.scenario.schema import check_schema

_TYPED = (CommandSite, RadarSite, PassiveSite, BatterySite, LinkSite, Threat, Other)


def load(reference: str | Path | Document, changes: AbstractMapping[str, Any] | None = None) -> Scenario:
    """A scenario by shipped name, file or document, with changes by path (``{"organisation": "B"}``).

    Raises :class:`gbad.errors.InputError` with up to 20 findings, each with file, line and column.
    """
    document = reference if isinstance(reference, Document) else open_document(reference)
    for path, value in (changes or {}).items():
        document = override(document, path, value)
    return read(document)


def read(document: Document) -> Scenario:
    """The scenario of a document. Raises :class:`gbad.errors.InputError`."""
    problems = Problems()
    check_schema(document.root, SCHEMA, problems)
    if problems and document.root.get("schema") is not None:
        # another grammar: its other findings would only confuse
        problems.raise_if_any()
    root, chosen = settle(document, problems)
    if any(switch not in chosen for switch in switches_of(document.root)):
        # without the option's blocks everything else would seem to be missing
        problems.raise_if_any()
    figures = root.get("figures")
    library = Library(document.folder, problems, figures)
    root = Mapping({key: entry for key, entry in root.entries.items() if key != "figures"}, root.mark)

    typed = reader_of_typed(library)
    reader = Reader(
        problems, dict.fromkeys(_TYPED, typed) | {spec: read_entity for spec in (Asset, Corridor, UnitSite, Zone)}
    )
    values = reader.values(root, Scenario, "")
    check_references(values, root, library, problems)
    check_places(values, root, problems, document.folder)
    values |= {"id": document.name, "folder": document.folder, "choices": chosen, "library": library.used}
    scenario = reader.build(root, Scenario, values, "") if not problems else None
    problems.raise_if_any()
    if not isinstance(scenario, Scenario):
        raise InputError(f"{document.name}: could not be read")
    return scenario


def with_line(document: Document, error: FieldError) -> InputError:
    """An error of a field with the line of the file on which that field stands, or what is nearest above it."""
    problems = Problems()
    root, _ = settle(document, problems)
    node: Node = root
    for part in error.field.split("."):
        below = node.get(part) if isinstance(node, Mapping) else None
        if below is None:
            break
        node = below
    found = Problems()
    found.add(node.mark, error.field, error.finding)
    return found.error()


def options_of(document: Document) -> list[dict[str, str]]:
    """Every option of every switch once, the others as chosen: what ``gbad check`` reads besides the choice made."""
    return [{switch: option} for switch, options in switches_of(document.root).items() for option in options]
