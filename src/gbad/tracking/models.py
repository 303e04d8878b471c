"""Trackers of the engagement beside ``kalman``: two models for what flies, one for what falls; two associations.

``imm``: constant velocity and level coordinated turn side by side (``plots.py`` has the sources), process noise by what
the target is like: drones and aircraft by the two models, free fall and re-entry by one with its own noise and with
gravitation, centrifugal and Coriolis acceleration. Association by global nearest neighbour; a track is confirmed and
given up as ``tracker.py`` says. ``jpda``: the same filters, confirmed tracks corrected by all plots in their gates with
joint probabilities (``_jpda_kernel``).

What is assumed of the radar: nine of ten visits give a plot; false plots lie evenly over range, azimuth and one radian
of elevation. Left out: the two models for falling targets, drag as a state.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gbad.tables import Floats, Ints
from gbad.tracking import _group_columns_kernel as columns
from gbad.tracking import _group_kernel as numbers
from gbad.tracking._blend_kernel import Blend
from gbad.tracking.own import LocalTracks, PlotGroup, RadarView
from gbad.tracking.tracker import Settings

_ROWS = 64


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Figures of the two models at radars that look every few seconds; all assumed, for aircraft."""

    stay_straight_s: float = 300.0  # [s] mean time between turns
    stay_turn_s: float = 15.0  # [s] mean length of a turn
    straight_noise: float = 5.0  # [m2/s3] level, of the straight model
    turn_noise: float = 200.0  # [m2/s3] level, of the turn model
    turn_rate_std_radps: float = 0.15  # [rad/s] when a turn begins: 4 g at 250 m/s
    turn_rate_noise: float = 0.002  # [rad2/s3]
    up_noise: float = 20.0  # [m2/s3] vertical, of both
    detection_probability: float = 0.9  # [1]

    def row(self) -> Floats:
        """In the order of ``_imm_kernel``."""
        return np.array(
            [self.stay_straight_s, self.stay_turn_s, self.straight_noise, self.turn_noise, self.turn_rate_std_radps,
             self.turn_rate_noise, self.up_noise]
        )  # fmt: skip


class Imm:
    """Two models, global nearest neighbour."""

    joint = False

    def __init__(self, radar: RadarView, settings: Settings | None = None, models: ModelSettings | None = None) -> None:
        settings, models = settings or Settings(), models or ModelSettings()
        # false plots per metre of range and per steradian, all round and over one radian of elevation
        density = max(radar.false_alarms_per_visit, 0.01) / (2.0 * math.pi * radar.instrumented_range_m)
        self._figures = np.array(
            [models.detection_probability, radar.period_s, radar.range_rate_std_mps, density, float(self.joint)]
        )
        self._settings, self._lifecycle, self._models = settings.row(), settings.lifecycle(), models.row()
        self._frame = np.concatenate((radar.centre_enu_m, radar.spin_enu_radps, [radar.antenna_height_m]))[None]
        self._kin: Any = None
        self._ahead: Any = None
        self._lives: Any = None
        self._given = 0
        self._resize(_ROWS)

    def update(self, plots: PlotGroup) -> LocalTracks:
        """Work one group into the tracks."""
        count = plots.time_s.size
        while (self._lives.number == 0).sum() < count:
            self._resize(2 * self._lives.number.size)
        rows = self._lives.number.size
        self._given = numbers.work_group(
            self._kin, self._ahead, self._lives,
            columns.Seen(
                plots.time_s, plots.position_enu_m, plots.slant_range_m, plots.range_rate_mps,
                np.stack((plots.range_std_m, plots.azimuth_std_rad, plots.elevation_std_rad), axis=1) ** 2,
            ),
            _work(rows, count), _joint_work(rows, count) if self.joint else _joint_work(1, 1),
            self._blend, plots.visit, plots.end_s, self._given, self._figures, self._settings, self._lifecycle,
            self._models, self._frame,
        )  # fmt: skip
        mean, cov = np.zeros((rows, 6)), np.zeros((rows, 6, 6))
        numbers.tell(self._kin, self._lives, mean, cov, np.zeros(7))
        live = np.nonzero(self._lives.number)[0]
        tracks = LocalTracks(
            self._lives.number[live], self._lives.last_s[live], mean[live, :3], mean[live, 3:], cov[live],
            self._lives.plot[live], self._lives.confirmed[live],
        )  # fmt: skip
        return replace(tracks, plot=_each_once(tracks, plots.position_enu_m)) if self.joint else tracks

    def state(self) -> dict[str, Any]:
        """What changes from plot to plot, for a saved battle."""
        return {"kin": self._kin, "ahead": self._ahead, "lives": self._lives, "given": self._given}

    def restore(self, state: dict[str, Any]) -> None:
        """Take back what :meth:`state` gave."""
        self._kin, self._ahead, self._lives = state["kin"], state["ahead"], state["lives"]
        self._given = state["given"]

    def _resize(self, rows: int) -> None:
        """More rows; those in use stay."""
        old: list[Any] = [self._kin, self._lives] if self._given else []
        shapes = ((rows, 6), (rows, 6, 6), (rows, 7), (rows, 7, 7), (rows, 2))
        sets: list[Any] = [[*(np.zeros(shape) for shape in shapes), np.zeros(rows, np.int64)] for _ in range(2)]
        self._kin, self._ahead = columns.Kin(*sets[0]), columns.Kin(*sets[1])
        lives: Any = (np.zeros(rows, np.float64 if name == "last_s" else np.int64) for name in columns.Lives._fields)
        self._lives = columns.Lives(*lives)
        self._blend = _blend()
        for bundle, kept in zip((self._kin, self._lives), old, strict=False):
            for column, before in zip(bundle, kept, strict=True):
                column[: len(before)] = before


