"""Write the tables of docs/units.md anew: a march, turning, losses, another's track, silence.

``python tools/write_units.py [--runs N] [march] [turning] [losses] [far] [emission]``: all five if none is named, 40
runs of each line unless told otherwise. Each stands between two comments that name it; what is around them stays.
A mean stands with half its 95 % interval (normal, over runs); all lines of a table are played on the same dice.
"""

from __future__ import annotations

import json
import math
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yaml

import gbad

PLACE = Path(__file__).resolve().parent.parent / "docs" / "units.md"
SEED = 7
Table = list[list[str]]
Changes = Mapping[str, Any]


def spread(values: Any) -> str:
    """7.2 ± 0.3, of one value per run."""
    values = np.asarray(values, float)
    half = 1.96 * values.std(ddof=1) / math.sqrt(len(values)) if len(values) > 1 else math.inf
    return f"{values.mean():.1f} ± {half:.1f}"


def share(values: Any) -> str:
    """0.50 (0.35 to 0.65): Wilson's interval of a share of runs."""
    happened, n, z = float(np.sum(values)), len(values), 1.96
    p = happened / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
    return f"{p:.2f} ({max(low, 0.0):.2f} to {high:.2f})"


def per_run(table: Any, runs: int, keep: Any) -> Any:
    """How many rows of a table each run has of those kept."""
    return np.bincount(table["run"][keep], minlength=runs)


def fates(result: Any, runs: int, keep: Any = None) -> tuple[Any, Any, Any]:
    """Threats killed, threats that leaked, and rounds that left, of every run."""
    found, shots = result.outcomes, result.shots
    mine = found["is_threat"] if keep is None else found["is_threat"] & keep
    killed, leaked = (per_run(found, runs, mine & (found["fate"] == fate)) for fate in ("killed", "leaked"))
    return killed, leaked, per_run(shots, runs, np.isfinite(shots["launch_s"]))


def causes(result: Any, runs: int) -> Counter[str]:
    """Leakers of all runs by cause."""
    found = result.outcomes
    leaked = found["is_threat"] & (found["fate"] == "leaked")
    return Counter(str(cause) for cause in found["cause"][leaked])


def march_table(runs: int) -> Table:
    """With the march, and when it stays."""
    rows = [["", "first two", "between", "second two", "rounds"]]
    for words, changes in (("with the march", {}), ("it stays (`--set units={}`)", {"units": {}})):
        result = gbad.run("march-and-shoot", seed=SEED, runs=runs, changes=changes)
        line = [words]
        for group, of in (("first", 2), ("between", 1), ("second", 2)):
            mine = np.char.startswith(result.outcomes["object"].astype(str), group)
            line.append(f"{spread(fates(result, runs, mine)[0])} of {of}")
        rows.append([*line, spread(fates(result, runs)[2])])
    return rows


def turning_variants() -> dict[str, Changes]:
    """What the study `turning` plays, and point defence beside each battalion."""
    study = yaml.safe_load(
        (Path(gbad.__file__).parent / "studies" / "shipped" / "turning.yaml").read_text(encoding="utf-8")
    )
    found: dict[str, Changes] = {
        name: {path: yaml.safe_load(value) for path, value in changes.items()}
        for name, changes in study["variants"].items()
    }
    places = {"alpha": (40.0, 32.0), "bravo": (39.5, 32.5)}
    near = {
        f"batteries.{name}-near": {
            "type": "pantsir", "at": {"latitude_deg": place[0], "longitude_deg": place[1]}, "command": f"{name}-post",
        }
        for name, place in places.items()
    }  # fmt: skip
    return found | {"point defence": near, "all three": found["both"] | near}


def turning_table(runs: int) -> Table:
    """Leakers of ankara-2019 with their causes."""
    counted, lines = {}, []
    for words, changes in turning_variants().items():
        result = gbad.run("ankara-2019", seed=SEED, runs=runs, changes=changes)
        counted[words] = causes(result, runs)
        lines.append([words, *(spread(each) for each in fates(result, runs))])
        print(lines[-1], dict(counted[words]), flush=True)
    told = sorted({cause for found in counted.values() for cause in found})
    told = [cause for cause in told if max(found[cause] for found in counted.values()) >= 0.5 * runs]
    head = ["", "killed", "leaked", "rounds", *(f"`{cause}`" for cause in told), "others"]
    cells = [[*(found[cause] for cause in told), found.total() - sum(found[cause] for cause in told)]
             for found in counted.values()]  # fmt: skip
    per = [[f"{count / runs:.1f}" if count >= 0.05 * runs else "" for count in line] for line in cells]
    return [head, *([*line, *more] for line, more in zip(lines, per, strict=True))]


