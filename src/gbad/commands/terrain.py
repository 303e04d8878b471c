"""``gbad terrain add`` and ``gbad terrain``: elevation of the user's own, read once and kept."""

from __future__ import annotations

from pathlib import Path

from gbad.commands.printing import print_json


def add(path: Path, vertical_datum: str | None, name: str | None, *, sea_bed: bool, as_json: bool) -> None:
    """Read an elevation file and keep it under a name."""
    from gbad.terrain.kept import keep
    from gbad.terrain.reading import read_elevation

    terrain = read_elevation(path, vertical_datum, name, sea_bed=sea_bed)
    kept_at = keep(terrain)
    if as_json:
        print_json({"name": terrain.name, "file": str(kept_at), "provenance": terrain.provenance})
        return
    print(f"{terrain!r}\n{terrain.provenance}\nuse it with --terrain {terrain.name}")


def list_all(*, as_json: bool) -> None:
    """Names of what is kept."""
    from gbad.terrain.kept import names

    found = names()
    if as_json:
        print_json({"terrain": found})
    else:
        print("\n".join(found) if found else "none yet; gbad terrain add FILE --vertical-datum egm2008|egm96|ellipsoid")


def remove(name: str, *, as_json: bool) -> None:
    """Take one out of what is kept."""
    from gbad.terrain.kept import forget

    path = forget(name)
    if as_json:
        print_json({"removed": name, "file": str(path)})
    else:
        print(f"{name} is no longer kept")
