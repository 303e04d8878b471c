"""An hour of made-up civil traffic as truth: tracks formed, GOSPA and time.

``make bench-traffic``. Sixty aircraft along six made-up airways, recorded every ten seconds with noise and gaps, flown
from that recording and watched by one surveillance radar. GOSPA is that of ``gbad score`` (order 2) from each first
plot on, every ten seconds, for two cut-offs.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import gbad
from gbad.metrics.scores import score_result
from gbad.scenario.document import parse_document
from gbad.traffic import corridor_yaml, made_up_airways, make_traffic, write_traffic

AIRCRAFT, DURATION_S, SEED = 60, 3600, 5
CUTOFFS_M = (1000.0, 5000.0)
TEXT = """\
schema: scenario/1
title: An hour of civil traffic
duration_s: {duration}.0
terrain: {{kind: flat, size_km: 800.0}}
commands:
  post: {{type: 55K6E}}
radars:
  search: {{type: 91N6E, at: {{latitude_deg: 45.0, longitude_deg: 45.0}}, command: post}}
assets:
  town: {{at: {{latitude_deg: 45.0, longitude_deg: 45.1}}}}
corridors:
{corridors}
others:
  civil: {{type: airliner, filed: true, route: {{kind: state_vectors, file: hour.csv}}}}
"""


def main() -> None:
    """Print the table and, as the last line, one JSON object."""
    airways = made_up_airways(45.0, 45.0, 200.0, 6, SEED)
    began = time.perf_counter()
    traffic = make_traffic(airways, aircraft=AIRCRAFT, duration_s=DURATION_S, seed=SEED)
    made_s = time.perf_counter() - began
    corridors = "\n".join(corridor_yaml(k, airway) for k, airway in enumerate(airways))
    text = TEXT.format(duration=DURATION_S, corridors=corridors)
    with tempfile.TemporaryDirectory() as folder:
        write_traffic(traffic, Path(folder) / "hour.csv")
        # kernels compiled or loaded before the clock runs
        gbad.run(parse_document(text, "hour", Path(folder)), seed=SEED, changes={"duration_s": 60.0})
        began = time.perf_counter()
        result = gbad.run(parse_document(text, "hour", Path(folder)), seed=SEED)
        run_s = time.perf_counter() - began
    began = time.perf_counter()
    scores = {c: score_result(result, cutoff_m=c, since="detection", step_s=10.0)["post"].total() for c in CUTOFFS_M}
    scored_s = time.perf_counter() - began
    outcomes, events = result.outcomes, result.table("track_marks")["event"]
    tracks = len(set(result.tracks["track"].tolist()))
    followed = int((outcomes["shared_s"] == outcomes["shared_s"]).sum())
    held = {str(name): int((outcomes["held_identity"] == name).sum()) for name in ("neutral", "unknown", "hostile")}
    print(f"{len(traffic['time'])} state vectors, {len(outcomes)} flights and pieces of flights, {DURATION_S} s")
    print(f"made in {made_s:.1f} s, played and recorded in {run_s:.1f} s ({DURATION_S / run_s:.0f} times real time), "
          f"scored in {scored_s:.1f} s")  # fmt: skip
    print(f"plots {len(result.detections)}, system tracks {tracks}, flights followed {followed}, "
          f"swaps {int((events == 'swapped').sum())}, lost {int((events == 'lost').sum())}")  # fmt: skip
    print(f"held at the end: {held}")
    print(f"{'cut-off':>9} {'GOSPA':>9} {'missed':>8} {'false':>7} {'complete':>9}")
    for cutoff, total in scores.items():
        print(f"{cutoff:7.0f} m {total['gospa_m']:7.0f} m {total['missed']:8.2f} {total['false']:7.2f} "
              f"{100 * float(total['completeness'] or 0):8.1f}%")  # fmt: skip
    print(
        json.dumps(
            {
                "bench": "traffic", "aircraft": AIRCRAFT, "duration_s": DURATION_S, "run_s": round(run_s, 2),
                "tracks": tracks, "flights": len(outcomes), "followed": followed,
                "gospa_m": {f"{c:.0f}": round(float(t["gospa_m"] or 0), 1) for c, t in scores.items()},
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
