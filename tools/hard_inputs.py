"""Write docs/hard-inputs.md anew: inputs that once gave a wrong number or lost a run, and what they give now.

``python tools/hard_inputs.py [WORD ...]``: all, or only those whose name contains one of the words; the others' lines
stay. Every line is played: the last column is what was really said, found by a pattern. Exit 1 if one says nothing
of the kind, and its line stays as it was.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "hard-inputs.md"
sys.path.insert(0, str(ROOT / "tests" / "helpers"))
TRUTH = "import gbad; t = gbad.open_results('out').tables['truth']; "
ABOVE_SEA = (
    'python -c "import numpy as np; from gbad import terrain as t; p = np.radians(({0}, {1})); '
    "g = t.from_spec('global', latitude_deg={0}, longitude_deg={1}, size_km=300.0); "
    "print(round(float(t.ground_height_m(g, *p) - t.geoid_height_m(*p))), 'm')\""
)


@dataclass(frozen=True)
class Hard:
    """An input, what is asked of it, and what it gave."""

    name: str
    before: str
    calls: tuple[str, ...]  # of the shell, in a folder of their own; "gbad" and "python" are ours
    says: str  # pattern of what the last call must say
    status: int = 0


def run(scenario: str, *more: str) -> str:
    return " ".join(("rm -rf out && gbad run", scenario, "--out out", *more))


CASES = (
    Hard("a target that never comes near, one run", "exit 1, run lost", (run("far.yaml"),), r"1 threat, .* survived"),
    Hard("a run of one second", "exit 1", (run("one-aircraft", "--set duration_s=1"),), r"1 threat, .* survived"),
    Hard("a duration that is no multiple of the cycle", "exit 1", (run("one-aircraft", "--set duration_s=89.5"),),
         r"1 threat, .* survived"),
    Hard("two runs in which nobody fires", "exit 1 in the page, runs lost",
         (run("no-rounds-two-runs.yaml", "--runs 2", "&& test -s out/report.html"),), r"rounds fired +0"),
    Hard("`nan` in a page with an empty bar", 'width="nan"',
         (run("width-in-report.yaml"), "grep -c nan out/report.html || true"),
         r"^0$"),
    Hard("`jpda` on `decoys-and-chaff`, seed 1", "exit 2, the tracker blamed",
         (run("decoys-and-chaff", "--set commands.post.tracker=jpda"),), r"\d+ threats, .*"),
    Hard("overhead of a radar", '"echo too weak"', (run("overhead.yaml"), "gbad why out a"),
         r"higher above the horizontal than the radar looks"),
    Hard("outside the only sector", '"never in line of sight"', (run("sector.yaml"), "gbad why out a"),
         r"outside the sector that the radar looks at"),
    Hard("inside the blind range", '"echo too weak"', (run("blind_range.yaml"), "gbad why out cm"),
         r"inside its blind range"),
    Hard("six aircraft in one point", "valid without a word", ("gbad check stacked.yaml",),
         r"fly in one point(.|\n)*abreast_km"),
    Hard("out and back along a parallel, easternmost longitude", "35.05, a turn of 37 g",
         (run("hairpin.yaml"), f"python -c \"{TRUTH}print('%.2f E' % max(t['longitude_deg']))\""), r"35\.5\d E"),
    Hard("a recorded flight over 180 degrees", "ends at 360 s, 179.989 E",
         (run("recorded.yaml"),
          f"python -c \"{TRUTH}print('%g s, %.2f W' % (t['time_s'][-1], -t['longitude_deg'][-1]))\""),
         r"800 s, 179\.0\d W"),
    Hard("an address that looks like a number", "id 47100000.0",
         (run("icao_e.yaml"), f"python -c \"{TRUTH}print(t['object'][0])\""), r"civil-471e05"),
    Hard("letters late in a long file", "exit 2, line 21872 blamed", ("gbad check icao_late_text.yaml",),
         r"271 airliner"),
    Hard("positions older than their rows", "path begins at -14.3 s",
         (run("old_position.yaml"), f"python -c \"{TRUTH}print('from %g s' % min(t['time_s']))\""), r"from \d.*s"),
    Hard("heights in feet", "an airliner at 33,000 m", ("gbad check feet.yaml",), r"heights are probably feet"),
    Hard("made-up traffic at 179.5 E, rows beyond 180", "233 of 1,647",
         ("rm -f x.csv && gbad traffic x.csv --latitude-deg 0 --longitude-deg 179.5 --aircraft 20 --duration-s 1800 "
          "--seed 3",
          "python -c \"import csv; r = list(csv.DictReader(open('x.csv'))); "
          "print(sum(abs(float(o['lon'])) > 180 for o in r), 'of', len(r))\""), r"0 of \d+"),
    Hard("an undeclared void of -9999", '"0 unknown nodes"',
         ("gbad terrain add void_undeclared.tif --vertical-datum ellipsoid",),
         r"100 unknown nodes.*"),
    Hard("the same, declared", "100 unknown nodes", ("gbad terrain add void_declared.tif --vertical-datum ellipsoid",),
         r"100 unknown nodes"),
    Hard("a band that counts tenths", "5,000 m", ("gbad terrain add tenths.tif --vertical-datum ellipsoid",
         "python -c \"from gbad.terrain.kept import kept; print('%g m' % kept('tenths').height_m.max())\""), r"500 m"),
    Hard("ground at 72.58 N, 38.46 W, above the sea", "265 m (rock under ice)", (ABOVE_SEA.format(72.58, -38.46),),
         r"3[12]\d\d m"),
    Hard("ground at 51.5 N, 179.5 E, above the sea", "-50 m (sea bed)", (ABOVE_SEA.format(51.5, 179.5),), r"^0 m"),
    Hard("a wall 300 m high and 280 m wide at 18.25 km: found at 24.5 km from", "9.7 m", ("python wall.py",),
         r"4\d\d m, right .*"),
    Hard("plots of which one has a time since 1970", "11.8 GiB asked for", ("ulimit -v 6000000; python plots.py",),
         r"The longest silence is .*", 1),
    Hard("tracks with names for numbers", "exit 1",
         (run("one-aircraft"), "python score_tables.py", "gbad score out --tracks names.csv"),
         r"completeness +100\.0%"),
    Hard("tracks with times since 1970", "0 %, no word", ("gbad score out --tracks unix.csv",),
         r"none of the \d+ rows lies in the time of the truth", 2),
    Hard("tracks with a row every 50 s", "1.7 %, no word", ("gbad score out --tracks sparse.csv",),
         r"longer than 15 s \(50 s in the median\)"),
    Hard("results in a folder `run[1]`", "another folder's figures",
         ("gbad run one-aircraft --seed 2 --out run1", "gbad run one-aircraft --out 'run[1]'", "gbad rerun 'run[1]'"),
         r"the same to the last digit"),
    Hard("a salvo that the doctrine never fires", '"2 per engagement", same hash',
         ("gbad check one-aircraft --set commands.post.salvo=2",),
         r"2 would have no effect", 2),
)  # fmt: skip

TABLES = """
import csv, gbad
t = gbad.open_results("out").tables["truth"]
rows = list(zip(t["time_s"].tolist(), t["latitude_deg"].tolist(), t["longitude_deg"].tolist(), t["height_m"].tolist()))
def write(name, of, rows):
    with open(name, "w", newline="") as file:
        csv.writer(file).writerows([("time_s", "track", "latitude_deg", "longitude_deg", "height_m"), *map(of, rows)])
