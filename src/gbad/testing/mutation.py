"""Files that something has happened to: whatever it is, a reader reads them or refuses them in a sentence.

``mutated(content, dice)`` is a file with a few bytes or words changed, taken out, doubled or put in;
``readers(folder)`` are the ways in, each with a whole file and what takes mutated bytes in its place. ``tried`` raises
for any error that is not one of gbad's own.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gbad
from gbad.archive.verification import verify
from gbad.errors import InputError, ResultsError
from gbad.results.sealing import MANIFEST, SCENARIO
from gbad.results.writing import JOURNAL
from gbad.scenario.document import parse_document
from gbad.scenario.load import read
from gbad.scenario.recordings import read_out
from gbad.simulation.prepare import compile_document
from gbad.studies.design import Design, Variant
from gbad.studies.ledger import Ledger, read_design
from gbad.testing import random_scenarios

LONGEST_S = 20.0
WITH_RECORDING = 15  # seed of a random scenario with recorded traffic
_TOKENS = re.compile(rb"[A-Za-z_]+|[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?|\s+|.", re.DOTALL)
_ODD = (
    b"0", b"-1", b"1e308", b"nan", b"-0.0", b"''", b"[]", b"{}", b"null", b"true", b"\x00", b"\xff\xfe",
    b"\xe2\x80\xae", b"\n", b":", b"- ", b"*a", b"99999999999999999999", b"../../x", b",,,", b"\"", b"1577836800",
)  # fmt: skip


def mutated(content: bytes, dice: random.Random) -> bytes:
    """The content with one to four changes; words are changed as words half of the time."""
    for _ in range(dice.randint(1, 4)):
        content = _by_word(content, dice) if dice.random() < 0.5 else _by_byte(content, dice)
    return content


def _by_word(content: bytes, dice: random.Random) -> bytes:
    words = _TOKENS.findall(content[:200_000])
    if not words:
        return dice.choice(_ODD)
    at = dice.randrange(len(words))
    other = dice.choice((dice.choice(_ODD), dice.choice(words), b"", words[at] * 2))
    return b"".join([*words[:at], other, *words[at + 1 :]]) + content[200_000:]


def _by_byte(content: bytes, dice: random.Random) -> bytes:
    if not content:
        return dice.choice(_ODD)
    # headers are where files say what they are
    at = dice.randrange(min(len(content), 512) if dice.random() < 0.5 else len(content))
    kind = dice.randrange(4)
    if kind == 0:
        return content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1 :]
    if kind == 1:
        return content[:at]
    if kind == 2:
        return content[:at] + content[at + dice.randint(1, 40) :]
    return content[:at] + dice.choice(_ODD) + content[at:]


@dataclass(frozen=True, slots=True)
class Reader:
    """A way in: the whole file, and what takes mutated bytes in its place."""

    whole: bytes
    take: Callable[[bytes], object]


def readers(folder: Path) -> dict[str, Reader]:
    """Every way in, over files made in a folder: a played run, a study, a recording, and an elevation file."""
    world = random_scenarios.write(WITH_RECORDING, folder)
    whole = world.read_bytes()
    result = gbad.run("one-aircraft", changes={"duration_s": 60.0})
    kept = result.save(folder / "runs")
    design = Design("one-aircraft", (Variant("one", {"duration_s": 20.0}),), runs=3)
    study = folder / "study"
    gbad.study(design, out=study, backend="threads", workers=1, batch=1)
    ways = {"scenario": Reader(whole, lambda content: _scenario(content, folder))}
    for where, name in ((kept, MANIFEST), (kept, "outcomes.parquet"), (kept, SCENARIO), (study, MANIFEST)):
        ways[f"{where.name}/{name}"] = Reader(
            (where / name).read_bytes(), _in_place(where / name, lambda at: verify(at))
        )
    unfinished = folder / "unfinished"
    shutil.copytree(study, unfinished)
    (unfinished / MANIFEST).unlink()
    ways["study/journal"] = Reader((unfinished / JOURNAL).read_bytes(), _in_place(unfinished / JOURNAL, _resumable))
    table = folder / "traffic.csv"
    ways["recording.csv"] = Reader(table.read_bytes(), _in_place(table, lambda at: read_out(at / table.name, 300.0)))
    return ways | _elevation(folder)


def _scenario(content: bytes, folder: Path) -> None:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8") from error
    document = parse_document(text, folder=folder)
    scenario = read(document)
    if scenario.terrain.kind == "flat" and len(scenario.threats) < 20:
        compile_document(document)


def _in_place(path: Path, then: Callable[[Path], object]) -> Callable[[bytes], object]:
    """Put bytes where a file was, read its folder, and put the file back: others read it too."""
    whole = path.read_bytes()

    def take(content: bytes) -> object:
        path.write_bytes(content)
        try:
            return then(path.parent)
        finally:
            path.write_bytes(whole)

    return take


def _resumable(folder: Path) -> None:
    held = Ledger(folder, read_design(folder)).read(1, 3, Ledger(folder, {}).columns())
    assert held.done.sum() <= 3


def _elevation(folder: Path) -> dict[str, Reader]:
    """An elevation file; none where what reads them is not installed."""
    try:
        import rasterio
    except ImportError:
        return {}
    import numpy as np

    from gbad.terrain.reading import read_elevation

    path = folder / "ground.tif"
    grid = np.add.outer(np.arange(40.0), np.arange(40.0)).astype(np.float32)
    place = rasterio.Affine(1 / 120, 0.0, 30.0, 0.0, -1 / 120, 41.0)
    made = {"driver": "GTiff", "height": 40, "width": 40, "count": 1, "dtype": "float32", "crs": "EPSG:4326"}
    with rasterio.open(path, "w", transform=place, **made) as file:
        file.write(grid, 1)
    return {"ground.tif": Reader(path.read_bytes(), _in_place(path, lambda at: read_elevation(path, "ellipsoid", "g")))}


def tried(name: str, reader: Reader, seed: int) -> bool:
    """Whether a mutated file was refused. Raises what is none of gbad's own errors, AssertionError if it took long."""
    content = mutated(reader.whole, random.Random(f"{name} {seed}"))
    began = time.monotonic()
    words: str | None = None
    try:
        reader.take(content)
    except (InputError, ResultsError) as error:
        words = str(error)
    took_s = time.monotonic() - began
    assert took_s < LONGEST_S, f"{name}: took {took_s:.0f} s"
    assert words is None or words.strip(), f"{name}: refused without a word"
    return words is not None
