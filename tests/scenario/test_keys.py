"""Every key is told, with its meaning, at every place; and the JSON Schema takes what the reader takes."""

from __future__ import annotations

import pytest
import yaml

from gbad.errors import InputError
from gbad.library import catalogue
from gbad.scenario import document, keys, specs
from gbad.scenario.json_schema import schema_of
from gbad.scenario.nodes import Mapping, Sequence


def test_every_key_says_what_it_means():
    for block in keys.blocks():
        for inner in [one for _, one in block.kinds()] or [block]:
            silent = [key.path for key in inner.keys() if not key.meaning]  # noqa: SIM118  # no dict
            assert not silent


def walked(node: object, path: str):
    if isinstance(node, Mapping):
        for key, entry in node.entries.items():
            inside = f"{path}.{key}" if path else key
            yield inside
            yield from walked(entry.node, inside)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from walked(item, f"{path}.{number}")


@pytest.mark.parametrize("name", document.shipped())
def test_every_key_of_every_shipped_scenario_is_told(name):
    free = ("switches", "choose", "sources", "load", "low", "nominal", "high", "figures")
    for path in walked(document.open_document(name).root, ""):
        if not set(path.split(".")) & set(free):
            keys.block_at(path)  # raises where a key is not known


def test_an_id_that_is_a_key_does_not_hide_the_others():
    assert {key.name for key in keys.block_at("threats").keys()} == {  # noqa: SIM118  # no dict
        key.name
        for key in keys.block_at("threats.some-raid").keys()  # noqa: SIM118  # no dict
    }


def test_an_id_may_read_like_a_key():
    assert keys.block_at("threats.jammer.route.waypoints") == keys.block_at("threats.a.route.waypoints")
    assert {key.name for key in keys.block_at("threats.jammer").keys()} == {"erp_kw", "from_ghz", "to_ghz"}  # noqa: SIM118  # no dict


def test_figures_are_those_of_the_kind():
    assert keys.block_at("figures.48N6E3").members == keys.block_at("interceptor").members
    assert keys.block_at("figures.48N6E3.single_shot").members == keys.block_at("interceptor.single_shot").members


@pytest.mark.parametrize("path", ["radars.search.perod_s.x", "interceptor.max_range", "figures.48N6E4", "nothing.x"])
def test_a_path_that_goes_astray_is_bad_input(path):
    with pytest.raises(InputError):
        keys.block_at(path)


def test_limits_and_choices_are_those_of_the_reader():
    by_name = {key.name: key for key in keys.block_at("radar").keys()}  # noqa: SIM118  # no dict
    assert by_name["sector_width_deg"].allowed == "above 0 and 360 or less"
    assert by_name["error_floor_fraction"].type == "number or spread"
    command = {key.name: key for key in keys.block_at("command_post").keys()}  # noqa: SIM118  # no dict
    assert command["weapons_control"].allowed == "hold, tight, free"


def invalid(value: object, schema: dict, root: dict, path: str = "") -> list[str]:
    """What a value breaks of the part of JSON Schema that is written here; a check apart from the maker."""
    if "$ref" in schema:
        return invalid(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, path)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            found = [invalid(value, choice, root, path) for choice in schema[word]]
            fits = sum(not one for one in found)
            right = fits == 1 if word == "oneOf" else fits >= 1
            return [] if right else [f"{path}: {fits} of {word}", *min(found, key=len)]
    if "const" in schema and value != schema["const"]:
        return [f"{path}: {value} is not {schema['const']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value} is none of {schema['enum']}"]
    types = {"object": dict, "array": list, "number": (int, float), "integer": int, "boolean": bool}
    kind = schema.get("type")
    if kind in types and (not isinstance(value, types[kind]) or (kind in ("number", "integer") and value is True)):
        return [f"{path}: {value!r} is no {kind}"]
    errors = []
    if kind == "object":
        properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        errors += [f"{path}: {key} is missing" for key in schema.get("required", ()) if key not in value]
        for key, item in value.items():
            inner = properties.get(key, more)
            if inner is False:
                errors.append(f"{path}: {key} is not known")
            elif isinstance(inner, dict):
                errors += invalid(item, inner, root, f"{path}.{key}")
    if kind == "array":
        for number, item in enumerate(value):
            errors += invalid(item, schema["items"], root, f"{path}.{number}")
    if kind in ("number", "integer"):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            errors.append(f"{path}: {value} is out of limits")
        if value <= schema.get("exclusiveMinimum", value - 1) or value >= schema.get("exclusiveMaximum", value + 1):
            errors.append(f"{path}: {value} is out of limits")
    return errors


class Texts(yaml.SafeLoader):
    """YAML as the strict reader takes it: times are text."""


Texts.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("name", document.shipped())
def test_the_schema_takes_every_shipped_scenario(name):
    schema = schema_of()
    assert invalid(yaml.load(document.open_document(name).text, Texts), schema, schema) == []


def test_the_schema_takes_every_library_entry():
    for name, path in catalogue.files().items():
        schema = schema_of(catalogue.kind_of(catalogue.node(name), name))
        found = invalid(yaml.load(path.read_text(encoding="utf-8"), Texts), schema, schema)
        assert found == [], name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("duration_s: 900.0", "duration_s: -1.0"), ("duration_s: 900.0", "duration_s: nine"),
        ("kind: waypoints", "kind: waypoint"), ("rcs_m2: 4.0", "rcs_m: 4.0"), ("rcs_m2: 4.0", "rcs_m2: {low: 1.0}"),
        ("title: One aircraft against one battery", "about: no title"), ("{kind: flat}", "{kind: flat, peak_m: 3}"),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_reader_refuses(old, new):
    text = document.open_document("one-aircraft").text
    assert old in text
    schema = schema_of()
    assert invalid(yaml.load(text.replace(old, new), Texts), schema, schema) != []


def test_every_kind_has_a_schema():
    for kind in specs.kinds():
        assert schema_of(kind)["properties"]["kind"]["enum"] == [kind]
