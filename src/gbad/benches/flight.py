"""Fly-outs and guided steps against a plain loop in C: ``make bench-flight``.

The plain loop (``_flight.c``: the same model, classical Runge-Kutta of one fixed step, air by its formulas) is
compiled here with ``-O3 -march=native``. The error of either is that of arrival time and speed over a set of shots
against the plain loop at 1/1024 s; the plain loop takes the longest step that is no worse than ours. Times are
processor seconds of this process, the least of several, taken in turn.
"""

from __future__ import annotations

import ctypes
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from gbad.benches import _flight_kernel as ours
from gbad.claims.reach import library_missile
from gbad.engagement import _columns_kernel as c
from gbad.engagement import _flyout_kernel as flyout
from gbad.engagement import fly_to
from gbad.engagement.interceptor import packed

MISSILE = "48N6E3"
RANGES_M, HEIGHTS_M = (30e3, 60e3, 100e3, 150e3, 220e3), (100.0, 3e3, 9e3, 18e3)
REFERENCE_S, LIVE, STEPS, REPEATS = 1.0 / 1024.0, 512, 100, 7
ROW = (c.MASS, c.PROPELLANT, c.BOOST, c.THRUST, c.DELAY, c.AREA, c.DRAG, c.LOAD)
DOUBLES = ctypes.POINTER(ctypes.c_double)


