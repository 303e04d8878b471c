"""Parts of a picture that follow the answer a reader has turned to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gbad.report.svg import Drawing

Row = list[float | str]


def moving(
    drawing: Drawing, name: str, row: Sequence[float | str], sets: dict[str, int], content: str = "", **fixed: Any
) -> None:
    """An element that carries ``data-set``: pairs ``attribute:place``, place counting in the row of every answer.

    ``text`` sets what it says. The page's script copies the numbers over and knows no more of the picture.
    """
    now: dict[str, Any] = {key: row[k] for key, k in sets.items() if key != "text"}
    said = str(row[sets["text"]]) if "text" in sets else content
    drawing.element(name, said, data_set=";".join(f"{key}:{k}" for key, k in sets.items()), **now, **fixed)
