"""``gbad show``: the library, every number with its spread, basis and source."""

from __future__ import annotations

from dataclasses import asdict

from gbad import library
from gbad.commands.printing import console, print_json
from gbad.library.catalogue import kind_of, node


def show(name: str | None, *, as_json: bool) -> None:
    """List all entries by kind, or print one entry's figures."""
    if name is None:
        _list(as_json)
    else:
        _entry(name, as_json)


def _list(as_json: bool) -> None:
    by_kind: dict[str, list[str]] = {}
    for name in library.names():
        by_kind.setdefault(kind_of(node(name), name), []).append(name)
    if as_json:
        print_json({"library": by_kind})
        return
    for kind in sorted(by_kind):
        print(f"{kind.replace('_', ' ')}: {', '.join(by_kind[kind])}")
    print("gbad show NAME prints the numbers of one entry.")


def _entry(name: str, as_json: bool) -> None:
    figures = library.figures(name)
    entry = library.load(name)
    if as_json:
        print_json({"name": name, "kind": entry.kind, "figures": [asdict(figure) for figure in figures]})
        return
    from rich.table import Table

    table = Table(title=f"{name} ({entry.kind.replace('_', ' ')})", title_justify="left", box=None, pad_edge=False)
    for heading in ("figure", "low", "nominal", "high", "unit", "basis", "source or reason"):
        table.add_column(heading, justify="right" if heading in ("low", "nominal", "high") else "left")
    for figure in figures:
        ends = ("", "") if figure.is_plain else (f"{figure.low:g}", f"{figure.high:g}")
        bases = dict.fromkeys((figure.low_basis, figure.basis, figure.high_basis))
        basis = (
            figure.basis
            if figure.is_plain or len(bases) == 1
            else "/".join((figure.low_basis, figure.basis, figure.high_basis))
        )
        table.add_row(figure.label, ends[0], f"{figure.nominal:g}", ends[1], figure.unit, basis, figure.source)
    console().print(table)
