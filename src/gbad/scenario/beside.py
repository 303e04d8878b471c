"""What lies beside a scenario and is no YAML: code of the user's, and files that it reads. None of it is run here.

``gbad check`` says what a run would say, so what can be told from a file's text is told now: whether there is a file,
whether it is Python at all, whether the name that is called occurs in it.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gbad.codes import policies
from gbad.errors import InputError
from gbad.plugins import file_of


@dataclass(frozen=True, slots=True)
class PlugIn:
    """A setting that may name code: its built-in answers, what the code must be, and an example."""

    built_in: tuple[str, ...]
    needed: str  # completes "FILE has no ..."
    example: str
    node: tuple[type[ast.FunctionDef] | type[ast.ClassDef], ...]


SETTINGS = {
    "policy": PlugIn(
        tuple(policies.BUILT_IN), "function {name}", "./earliest_first.py:assign", (ast.FunctionDef, ast.ClassDef)
    ),
    "tracker": PlugIn(
        ("kalman", "imm", "jpda"), "class {name} with a method update", "./mine.py:Tracker", (ast.ClassDef,)
    ),
    "identification": PlugIn(
        ("rules", "bayes"), "class {name} with a method identify", "./mine.py:Identifier", (ast.ClassDef,)
    ),
}


def check_code(setting: str, reference: str, folder: Path) -> None:
    """A policy, tracker or identification that a command names. Raises ``InputError`` with what a run would say."""
    asked = SETTINGS[setting]
    parameters: policies.Parameters = {}
    if setting == "policy":
        try:
            reference, parameters = policies.split(reference)
            if reference in policies.BUILT_IN:
                policies.settings_of(reference, parameters)
        except policies.PolicySettingError as error:
            raise InputError(str(error)) from error
    if reference in asked.built_in:
        return
    path_text, colon, name = reference.rpartition(":")
    if not colon or not path_text.endswith(".py") or not name:
        near = difflib.get_close_matches(reference, asked.built_in, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise InputError(f"{reference}: expected {', '.join(asked.built_in)} or a reference like {asked.example}{hint}")
    path = file_of(path_text, folder)
    if not path.is_file():
        raise InputError(f"{reference}: there is no file {path_text} beside the scenario or here")
    try:
        tree = ast.parse(path.read_bytes(), path.name)
    except (SyntaxError, ValueError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        raise InputError(f"{reference}: {path.name}{line} is no Python: {getattr(error, 'msg', error)}") from error
    except OSError as error:
        raise InputError(f"{reference}: {path_text} cannot be read: {error.strerror}") from error
    if not {name, "*"} & set(_words(tree)):
        known = ", ".join(n.name for n in tree.body if isinstance(n, asked.node) and not n.name.startswith("_"))
        raise InputError(f"{reference}: {path.name} has no {asked.needed.format(name=name)}; it has: {known or 'none'}")
    _check_parameters(reference, parameters, next((n for n in tree.body if getattr(n, "name", "") == name), None))


def _check_parameters(reference: str, parameters: Mapping[str, Any], found: ast.AST | None) -> None:
    """Parameters must be among those that the function takes after the situation, where the file shows it."""
    if not isinstance(found, ast.FunctionDef) or found.args.kwarg or found.decorator_list:
        return
    taken = [*found.args.posonlyargs, *found.args.args][1:] + found.args.kwonlyargs
    known = [argument.arg for argument in taken]
    for name in parameters:
        if name not in known:
            raise InputError(policies.unknown_parameter(reference, name, known))


def check_files(names: tuple[str, ...], folder: Path) -> Iterator[tuple[int, str]]:
    """Findings about files that code reads: which entry, and what is wrong with it."""
    for index, name in enumerate(names):
        if not (folder / name).is_file():
            yield index, f"there is no file {name} beside the scenario"
        elif name in names[:index]:
            yield index, f"{name} is named twice"


def plug_ins_of(figures: Any) -> Mapping[str, str]:
    """The settings of a command post that may name code."""
    return {setting: str(getattr(figures, setting)) for setting in SETTINGS}


def _words(tree: ast.AST) -> Iterator[str]:
    """Everything in a file that could bind a name; where all of another file is taken in, anything might."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name
            case ast.Name():
                yield node.id
            case ast.alias():
                yield (node.asname or node.name).split(".")[0]
            case ast.Constant(value=str() as text):
                yield text  # globals()["assign"] = ...
