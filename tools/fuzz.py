"""Random valid scenarios played and held against what must always be true; and files that something happened to.

    python tools/fuzz.py --seeds 0:60           # sixty scenarios
    python tools/fuzz.py --seeds 17             # one, with its traceback
    python tools/fuzz.py --mutate --seconds 60  # damaged files, for a minute

Whatever fails is one line that repeats it. Exit status 1 if something failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from gbad.testing import promises
from gbad.testing.mutation import readers, tried


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seeds", default=None, metavar="FIRST:END", help="or one seed, whose traceback is then shown")
    asked.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    asked.add_argument("--mutate", action="store_true", help="damaged files instead of scenarios")
    given = asked.parse_args()
    seeds = range_of(given.seeds or ("0:1000000" if given.mutate else "0:60"))
    until = time.monotonic() + given.seconds
    return mutations(seeds, until) if given.mutate else scenarios(seeds, until)


def range_of(text: str) -> range:
    """``17`` or ``0:60``."""
    first, colon, end = text.partition(":")
    return range(int(first), int(end)) if colon else range(int(first), int(first) + 1)


def scenarios(seeds: range, until: float) -> int:
    """Play; print failures and a last line of figures."""
    began, played, failed = time.monotonic(), 0, 0
    for seed in _in_time(seeds, until):
        played += 1
        with tempfile.TemporaryDirectory(prefix="gbad-fuzz-") as folder:
            try:
                promises.play(seed, Path(folder))
            except Exception as error:
                failed += 1
                _say(f"--seeds {seed}", error, whole=len(seeds) == 1)
    took = time.monotonic() - began
    print(f"{played} scenarios, {failed} failed, {took:.0f} s, {took / max(played, 1):.2f} s each", flush=True)
    return int(failed > 0)


def mutations(seeds: range, until: float) -> int:
    """Damage every kind of file in turn."""
    tries, refusals, failed = Counter[str](), Counter[str](), 0
    with tempfile.TemporaryDirectory(prefix="gbad-fuzz-") as folder:
        ways = readers(Path(folder))
        for seed in _in_time(seeds, until):
            for name, reader in ways.items():
                tries[name] += 1
                try:
                    refusals[name] += tried(name, reader, seed)
                except Exception as error:
                    failed += 1
                    _say(f"--mutate --seeds {seed}", error, name, whole=len(seeds) == 1)
    for name, number in tries.items():
        print(f"{name}: {number} tried, {refusals[name]} refused")
    print(f"{tries.total()} files, {failed} failed", flush=True)
    return int(failed > 0)


def _in_time(seeds: range, until: float) -> Iterator[int]:
    for seed, _ in zip(seeds, count(), strict=False):
        if time.monotonic() > until:
            return
        yield seed


def _say(how: str, error: Exception, what: str = "", *, whole: bool) -> None:
    """The line that repeats a failure, with the place where it happened."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    reason = " | ".join(str(error).splitlines())[:300]
    where = f"{Path(place.filename).name}:{place.lineno}"
    print(f"python tools/fuzz.py {how}  # {what and what + ': '}{type(error).__name__}: {reason} ({where})", flush=True)
    if whole:
        traceback.print_exception(error)


if __name__ == "__main__":
    sys.exit(main())