class Jpda(Imm):
    """Two models, joint probabilistic association."""

    joint = True


def _each_once(tracks: LocalTracks, place_enu_m: Floats) -> Ints:
    """The newest plots of tracks, each with one of them; where several hold one, the nearest confirmed one keeps it.

    Joint association corrects a track by all plots in its gate, and the most probable of two tracks may be the same
    (and may begin a third). A report names one plot, and a plot one report: the others are told at their next plot.
    """
    kept = np.full(tracks.plot.size, -1, np.int64)
    off = tracks.position_enu_m - place_enu_m[tracks.plot]
    off2 = off[:, 0] * off[:, 0] + off[:, 1] * off[:, 1] + off[:, 2] * off[:, 2]
    order = np.lexsort((tracks.number, off2, -tracks.confirmed))
    held = order[tracks.plot[order] >= 0]
    _, first = np.unique(tracks.plot[held], return_index=True)
    kept[held[first]] = tracks.plot[held[first]]
    return kept


def _work(rows: int, plots: int) -> columns.Work:
    size: dict[str, Any] = dict.fromkeys(columns.Work._fields, plots)
    size |= dict.fromkeys(("row", "column_of", "row_price"), rows)
    size |= {"start": rows + 1, "column": rows * plots, "cost": rows * plots, "shift": 7, "gain": 7, "matrix": (7, 7)}
    real = {"claim", "cost", "row_price", "column_price", "length", "shift", "gain", "matrix"}
    arrays: dict[str, Any] = {
        name: np.zeros(size[name], np.float64 if name in real else np.int64) for name in columns.Work._fields
    }
    arrays["taken"] = np.zeros(plots, np.bool_)
    arrays["length"][:] = np.inf
    return columns.Work(**arrays)


def _joint_work(rows: int, plots: int) -> columns.JointWork:
    size = dict.fromkeys(("leader", "following", "member", "choice"), rows)
    size |= dict.fromkeys(("first", "used", "asked"), plots) | dict.fromkeys(("share", "message"), rows * plots)
    kind: dict[str, Any] = {"used": np.bool_, "asked": np.float64, "share": np.float64, "message": np.float64}
    arrays: Any = (np.zeros(size[name], kind.get(name, np.int64)) for name in columns.JointWork._fields)
    return columns.JointWork(*arrays)


def _blend() -> Blend:
    shapes = ((1, 6), (1, 6, 6), (1, 7), (1, 7, 7), (2,), (2, 7), (2, 7, 7))
    return Blend(*(np.zeros(shape) for shape in shapes))
