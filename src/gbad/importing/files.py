"""A file of other people's, by kind, to files of ours: nothing is written unless all of it was read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gbad.errors import InputError
from gbad.importing import acmi, adsb, bluesky, dis, geojson, readsb, trackers
from gbad.importing.guarding import content_of, is_zip, text_of
from gbad.importing.motion import Motion, refuse_existing, scenario_of, table_of, write_both
from gbad.results.writing import resource_errors

KINDS = ("adsb", "acmi", "bluesky", "dis", "csv", "geojson")


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written, and what of the file was left out."""

    files: tuple[Path, ...]
    rows: int
    things: int
    left_out: dict[str, int]


def import_file(
    file: Path, kind: str, out: Path | None = None, *, keep_names: bool = False,
    origin: tuple[float, float, float] | None = None,
) -> Imported:  # fmt: skip
    """Read a file and write the scenario (or table of tracks) of it. ``InputError`` tells name, place and limit."""
    if kind not in KINDS:
        raise InputError(f"--as {kind}: is nothing that is read; there are {', '.join(KINDS)}")
    suffix = ".csv" if kind == "csv" else ".yaml"
    out = out or Path(_plain(file.name) + ("-tracks" if kind == "csv" else "")).with_suffix(suffix)
    if out.suffix != suffix:
        raise InputError(f"--out {out}: a name ending in {suffix} is needed")
    places = [out] if kind in ("csv", "bluesky") else [out, out.with_suffix(".csv")]
    refuse_existing(places)
    content = content_of(file)
    if kind != "acmi" and is_zip(content):
        raise InputError(f"{file}: is a zip file; only Tacview files are read zipped: unpack it")
    if kind == "csv":
        rows = trackers.read(content, file, origin)
        with resource_errors(out), out.open("x", encoding="utf-8") as table:
            table.write(trackers.table_of(rows))
        return Imported((out,), len(rows), len({row[1] for row in rows}), {})
    if kind == "bluesky":
        flights, left_out = bluesky.read(content, file)
        text = bluesky.scenario_of(flights, _title(file), keep_names)
        return Imported(tuple(write_both(out, text, None)), len(flights), len(flights), left_out)
    columns, text, motion = _flown(content, file, kind, keep_names, out.with_suffix(".csv").name)
    return Imported(tuple(write_both(out, text, columns)), len(columns["time"]), len(set(motion.who)), motion.left_out)


def _flown(
    content: bytes, file: Path, kind: str, keep_names: bool, table: str
) -> tuple[dict[str, np.ndarray], str, Motion]:  # fmt: skip
    """State vectors, the text of a scenario that flies them, and what they were made from."""
    try:
        if kind == "adsb":
            motion = adsb.read(text_of(readsb.unpacked(content, file), file), file)
        else:
            motion = {"acmi": acmi.read, "dis": dis.read, "geojson": geojson.read}[kind](content, file)
        return table_of(motion, keep_names), scenario_of(motion, table, _title(file)), motion
    except InputError as error:
        # the file's name is said once
        raise error if str(file) in str(error) else InputError(f"{file}: {error}") from None


def _plain(name: str) -> str:
    """A name without the endings of its kind."""
    for ending in (".txt.acmi", ".zip.acmi", ".acmi", ".csv", ".scn", ".pcap", ".geojson", ".json.gz", ".json"):
        if name.lower().endswith(ending):
            return name[: -len(ending)] or "imported"
    return name


def _title(file: Path) -> str:
    """A title that YAML takes as it is."""
    return (
        '"' + "".join(sign if sign.isalnum() or sign in " -_." else " " for sign in f"Imported from {file.name}") + '"'
    )
