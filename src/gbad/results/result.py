"""Result: what a simulation hands over, in memory or read back from a folder."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.results.canonical import Arrays, canonical_table, merged_hash, outcome_hash, run_digests
from gbad.results.folder import new_folder
from gbad.results.parquet import read_table, write_table
from gbad.results.schema import SCHEMA, TABLES
from gbad.results.sealing import MANIFEST, SCENARIO, seal, verified_bytes, verified_manifest
from gbad.results.summary import Summary, summarize
from gbad.results.table import Columns
from gbad.results.writing import JOURNAL, Fault, Writer, sha256_of
from gbad.version import VERSION


class Tables(Mapping[str, Columns]):
    """Tables by name, in a fixed order; those of a folder are read at first use."""

    def __init__(self, names: tuple[str, ...], load: Callable[[str], Arrays]) -> None:
        self._names = names
        self._load = load
        self._loaded: dict[str, Columns] = {}

    def __getitem__(self, name: str) -> Columns:
        if name not in self._names:
            raise KeyError(f"this result has no table {name!r}; it has {', '.join(self._names)}")
        if name not in self._loaded:
            self._loaded[name] = Columns(self._load(name), name)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Result:
    """Tables and manifest of one or more runs.

    Every table is an attribute (``result.outcomes``, ``result.events``): see ``gbad.results.schema`` for columns and
    units. ``manifest`` is what the simulation states about itself: seed, runs, inputs, limits, assumptions, warnings.
    """

    def __init__(
        self,
        tables: Mapping[str, Mapping[str, NDArray[Any]]],
        manifest: Mapping[str, Any],
        kept: Mapping[str, bytes] | None = None,
    ) -> None:
        laid_out = {name: canonical_table(name, tables[name]) for name in sorted(tables)}
        self.tables: Mapping[str, Columns] = Tables(_in_order(laid_out), laid_out.__getitem__)
        self.folder: Path | None = None
        self.kept = dict(kept or {})  # what else goes into its folder, by name: the scenario's text
        digests = {name: run_digests(name, table) for name, table in laid_out.items()}
        hashes = {"result_hash": merged_hash(digests), "outcome_hash": outcome_hash(laid_out)}
        self.manifest = {"versions": versions(), **manifest, "schema": SCHEMA, **hashes}

    @classmethod
    def _from_folder(cls, folder: Path, manifest: dict[str, Any]) -> Result:
        result = cls({}, {})
        result.manifest = manifest
        listed = manifest["files"]
        names = _in_order({name.removesuffix(".parquet") for name in listed if name.endswith(".parquet")})
        result.tables = Tables(
            names, lambda name: read_table(folder / f"{name}.parquet", name, listed[f"{name}.parquet"]["sha256"])
        )
        result.folder = folder
        if SCENARIO in listed:
            result.kept[SCENARIO] = verified_bytes(folder / SCENARIO, listed[SCENARIO]["sha256"])
        return result

    def table(self, name: str) -> Columns:
        """One table by name. Raises KeyError with the names there are."""
        return self.tables[name]

    def __getattr__(self, name: str) -> Columns:
        if name in TABLES and "tables" in self.__dict__ and name in self.tables:
            return self.tables[name]
        raise AttributeError(f"a Result has no {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.tables})

    @property
    def result_hash(self) -> str:
        """SHA-256 of the contents of all tables: not of wall times, paths or file bytes."""
        return str(self.manifest["result_hash"])

    @property
    def outcome_hash(self) -> str:
        """SHA-256 of outcomes and shots, rounded: the one to compare between machines. Empty in older folders."""
        return str(self.manifest.get("outcome_hash", ""))

    def summary(self) -> Summary:
        """What came of it: a dict with the keys of ``gbad run --json`` that prints as text."""
        return summarize(self)

    def why(self, threat: str | None = None, run: int | None = None) -> Any:
        """The causal chain of one object, or without a name the table of causes of all leakers."""
        from gbad.attribution.story import why

        return why(self, threat, run)

    def export(
        self, to: str, out: str | Path | None = None, *, run: int | None = None, every_s: float | None = None
    ) -> Path:
        """Write one run (or the tables of all) for another program and return the place: see ``docs/formats.md``.

        ``to`` is czml, kml, kmz, geojson, gpkg, acmi, acmi-zip, dis, csv, parquet or arrow; ``every_s`` gives rows at
        whole multiples of so many seconds instead of the recorded ones. Nothing is overwritten. Raises ``InputError``.
        """
        from gbad.export.files import export

        return export(self, to, None if out is None else Path(out), run=run, every_s=every_s)

    def save(
        self,
        out: str | Path | None = None,
        *,
        files: Mapping[str, bytes | str] | None = None,
        fault: Fault | None = None,
    ) -> Path:
        """Write the folder (default: the next numbered one here) and return it; nothing is ever overwritten.

        ``files`` are further files by name, such as ``report.html``. Raises InputError for a folder that is not
        empty, ResourceError for a full disk or lacking permission; then nothing is left behind.
        """
        with new_folder(None if out is None else Path(out)) as (staging, final):
            writer = Writer(staging, fault)
            listed: dict[str, dict[str, Any]] = {}
            for name, table in self.tables.items():
                make = partial(write_table, name=name, columns=dict(table))
                written = writer.file(f"{name}.parquet", make, rows=len(table))
                listed[written.name] = {"sha256": written.sha256, "bytes": written.size, "rows": len(table)}
            for name, content in {**self.kept, **(files or {})}.items():
                written = writer.bytes(name, content.encode() if isinstance(content, str) else content)
                listed[written.name] = {"sha256": written.sha256, "bytes": written.size}
            journal = staging / JOURNAL
            listed[JOURNAL] = {"sha256": sha256_of(journal), "bytes": journal.stat().st_size}
            self.manifest = seal({**self.manifest, "files": listed})
            writer.json(MANIFEST, self.manifest, journal=False)
        self.folder = final
        return final

    def add_pages(self, pages: Mapping[str, Callable[[], str]], fault: Fault | None = None) -> list[str]:
        """Make pages and put them into the folder that :meth:`save` wrote; returns a sentence for each that failed.

        The tables stand whatever becomes of a page: one that cannot be made is a note in the manifest (``page_notes``).
        Raises ResourceError for a full disk or lacking permission.
        """
        if self.folder is None:
            raise InputError("pages go into a saved folder: call save first")
        writer, listed = Writer(self.folder, fault), dict(self.manifest["files"])
        notes = []
        for name, make in pages.items():
            try:
                content = make().encode()
            except Exception as error:  # a defect in a page must not cost the runs
                notes.append(f"{name} could not be made ({type(error).__name__}: {error}); the tables are whole")
                continue
            # the journal is sealed already
            written = writer.bytes(name, content, journal=False)
            listed[written.name] = {"sha256": written.sha256, "bytes": written.size}
        self.manifest = seal({**self.manifest, "files": listed, **({"page_notes": notes} if notes else {})})
        writer.json(MANIFEST, self.manifest, journal=False)
        return notes

    def __repr__(self) -> str:
        return f"<gbad Result: {self.summary().line()}>"

    def _repr_html_(self) -> str:
        from gbad.report.notebook import result_html

        return result_html(self)


def open(folder: str | Path) -> Result:
    """Read a results folder back. Every file is checked against the manifest's SHA-256 first.

    Raises ResultsError when something is damaged, missing, foreign or newer.
    """
    path = Path(folder)
    return Result._from_folder(path, verified_manifest(path))


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    held = set(names)
    return tuple(name for name in TABLES if name in held)


def versions() -> dict[str, str]:
    """Versions of what a result's numbers rest on."""
    packages = ("numpy", "numba", "llvmlite", "scipy", "duckdb")
    ours = {"gbad": VERSION, "python": platform.python_version()}
    return ours | {package: version(package) for package in packages}
