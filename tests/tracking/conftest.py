"""A small defence and a plot maker for tracker tests: straight flights seen by radars without terrain."""

from __future__ import annotations

from dataclasses import fields
from types import SimpleNamespace

import numpy as np
import pytest

from gbad.messages import Detections
from gbad.physics import earth


def _blank(cls_fields, count):
    return {name: np.zeros(count) for name in cls_fields}


class World:
    """Radars (one draw) and straight targets in the first radar's east-north-up frame."""

    def __init__(self, period_s=(10.0,), groups=(8,), cued=(False,), stds=(30.0, 0.002, 0.003), rate_std=np.nan):
        n = len(period_s)
        latitude, longitude = np.full(n, np.radians(40.0)), np.radians(32.0 + 0.2 * np.arange(n))
        height = np.full(n, 1000.0)
        self.stds, self.rate_std = stds, rate_std
        self.radars = SimpleNamespace(
            antenna_height_m=height,
            position_ecef_m=earth.geodetic_to_ecef(latitude, longitude, height),
            ecef_to_enu=np.ascontiguousarray(earth.ecef_to_enu_matrix(latitude, longitude)),
            period_s=np.array([period_s], float),
            groups=np.array(groups, np.int64),
            cued=np.array(cued, bool),
            range_rate_std_mps=np.full((1, n), rate_std),
        )
        self.defence = SimpleNamespace(radars=self.radars)

    def plots(self, targets_of_run, duration_s, seed=1, detection_probability=0.9, false_per_visit=0.0, reply=0):
        """Detections of all radars and runs and the target of each (-1 false), of targets (n, 6) in ENU of radar 0."""
        rows = []
        for run, targets in enumerate(targets_of_run):
            for radar in range(self.radars.antenna_height_m.size):
                rows += self._radar_plots(run, radar, targets, duration_s, seed, detection_probability, false_per_visit)
        rows.sort(key=lambda row: (row["run"], row["group_end_s"], row["radar"], row["time_s"]))
        return self.message(rows, len(targets_of_run), reply), np.array([row["target"] for row in rows], int)

    def message(self, rows, runs, reply=0):
        """Rows (dicts) as a Detections message."""
        whole = {"run", "radar", "visit", "group"}
        columns = {
            f.name: np.array([row.get(f.name, 0) for row in rows], np.int64 if f.name in whole else float)
            for f in fields(Detections)
            if f.name != "offsets"
        }
        columns["iff_reply"] = np.full(len(rows), reply, np.int8)
        columns["interrogated"] = np.ones(len(rows), np.int8)
        offsets = np.searchsorted(columns["run"], np.arange(runs + 1))
        return Detections(offsets=offsets.astype(np.int64), **columns)

    def _radar_plots(self, run, radar, targets, duration_s, seed, detection_probability, false_per_visit):
        dice = np.random.default_rng([seed, run, radar])
        r = self.radars
        period, groups = r.period_s[0, radar], int(r.groups[radar])
        turn, home = r.ecef_to_enu[radar], r.position_ecef_m[radar]
        rows = []

        def add(truth, visit, time, target):
            x, y, z = truth
            reach, ground = np.sqrt(x * x + y * y + z * z), np.hypot(x, y)
            group = int(np.floor(time / period * groups))
            noise = dice.standard_normal(3) * self.stds if target >= 0 else np.zeros(3)
            end = (group + 1) * period / groups
            rows.append(
                dict(run=run, radar=radar, visit=visit, group=group, group_end_s=end, time_s=time,
                     available_s=end + 0.5, slant_range_m=reach + noise[0],
                     azimuth_rad=(np.arctan2(x, y) + noise[1]) % (2 * np.pi),
                     elevation_rad=np.arctan2(z, ground) + noise[2], range_rate_mps=np.nan, snr_db=20.0,
                     range_std_m=self.stds[0], azimuth_std_rad=self.stds[1], elevation_std_rad=self.stds[2],
                     target=target)
            )  # fmt: skip

        for visit in range(int(duration_s / period)):
            for target, x in enumerate(np.asarray(targets, float).reshape(-1, 6)):
                time = (visit + 0.5) * period
                for _ in range(3):  # when the turning beam meets it
                    place = self.place(x, time, turn, home)
                    time = (visit + np.arctan2(place[0], place[1]) % (2 * np.pi) / (2 * np.pi)) * period
                if dice.random() < detection_probability:
                    add(self.place(x, time, turn, home), visit, time, target)
            for _ in range(dice.poisson(false_per_visit)):
                bearing, reach, up = dice.random(), 150e3 * np.sqrt(dice.random()), 10e3 * dice.random()
                angle = 2 * np.pi * bearing
                add((reach * np.sin(angle), reach * np.cos(angle), up), visit, (visit + bearing) * period, -1)
        return rows

    def place(self, x, time, turn, home):
        """Place of a straight target in a radar's own frame."""
        local = x[:3] + time * x[3:]
        r = self.radars
        return turn @ (r.ecef_to_enu[0].T @ local + r.position_ecef_m[0] - home)


@pytest.fixture
def world():
    """The maker of small worlds."""
    return World
