"""``gbad cover`` and simulated fly-ins agree: every visit without dice, and in the distribution with them."""

from dataclasses import replace

import numpy as np
import pytest
from fly_ins import FlyIns, played
from scipy.stats import kstest

from gbad import coverage, terrain
from gbad.coverage.covering import cover_site
from gbad.coverage.placing import place_radar
from gbad.coverage.targets import target_of

CLASSES = ("cruise-missile", "fighter", "low-observable-fighter", "one-way-attack-drone")
PLACES = (
    ("flat", {}, "91N6E", (39.0, 34.0)),
    ("ridge", {"crest_m": 900.0, "bearing_deg": 40.0}, "91N6E", (39.0, 34.0)),
    ("cone", {"distance_km": 30.0}, "96L6E", (39.0, 34.0)),
    ("fractal", {"seed": 4, "relief_m": 500.0}, "91N6E", (39.1, 34.2)),
    ("built-in", {}, "96L6E", (38.5, 35.5)),
)
FROM_M, TO_M, EACH, RUNS = 240e3, 12e3, 40, 30


@pytest.fixture(scope="module", params=PLACES, ids=[place[0] for place in PLACES])
def case(request):
    """Forty random fly-ins at one place: played, and worked out by coverage."""
    kind, more, radar, at = request.param
    centre = {} if kind == "built-in" else {"latitude_deg": 39.0, "longitude_deg": 34.0}
    ground = terrain.from_spec(kind, **centre, **more)
    site = place_radar(radar, at, ground, radius_m=250e3)
    rng = np.random.default_rng(len(kind))
    names = rng.integers(0, len(CLASSES), EACH)
    # slow drones are hurried up: a fly-in of hours would only take longer
    targets = [replace(target_of(name), speed_mps=max(target_of(name).speed_mps, 150.0)) for name in CLASSES]
    heights = np.round(10.0 ** rng.uniform(2.3, 4.2, EACH) + 900.0, 0)
    # 9 degrees apart: who flies beside another in one cell of the radar is one plot with it, which coverage leaves out
    around = site.ground_m.shape[0]
    bearings = rng.permutation((rng.integers(around) + np.arange(EACH) * around // EACH) % around)
    flights = FlyIns(
        bearings * site.azimuth_step_rad, heights + site.sea_level_m,
        np.array([targets[k].speed_mps for k in names]),
        np.array([targets[k].seen_at(site.frequency_hz).rcs_m2[1] for k in names]),
        np.array([targets[k].swerling for k in names]),
    )  # fmt: skip
    rows, plots = played(site, flights, FROM_M, TO_M, RUNS, seed=11)
    criterion = coverage.Criterion("visit", 0.5)
    covers = {}
    for k in range(len(CLASSES)):
        own = tuple(sorted(set(heights[names == k])))
        if own:
            covers[k] = cover_site(site, targets[k], own, "sea", criterion, coverage.Weather())
    return site, flights, names, heights, bearings, rows, plots, covers


def test_each_visit_without_dice_finds_what_coverage_says(case):
    """So the first detection lies within one visit spacing (and one range cell) of where coverage begins."""
    site, flights, names, heights, bearings, rows, _, covers = case
    step, disagreements, visits = site.range_step_m, 0, 0
    for i in range(EACH):
        own = rows[rows[:, 0] == i]
        cover = covers[names[i]]
        found = cover.layers.found()[cover.heights_m.index(heights[i]), bearings[i]]
        period = site.period_s
        arcs_seen = FROM_M - flights.speed_mps[i] * own[own[:, 2] >= 0.5, 1]
        first = (flights.azimuth_rad[i] / (2.0 * np.pi)) * period
        arcs = FROM_M - flights.speed_mps[i] * (first + period * np.arange(10_000))
        arcs = arcs[arcs > TO_M]
        for arc in arcs:
            played_found = bool(np.any(np.abs(arcs_seen - arc) < 0.4 * flights.speed_mps[i] * period))
            j = int(arc / step)
            # between a cell that is found and one that is not, either may be right
            disagreements += played_found not in (found[j], found[min(j + 1, len(found) - 1)])
            visits += 1
    assert visits > 1000
    assert disagreements == 0


def test_ranges_of_first_detection_follow_the_predicted_distribution(case):
    site, flights, names, heights, bearings, _, plots, covers = case
    rng = np.random.default_rng(2)
    levels = []
    for i in range(EACH):
        cover = covers[names[i]]
        each = cover.layers.visit[cover.heights_m.index(heights[i]), bearings[i]]
        first = (flights.azimuth_rad[i] / (2.0 * np.pi)) * site.period_s
        times = first + site.period_s * np.arange(10_000)
        times = times[FROM_M - flights.speed_mps[i] * times > TO_M]
        pd = np.interp(FROM_M - flights.speed_mps[i] * times, cover.range_m, each)
        reached = np.concatenate([[0.0], 1.0 - np.cumprod(1.0 - pd)])
        own = plots[plots[:, 1] == i]
        for run in range(RUNS):
            when = own[own[:, 0] == run, 2]
            if len(when):
                k = int(np.argmin(np.abs(times - when.min())))
                low, high = reached[k], reached[k + 1]
            else:
                low, high = reached[-1], 1.0
            levels.append(low + rng.random() * (high - low))
    # the probability integral transform of a right prediction is uniform
    assert len(levels) == EACH * RUNS
    assert kstest(levels, "uniform").pvalue > 0.001
