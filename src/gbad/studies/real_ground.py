"""What a study may not vary on real ground: from where a raid comes, where radars face, who is lost or silent."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gbad.errors import InputError
from gbad.studies.design import Variant
from gbad.terrain import FICTIONAL, is_fictional

REFUSED = {
    r"(threats|others)(\.[^.]+)?(\.route(\..+)?)?": "the approach of a raid",
    r"(batteries|radars)\.[^.]+\.boresight_deg": "where a radar faces",
    r"(batteries|radars)\.[^.]+\.silent": "silence of a radar",
    r"units\.timetable": "marches, losses and silences of units",
    r"assets(\.[^.]+)?(\.(radar|unit))?": "what may be hit",
}


def refuse(variants: Sequence[Variant], terrain: Sequence[str]) -> None:
    """Raise ``InputError`` for a change of a kind in ``REFUSED`` by a variant whose terrain is of no made-up kind."""
    for variant, kind in zip(variants, terrain, strict=True):
        if is_fictional(kind):
            continue
        for path, value in variant.changes.items():
            if path.split(".")[0] == "units" and "timetable" in f"{path} {value}":
                path = "units.timetable"
            for pattern, what in REFUSED.items():
                if re.fullmatch(pattern, path):
                    raise InputError(
                        f"variant {variant.name}: {path} ({what}) is varied on made-up ground only "
                        f"({', '.join(FICTIONAL)}); this is {kind}"
                    )
