"""Write docs/keys.md: every key of a scenario and of each kind of the library, read from the specs."""

from __future__ import annotations

from pathlib import Path

from gbad.commands.keys import SPREAD
from gbad.scenario import keys, specs
from gbad.scenario.keys import Block, Key

PLACE = Path(__file__).resolve().parent.parent / "docs" / "keys.md"
HEAD = f"""# Keys

Every key that a scenario or a file of the library may hold. `gbad keys PATH` prints the same; this page is written by
`tools/write_keys.py` from the specs in `src/gbad/scenario`. `docs/scenario.md` shows how they go together.

`<id>` stands for a name that you give, `<n>` for the number of an item, from 0. A default of "its type's" means that
the library entry named by `type` has the figure and the entity may set it anew. {SPREAD}
"""


def text() -> str:
    """The whole page."""
    parts = [HEAD, "## A scenario\n"]
    kinds = sorted(specs.kinds())
    headed: set[str] = set()
    for block in keys.blocks():
        kind = block.path.split(".")[0]
        if kind in kinds and kind not in headed:
            headed.add(kind)
            parts.append(f"## Library: {kind.replace('_', ' ')}\n")
        parts += [_block(inner, name) for name, inner in block.kinds()] or [_block(block)]
    return "\n".join(parts)


def _block(block: Block, kind: str = "") -> str:
    heading = f"`{block.path}`" if block.path else "Top of the file"
    lines = [f"### {heading}" + (f" of kind `{kind}`" if kind else ""), ""]
    lines += [f"{block.about}.", ""] if block.about else []
    lines += ["| key | type | unit | default | meaning |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *(_row(key) for key in block.keys()), ""])  # noqa: SIM118  # no dict


def _row(key: Key) -> str:
    what = key.type + (f": {key.allowed}" if key.allowed else "")
    default = "**needed**" if key.required else key.default
    cells = (f"`{key.name}`", what, key.unit, default, key.meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
