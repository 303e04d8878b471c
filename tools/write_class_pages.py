"""Write the tables and pictures of docs/classes anew: how each class flies, is seen, is tracked and is engaged.

``python tools/write_class_pages.py [--runs N] [stealth] [drone] [cruise-missile] [ballistic]``: all four if none is
named, 100 runs unless told otherwise. Every table stands between two comments that name it; what is around them
stays. What is seen comes from the functions of ``gbad cover``, all else from runs of the scenario ``four-of-a-class``;
pictures are drawn from the tables on the page (``class_pictures.py``).
"""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from class_pictures import write_picture

import gbad
from gbad import coverage, library, motion
from gbad import terrain as grounds
from gbad.commands.places import NOWHERE
from gbad.coverage import _cover_kernel as _k
from gbad.physics import atmosphere, earth, twobody
from gbad.simulation.prepare import Prepared, prepare
from gbad.studies.intervals import Bounds, mean_interval, tally

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "classes"
SEED, COUNT = 7, 4
Table = list[list[str]]
RADARS = (
    ("metre-wave-search", None), ("AN-MPQ-64", None), ("91N6E", None), ("96L6E", 24.0), ("TRML-4D", None),
    ("AN-MPQ-65", None), ("92N6E", None), ("pantsir-radar", None), ("airborne-warning", None),
)  # fmt: skip
BANDS = ((0.03, "VHF"), (0.3, "UHF"), (1.0, "L"), (2.0, "S"), (4.0, "C"), (8.0, "X"), (12.0, "Ku"))
LIMITS = {_k.HORIZON: "horizon", _k.TERRAIN: "horizon", _k.ELEVATION: "elevation", _k.DISPLAY: "display",
          _k.NOISE: "echo"}  # fmt: skip
