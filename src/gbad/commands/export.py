"""``gbad export``: results for other programs. Files only; nothing is sent anywhere."""

from __future__ import annotations

from pathlib import Path

from gbad import results
from gbad.commands.printing import print_json


def export(
    folder: Path, to: str, *, run: int | None, every_s: float | None, out: Path | None, as_json: bool
) -> None:  # fmt: skip
    """Verify and open the folder, write, say where."""
    from gbad.export.files import export as write
    from gbad.export.registry import format_of

    format_ = format_of(to)
    place = write(results.open(folder), to, out, run=run, every_s=every_s)
    size = sum(file.stat().st_size for file in ([place] if place.is_file() else place.iterdir()))
    if as_json:
        print_json({"file": str(place), "format": to, "bytes": size})
        return
    print(f"{place}: {size / 1e6:.2f} MB, for {format_.says}")
