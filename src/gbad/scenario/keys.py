"""Every key a scenario or a library entry may hold: type, unit, default, limits, meaning; read from the specs.

A path names a block as messages and ``--set`` do: ``radars.search``, ``threats.raid.route.points.0``,
``figures.48N6E3.single_shot``. Ids and numbers of items may be left out (``radars``, ``threats.route.points``), and a
kind of the library stands for all entries of that kind (``interceptor.single_shot``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gbad.errors import InputError
from gbad.library import catalogue
from gbad.scenario import specs
from gbad.scenario.key_words import allowed_in_words, default_in_words, shape_of_field, type_in_words
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.entity import Typed
from gbad.scenario.quantity import Spread
from gbad.scenario.shapes import fields_of, kind_of, shape_of
from gbad.scenario.words import did_you_mean, unit_of

# keys of a file that no field of the scenario keeps: they are spent while it is read
SPENT = {
    "figures": "figures of library entries set anew, by entry: {48N6E3: {max_range_km: 200}}",
    "switches": "alternatives by name; each option is a block laid over the scenario",
    "choose": "which option of each switch holds",
}
HEADING = ("kind", "schema", "name", "about")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a block."""

    path: str  # with <id> and <n> where an id or the number of an item stands
    type: str  # in words
    unit: str  # in words; empty if it has none
    default: str  # as it would be written; empty if there is none
    required: bool
    allowed: str  # limits or choices; empty if any
    meaning: str

    @property
    def name(self) -> str:
        """The key itself, without its path."""
        return self.path.rsplit(".", 1)[-1]


@dataclass(frozen=True, slots=True)
class Block:
    """A place in a file that holds keys: the specs that may be there (one, or one for each ``kind``)."""

    path: str
    members: tuple[type[BaseModel], ...]
    about: str = ""

    def keys(self) -> list[Key]:
        """Every key of the block, each once, whichever kinds have it."""
        found: dict[str, Key] = {}
        for member in self.members:
            for key, field in _keys_of(member).items():
                found.setdefault(key, _key(member, key, field, self.path))
        if self.members == (Scenario,):
            found |= {key: Key(key, "block", "", "", False, "", about) for key, about in SPENT.items()}
        return list(found.values())

    def kinds(self) -> list[tuple[str, Block]]:
        """One block for each kind that may stand here; none where there is only one."""
        if len(self.members) < 2:
            return []
        return [(kind_of(m), Block(self.path, (m,), summary(m))) for m in self.members]


def block_at(path: str) -> Block:
    """The block a path names. Raises :class:`InputError` with the keys that are there when the path goes astray."""
    parts = [part for part in path.replace("[", ".").replace("]", "").split(".") if part]
    if parts[:1] == ["figures"] and len(parts) > 1:
        kind = catalogue.kind_of(catalogue.node(parts[1]), parts[1])
        return _down(Block(f"figures.{parts[1]}", (specs.kinds()[kind],)), parts[2:])
    if parts and parts[0] in specs.kinds() and parts[0] not in fields_of(Scenario):
        return _down(Block(parts[0], (specs.kinds()[parts[0]],)), parts[1:])
    if parts[:1] and parts[0] in SPENT:
        raise InputError(f"keys: {parts[0]}: {SPENT[parts[0]]}; see gbad keys figures.ENTRY, or gbad keys")
    return _down(Block("", (Scenario,)), parts)


def blocks() -> Iterator[Block]:
    """Every block of a scenario, outer before inner, then every block of each kind of the library."""
    seen: set[tuple[type[BaseModel], ...]] = set()
    yield from _walk(Block("", (Scenario,)), seen)
    for kind, spec in sorted(specs.kinds().items()):
        yield from _walk(Block(kind, (spec,)), seen)


def places_of(name: str) -> list[Key]:
    """Every key of this name, wherever it stands."""
    return [key for block in blocks() for key in block.keys() if key.name == name]  # noqa: SIM118  # no dict


def names() -> list[str]:
    """Every key there is, once, and the kinds of the library."""
    return sorted({key.name for block in blocks() for key in block.keys()} | set(specs.kinds()))  # noqa: SIM118