STEPS = (
    ("in line of sight", "first_line_of_sight_s"), ("first plot", "first_detection_s"),
    ("track confirmed", "confirmed_s"), ("in the picture, identified", "identified_s"),
    ("first order", "first_order_s"), ("first launch", "first_launch_s"), ("first met", "first_intercept_s"),
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One class: its type in the library, its switches in the scenario, at which height and distances it is asked."""

    name: str
    type: str
    flyers: tuple[str, ...]
    height_m: float
    distances_km: tuple[float, ...]


PAGES = (
    Page("stealth", "low-observable-fighter", ("stealth",), 10_000.0, (100.0, 80.0, 60.0)),
    Page("drone", "one-way-attack-drone", ("drone",), 300.0, (80.0, 75.0, 70.0)),
    Page("cruise-missile", "cruise-missile", ("cruise-missile",), 50.0, (40.0, 30.0, 20.0)),
    Page("ballistic", "srbm-500", ("minimum-energy", "lofted", "depressed", "quasi-ballistic"), 35_000.0,
         (300.0, 150.0, 75.0)),
)  # fmt: skip


@cache
def played(flyer: str, runs: int) -> tuple[Prepared, Any]:
    """The scenario with this flyer, played and recorded in full."""
    ready = prepare("four-of-a-class", {"flyer": flyer})
    return ready, gbad.run(ready, seed=SEED, runs=runs, batch=runs, record_all=True)


def places(ready: Prepared, who: int, time_s: Any) -> tuple[Any, Any, Any]:
    """Ground distance to the aim [m], height [m] and speed over the Earth [m/s] of an object at some times."""
    states = motion.states(ready.trajectories, 0, who, np.atleast_1d(np.asarray(time_s, float)))
    latitude, longitude, height = (np.asarray(each) for each in earth.ecef_to_geodetic(states[:, :3]))
    assets = ready.tables.defence.assets
    aim = float(assets.latitude_rad[0]), float(assets.longitude_rad[0])
    away = [earth.geodesic_inverse(*aim, float(a), float(b))[0] for a, b in zip(latitude, longitude, strict=True)]
    return np.array(away, float), height, np.linalg.norm(states[:, 3:], axis=1)


def flight(flyer: str) -> tuple[Prepared, Any, Any, Any, float]:
    """The first of the four: distance, height and speed every second of its planned way, and how long it takes."""
    ready, _ = played_tables(flyer)
    start, end = float(ready.trajectories.start_s[0, 0]), float(ready.trajectories.plan_end_s[0, 0])
    # a body that meets the ground at an angle: its last instant is a millisecond before
    time_s = np.append(np.arange(start, end, 1.0), end - 1e-3)
    away, height, speed = places(ready, 0, time_s)
    return ready, away, height, speed, end - start


@cache
def played_tables(flyer: str) -> tuple[Prepared, None]:
    """The scenario prepared alone."""
    return prepare("four-of-a-class", {"flyer": flyer}), None


def level_table(page: Page) -> Table:
    """Flight time and arrival of what flies level, against distance over speed on the ball."""
    _, away, height, speed, took_s = flight(page.flyers[0])
    entry = library.load(page.type)
    stated = float(entry.speed_mps.nominal)  # type: ignore[attr-defined]  # a threat's entry
    by_hand = away[0] * (1.0 + page.height_m / earth.MEAN_RADIUS) / stated
    sound = math.sqrt(1.4 * 287.053 * float(atmosphere.temperature_k(page.height_m)))
    rows = [["quantity", "flown", "textbook", "difference", "source"]]
    rows.append(["from its start to its aim [s]", f"{took_s:.1f}", f"{by_hand:.1f}", percent(took_s, by_hand),
                 f"{away[0] / 1e3:.1f} km at {stated:g} m/s on a sphere"])  # fmt: skip
    rows.append(["speed on arrival [m/s]", f"{speed[-1]:.1f}", f"{stated:.1f}", percent(speed[-1], stated),
                 "figure of the library"])  # fmt: skip
    mach = speed[0] / float(atmosphere.speed_of_sound_mps(height[0]))
    rows.append(["Mach number", f"{mach:.3f}", f"{stated / sound:.3f}", percent(mach, stated / sound),
                 "√(1.4 · 287 · T) at that height, US Standard Atmosphere 1976"])  # fmt: skip
    return rows


def ballistic_table(page: Page) -> Table:
    """Apogee, time and arrival of the four profiles against closed forms from their own burn-out."""
    rows = [["profile", "quantity", "flown", "textbook", "difference", "source"]]
    beta = float(library.load(page.type).ballistic_coefficient_kg_per_m2.nominal)  # type: ignore[attr-defined]
    for flyer in page.flyers:
        ready, away, height, speed, took_s = flight(flyer)
        kepler = from_burn_out(ready)
        name = flyer
        lift = flyer == "quasi-ballistic"
        rows.append([name, "apogee [km]", f"{height.max() / 1e3:.1f}", f"{kepler[0] / 1e3:.1f}",
                     percent(height.max(), kepler[0]), "ellipse from burn-out (Bate, Mueller, White)"])  # fmt: skip
        rows.append([name, "burn-out to ground [s]", f"{took_s:.1f}", f"{kepler[1]:.1f}", percent(took_s, kepler[1]),
                     "Kepler's time to the surface, no air" + (", no lift" if lift else "")])  # fmt: skip
        if lift:
            rows.append([name, "speed at the ground [m/s]", f"{speed[-1]:.0f}", "–", "–", "no closed form with lift"])
            continue
        # Allen and Eggers from 30 km down: the column of air over the sine of the angle, whatever its profile; what
        # falling adds comes in as energy
        falls = np.arange(len(height)) > int(np.argmax(height))
        k = int(np.argmax(falls & (height < 30e3)))
        angle = math.atan2(height[k - 1] - height[k + 1], away[k - 1] - away[k + 1])
        column = float(atmosphere.pressure_pa(0.0) - atmosphere.pressure_pa(height[k])) / earth.G0
        fallen = math.sqrt(speed[k] ** 2 + 2.0 * earth.G0 * height[k])
        entry = fallen * math.exp(-column / (2.0 * beta * math.sin(angle)))
        told = f"{speed[k]:.0f} m/s and {math.degrees(angle):.0f}° at 30 km"
        if angle < math.radians(30.0):
            rows.append([name, "speed at the ground [m/s]", f"{speed[-1]:.0f}", "–", "–",
                         f"none: from {told} the path bends too much for a straight one"])  # fmt: skip
            continue
        rows.append([name, "speed at the ground [m/s]", f"{speed[-1]:.0f}", f"{entry:.0f}",
                     percent(speed[-1], entry), f"Allen and Eggers, from {told}"])  # fmt: skip
    _, _, _, bare, took_s = flight("minimum-energy")
    arc = twobody.minimum_energy(float(flight("minimum-energy")[1][0]))
    rows.append(["minimum-energy", "least speed at the surface [m/s]", "–", f"{arc.speed_mps:.0f}", "–",
                 f"closed form over the range; burn-out here has {bare[0]:.0f} m/s at 35 km"])  # fmt: skip
    return rows


HEIGHTS_KM = (10.0, 5.0)  # at which speeds of what falls are told, beside the ground


def impact_table(page: Page) -> Table:
    """Speeds on the way down over the ends of the body's ballistic coefficient."""
    spread = library.load(page.type).ballistic_coefficient_kg_per_m2  # type: ignore[attr-defined]  # a threat's entry
    heights = [f"at {height:g} km [m/s]" for height in HEIGHTS_KM]
    rows = [["profile", "kg/m²", *heights, "at the ground [m/s]"]]
    for flyer in page.flyers:
        for coefficient in (spread.low, spread.nominal, spread.high):
            ready = prepare(
                "four-of-a-class",
                {"flyer": flyer, f"figures.{page.type}.ballistic_coefficient_kg_per_m2": float(coefficient)},
            )
            end = float(ready.trajectories.plan_end_s[0, 0])
            time_s = np.append(np.arange(end - 60.0, end, 0.25), end - 1e-3)
            states = motion.states(ready.trajectories, 0, 0, time_s)
            height = np.asarray(earth.ecef_to_geodetic(states[:, :3])[2])
            speed = np.linalg.norm(states[:, 3:], axis=1)
            falling = [float(np.interp(-1e3 * km, -height, speed)) for km in HEIGHTS_KM]
            rows.append([flyer, f"{coefficient:,.0f}", *(f"{v:,.0f}" for v in (*falling, speed[-1]))])
    return rows


def from_burn_out(ready: Prepared) -> tuple[float, float]:
    """Apogee [m] and time to the surface [s] of the ellipse that begins as the path does: sphere, no air."""
    state = motion.states(ready.trajectories, 0, 0, np.array([float(ready.trajectories.start_s[0, 0])]))[0]
    place, velocity = state[:3], state[3:] + np.cross([0.0, 0.0, 7.292115e-5], state[:3])
    r, v2, mu = float(np.linalg.norm(place)), float(velocity @ velocity), twobody.MU
    semi = 1.0 / (2.0 / r - v2 / mu)
    h = float(np.linalg.norm(np.cross(place, velocity)))
    e = math.sqrt(max(1.0 - h * h / (mu * semi), 0.0))
    # the surface where it comes down: the ellipsoid's own radius there
    latitude = float(ready.tables.defence.assets.latitude_rad[0])
    ground = float(np.linalg.norm(earth.geodetic_to_ecef(latitude, 0.0, 0.0)))

    def since_apogee(radius: float) -> float:
        anomaly = math.acos(max(-1.0, min(1.0, (1.0 - radius / semi) / e)))
        return math.sqrt(semi**3 / mu) * (math.pi - anomaly + e * math.sin(anomaly))

    top = semi * (1.0 + e)
    middle = float(np.linalg.norm(earth.geodetic_to_ecef(latitude + 0.03, 0.0, 0.0)))
    return top - middle, since_apogee(r) + since_apogee(ground)


def percent(flown: float, textbook: float) -> str:
    """+0.3 %; what rounds to nothing has no sign."""
    told = f"{100.0 * (flown / textbook - 1.0):+.1f} %"
    return "0.0 %" if told[1:] == "0.0 %" else told


def of_all(share: float) -> str:
    """94 %, 0.2 %: what came once in many runs is not nothing."""
    return f"{100.0 * share:.{1 if 0.0 < share < 0.01 else 0}f} %"


def seen_table(page: Page) -> Table:
    """Farthest place at which each radar finds the class at its height, over flat ground."""
    rows = [["radar", "band", "low [km]", "nominal [km]", "high [km]", "limited by"]]
    ground = grounds.from_spec("flat", latitude_deg=NOWHERE[0], longitude_deg=NOWHERE[1])
    for name, mast_m in RADARS:
        ghz = float(library.load(name).frequency_ghz.nominal)  # type: ignore[attr-defined]  # a radar's entry
        band = next(word for low, word in reversed(BANDS) if ghz >= low)
        site = coverage.place_radar(name, NOWHERE, ground, radius_m=700e3, mast_m=mast_m)
        found = coverage.cover(site, target=page.type, heights_m=(page.height_m,))
        reach = [farthest(found, edge) for edge in coverage_edges()]
        beyond = int(found.layers.reason[0, 0, min(round(reach[1] / site.range_step_m) + 1, len(found.range_m) - 1)])
        limit = LIMITS[beyond]
        words = name + (" on a 24 m mast" if mast_m else "")
        rows.append([words, f"{band} ({ghz:g} GHz)", *(f"{each / 1e3:.0f}" for each in reach), limit])
    return rows


def coverage_edges() -> tuple[str, ...]:
    return ("worst", "nominal", "best")


def farthest(found: coverage.Coverage, edge: str) -> float:
    """Farthest ground range found [m] straight ahead of the radar; 0 for nowhere."""
    line = found.layers.found(edge)[0, 0]
    return float(found.range_m[line].max(initial=0.0))


def chain_table(flyer: str, runs: int) -> Table:
    """When and where each step of the chain comes, over all flyers of all runs."""
    ready, result = played(flyer, runs)
    found, names = result.outcomes, list(ready.tables.objects.id)
    who = np.array([names.index(name) for name in found["object"]])
    rows = [["what happens", "before it would arrive [s]", "at [km]", "5 to 95 % [km]", "of all flyers"]]
    for words, column in STEPS:
        time_s = np.asarray(found[column], float)
        happened = np.isfinite(time_s)
        away = np.concatenate([places(ready, k, time_s[happened & (who == k)])[0] for k in np.unique(who)
                               if (happened & (who == k)).any()] or [np.zeros(0)])  # fmt: skip
        left = (np.asarray(found["planned_end_s"], float) - time_s)[happened]
        if not len(away):
            rows.append([words, "–", "–", "–", "0 %"])
            continue
        low, middle, high = np.quantile(away, (0.05, 0.5, 0.95)) / 1e3
        rows.append([words, f"{np.median(left):.0f}", f"{middle:.1f}", f"{high:.1f} to {low:.1f}",
                     of_all(float(happened.mean()))])  # fmt: skip
    return rows


def accuracy(flyer: str, runs: int, distance_km: float) -> list[str]:
    """Errors of the tracks' places within a tenth of a distance, over the ground and in height: median, 95 % [m]."""
    ready, result = played(flyer, runs)
    tracks, names = result.tracks, list(ready.tables.objects.id)
    across, up = [np.zeros(0)], [np.zeros(0)]
    for k, name in enumerate(names):
        time_s = np.asarray(tracks["time_s"], float)
        # what was shot down has a track that coasts on for a while
        ended = dict(
            zip(*(result.outcomes[c][result.outcomes["object"] == name] for c in ("run", "end_s")), strict=True)
        )
        mine = np.asarray(tracks["object"]) == name
        mine &= time_s < np.array([ended.get(run, 0.0) for run in tracks["run"]])
        time_s = time_s[mine]
        if not mine.any():
            continue
        away, _, _ = places(ready, k, time_s)
        near = np.abs(away / 1e3 - distance_km) < 0.1 * distance_km
        truth = motion.states(ready.trajectories, 0, k, time_s[near])[:, :3]
        latitude, longitude, high = (np.asarray(each) for each in earth.ecef_to_geodetic(truth))
        there = [np.asarray(tracks[c], float)[mine][near] for c in ("latitude_deg", "longitude_deg", "height_m")]
        north = (np.radians(there[0]) - latitude) * earth.MEAN_RADIUS
        east = (np.radians(there[1]) - longitude) * earth.MEAN_RADIUS * np.cos(latitude)
        across.append(np.hypot(north, east))
        up.append(np.abs(there[2] - high))
    both = np.concatenate(across), np.concatenate(up)
    if len(both[0]) < 20:
        return ["–"] * 4
    return [two_digits(float(np.quantile(each, share))) for each in both for share in (0.5, 0.95)]


def two_digits(value: float) -> str:
    """1234 -> 1,200; 7.31 -> 7.3."""
    digits = 1 - math.floor(math.log10(max(value, 1e-9)))
    return f"{round(value, digits):,.{max(digits, 0)}f}"


def accuracy_table(page: Page, runs: int) -> Table:
    """How far tracks lie from the truth at some distances."""
    rows = [["flyer", "at [km]", "over the ground: median [m]", "95 % below [m]", "in height: median [m]",
             "95 % below [m]"]]  # fmt: skip
    for flyer in page.flyers:
        rows += [[flyer, f"{km:g}", *accuracy(flyer, runs, km)] for km in page.distances_km]
    return rows


def engaged_table(page: Page, runs: int) -> Table:
    """Share killed, rounds, and where the first round of each run met its target."""
    rows = [["flyer", "killed, share of four (95 %)", "rounds a run", "first met [km]: median (least to most)",
             "height there [km]", "leakers because (a run)"]]  # fmt: skip
    for flyer in page.flyers:
        ready, result = played(flyer, runs)
        found, shots = result.outcomes, result.shots
        killed = np.bincount(found["run"][found["fate"] == "killed"], minlength=runs)
        share = mean_interval(tally(killed / COUNT), Bounds(0.0, 1.0))
        rounds = np.isfinite(np.asarray(shots["launch_s"], float)).sum() / runs
        met, high = first_met(ready, found, runs)
        causes: dict[str, int] = {}
        for cause in found["cause"][found["fate"] == "leaked"]:
            causes[str(cause)] = causes.get(str(cause), 0) + 1
        why = ", ".join(f"`{c}` {n / runs:.2f}" for c, n in sorted(causes.items(), key=lambda p: -p[1])[:3]) or "none"
        where = f"{np.median(met):.1f} ({met.min():.1f} to {met.max():.1f})" if len(met) else "–"
        rows.append([flyer, f"{share.estimate:.2f} ({share.low:.2f} to {share.high:.2f})", f"{rounds:.1f}", where,
                     f"{np.median(high):.2g}" if len(high) else "–", why])  # fmt: skip
    return rows


def first_met(ready: Prepared, found: Any, runs: int) -> tuple[Any, Any]:
    """Ground distance and height [km] of the first meeting of every run that had one."""
    names, met, high = list(ready.tables.objects.id), [], []
    for run in range(runs):
        mine = found["run"] == run
        time_s = np.where(np.isfinite(found["first_intercept_s"][mine]), found["first_intercept_s"][mine], np.inf)
        if not np.isfinite(time_s).any():
            continue
        k = int(np.argmin(time_s))
        away, height, _ = places(ready, names.index(str(found["object"][mine][k])), time_s[k])
        met.append(away[0] / 1e3)
        high.append(height[0] / 1e3)
    return np.array(met), np.array(high)


def tables_of(page: Page, runs: int) -> dict[str, Table]:
    """All tables of a page by the names of their places."""
    flown = ballistic_table(page) if len(page.flyers) > 1 else level_table(page)
    tables = {"flown": flown, "seen": seen_table(page), "accuracy": accuracy_table(page, runs)}
    if len(page.flyers) > 1:
        tables["impact"] = impact_table(page)
    for flyer in page.flyers:
        tables["chain" if len(page.flyers) == 1 else f"chain {flyer}"] = chain_table(flyer, runs)
    return tables | {"engaged": engaged_table(page, runs)}


def as_text(table: Table) -> str:
    """A table as Markdown has it; columns of numbers to the right."""
    head, *rows = table
    right = [all(re.match(r"[-+–\d]", row[i]) for row in rows) for i in range(len(head))]
    lines = [head, ["---:" if each else "---" for each in right], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main(words: list[str]) -> None:
    """Make the pages named, and put the tables in their places."""
    runs = 100
    if words[:1] == ["--runs"]:
        runs, words = int(words[1]), words[2:]
    known = {page.name: page for page in PAGES}
    for name in words or list(known):
        if name not in known:
            raise SystemExit(f"{name} is no page of docs/classes; there are {', '.join(known)}")
        place = FOLDER / f"{name}.md"
        for title, table in tables_of(known[name], runs).items():
            text = place.read_text(encoding="utf-8")
            between = re.compile(f"(<!-- made: {title} -->\n).*?(<!-- end -->)", re.DOTALL)
            if not between.search(text):
                raise SystemExit(f"{place.name} has no place for {title}")
            made = as_text(table)
            place.write_text(between.sub(lambda at, made=made: f"{at[1]}{made}\n{at[2]}", text), encoding="utf-8")
        write_picture(place)
        print(place.name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
