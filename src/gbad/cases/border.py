"""Five systems along a line of some 4,000 km: what share of it they reach, by height, class and layer.

A straight line on smooth ground, no place anywhere. A site covers the line to both sides of it as far as

    seen      least of: range for the class (fourth root of its cross-section from the
              calibration, as the radar equation has it), what the display holds, line of sight at the height
    engaged   the same of the engagement radar, and the missile's range, times sin(half of the sector): the radar
              faces across the line, so that only what crosses within its sector is met

and n sites cover at most n times that, spread evenly, of the line. *Moved*: with so many hours of warning each site can
be elsewhere by march speed over the detour of roads, less tearing down and setting up; then a point of the line is
within reach of somebody who comes. Every figure is drawn from its spread; shares are 5, 50 and 95 % points.

Shares are at most: mountains hide, neighbours overlap, rounds run out. Heights below 3 km are refused: what mountains
hide there nobody can tell on a smooth line.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from gbad import library
from gbad.cases.fielding import YEARS, drawn, facts
from gbad.cases.page import SAMPLES, Page, bands, quantiles
from gbad.library.bibliography import citation
from gbad.library.figures import Figure
from gbad.physics.propagation import STANDARD_FACTOR, line_of_sight_arc_m
from gbad.scenario.quantity import Spread
from gbad.tables import Floats

LENGTH_KM = Spread(low=3500.0, nominal=4000.0, high=4060.0)
WARNING_H = Spread(low=6.0, nominal=12.0, high=48.0)
HEIGHTS_M = (5000.0, 10_000.0)
LOWEST_M = 3000.0
CLASSES = ("fighter", "low-observable-fighter")
SYSTEMS, BATTALIONS = 5, 2
SEARCH, ENGAGE, VEHICLE = "91N6E", "92N6E", "wheeled-battalion"
MISSILES = ("48N6E3", "40N6E")
SEED = 4000


@dataclass(frozen=True, slots=True)
class Layer:
    """What is asked of the line: to be seen, or reached by a missile."""

    name: str
    missile: str | None = None


LAYERS = (Layer("seen"), *(Layer(f"reached by {missile}", missile) for missile in MISSILES))


class World:
    """Samples of every figure that a share rests on: each figure one number for all of its type."""

    def __init__(self, samples: int = SAMPLES, seed: int = SEED) -> None:
        self._generator = np.random.Generator(np.random.Philox(key=[seed, 0]))
        self._samples = samples
        self._kept: dict[str, Floats] = {}
        self._labels = {"length_km": "length of the line", "warning_h": "hours of warning"}

    def figure(self, entry: str, path: str, *, decibels: bool = False) -> Floats:
        """``(samples,)`` of a library figure, the same whenever it is asked for again."""
        found: Figure = next(f for f in library.figures(entry) if f.path == path)
        self._labels[f"{entry}.{path}"] = f"{entry} {found.label}"
        return self.spread(f"{entry}.{path}", Spread(low=found.low, nominal=found.nominal, high=found.high), decibels)

    def spread(self, name: str, spread: Spread, decibels: bool = False) -> Floats:
        """``(samples,)`` of a spread of ours."""
        if name not in self._kept:
            uniform = self._generator.random(self._samples)
            self._kept[name] = np.array([spread.at(q, decibels=decibels) for q in uniform])
        return self._kept[name]

    def ruling(self, outcome: Floats, number: int = 3) -> list[str]:
        """The figures that go with an outcome most, by the rank correlation over samples, with its sign."""
        from scipy.stats import spearmanr  # late: it takes as long to load as everything else

        with np.errstate(invalid="ignore"):
            told = {
                name: float(spearmanr(values, outcome).statistic)
                for name, values in self._kept.items()
                if np.ptp(values)
            }
        ranked = sorted(told, key=lambda name: -abs(told[name]))[:number]
        return [f"{self._labels.get(name, name)} ({told[name]:+.2f})" for name in ranked]


def reach_km(world: World, layer: Layer, target: str, height_m: float) -> Floats:
    """How far along the line one site covers it, to one side. Raises ``ValueError`` below ``LOWEST_M``."""
    if height_m < LOWEST_M:
        raise ValueError(f"{height_m:g} m: no share is told below {LOWEST_M:g} m without better terrain")
    radar = SEARCH if layer.missile is None else ENGAGE
    rcs = world.figure(target, "rcs_m2", decibels=True) / world.figure(radar, "calibration.rcs_m2")
    seen_km = world.figure(radar, "calibration.range_km") * rcs**0.25
    masts = world.figure(radar, "antenna_height_m")
    sight_km = np.array([float(line_of_sight_arc_m(m, height_m, STANDARD_FACTOR)) / 1e3 for m in masts])
    least = np.minimum(np.minimum(seen_km, sight_km), world.figure(radar, "instrumented_range_km"))
    if layer.missile is None:
        return least
    half = np.radians(0.5 * world.figure(ENGAGE, "sector_width_deg"))
    return np.minimum(least, world.figure(layer.missile, "max_range_km")) * np.sin(np.minimum(half, 0.5 * math.pi))


def marched_km(world: World) -> Floats:
    """How far a site can be moved within the warning, as the crow flies."""
    hours = world.spread("warning_h", WARNING_H)
    lost_h = (world.figure(VEHICLE, "tear_down_s") + world.figure(VEHICLE, "set_up_s")) / 3600.0
    speed = world.figure(VEHICLE, "march_speed_kmh") / world.figure(VEHICLE, "way_over_straight")
    return np.maximum(hours - lost_h, 0.0) * speed


def share(world: World, reach: Floats, sites: Floats | float, *, moved: bool) -> Floats:
    """Share of the line that ``sites`` reach, at most."""
    each = reach + (marched_km(world) if moved else 0.0)
    return np.minimum(1.0, sites * 2.0 * each / world.spread("length_km", LENGTH_KM))


def sites_of(layer: Layer, organisation: str) -> int:
    """A: the battalions of a system stand together. B: apart, each with its engagement radar, one search radar."""
    return SYSTEMS * (BATTALIONS if organisation == "B" and layer.missile is not None else 1)


def border_page() -> Page:
    """Shares by layer, class, height and organisation, moved and not moved; and with as many as were ready."""
    world = World()
    rows = []
    for layer, target, height_m in product(LAYERS, CLASSES, HEIGHTS_M):
        reach = reach_km(world, layer, target, height_m)
        cells = [
            _percent(share(world, reach, sites_of(layer, organisation), moved=moved))
            for organisation, moved in product("AB", (False, True))
        ]
        rows.append((f"{layer.name}, {target}, {height_m / 1e3:g} km", *cells))
    fielded = drawn(facts(), "india", "followed")
    reach = reach_km(world, LAYERS[1], "fighter", 10_000.0)
    ready = {
        name: [_points(share(world, reach, each * fielded.count("ready", year + 1.0), moved=False)) for year in YEARS]
        for name, each in (("A: battalions together", 1), ("B: battalions apart", BATTALIONS))
    }
    stays = share(world, reach, SYSTEMS * BATTALIONS, moved=False)
    best = _points(stays)
    hidden = reach_km(world, LAYERS[1], "low-observable-fighter", 10_000.0)
    dark = _points(share(world, hidden, SYSTEMS * BATTALIONS, moved=False))
    answer = (
        f"Five systems of two battalions, all apart, reach fighters at 10 km with the 48N6E3 over {best[0]:.0f} "
        f"to {best[2]:.0f} % of a schematic line of some 4,000 km, at most; low-observable fighters over {dark[0]:.0f} "
        f"to {dark[2]:.0f} %. The rest is reached by nobody unless somebody is moved there in time, which takes hours "
        "of warning. Of low flyers nothing is told: a smooth line knows no mountains."
    )
    return Page(
        "india-border",
        "Some 4,000 km and five systems: what share is reached",
        answer,
        ("layer, class, height", "A, stays", "A, moved", "B, stays", "B, moved"),
        tuple(rows),
        (
            "Cells are 5 to 95 % points of the share of the line, in percent, over 4,000 drawn worlds; the number of "
            "systems is the contract's five. The picture takes those that were ready.",
            "A: the two battalions of a system stand together; B: apart, under one search radar. Seen counts the five "
            "search radars, reached the engagement radars, of which B has ten places: so B may reach what is not seen.",
            f"Moved: with {WARNING_H} hours of warning, assumed, at the march speed of the library.",
            "Mostly, with the rank correlation over the worlds in brackets (+1: the share rises with the figure, "
            f"0: it does not follow it). Reached by the 48N6E3, B, stays: {', '.join(world.ruling(stays))}. Moved: "
            f"{', '.join(world.ruling(share(world, reach, SYSTEMS, moved=True)))}.",
        ),
        (
            "Terrain: mountains hide, so shares below 3 km are not told and those above are upper limits.",
            "Where anything stands: the line is straight, evenly filled, and nowhere. Gaps are not drawn.",
            "Who tells an engagement radar where to look: apart, battalions stand farther out than the one search "
            "radar sees low-observable aircraft, and are taken to search for themselves.",
            "Rounds, channels, identification, and everybody else's air defence.",
        ),
        tuple(sorted({*_sources(), *(citation(row) for row in ("vestnik-kavkaza-2021", "readselective-2022"))})),
        bands("Reached by the 48N6E3, fighters at 10 km, with what was ready", list(map(str, YEARS)), ready, "%"),
        "Share of the line reached with the systems ready by the end of each year, bars from 5 to 95 percent",
    )  # fmt: skip


def _points(shares: Floats) -> tuple[float, float, float]:
    return quantiles(100.0 * shares)


def _percent(shares: Floats) -> str:
    low, _, high = (f"{p:.2g}" if p < 10.0 else f"{p:.0f}" for p in _points(shares))
    return low if low == high else f"{low} to {high}"


def _sources() -> set[str]:
    wanted = {
        SEARCH: ("calibration.range_km", "instrumented_range_km"),
        ENGAGE: ("calibration.range_km", "sector_width_deg"),
        VEHICLE: ("march_speed_kmh",),
        **{missile: ("max_range_km",) for missile in MISSILES},
    }
    return {
        f"{entry} {figure.label}: {figure.source}"
        for entry, paths in wanted.items()
        for figure in library.figures(entry)
        if figure.path in paths
    }