write("names.csv", lambda r: (r[0], "T-001", *r[1:]), rows)
write("unix.csv", lambda r: (1577836800 + r[0], 1, *r[1:]), rows)
write("sparse.csv", lambda r: (r[0], 1, *r[1:]), rows[::10])
"""


PLOTS = """
import numpy as np
from gbad.tracking import track_plots
zero = np.zeros(4)
plots = {"time_s": np.array([0.0, 1.0, 2.0, 1577836800.0]), "east_m": zero, "north_m": zero, "up_m": zero}
track_plots(plots, {"position_std_m": 50.0})
"""
WALL = """
from pathlib import Path
import numpy as np, rasterio
from rasterio.transform import from_origin
from gbad import coverage
from gbad.terrain.reading import read_elevation
STEP, NODES, M, AT = 1 / 1200, 1201, 110574.0, 24500.0  # degrees, nodes, metres of a degree, metres
row = 600 - round(18250.0 / M / STEP)
height = np.zeros((NODES, NODES), np.float32)
height[row - 1 : row + 2] = 300.0
corner = from_origin(30 - STEP / 2, 1 + STEP / 2, STEP, STEP)
with rasterio.open("wall.tif", "w", driver="GTiff", height=NODES, width=NODES, count=1, dtype="float32",
                   crs="EPSG:4326", transform=corner) as file:
    file.write(height, 1)
