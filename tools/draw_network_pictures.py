"""Play `two-radars` with single things changed, up to the air picture, and draw what the network does to it.

python tools/draw_network_pictures.py docs/pictures [runs]

Prints the tables of docs/network.md and writes network-*.svg. Nobody shoots here: radars, trackers, links and command
posts only, so that all pictures are of the same raid.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gbad import network, sensing, tracking
from gbad._truth_kernel import state_at
from gbad.messages import Cues
from gbad.report.svg import Drawing, path_data
from gbad.simulation.prepare import prepare
from gbad.simulation.spine import whole_truth

SEED, RUNS = 7, 24
NEAR_M = 5_000.0  # a system track farther from every object is of none
SETTLED_S, UNTIL_S = 240.0, 470.0  # figures are means over this time: later, aircraft arrive
STRAIGHT = {f"radars.radar-{side}.{what}": 0.0 for side in ("east", "west")
            for what in ("range_bias_std_m", "azimuth_bias_std_deg", "elevation_bias_std_deg")}  # fmt: skip
UNREGISTERED = {f"commands.{side}.estimates_registration": False for side in ("east", "west")}


class Played(NamedTuple):
    """One variant: by cycle, the mean over runs and both command posts."""

    time_s: np.ndarray
    error_m: np.ndarray  # root mean square distance of the nearest track of each object
    nees: np.ndarray  # its normalised square, three degrees of freedom
    share: np.ndarray  # of the objects in the air that have a track
    twice: np.ndarray  # tracks beyond one for each object, per object held
    age_s: np.ndarray  # of the states shown
    registration: network.NetworkState


def fused(rule: str) -> dict[str, Any]:
    """Both posts fuse by a rule."""
    return {f"commands.{side}.fusion": rule for side in ("east", "west")}


def links(**figures: Any) -> dict[str, Any]:
    """Figures of both links between the sites."""
    pair = ("radar-east-to-west", "radar-west-to-east")
    return {f"links.{link}.{name}": value for link in pair for name, value in figures.items()}


def alone() -> dict[str, Any]:
    """No link between the sites."""
    return {"links": {}} | {f"radars.radar-{side}.also_reports_to": [] for side in ("east", "west")}


def play(changes: Mapping[str, Any], runs: int, silent: tuple[str, float] | None = None) -> Played:
    """Radars to pictures; ``silent`` is a radar and when it stops."""
    ready = prepare("two-radars", changes)
    tables, defence = ready.tables, ready.tables.defence
    draw, number = np.zeros(runs, np.int64), np.arange(runs)
    truth = whole_truth(tables, ready.trajectories, draw)
    if silent:
        truth.radar_end_s[:, defence.radars.id.tolist().index(silent[0])] = silent[1]
    sensors = sensing.start(tables, truth, number, SEED)
    trackers = tracking.start(defence, draw, runs, 128)
    net = network.start(defence, draw, number, SEED, 128, 4096)
    radars = len(defence.radars.id)
    nothing = Cues(np.zeros((runs, radars, 1), np.int64), np.zeros((runs, radars, 1)),
                   np.zeros((runs, radars, 1, 3)), np.zeros((runs, radars, 1, 3)))  # fmt: skip
    base, rows = np.zeros(runs, np.int64), []
    for now in np.arange(tables.tick_s, UNTIL_S + 0.5, tables.tick_s):
        detections, _ = sensing.look(sensors, tables, truth, nothing, now - tables.tick_s, now)
        network.send(net, defence, tracking.update(trackers, defence, detections, base, now))
        base = base + np.diff(detections.offsets)
        if now % defence.cycle_s == 0.0:
            rows.append((now, *judged(network.share(net, defence, now), ready.trajectories, now)))
    return Played(*np.array(rows).T, net)


def _place(paths: Any, row: int, now: float) -> tuple[float, ...]:
    """Where an object is."""
    knots = paths.position_ecef_m[0, row], paths.velocity_ecef_mps[0, row]
    return state_at(*knots, paths.start_s[0, row], paths.knot_step_s, now)[:3]


def judged(picture: Any, paths: Any, now: float) -> tuple[float, ...]:
    """What the pictures at one cycle are worth."""
    alive = np.flatnonzero((paths.start_s[0] <= now) & (now <= paths.plan_end_s[0]))
    places = np.array([_place(paths, row, now) for row in alive]).reshape(-1, 3)
    squares, nees, ages, held, tracks, wanted = [], [], [], 0, 0, 0
    for run, command in np.ndindex(*picture.number.shape[:2]):
        at = np.flatnonzero(picture.number[run, command])
        wanted += len(alive)
        if not len(at) or not len(alive):
            continue
        age = now - picture.time_s[run, command, at]
        shown = picture.position_ecef_m[run, command, at] + age[:, None] * picture.velocity_ecef_mps[run, command, at]
        apart = np.linalg.norm(shown[:, None] - places, axis=2)
        nearest = apart.argmin(axis=1)
        near = apart.min(axis=1) < NEAR_M
        tracks += int(near.sum())
        for target in set(nearest[near].tolist()):
            held += 1
            track = min(np.flatnonzero(near & (nearest == target)), key=lambda k: apart[k, target])
            squares.append(apart[track, target] ** 2)
            ages.append(age[track])
            move = np.hstack([np.eye(3), age[track] * np.eye(3)])
            spread = move @ picture.covariance_ecef[run, command, at[track]] @ move.T
            spread += np.eye(3) * network.network.Rules().noise * age[track] ** 3 / 3.0
            miss = shown[track] - places[target]
            nees.append(miss @ np.linalg.solve(spread, miss))
    if not held:
        return (np.nan, np.nan, 0.0, np.nan, np.nan)
    return (
        np.sqrt(np.mean(squares)), float(np.mean(nees)), held / wanted, (tracks - held) / held, float(np.mean(ages))
    )  # fmt: skip


def settled(values: np.ndarray, time_s: np.ndarray) -> float:
    """Mean over the later part."""
    return float(np.nanmean(values[time_s >= SETTLED_S]))


def line(name: str, p: Played) -> str:
    """One row of a table."""
    return (
        f"| {name} | {settled(p.error_m, p.time_s):.0f} | {settled(p.nees, p.time_s):.1f} | "
        f"{100 * settled(p.share, p.time_s):.1f} | {100 * settled(p.twice, p.time_s):.1f} | "
        f"{settled(p.age_s, p.time_s):.1f} |"
    )


HEAD = "| | error, m | NEES (3) | held, % | twice, % | age, s |\n|---|---:|---:|---:|---:|---:|"
COLOURS = ("#4c566a", "#b4552d", "#2f6f9f", "#3b7d4f")


def chart(
    title: str, unit: str, curves: Mapping[str, tuple[np.ndarray, np.ndarray]], top: float, step: float
) -> Drawing:
    """Lines over time, named at their right ends."""
    wide, high, left, right, up, down = 660, 300, 44, 170, 34, 40
    d = Drawing(wide, high)
    d.raw("<style>text{font:12px system-ui,sans-serif;fill:#2e3440}.t{font-weight:600;font-size:14px}"
          ".g{stroke:#d8dee9;stroke-width:1}</style><rect width='100%' height='100%' fill='#fff'/>")  # fmt: skip
    d.text(left, 20, f"{title}, {unit}", class_="t")
    last = max(time[-1] for time, _ in curves.values())

    def x(t: float) -> float:
        return left + (wide - left - right) * t / last

    def y(v: float) -> float:
        return high - down - (high - up - down) * min(v, top) / top

    for value in np.arange(0.0, top + step / 2, step):
        d.line(left, y(value), wide - right, y(value), "g")
        d.text(left - 6, y(value) + 4, f"{value:g}", anchor="end")
    for t in range(0, int(last) + 1, 120):
        d.text(x(t), high - down + 18, f"{t}", anchor="middle")
    d.text((left + wide - right) / 2, high - 6, "time, s", anchor="middle")
    ends = []
    for (name, (time, values)), colour in zip(curves.items(), COLOURS, strict=False):
        good = np.isfinite(values)
        points = [(x(t), y(v)) for t, v in zip(time[good], values[good], strict=True)]
        d.path(path_data(points), "", fill="none", stroke=colour, stroke_width=2)
        ends.append([points[-1][1], name, colour])
    ends.sort()
    for k in range(1, len(ends)):
        ends[k][0] = max(ends[k][0], ends[k - 1][0] + 15)
    for height, name, colour in ends:
        d.text(wide - right + 6, height + 4, name, fill=colour, style=f"fill:{colour}")
    return d


def save(folder: Path, name: str, drawing: Drawing, label: str) -> None:
    """An SVG file that stands alone."""
    text = drawing.render(label).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    (folder / f"network-{name}.svg").write_text(text + "\n", encoding="utf-8")


def main(folder: Path, runs: int) -> None:
    """All variants, tables on standard output."""
    quick = links(latency_s=1.0, latency_jitter_s=0.0)
    print(HEAD)
    fusion = {}
    for name, changes in (
        ("each site alone", alone() | fused("best_report")),
        ("best report", fused("best_report") | quick),
        ("independent", fused("independent") | quick),
        ("covariance intersection", quick),
    ):
        p = fusion[name] = play(STRAIGHT | UNREGISTERED | changes, runs)
        print(line(name, p), flush=True)
    curves = {name: (p.time_s, p.error_m) for name, p in fusion.items()}
    save(
        folder, "fusion", chart("Error of position, radars without bias", "m", curves, 800, 200), "error by fusion rule"
    )

    print(f"\n{HEAD}")
    registered, very = {}, {f"radars.radar-{side}.azimuth_bias_std_deg": 2.0 for side in ("east", "west")}
    for name, changes in (
        ("no errors", STRAIGHT | UNREGISTERED),
        ("askew, not estimated", UNREGISTERED),
        ("askew, estimated", {}),
        ("by 2 degrees, not estimated", UNREGISTERED | very),
        ("by 2 degrees, estimated", very),
    ):
        p = registered[name] = play(quick | changes, runs)
        print(line(name, p), flush=True)
    curves = {name.removeprefix("by 2 degrees, "): (p.time_s, 100 * p.twice) for name, p in registered.items()
              if name.startswith(("by", "no"))}  # fmt: skip
    drawing = chart("Objects shown twice, radars askew by 2 degrees", "%", curves, 60, 20)
    save(folder, "duplicates", drawing, "duplicates with and without registration")
    told_biases(registered["askew, estimated"])

    print(f"\n{HEAD}")
    for name, changes in (
        ("1 s, even", quick),
        ("3 s and up to 4 s more", {}),
        ("10 s and up to 10 s more", links(latency_s=10.0, latency_jitter_s=10.0)),
        ("half lost", links(loss_probability=0.5)),
        ("1 report a second, room for 20", links(rate_reports_per_s=1.0)),
        ("1 report a second, room for 2", links(rate_reports_per_s=1.0, waiting_reports=2)),
    ):
        print(line(name, play(STRAIGHT | UNREGISTERED | changes, runs)), flush=True)

    print(f"\n{HEAD}")
    lost = {}
    for name, changes in (("alone", alone()), ("in the network", {})):
        p = lost[name] = play(STRAIGHT | UNREGISTERED | changes, runs, silent=("radar-east", 200.0))
        print(line(name, p), flush=True)
    curves = {name: (p.time_s, 100 * p.share) for name, p in lost.items()}
    drawing = chart("Objects in the pictures, radar-east silent from 200 s", "%", curves, 100, 25)
    save(folder, "lost-node", drawing, "what is still held when a radar is lost")


def told_biases(p: Played) -> None:
    """How well the biases became known."""
    ready = prepare("two-radars")
    radars, state = ready.tables.defence.radars, p.registration.registration
    runs = len(state.bias)
    true = sensing.biases(radars, np.zeros(runs, np.int64), np.arange(runs), SEED).reshape(runs, -1)
    print("\n| radar | component | drawn, one sigma | left, rms | said, one sigma |\n|---|---|---:|---:|---:|")
    for i in np.flatnonzero(np.diag(state.covariance[0, 0]) > 0):
        scale, unit = ((1.0, "m"), (1e3, "mrad"), (1e3, "mrad"))[i % 3]
        error = (state.bias[:, :, i] - true[:, None, i]) * scale
        said = np.sqrt(np.mean(state.covariance[:, :, i, i])) * scale
        name = ("range", "azimuth", "elevation")[i % 3]
        print(f"| {radars.id[i // 3]} | {name}, {unit} | {true[:, i].std() * scale:.1f} | "
              f"{np.sqrt(np.mean(error**2)):.2f} | {said:.2f} |")  # fmt: skip
    chosen = np.flatnonzero(np.diag(state.covariance[0, 0]) > 0)
    grid = np.ix_(chosen, chosen)
    squares = [(state.bias[r, c, chosen] - true[r, chosen]) @ np.linalg.solve(state.covariance[r, c][grid],
               state.bias[r, c, chosen] - true[r, chosen]) for r in range(runs) for c in range(2)]  # fmt: skip
    print(f"\nnormalised square of the error: {np.mean(squares):.1f} of {len(chosen)} degrees of freedom")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else RUNS)
