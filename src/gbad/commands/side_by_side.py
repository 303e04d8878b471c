"""``gbad show A B``: two entries of one kind beside each other, key by key, and whether their spreads overlap.

Where the terminal is too narrow for both in one line, they stand below each other under every key.
"""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from gbad import library
from gbad.claims.seeing import ONE_LOOK, needed_m2
from gbad.commands.printing import print_json
from gbad.commands.tables import filled, table, width
from gbad.errors import InputError
from gbad.library.figures import Figure

NO_FIGURE = "-"
SEEN_AT_KM = 100.0  # where two radars are held against each other: within the display of nearly all
UNBROKEN = 10_000  # columns in which every line of a table has room
_ABOUT_FIGURES = ("schema_", "kind", "name", "about", "sources")


def side_by_side(left: str, right: str, *, as_json: bool) -> None:
    """Print two entries beside each other. Raises :class:`InputError` where they are of different kinds or the same."""
    if left == right:
        raise InputError(f"show {left} {right}: the same entry twice; give two different ones, or one alone")
    kinds = [library.load(name).kind for name in (left, right)]
    if kinds[0] != kinds[1]:
        said = " and ".join(f"{n} is of the kind {k}" for n, k in zip((left, right), kinds, strict=True))
        raise InputError(
            f"show {left} {right}: two entries of one kind are expected; {said}. gbad list {kinds[0]} names the others"
        )
    rows = compared(left, right)
    if as_json:
        print_json({"kind": kinds[0], "left": left, "right": right, "rows": rows})
        return
    print(f"{left} and {right} ({kinds[0].replace('_', ' ')})")
    for name in (left, right):
        entry = library.load(name)
        print(filled(f"{name}: {entry.name}. {entry.about or ''}"))
    if kinds[0] == "radar":
        print(filled(_seen(left, right)))
    print()
    headings = ("key", left, "basis", right, "basis", "compared")
    cells = [_cells(row) for row in rows]
    told = table(headings, cells, right=(left, right), within=UNBROKEN)
    print(told if max(map(len, told.splitlines())) <= width() else _below(cells, left, right))
    print()
    print(filled(
        "Spreads are low / nominal / high; a basis is that of the nominal, with a star where an end has another. "
        "Apart: the two spreads have no value in common; overlap: what is known does not say which is larger. gbad "
        "show NAME prints each number's source or reason."
    ))  # fmt: skip


def _seen(left: str, right: str) -> str:
    """What two radars ask of a target at one range: ranges told for different cross-sections cannot be compared."""
    asks = [f"the {name} {needed_m2(name, SEEN_AT_KM, ONE_LOOK).text('m²')}" for name in (left, right)]
    return (
        f"Worked out, noise alone: to be seen at {SEEN_AT_KM:g} km ({ONE_LOOK}) a target must show {'; '.join(asks)}."
    )


def _below(cells: list[tuple[str, ...]], left: str, right: str) -> str:
    """Both entries below each other under every key; once where they say the same."""
    wide = max(map(len, (left, right, "both")))
    lines = []
    for key, a, a_basis, b, b_basis, verdict_word in cells:
        lines.append(f"{key}: {verdict_word}")
        same = (a, a_basis) == (b, b_basis)
        for name, said, basis in (("both", a, a_basis),) if same else ((left, a, a_basis), (right, b, b_basis)):
            text = f"{said}, {basis}" if basis else said
            lines.append(filled(f"{name:<{wide}}  {text}", indent="    "))
    return "\n".join(lines)


def compared(left: str, right: str) -> list[dict[str, Any]]:
    """A row for every key that either entry has: its figure in both, or its word, and how the two compare."""
    words = [_words(name) for name in (left, right)]
    figures = [{figure.path: figure for figure in library.figures(name)} for name in (left, right)]
    rows: list[dict[str, Any]] = []
    for key in dict.fromkeys([*words[0], *words[1]]):
        a, b = (said.get(key, NO_FIGURE) for said in words)
        rows.append({"key": key, "left": a, "right": b, "compared": "equal" if a == b else "differ"})
    for path in dict.fromkeys([*figures[0], *figures[1]]):
        a_figure, b_figure = (found.get(path) for found in figures)
        pair = (_figure(a_figure), _figure(b_figure))
        rows.append({"key": path, "left": pair[0], "right": pair[1], "compared": verdict(a_figure, b_figure)})
    return rows


def verdict(a: Figure | None, b: Figure | None) -> str:
    """``equal``, ``overlap``, ``apart``; ``only one has it`` where the other lacks the figure."""
    if a is None or b is None:
        return "only one has it"
    if (a.low, a.nominal, a.high) == (b.low, b.nominal, b.high):
        return "equal"
    return "overlap" if a.low <= b.high and b.low <= a.high else "apart"


def _words(name: str) -> dict[str, str]:
    """What an entry says in words: which others it names, and what it does or does not do."""
    entry = library.load(name)
    said: dict[str, str] = {}
    for key, value in entry:
        if key in _ABOUT_FIGURES:
            continue
        if isinstance(value, str | bool):
            said[key] = str(value)
        elif isinstance(value, tuple) and value and all(isinstance(item, str) for item in value):
            said[key] = ", ".join(value)
        elif key == "launchers":
            said[key] = "; ".join(_group(group) for group in value)
    return said


def _group(group: Any) -> str:
    load = ", ".join(f"{tubes} of {missile}" for missile, tubes in group.load.items())
    return f"{group.count} {group.type} with {load} each"


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    return None if figure is None else asdict(figure)


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    a, b = row["left"], row["right"]
    verdict_word = row["compared"].removesuffix(" has it")  # the other's place is empty
    if isinstance(a, str) or isinstance(b, str):
        return (row["key"], a, "", b, "", verdict_word)
    return (row["key"], _spread(a), _basis(a), _spread(b), _basis(b), verdict_word)


def _spread(figure: dict[str, Any] | None) -> str:
    """Low, nominal and high in the unit that the key names; one number where they are equal."""
    if figure is None:
        return NO_FIGURE
    values = [figure[name] for name in ("low", "nominal", "high")]
    said = [f"{value:,.0f}" if abs(value) >= 1000 and math.floor(value) == value else f"{value:g}" for value in values]
    return said[1] if values[0] == values[2] else " / ".join(said)


def _basis(figure: dict[str, Any] | None) -> str:
    """Of the nominal; a star where an end rests on something else."""
    if figure is None:
        return ""
    bases = [figure[name] for name in ("low_basis", "basis", "high_basis")]
    return bases[1].replace("_", "-") if len(set(bases)) == 1 else f"{bases[1].replace('_', '-')} *"
