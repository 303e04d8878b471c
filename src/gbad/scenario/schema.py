"""The ``schema:`` line of every file: which grammar, which version."""

from __future__ import annotations

from gbad.scenario.marks import Problems
from gbad.scenario.nodes import Mapping, Scalar


def check_schema(root: Mapping, ours: str, problems: Problems) -> None:
    """Note a finding if the file's schema is missing, of another grammar, or newer than ours (``scenario/1``)."""
    name, version = ours.split("/")
    node = root.get("schema")
    if node is None:
        # a missing key is told by the reader, like any other
        return
    if not isinstance(node, Scalar):
        problems.add(node.mark, "schema", f"must be {ours}")
        return
    found, _, number = node.text.partition("/")
    if found != name or not number.isdecimal():
        problems.add(node.mark, "schema", f"{node.text} was found, {ours} is needed")
    elif int(number) > int(version):
        problems.add(node.mark, "schema", f"{node.text} is newer than this program reads ({ours}); update gbad")
    elif int(number) < int(version):
        problems.add(node.mark, "schema", f"{node.text} is older than this program reads ({ours})")