ground = read_elevation(Path("wall.tif"), "ellipsoid", "wall")
found = coverage.cover("91N6E", (0.5, 30.5), "fighter", terrain=ground, radius_m=50e3).minimum_height_m()
earth, wall = 2 * 6378137 * 4 / 3, (600 - row) * STEP * M
right = 8 + (300 - wall**2 / earth - 8) / wall * AT + AT**2 / earth
print("%.0f m, right is about %.0f m" % (found[0, round(AT / 500.0)], right))
"""
SCRIPTS = {"score_tables.py": TABLES, "plots.py": PLOTS, "wall.py": WALL}


def played(hard: Hard, folder: Path) -> tuple[int, str]:
    """Exit status and all that the last call said."""
    ours = {"PYTHONPATH": str(ROOT / "src"), "XDG_DATA_HOME": str(folder / "kept"), "COLUMNS": "200"}
    words = f'gbad() {{ {sys.executable} -m gbad "$@"; }}; python() {{ {sys.executable} "$@"; }}; '
    told = None
    for call in hard.calls:
        told = subprocess.run(
            ["bash", "-c", words + call], cwd=folder, env={**os.environ, **ours}, capture_output=True, text=True
        )
    assert told
    return told.returncode, told.stdout + told.stderr


def main() -> int:
    """Play and write."""
    import hard_files

    words, failed = sys.argv[1:] or [""], 0
    head, _, rest = PAGE.read_text(encoding="utf-8").partition("<!-- played -->\n")
    old, _, tail = rest.partition("<!-- end -->")
    rows = {line.split(" | ")[0]: line for line in old.splitlines()[2:]}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for scenario in [*ROOT.glob("tests/cases/*.yaml"), *ROOT.glob("tests/attribution/cases/*.yaml")]:
            shutil.copy(scenario, folder)
        hard_files.write(folder)
        for script, text in SCRIPTS.items():
            (folder / script).write_text(text)
        for hard in CASES:
            if any(word in hard.name for word in words):
                status, said = played(hard, folder)
                found = re.search(hard.says, said, re.MULTILINE)
                if found and status == hard.status:
                    now = " ".join(found[0].split())
                    rows[f"| {hard.name}"] = f"| {hard.name} | {hard.before} | exit {status}: {now} |"
                    print(rows[f"| {hard.name}"], flush=True)
                else:
                    failed += 1
                    print(f"{hard.name}: exit {status}, nothing of the kind:\n{said[-600:]}", flush=True)
    table = ["| input | before | now |", "|---|---|---|"]
    table += [rows[f"| {hard.name}"] for hard in CASES if f"| {hard.name}" in rows]
    PAGE.write_text("\n".join([f"{head}<!-- played -->", *table, f"<!-- end -->{tail}"]), encoding="utf-8")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
