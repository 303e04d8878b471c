"""``gbad show``: the library, every number with its spread, basis and source."""

from __future__ import annotations

from dataclasses import asdict

from gbad import library
from gbad.commands.printing import print_json
from gbad.commands.tables import filled, table, width
from gbad.library.catalogue import kind_of, node
from gbad.library.figures import Figure

NARROW = 130  # columns of a terminal below which sources stand under their figures
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
    print(_figures([_row(figure) for figure in figures]))
    first = figures[0].path
    print()
    print(filled(
        f"To change one for everything of this type: --set figures.{name}.{first}=VALUE with run or check, or a block "
        f"figures: {{{name}: {{{first}: VALUE}}}} in the scenario. To change it for one alone, set it anew beside its "
        "type. gbad keys " + entry.kind + " says what each key means."
    ))  # fmt: skip


def _figures(rows: list[tuple[str, ...]]) -> str:
    """All in one table; where the terminal is narrow, what a figure rests on stands in a line below it."""
    right = ("low", "nominal", "high")
    if width() >= NARROW:
        return table(HEADINGS, rows, right=right)
    *numbers, basis, source = zip(*rows, strict=True)
    first, *lines = table(HEADINGS[:-2], list(zip(*numbers, strict=True)), right=right, within=10_000).splitlines()
    below = [filled(f"{of}: {why}" if why else of, indent="    ") for of, why in zip(basis, source, strict=True)]
    return "\n".join([first, *(line for pair in zip(lines, below, strict=True) for line in pair)])


def _row(figure: Figure) -> tuple[str, ...]:
    """One figure as text: its key, three values, unit, and what each rests on."""
    low, high = ("", "") if figure.is_plain else (f"{figure.low:g}", f"{figure.high:g}")
    bases = (figure.low_basis, figure.basis, figure.high_basis)
    basis = figure.basis if figure.is_plain or len(set(bases)) == 1 else "/".join(bases)
    return (figure.path, low, f"{figure.nominal:g}", high, figure.unit, basis.replace("_", "-"), figure.source)
