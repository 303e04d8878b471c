"""``gbad show``: the library, every number with its spread, basis and source."""

from __future__ import annotations

from dataclasses import asdict

from gbad import library
from gbad.commands.printing import print_json
from gbad.commands.tables import filled, table
from gbad.library.catalogue import kind_of, node
from gbad.library.figures import Figure

HEADINGS = ("key", "low", "nominal", "high", "unit", "basis", "source or reason")


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
        print(filled(f"{kind.replace('_', ' ')}: {', '.join(by_kind[kind])}"))
    print("gbad show NAME prints the numbers of one entry, gbad list says what each is.")


def _entry(name: str, as_json: bool) -> None:
    figures = library.figures(name)
    entry = library.load(name)
    if as_json:
        print_json(
            {
                "name": name,
                "kind": entry.kind,
                "figures": [asdict(figure) | {"change": f"figures.{name}.{figure.path}"} for figure in figures],
            }
        )
        return
    print(f"{name} ({entry.kind.replace('_', ' ')})")
    print(table(HEADINGS, [_row(figure) for figure in figures], right=("low", "nominal", "high")))
    first = figures[0].path
    print()
    print(filled(
        f"To change one for everything of this type: --set figures.{name}.{first}=VALUE with run or check, or a block "
        f"figures: {{{name}: {{{first}: VALUE}}}} in the scenario. To change it for one alone, set it anew beside its "
        "type. gbad keys " + entry.kind + " says what each key means."
    ))  # fmt: skip


def _row(figure: Figure) -> tuple[str, ...]:
    """One figure as text: its key, three values, unit, and what each rests on."""
    low, high = ("", "") if figure.is_plain else (f"{figure.low:g}", f"{figure.high:g}")
    bases = (figure.low_basis, figure.basis, figure.high_basis)
    basis = figure.basis if figure.is_plain or len(set(bases)) == 1 else "/".join(bases)
    return (figure.path, low, f"{figure.nominal:g}", high, figure.unit, basis.replace("_", "-"), figure.source)