def summary(spec: type[BaseModel]) -> str:
    """First sentence of a spec's docstring."""
    return (spec.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ").split(". ")[0].rstrip(".").replace("``", "")


def _walk(block: Block, seen: set[tuple[type[BaseModel], ...]]) -> Iterator[Block]:
    if block.members in seen:
        return
    seen.add(block.members)
    yield block
    inner: dict[str, Block] = {}
    for member in block.members:
        for key in _keys_of(member):
            below = _below(member, key, block.path)
            if below is not None:
                inner.setdefault(key, below)
    for below in inner.values():
        yield from _walk(below, seen)


def _down(block: Block, parts: list[str]) -> Block:
    while parts:
        part, parts = parts[0], parts[1:]
        below = next((b for member in block.members if (b := _below(member, part, block.path)) is not None), None)
        if below is None:
            here = {key: field for member in block.members for key, field in _keys_of(member).items()}
            where = f"{block.path}.{part}" if block.path else part
            if part in here:
                return Block(where, (), meaning(block.members[0], part, here[part]))
            kinds = {kind_of(m): m for m in block.members if "kind" in m.model_fields}
            if part in kinds:
                block = Block(block.path, (kinds[part],))
                continue
            raise InputError(f"keys: {where} is not known. {did_you_mean(part, {**here, **kinds})}")
        # the id of an entity or the number of an item may be said or left out; an id may read like a key (a jammer's)
        if parts and below.path.endswith((".<id>", ".<n>")):
            return _past_id(below, parts)
        block = below
    return block


def _past_id(block: Block, parts: list[str]) -> Block:
    """Below a block whose id or number is the first of ``parts`` or was left out, whichever leads somewhere."""
    kinds = [kind_of(m) for m in block.members if "kind" in m.model_fields]
    if parts[0] not in kinds and not any(parts[0] in _keys_of(member) for member in block.members):
        return _down(block, parts[1:])
    try:
        return _down(block, parts)
    except InputError:
        return _down(block, parts[1:])


def _keys_of(spec: type[BaseModel]) -> dict[str, FieldInfo]:
    """Keys of a spec by their name in a file; of an entity with a type also the figures it may set anew."""
    own = dict(fields_of(spec))
    if issubclass(spec, Typed):
        own |= {k: f for k, f in fields_of(spec.figures_spec).items() if k not in own and k not in HEADING}
    return own


def _owner(spec: type[BaseModel], key: str) -> type[BaseModel]:
    return spec.figures_spec if issubclass(spec, Typed) and key not in fields_of(spec) else spec


def meaning(spec: type[BaseModel], key: str, field: FieldInfo) -> str:
    """What a key means; where a kind lays an inherited field down anew, what it means there."""
    for known in _owner(spec, key).__mro__:
        if issubclass(known, BaseModel) and known is not BaseModel and key in fields_of(known):
            text = fields_of(known)[key].description
            if text:
                return str(text)
    return str(field.description or "")


def _below(spec: type[BaseModel], key: str, path: str) -> Block | None:
    """The block under a key; None for a plain value."""
    field = _keys_of(spec).get(key)
    if field is None:
        return None
    inside, shape = f"{path}.{key}" if path else key, shape_of_field(field)
    while shape.kind in ("list", "dict"):
        inside += ".<id>" if shape.kind == "dict" else ".<n>"
        shape = shape_of(shape.inner)
    if shape.kind == "union":
        return Block(inside, tuple(shape_of(choice).type for choice in shape.choices))
    return Block(inside, (shape.type,)) if shape.kind == "model" and shape.type is not Spread else None


def _key(spec: type[BaseModel], key: str, field: FieldInfo, path: str) -> Key:
    inherited = _owner(spec, key) is not spec
    said = meaning(spec, key, field) or ("says which keys go with it" if key == "kind" else "")
    return Key(
        path=f"{path}.{key}" if path else key,
        type=type_in_words(shape_of_field(field)),
        unit=unit_of(key),
        default="its type's" if inherited else default_in_words(field),
        required=field.is_required() and not inherited,
        allowed=allowed_in_words(field),
        meaning=said,
    )
