"""A battle in one file: a zip of arrays (npz) and one JSON text that says how they hang together. Never pickle.

The compiled scenario is not saved: it is prepared anew from the text kept in the file, and its digest must be the same.
The file is of one version of the program and is refused by any other. Objects of plug-ins are saved by what their
``state()`` gives (plain values and arrays) and made anew, then given it back by ``restore(state)``.
"""

from __future__ import annotations

import importlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError, ResultsError
from gbad.scenario.document import Document, open_document, parse_document
from gbad.simulation import spine
from gbad.simulation.copying import offset_of, whole_of
from gbad.simulation.prepare import Prepared, prepare
from gbad.version import VERSION

FORMAT = 1


def save(ready: Prepared, state: spine.State, changes: Mapping[str, Any], path: Path) -> Path:
    """Write a new file. Raises ``InputError`` when it exists or a plug-in cannot tell its state."""
    if path.exists():
        raise InputError(f"{path}: exists; nothing is overwritten")
    writer = _Writer(ready)
    tree = writer.encode(state)
    head = {
        "format": FORMAT,
        "version": VERSION,
        "scenario": ready.scenario.id,
        "text": ready.document.text,
        "folder": str(ready.document.folder),
        "name": ready.document.name,
        "changes": [[key, value] for key, value in ready.document.changes],
        "digest": ready.digest,
        "asked": dict(changes),
        "state": tree,
    }
    store = io.BytesIO()
    arrays: dict[str, Any] = writer.arrays
    np.savez_compressed(store, **arrays)
    with zipfile.ZipFile(path, "x") as file:
        file.writestr("battle.json", json.dumps(head), zipfile.ZIP_DEFLATED)
        file.writestr("arrays.npz", store.getvalue())
    return path


def load(path: Path, scenario: str | Path | Document | Prepared | None) -> tuple[Prepared, spine.State, dict[str, Any]]:
    """Scenario, state and changes of a saved battle. Raises ``InputError`` and ``ResultsError`` as ``Battle.load``."""
    if not path.is_file():
        raise InputError(f"{path}: there is no such file")
    try:
        with zipfile.ZipFile(path) as file:
            head = json.loads(file.read("battle.json"))
            with np.load(io.BytesIO(file.read("arrays.npz")), allow_pickle=False) as store:
                arrays = {name: store[name] for name in store.files}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ResultsError(f"{path}: is no saved battle, or is damaged ({error})") from error
    if head.get("format") != FORMAT or head.get("version") != VERSION:
        raise InputError(
            f"{path}: saved by version {head.get('version')} of gbad; this is {VERSION}, which can't go on"
        )
    if scenario is None:
        changes = tuple((key, value) for key, value in head["changes"])
        ready = prepare(parse_document(head["text"], name=head["name"], folder=Path(head["folder"]), changes=changes))
    else:
        ready = prepare(open_document(scenario) if isinstance(scenario, (str, Path)) else scenario, head["asked"])
    if ready.digest != head["digest"]:
        raise InputError(f"{path}: the scenario, its library or its plug-ins have changed since it was saved")
    state: spine.State = _Reader(ready, arrays).decode(head["state"])
    _revive(state)
    return ready, state, head["asked"]


def _revive(state: spine.State) -> None:
    """Make the objects of plug-ins anew and give them their state back."""
    plugged, own = state.trackers.plugged, state.observers.own
    if plugged is None and not own:
        return
    assert state.planned is not None
    fresh = spine.begin(state.given, state.planned, state.batch, state.plugs)
    if plugged is not None:
        assert fresh.trackers.plugged is not None
        for key, place in plugged.seats.items():
            told, place.tracker = place.tracker, fresh.trackers.plugged.seats[key].tracker
            place.tracker.restore(told.state)  # type: ignore[attr-defined]
    for where, told_identifier in list(own.items()):
        own[where] = fresh.observers.own[where]
        own[where].restore(told_identifier.state)  # type: ignore[attr-defined]


class _Parts:
    """The compiled scenario by path and by identity: what is not saved but pointed at."""

    def __init__(self, ready: Prepared) -> None:
        self.by_path: dict[str, Any] = {}
        for name in ("tables", "trajectories", "plugs"):
            self._gather(name, getattr(ready, name))
        self.by_id = {id(value): path for path, value in self.by_path.items()}

    def _gather(self, path: str, value: Any) -> None:
        if is_dataclass(value) or isinstance(value, np.ndarray):
            self.by_path[path] = value
        if is_dataclass(value) and not isinstance(value, spine.PlugIns):
            for field in fields(value):
                self._gather(f"{path}.{field.name}", getattr(value, field.name))
        if isinstance(value, tuple):
            for row, part in enumerate(value):
                self._gather(f"{path}.{row}", part)


