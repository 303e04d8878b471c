"""Results -> a file of another program's: by the name of the format, to a place that does not exist yet."""

from __future__ import annotations

from pathlib import Path

from gbad.export.registry import format_of
from gbad.results import Result


def export(result: Result, to: str, out: Path | None, *, run: int | None, every_s: float | None) -> Path:
    """Write, and return where. Without ``out``: in the working directory, named after the results and the format."""
    format_ = format_of(to)
    if out is None:
        stem = result.folder.resolve().name if result.folder else str(result.manifest["scenario"])
        out = Path(f"{stem}{format_.suffix or '-' + format_.name}")
    format_.write(result, out, run, every_s)
    return out
