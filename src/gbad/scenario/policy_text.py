"""``policy`` in a scenario: a name, a reference, or a block with parameters -> the one text that names it.

``policy: greedy``, ``policy: {reference: ./mine.py:assign, reserve: 4}``; in a study's levels and after ``--set`` the
block is written as text. Which parameters a policy takes is checked with the code it names (``beside``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import CoreSchema, core_schema

from gbad.codes import policies
from gbad.errors import InputError
from gbad.scenario import scalars
from gbad.scenario.composer import compose
from gbad.scenario.nodes import Mapping, Node, Scalar, describe

if TYPE_CHECKING:
    from gbad.scenario.reader import Reader


class PolicyText(str):
    """The text of a policy as ``codes.policies`` keeps it."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        """To pydantic it is a text like any other."""
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        """A text, or a block with a reference and parameters."""
        block = {"type": "object", "properties": {"reference": {"type": "string"}}, "required": ["reference"]}
        return {"anyOf": [{"type": "string"}, block]}


def read_policy(reader: Reader, node: Node, path: str) -> Any:
    """The policy of a node, or what ``reader.fail`` gives."""
    if isinstance(node, Scalar) and node.text.lstrip().startswith("{"):
        try:
            block = compose(f"policy: {node.text}", path).get("policy")
        except InputError as error:
            return reader.fail(node, path, str(error))
        assert block is not None
        node = Mapping(block.entries, node.mark) if isinstance(block, Mapping) else node
    if not isinstance(node, Mapping):
        try:
            return scalars.words(node)
        except scalars.Unreadable as error:
            return reader.fail(node, path, str(error))
    reference = node.get("reference")
    if not isinstance(reference, Scalar) or not reference.text:
        return reader.fail(
            node, path, f"{describe(node)} was found; reference is missing: a policy's name, or FILE.py:FUNCTION"
        )
    parameters: policies.Parameters = {}
    for key, entry in node.entries.items():
        if key == "reference":
            continue
        if not isinstance(entry.node, Scalar):
            found = describe(entry.node)
            return reader.fail(
                entry.node, f"{path}.{key}", f"{found} was found; a number, text, true or false is needed"
            )
        parameters[key] = _value(entry.node)
    return policies.joined(reference.text, parameters)


def _value(node: Scalar) -> policies.Value:
    """A parameter's value by how it is written: a policy's parameters have no declared type before its file is read."""
    if not node.plain:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    for read in (scalars.whole, scalars.number):
        try:
            return read(node)
        except scalars.Unreadable:
            continue
    return node.text