class _Writer:
    """Values to nodes of JSON, arrays to names."""

    def __init__(self, ready: Prepared) -> None:
        self._parts = _Parts(ready).by_id
        self._seen: dict[int, int] = {}
        self._keep: list[Any] = []  # identities stay taken while they are compared
        self.arrays: dict[str, np.ndarray] = {}

    def encode(self, value: Any) -> Any:
        if value is None or isinstance(value, (bool, int, float, str)):
            return {"v": value} if not isinstance(value, float) else {"f": value.hex()}
        if isinstance(value, np.generic):
            return {"g": str(value.dtype), "v": self._array(np.array([value]))}
        if id(value) in self._parts:
            return {"p": self._parts[id(value)]}
        if id(value) in self._seen:
            return {"r": self._seen[id(value)]}
        number = self._seen[id(value)] = len(self._seen)
        self._keep.append(value)
        return {"n": number, **self._body(value)}

    def _array(self, value: np.ndarray) -> str:
        name = f"a{len(self.arrays)}"
        self.arrays[name] = value
        return name

    def _body(self, value: Any) -> dict[str, Any]:
        if isinstance(value, np.ndarray):
            whole = whole_of(value)
            if whole is value or not whole.flags.c_contiguous:
                return {"a": self._array(value)}
            view = {"shape": value.shape, "strides": value.strides, "dtype": str(value.dtype)}
            return {"b": self.encode(whole), "from": offset_of(value, whole), **view}
        if is_dataclass(value):
            named = {field.name: self.encode(getattr(value, field.name)) for field in fields(value)}
            return {"d": _name(type(value)), "m": named}
        if isinstance(value, tuple):
            kind = _name(type(value)) if hasattr(value, "_fields") else ""
            return {"t": kind, "m": [self.encode(part) for part in value]}
        if isinstance(value, list):
            return {"l": [self.encode(part) for part in value]}
        if isinstance(value, dict):
            return {"k": [[self.encode(key), self.encode(part)] for key, part in value.items()]}
        if callable(getattr(value, "state", None)) and callable(getattr(value, "restore", None)):
            return {"o": type(value).__name__, "m": self.encode(value.state())}
        raise InputError(
            f"{type(value).__name__} keeps a state of its own, which cannot be saved: "
            "give it state() and restore(state), plain values and arrays"
        )


class _Reader:
    """The way back."""

    def __init__(self, ready: Prepared, arrays: Mapping[str, np.ndarray]) -> None:
        self._ready, self._arrays = ready, arrays
        self._parts = _Parts(ready).by_path
        self._made: dict[int, Any] = {}

    def decode(self, node: Any) -> Any:
        if "n" in node:
            return self._body(node, node["n"])
        if "r" in node:
            return self._made[node["r"]]
        if "p" in node:
            return self._parts[node["p"]]
        if "g" in node:
            return self._arrays[node["v"]][0]
        return float.fromhex(node["f"]) if "f" in node else node["v"]

    def _body(self, node: dict[str, Any], number: int) -> Any:
        made: Any
        if "a" in node:
            made = self._arrays[node["a"]]
        elif "b" in node:
            whole, kind = self.decode(node["b"]), np.dtype(node["dtype"])
            made = np.ndarray(tuple(node["shape"]), kind, whole, node["from"], tuple(node["strides"]))
        elif "d" in node:
            made = object.__new__(_class(node["d"]))
            self._made[number] = made
            for name, part in node["m"].items():
                object.__setattr__(made, name, self.decode(part))
            return made
        elif "t" in node:
            parts = [self.decode(part) for part in node["m"]]
            made = _class(node["t"])(*parts) if node["t"] else tuple(parts)
        elif "l" in node:
            made = self._made[number] = []
            made.extend(self.decode(part) for part in node["l"])
            return made
        elif "k" in node:
            made = self._made[number] = {}
            made.update((self.decode(key), self.decode(part)) for key, part in node["k"])
            return made
        else:
            made = _Told(node["o"], self.decode(node["m"]))
        self._made[number] = made
        return made


class _Told:
    """The state of a plug-in's object, until the object is there again."""

    def __init__(self, kind: str, state: Any) -> None:
        self.kind, self.state = kind, state


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _class(name: str) -> type:
    """A data class or named tuple of ours; nothing else is ever imported."""
    module, _, kind = name.partition(":")
    if not module.startswith("gbad."):
        raise ResultsError(f"a saved battle names {name}, which is none of gbad's classes")
    found = getattr(importlib.import_module(module), kind, None)
    if not isinstance(found, type) or not (is_dataclass(found) or hasattr(found, "_fields")):
        raise ResultsError(f"a saved battle names {name}, which is none of gbad's classes")
    return found
