"""``gbad keys``: every key that may stand at a place of a file, with type, unit, default and meaning."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from gbad.commands.printing import print_json
from gbad.commands.tables import filled, table
from gbad.errors import InputError
from gbad.scenario import keys, specs
from gbad.scenario.words import did_you_mean

SPREAD = "A spread is {low: 8, nominal: 10, high: 12}: a run takes the nominal, a study may draw."


def show(path: str | None, *, as_json: bool) -> None:
    """Keys of the block at a path, of a whole file without one, or every place of a key that is named alone."""
    tables = _found(path or "")
    if as_json:
        print_json({"path": path or "", "blocks": [asdict(one) for one in tables]})
        return
    print("\n\n".join(_text(one) for one in tables))
    if any("spread" in key.type for one in tables for key in one.keys):
        print(f"\n{SPREAD}")
    if not path:
        print()
        print(filled(f"Kinds of the library, each with keys of its own: {', '.join(sorted(specs.kinds()))}."))
        print("gbad keys PATH goes deeper: gbad keys radars, gbad keys threats.route, gbad keys figures.48N6E3")


def _text(one: Told) -> str:
    lines = [one.heading + (f": {one.about}" if one.about else "")]
    return "\n".join([*lines, *([told(one.keys, full_paths=one.by_path)] if one.keys else [])])


def told(found: list[keys.Key], *, full_paths: bool = False) -> str:
    """Keys as a table of the terminal's width."""
    rows = []
    for key in found:
        default = "needed" if key.required else key.default
        kind = key.type if not key.allowed else f"{key.type}: {key.allowed}"
        unit = f" [{key.unit}]" if key.unit else ""
        rows.append((key.path if full_paths else key.name, kind + unit, default, key.meaning))
    return table(("key", "type", "default", "meaning"), rows, whole=("key",))


@dataclass(frozen=True, slots=True)
class Told:
    """One table of keys."""

    heading: str
    about: str
    keys: list[keys.Key]
    by_path: bool = False


def _found(path: str) -> list[Told]:
    try:
        block = keys.block_at(path)
    except InputError:
        if "." in path:
            raise
        # a key by its own name: wherever it stands
        places = keys.places_of(path)
        if not places:
            raise InputError(f"keys: {path} is no key. {did_you_mean(path, keys.names())}") from None
        return [Told(f"{path} stands at", "", places, by_path=True)]
    if not block.members:
        return [Told(f"{block.path} is a plain value", block.about, [])]
    where = block.path or "a scenario"
    if kinds := block.kinds():
        return [Told(f"keys of {where} of kind {kind}", inner.about, inner.keys()) for kind, inner in kinds]
    return [Told(f"keys of {where}", block.about, block.keys())]
