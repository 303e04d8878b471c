"""Write docs/threats.md: what flies at the defence and what it fires, with sources."""

from __future__ import annotations

from pathlib import Path

from gbad import library
from gbad.library.figures import Figure

PLACE = Path(__file__).resolve().parent.parent / "docs" / "threats.md"
LETTERS = {"published": "p", "second_hand": "s", "derived": "d", "assumed": "a"}
# column heading, key of the library
THREATS = (
    ("cross-section [m2]", "rcs_m2"), ("speed [m/s]", "speed_mps"), ("height [m]", "height_m"),
    ("range [km]", "range_km"), ("infrared [W/sr]", "radiant_intensity_w_per_sr"),
    ("damage when it arrives", "damage_probability"),
)  # fmt: skip
WEAPONS = (
    ("range [km]", "max_range_km"), ("against ballistic [km]", "max_range_ballistic_km"),
    ("height [km]", "max_altitude_km"), ("lowest [m]", "min_altitude_m"),
    ("kills aircraft", "single_shot.aircraft"), ("missiles", "single_shot.missile"),
    ("ballistic", "single_shot.ballistic"),
)  # fmt: skip
GUIDANCE = {
    "radar_supported": "by its engagement radar until the end", "active": "by its own radar at the end",
    "command": "by commands from the ground", "infrared": "by its own infrared eye at the end",
}  # fmt: skip
HEAD = """# Threats and weapons

What flies at the defence, and what the defence fires, as the library has them. `tools/write_threats.py` writes this
page; `gbad show NAME` prints every figure of an entry with its source, and [changing figures](changing-figures.md)
says how to change one. Types are classes, not systems of a named state; what a figure rests on stands behind it:
**p** published, **s** second-hand (read where another work quotes it), **d** derived, **a** assumed, which is judged
and has no source. Three letters are those of the low, the nominal and the high value. A study draws figures between
low and high; one run takes the nominal.

No figure here was measured by us, and for most nobody has published one. Chances of a kill are those that a maker, a
catalogue or an audit states for one round, low ends from audits and campaigns; the flight of a round scales them
(`docs/engagement.md`). Damage is the chance that an arrival counts, and is assumed throughout.

## What flies at it
"""
DASH = """A dash: the figure has no meaning for it. Heights of what follows the terrain are above ground; a
ballistic missile's height and speed follow from its arc."""


def text() -> str:
    """The whole page."""
    threats, weapons = library.names("threat"), library.names("interceptor")
    parts = [HEAD, *_table(threats, THREATS), "", DASH, ""]
    parts += [line for name in threats for line in _sources(name, THREATS)]
    parts += ["## What is fired\n", *_table(weapons, WEAPONS), ""]
    parts += [line for name in weapons for line in _sources(name, WEAPONS, _guided(name))]
    return "\n".join(parts).rstrip() + "\n"


def _table(names: list[str], columns: tuple[tuple[str, str], ...]) -> list[str]:
    rows = [f"| entry | {' | '.join(heading for heading, _ in columns)} |", "|---" * (len(columns) + 1) + "|"]
    for name in names:
        held = {figure.path: figure for figure in library.figures(name)}
        cells = [_cell(held.get(key)) for _, key in columns]
        rows.append(f"| `{name}` | {' | '.join(cells)} |")
    return rows


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    low, nominal, high = (f"{value:.6g}" for value in (figure.low, figure.nominal, figure.high))
    spread = "" if figure.is_plain else f" ({low} to {high})"
    letters = [LETTERS[basis] for basis in (figure.low_basis, figure.basis, figure.high_basis)]
    told = letters[1] if figure.is_plain or len(set(letters)) == 1 else "/".join(letters)
    return f"{nominal}{spread} {told}"


def _sources(name: str, columns: tuple[tuple[str, str], ...], about: str = "") -> list[str]:
    """What an entry is, and every work or reason behind its row, each once."""
    entry = library.load(name)
    said = " ".join(part for part in (getattr(entry, "about", None) or "", about) if part)
    lines = [f"### {entry.name}", "", f"`{name}`. {said}".rstrip(), ""]
    held = {figure.path: figure for figure in library.figures(name)}
    for heading, key in columns:
        figure = held.get(key)
        if figure is not None:
            plain = heading.split(" [")[0]
            lines.append(f"- {plain}: {_why(figure)}")
    return [*lines, ""]


def _why(figure: Figure) -> str:
    """The basis of each value with its source; one sentence where all three share it."""
    ends = ("", "low: ", "high: ")
    sides = (
        (figure.basis, figure.source), (figure.low_basis, figure.low_source), (figure.high_basis, figure.high_source),
    )  # fmt: skip
    kept = [
        f"{end}{basis.replace('_', '-')}, {source}"
        for end, (basis, source) in zip(ends, sides, strict=True)
        if not end or (not figure.is_plain and (basis, source) != sides[0])
    ]
    return "; ".join(kept)


def _guided(name: str) -> str:
    entry = library.load(name)
    return f"Guided {GUIDANCE[entry.guidance]}; {entry.warhead} warhead."


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
