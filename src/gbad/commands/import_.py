"""``gbad import``: motion and tracks of other programs as parts of ours."""

from __future__ import annotations

from pathlib import Path

from gbad.commands.printing import print_json
from gbad.errors import InputError
from gbad.text.readable import counted


def import_(file: Path, kind: str, *, out: Path | None, keep_names: bool, origin: str | None, as_json: bool) -> None:
    """Read, write, say what was left out and why."""
    from gbad.importing.files import import_file

    found = import_file(file, kind, out, keep_names=keep_names, origin=_origin(origin))
    if as_json:
        print_json(
            {
                "files": [str(path) for path in found.files],
                "rows": found.rows,
                "things": found.things,
                "left_out": found.left_out,
            }
        )
        return
    print(f"{', '.join(str(path) for path in found.files)}: {counted(found.rows, 'row')} of {found.things}")
    for why, count in found.left_out.items():
        print(f"  left out: {count} {why}")
    if found.files[0].suffix == ".yaml":
        print(f"gbad check {found.files[0]} says what it lays down, and which rows are not flown.")


def _origin(told: str | None) -> tuple[float, float, float] | None:
    if told is None:
        return None
    try:
        latitude, longitude, height = (float(part) for part in told.split(","))
    except ValueError:
        raise InputError(f"--origin {told}: LATITUDE,LONGITUDE,HEIGHT is needed, like 40.0,33.0,1000") from None
    if not (abs(latitude) <= 90.0 and abs(longitude) <= 180.0 and abs(height) < 1e5):
        raise InputError(f"--origin {told}: is not on Earth")
    return latitude, longitude, height
