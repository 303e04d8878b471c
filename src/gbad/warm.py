"""Compile every kernel once and keep it: plays two shipped scenarios (``python -m gbad.warm``; ``make setup`` does)."""

from __future__ import annotations

import sys
import time

import gbad

SCENARIOS = ("one-aircraft", "ankara-2019")


def main() -> None:
    """Play each scenario once; kernels that they call are then in numba's cache."""
    start = time.perf_counter()
    for scenario in SCENARIOS:
        gbad.run(scenario, seed=0)
    print(f"setup: kernels are compiled ({time.perf_counter() - start:.0f} s)", file=sys.stderr)


if __name__ == "__main__":
    main()