class Plain:
    """The plain loop, compiled for this machine."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise SystemExit("bench-flight needs a C compiler (cc or gcc) for the plain loop; none is on the path")
        library = folder / "flight.so"
        source = Path(__file__).with_name("_flight.c")
        command = [compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", str(library), str(source), "-lm"]
        subprocess.run(command, check=True)
        self._code = ctypes.CDLL(str(library))
        self._code.fly_out.restype = ctypes.c_long
        self._code.fly_out.argtypes = [DOUBLES] * 3 + [ctypes.c_double] * 2 + [DOUBLES] * 2
        self._code.step_all.argtypes = [DOUBLES] * 4 + [ctypes.c_double] * 3 + [ctypes.c_long] * 2

    def fly(self, p: np.ndarray, goals: np.ndarray, lofts: np.ndarray, dt: float) -> tuple[np.ndarray, int]:
        """Arrival time and speed ``(n, 2)`` of all shots, and the steps they took."""
        row, begin = np.ascontiguousarray(p[list(ROW)]), start()
        out, steps = np.empty((len(goals), 2)), 0
        for i, (goal, loft) in enumerate(zip(goals, lofts, strict=True)):
            taken = self._code.fly_out(
                _at(row), _at(begin), _at(goal), loft, dt, _at(out[i, :1]), _at(out[i, 1:])
            )  # fmt: skip
            if taken < 0:
                raise SystemExit(f"the plain loop did not arrive with a step of {dt} s")
            steps += taken
        return out, steps

    def step(self, p: np.ndarray, states: np.ndarray, goals: np.ndarray, froms: np.ndarray, loft: float,
             t: float, dt: float, steps: int) -> None:  # fmt: skip
        """Guided steps of all rounds."""
        row = np.ascontiguousarray(p[list(ROW)])
        self._code.step_all(_at(row), _at(states), _at(goals), _at(froms), loft, t, dt, len(states), steps)


def _at(column: np.ndarray) -> Any:
    return column.ctypes.data_as(DOUBLES)


def start() -> np.ndarray:
    """Place and velocity above the reference launcher."""
    up = flyout.EJECTION_MPS * np.array([flyout.LATITUDE_COSINE, 0.0, flyout.LATITUDE_SINE])
    return np.concatenate([flyout.point_at(0.0, 0.0), up])


def least(jobs: list[Callable[[], None]]) -> list[float]:
    """Least processor seconds of each job, taken in turn."""
    best = [np.inf] * len(jobs)
    for _ in range(REPEATS):
        for i, job in enumerate(jobs):
            began = time.process_time()
            job()
            best[i] = min(best[i], time.process_time() - began)
    return [float(seconds) for seconds in best]


def error(found: np.ndarray, reference: np.ndarray) -> float:
    """Root mean square of the relative errors of arrival time and speed."""
    return float(np.sqrt(np.mean((found / reference - 1.0) ** 2)))


def main() -> None:
    """Print the table and, as the last line, one JSON object."""
    missile = library_missile(MISSILE)
    p = packed(missile)[0]
    shots = np.array([(r, h, fly_to(missile, r, h).loft_rad) for r in RANGES_M for h in HEIGHTS_M])
    goals = np.array([flyout.point_at(r, h) for r, h, _ in shots])
    f, out = np.zeros(c.STATES), np.zeros((len(shots), flyout.FIGURES))
    ours.fly_all(p, shots, f, out, 1)
    with tempfile.TemporaryDirectory() as folder:
        plain = Plain(Path(folder))
        reference, _ = plain.fly(p, goals, shots[:, 2], REFERENCE_S)
        own = error(out[:, [flyout.TIME, flyout.SPEED]], reference)
        # the longest step, down by a fifth each time, with which the plain loop is no worse
        dt = 1.0
        while error(plain.fly(p, goals, shots[:, 2], dt)[0], reference) > own and dt > REFERENCE_S:
            dt *= 0.8
        _, plain_steps = plain.fly(p, goals, shots[:, 2], dt)
        times = 20

        def other() -> None:
            for _ in range(times):
                plain.fly(p, goals, shots[:, 2], dt)

        flown = least([
            lambda: ours.fly_all(p, shots, f, out, times),
            other,
        ])  # fmt: skip
        facts: dict[str, Any] = {
            "missile": MISSILE, "shots": len(shots), "error": own, "plain_step_s": dt,
            "us_per_flyout": 1e6 * flown[0] / (times * len(shots)),
            "us_per_flyout_plain": 1e6 * flown[1] / (times * len(shots)),
            "plain_steps_per_flyout": plain_steps / len(shots),
        }  # fmt: skip
        facts["flyout_ratio"] = facts["us_per_flyout_plain"] / facts["us_per_flyout"]
        facts |= _live(p, plain, dt)
    print(f"{MISSILE}, {len(shots)} shots of {RANGES_M[0] / 1e3:g} to {RANGES_M[-1] / 1e3:g} km, error {own:.1e} of "
          f"arrival time and speed; the plain loop needs steps of {dt:.3f} s for that")  # fmt: skip
    for words, unit, name, ratio in (
        ("a whole fly-out, at equal error", "us", "us_per_flyout", "flyout_ratio"),
        (f"a guided step, {LIVE} live", "ns", "ns_per_step", "step_ratio"),
        (f"a second of {LIVE} rounds, at equal error", "us", "us_per_second", "second_ratio"),
    ):
        own_time, other = facts[name], facts[f"{name}_plain"]
        print(f"  {words:42} {own_time:8.1f} {unit}   plain C {other:8.1f} {unit}   {facts[ratio]:.1f} times")
    print(json.dumps(facts))


def _live(p: np.ndarray, plain: Plain, dt: float) -> dict[str, float]:
    """Guided steps on the coast, all rounds live: ours, and the plain loop's."""
    goals = np.array([flyout.point_at(80e3 + 200.0 * i, 9e3) for i in range(LIVE)])
    states = np.zeros((LIVE, c.STATES))
    states[:, :6] = start()
    froms = np.linalg.norm(goals - states[:, :3], axis=1)
    states[:, c.LOFT], states[:, c.FROM] = 0.7, froms
    units = np.zeros(LIVE, np.int64)
    # past the boost
    ours.step_all(p, states, goals, units, 130)
    begin, begun = states.copy(), units.copy()
    t0 = float(begun[0]) * c.UNIT_S
    six = np.ascontiguousarray(begin[:, :6])

    def own() -> None:
        states[:], units[:] = begin, begun
        ours.step_all(p, states, goals, units, STEPS)

    def other() -> None:
        copy = six.copy()
        plain.step(p, copy, goals, froms, 0.7, t0, dt, STEPS)

    seconds = least([own, other])
    flown_s = float(np.mean(units - begun)) * c.UNIT_S
    ns, ns_plain = (1e9 * s / (STEPS * LIVE) for s in seconds)
    per, per_plain = 1e6 * seconds[0] / flown_s, 1e6 * seconds[1] / (STEPS * dt)
    return {
        "ns_per_step": ns, "ns_per_step_plain": ns_plain, "step_ratio": ns_plain / ns,
        "us_per_second": per, "us_per_second_plain": per_plain, "second_ratio": per_plain / per,
    }  # fmt: skip


if __name__ == "__main__":
    main()
