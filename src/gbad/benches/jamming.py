"""What a self-screening jammer gains, by band, power and the receivers beside the defence: ``gbad.benches.jamming``.

One fighter of 4 m2 flies at the town of ``one-aircraft`` and radiates noise: over S band, where the search radar works,
over X band, where the engagement radar works, or over both. Four rounds defend.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import gbad

BANDS = {"none": None, "S": (2.0, 4.0), "X": (8.0, 12.0), "S to X": (2.0, 12.0)}
POWERS_KW = (10.0, 100.0, 1000.0)
HERE = {"latitude_deg": 40.0, "longitude_deg": 33.0}
# two kilometres north of the radars
ASIDE = {"latitude_deg": 40.018, "longitude_deg": 33.0}
RECEIVERS: dict[str, dict[str, float] | None] = {"none": None, "beside": HERE, "2 km away": ASIDE}


def changes_of(band: str, power_kw: float, receiver: str) -> dict[str, Any]:
    """Changes of ``one-aircraft`` that make a case."""
    edges, at = BANDS[band], RECEIVERS[receiver]
    changes: dict[str, Any] = {}
    if edges is not None:
        changes["threats.aircraft.jammer"] = {"erp_kw": power_kw, "from_ghz": edges[0], "to_ghz": edges[1]}
    if at is not None:
        changes["passive_sensors"] = {"ears": {"type": "support-receiver", "at": at, "command": "post"}}
    return changes


def row_of(band: str, power_kw: float, receiver: str, runs: int, seed: int = 1) -> dict[str, Any]:
    """One case: killed, leaked, rounds, when it was first tracked, and why it got through."""
    found = gbad.run("one-aircraft", seed, runs=runs, changes=changes_of(band, power_kw, receiver)).summary()
    return {
        "band": band, "power_kw": power_kw, "receiver": receiver, "runs": runs, "killed": found["killed"],
        "leaked": found["leaked"], "rounds": found["rounds_fired"], "causes": found["leak_causes"],
    }  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="gbad.benches.jamming", description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--receivers", nargs="*", default=list(RECEIVERS), choices=list(RECEIVERS))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    cases = [("none", 0.0)] + [(band, power) for band in list(BANDS)[1:] for power in POWERS_KW]
    rows = (row_of(band, power, receiver, asked.runs) for receiver in asked.receivers for band, power in cases)
    if asked.json:
        print(json.dumps(list(rows)))
        return
    print("| receiver | band | power | killed | leaked | rounds | causes |\n|---|---|---|---|---|---|---|")
    for row in rows:
        causes = ", ".join(f"{name} {count}" for name, count in row["causes"].items())
        power = f"{row['power_kw']:g} kW" if row["power_kw"] else ""
        print(
            f"| {row['receiver']} | {row['band']} | {power} | {row['killed']} | {row['leaked']} | {row['rounds']} "
            f"| {causes} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
