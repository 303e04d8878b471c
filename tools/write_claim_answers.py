"""Write src/gbad/claims/boards/played.json, the numbers behind the buttons of ``gbad claims --html``.

    gbad study claim-answers --out FOLDER      # some minutes
    python tools/write_claim_answers.py FOLDER

To be done anew when the engine moves its outcomes; ``tests/claims/test_boards.py`` plays one combination and compares.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from gbad.archive.studies import read_study
from gbad.scenario.load import load
from gbad.studies.answer import Study
from gbad.version import VERSION

INTO = Path(__file__).resolve().parent.parent / "src" / "gbad" / "claims" / "boards" / "played.json"
KINDS = ("missile", "low_observable", "ballistic")
TAILS = (0.05, 0.5, 0.95)


def rows(study: Study) -> list[dict[str, object]]:
    """One row for every variant: killed and flown by kind, leaked (5 %, median, 95 % of raids), rounds."""
    out: list[dict[str, object]] = []
    for v in range(len(study.design.variants)):
        loaded = study.bounds("rounds_fired", v).high
        out.append(
            {
                "killed": {k: round(_killed(study, v, k), 2) for k in KINDS},
                "flown": {k: int(study.bounds(f"killed_of_{k}", v).high) for k in KINDS},
                "leaked": [float(q) for q in np.quantile(study.sample("leaked", v), TAILS, method="inverted_cdf")],
                # of these kinds; a jammer that circles far off is none of them
                "still": round(_flown(study, v) - sum(_killed(study, v, k) for k in KINDS) - _leaked(study, v), 1)
                + 0.0,
                "fired": round(float(study.sample("rounds_fired", v).mean()), 1),
                "loaded": int(loaded),
            }
        )
    return out


def _flown(study: Study, variant: int) -> float:
    return sum(study.bounds(f"killed_of_{k}", variant).high for k in KINDS)


def _killed(study: Study, variant: int, kind: str) -> float:
    return float(study.sample(f"killed_of_{kind}", variant).mean())


def _leaked(study: Study, variant: int) -> float:
    return float(study.sample("leaked", variant).mean())


def factors(study: Study) -> list[list[object]]:
    """Each factor with its levels, in the order of the variants' names: ``drones=10,rounds=full``."""
    levels: dict[str, list[str]] = {}
    for variant in study.design.variants:
        for part in variant.name.split(","):
            name, _, level = part.partition("=")
            if level not in levels.setdefault(name, []):
                levels[name].append(level)
    return [[name, found] for name, found in levels.items()]


def main() -> None:
    """Read the study that is named, write the file."""
    study = read_study(sys.argv[1])
    assert load(study.design.scenario).terrain.kind in ("flat", "fractal"), "on made-up ground only"
    stated = {
        "scenario": study.design.scenario, "runs": study.design.runs, "seed": study.design.seed,
        "version": VERSION, "result_hash": study.result_hash, "factors": factors(study), "rows": rows(study),
    }  # fmt: skip
    INTO.write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")
    print(INTO)


if __name__ == "__main__":
    main()