LOSSES = (
    "", "regiment", "alpha-radar-link", "alpha-cabin", "search", "search-link", "alpha-low", "bravo-low",
    "alpha-launcher-1", "bravo", "alpha", "alpha-radar",
)  # fmt: skip
STANDS_IN = {
    "regiment": "both cabins, after 30 s, each with its own radars", "alpha-radar-link": "alpha's cabin",
    "alpha-cabin": "nobody is needed", "search": "the low-altitude radars", "search-link": "the low-altitude radars",
    "alpha-low": "search and bravo-low", "bravo-low": "search and alpha-low",
    "alpha-launcher-1": "the other launchers", "bravo": "alpha", "alpha": "bravo, for what it reaches",
    "alpha-radar": "bravo, for what it reaches",
}  # fmt: skip
POSTS = ("regiment", "alpha-cabin", "bravo-cabin")


def losses_table(runs: int) -> Table:
    """Each node of a regiment lost in turn at 150 s."""
    rows = [["lost", "killed", "leaked", *(f"orders by {post}" for post in POSTS), "what stood in for it",
             "leakers because (per run)"]]  # fmt: skip
    for node in LOSSES:
        changes = {f"units.{node}": {"timetable": [{"at_s": 150.0, "do": "lost"}]}} if node else {}
        result = gbad.run("regiment", seed=SEED, runs=runs, changes=changes)
        killed, leaked, _ = fates(result, runs)
        orders = [f"{(result.orders['command'] == post).sum() / runs:.1f}" for post in POSTS]
        why = ", ".join(
            f"{cause} {n / runs:.1f}" for cause, n in causes(result, runs).most_common(3) if n >= 0.05 * runs
        )
        rows.append([node or "nothing", spread(killed), spread(leaked), *orders, STANDS_IN.get(node, ""), why])
        print(rows[-1], flush=True)
    return rows


def far_scene() -> dict[str, Any]:
    """The long missile against a large aircraft that comes straight in at 10 km."""
    place = {"latitude_deg": 40.0, "longitude_deg": 33.0}
    fire = {
        "type": "s400-battalion", "at": place, "command": "post", "boresight_deg": 90.0,
        "launchers": [{"count": 2, "type": "51P6E", "load": {"40N6E": 4}}],
    }  # fmt: skip
    big = {
        "type": "fighter", "height_m": 10000.0, "speed_mps": 230.0, "rcs_m2": 40.0, "aims_at": "town",
        "route": {"kind": "waypoints", "points": [{"latitude_deg": 40.0, "longitude_deg": 39.3}]},
    }  # fmt: skip
    town = {"name": "Town", "at": {"latitude_deg": 40.0, "longitude_deg": 32.9}}
    return {
        "schema": "scenario/1", "title": "far shot", "duration_s": 1800.0, "terrain": {"kind": "flat"},
        "commands": {"post": {"type": "55K6E"}},
        "radars": {"search": {"type": "91N6E", "at": place, "command": "post", "antenna_height_m": 24.0}},
        "batteries": {"battery": fire}, "assets": {"town": town}, "threats": {"big": big},
    }  # fmt: skip


def far_table(runs: int) -> Table:
    """Where the first round of each run meets the aircraft, by whose track it may go on."""
    rows = [["`remote_tracks`", "first order, median [s]", "first met, median [km]", "first met, least and most [km]",
             "runs with a kill", "rounds"]]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "far.yaml"
        path.write_text(json.dumps(far_scene()), encoding="utf-8")
        for rule in ("any", "checked", "own"):
            result = gbad.run(str(path), seed=SEED, runs=runs, changes={"commands.post.remote_tracks": rule})
            shots, first = list(result.shots.rows()), {}
            for shot in shots:
                if shot["end_reason"] == "intercept":
                    first.setdefault(shot["run"], shot)
            ordered = [min(s["order_s"] for s in shots if s["run"] == run) for run in {s["run"] for s in shots}]
            away = [
                math.radians(s["end_longitude_deg"] - 33.0) * 6371.0 * math.cos(math.radians(40.0))
                for s in first.values()
            ]
            killed, _, rounds = fates(result, runs)
            rows.append([
                f"`{rule}`", f"{np.median(ordered):.0f}", f"{np.median(away):.0f}",
                f"{min(away):.0f} to {max(away):.0f}", share(killed > 0), spread(rounds),
            ])  # fmt: skip
            print(rows[-1], flush=True)
    return rows


def emission_variants() -> dict[str, Changes]:
    """Ways to send and to keep silent."""

    def quiet(*spells: tuple[float, float]) -> list[dict[str, float]]:
        return [{"from_s": a, "to_s": b} for a, b in spells]

    minutes = range(0, 900, 120)
    turns = {
        "radars.search.silent": quiet(*((m, m + 60.0) for m in minutes)),
        "radars.relief.silent": quiet(*((m + 60.0, m + 120.0) for m in minutes)),
    }
    ambush = {"batteries.alpha.silent": quiet((0.0, 240.0))}
    late = {f"radars.{radar}.silent": quiet((0.0, 240.0)) for radar in ("search", "relief")}
    never = {f"radars.{radar}.silent": quiet((0.0, 900.0)) for radar in ("search", "relief")}
    away = [{"at_s": 120.0, "do": "march", "to": {"latitude_deg": 40.05, "longitude_deg": 32.95}}]
    return {
        "all radars send": {},
        "`silent_under_attack`": {"commands.post.silent_under_attack": True},
        "two decoy emitters beside each": {"units": {name: {"decoy_emitters": 2} for name in ("alpha", "search")}},
        "the search radars take turns, a minute each": turns,
        "ambush: nothing sends before 240 s": ambush | late,
        "ambush by the receiver alone: no search radar": ambush | never,
        "alpha is told to leave at 120 s": {"units": {"alpha": {"vehicle": "wheeled-battalion", "timetable": away}}},
    }


def custody(result: Any) -> float:
    """Share of the fighters' lives in which the post has a track of them."""
    outcomes, tracks = result.outcomes, result.tracks
    fighter = outcomes["type"] == "fighter"
    lived_s = (outcomes["end_s"] - 60.0)[fighter].sum()
    followed = np.unique(
        [f"{run} {name} {at}" for run, name, at in zip(tracks["run"], tracks["object"], tracks["time_s"], strict=True)
         if str(name).startswith("fighter")]
    )  # fmt: skip
    return float(2.0 * len(followed) / lived_s)


def emission_table(runs: int) -> Table:
    """Survival, custody, leakers and rounds, by what is sent when."""
    rows = [["", "engagement radar lost", "acquisition radar lost", "custody", "missiles shot down, of 6",
             "fighters that leaked, of 4", "rounds"]]  # fmt: skip
    for words, changes in emission_variants().items():
        result = gbad.run("emission-control", seed=SEED, runs=runs, changes=changes, record_all=True)
        found = result.outcomes
        lost = []
        for asset in ("eye", "searcher"):
            hit = found["damaged"] & (found["aims_at"] == asset)
            lost.append(share(per_run(found, runs, hit) > 0))
        fighter = found["type"] == "fighter"
        down, gone = fates(result, runs, ~fighter)[0], fates(result, runs, fighter)[1]
        rows.append([words, *lost, f"{100.0 * custody(result):.0f} %", spread(down), spread(gone),
                     spread(fates(result, runs)[2])])  # fmt: skip
        print(rows[-1], flush=True)
    return rows


MAKERS: dict[str, Callable[[int], Table]] = {
    "march": march_table, "turning": turning_table, "losses": losses_table, "far": far_table,
    "emission": emission_table,
}  # fmt: skip


def as_text(table: Table) -> str:
    """A table as Markdown has it."""
    head, *rows = table
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Make the tables named, and put them in their places."""
    wanted, runs = sys.argv[1:], 40
    if wanted[:1] == ["--runs"]:
        runs, wanted = int(wanted[1]), wanted[2:]
    for name in wanted or list(MAKERS):
        if name not in MAKERS:
            raise SystemExit(f"{name} is no table of {PLACE.name}; there are {', '.join(MAKERS)}")
        made = as_text(MAKERS[name](runs))
        text = PLACE.read_text(encoding="utf-8")
        between = re.compile(f"(<!-- made: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not between.search(text):
            raise SystemExit(f"{PLACE.name} has no place for {name}")
        PLACE.write_text(between.sub(lambda at, made=made: f"{at[1]}{made}\n{at[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
