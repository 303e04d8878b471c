"""A small defence and a plot maker for tests of the command rooms: straight flights seen by radars, no terrain."""

from __future__ import annotations

from dataclasses import fields
from types import SimpleNamespace

import numpy as np

from gbad.messages import Detections
from gbad.physics import earth
from gbad.tables import no_units


class World:
    """Radars (one draw) and straight targets in the first radar's east-north-up frame."""

    def __init__(
        self, period_s=(10.0,), groups=(8,), cued=(False,), stds=(30.0, 0.002, 0.003), rate_std=np.nan, latency_s=0.5,
        loss=0.0, jitter_s=0.0, rate=np.inf, waiting=100, fusion=0, registers=False,
    ):  # fmt: skip
        n = len(period_s)
        latitude, longitude = np.full(n, np.radians(40.0)), np.radians(32.0 + 0.2 * np.arange(n))
        height = np.full(n, 1000.0)
        self.stds, self.rate_std = stds, rate_std
        self.bias = np.zeros((1, n, 3))  # of every run (or one for all) and radar: range, azimuth, elevation
        self.radars = SimpleNamespace(
            antenna_height_m=height,
            position_ecef_m=earth.geodetic_to_ecef(latitude, longitude, height),
            ecef_to_enu=np.ascontiguousarray(earth.ecef_to_enu_matrix(latitude, longitude)),
            period_s=np.array([period_s], float),
            processing_delay_s=np.zeros((1, n)),
            groups=np.array(groups, np.int64),
            cued=np.array(cued, bool),
            passive=np.zeros(len(cued), bool),
            range_rate_std_mps=np.full((1, n), rate_std),
            command=np.zeros(n, np.int64),
            range_bias_std_m=np.zeros((1, n)),
            azimuth_bias_std_rad=np.zeros((1, n)),
            elevation_bias_std_rad=np.zeros((1, n)),
        )
        none = np.zeros((0, 3))
        self.defence = SimpleNamespace(
            radars=self.radars,
            cycle_s=1.0,
            commands=SimpleNamespace(
                key=np.array([1], np.uint64),
                correlation_gate=np.array([16.0]),
                identification=np.array(["rules"]),
                tracker=np.array(["kalman"]),
                iff_replies_required=np.array([2]),
                identification_time_s=np.array([[10.0]]),
                hostile_speed_mps=np.array([[600.0]]),
                threat_miss_distance_m=np.array([[5e3]]),
                fusion=np.array([fusion]),
                estimates_registration=np.array([registers]),
                remote_tracks=np.zeros(1, np.int64),
                turns_radars=np.zeros(1, bool),
                orders_travel=np.zeros(1, bool),
                silent_under_attack=np.zeros(1, bool),
            ),
            units=no_units(),
            batteries=SimpleNamespace(command=np.zeros(0, np.int64), radar=np.zeros(0, np.int64)),
            links=SimpleNamespace(
                key=np.arange(10, 10 + n).astype(np.uint64),
                radar=np.arange(n),
                command=np.zeros(n, np.int64),
                latency_s=np.full((1, n), latency_s),
                loss_probability=np.full((1, n), loss),
                latency_jitter_s=np.full((1, n), jitter_s),
                rate_reports_per_s=np.full((1, n), rate),
                waiting_reports=np.full(n, waiting),
            ),
            corridors=SimpleNamespace(
                start_ecef_m=none,
                end_ecef_m=none,
                half_width_m=np.zeros(0),
                min_height_m=np.zeros(0),
                max_height_m=np.zeros(0),
            ),
            assets=SimpleNamespace(position_ecef_m=self.radars.position_ecef_m.copy()),
        )

    def ecef(self, place_enu):
        """Places (..., 3) in the first radar's east-north-up frame, in ECEF."""
        turn = self.radars.ecef_to_enu[0]
        return np.asarray(place_enu, float) @ turn + self.radars.position_ecef_m[0]

    def ecef_velocity(self, velocity_enu):
        """Velocities (..., 3) in the first radar's east-north-up frame, in ECEF."""
        return np.asarray(velocity_enu, float) @ self.radars.ecef_to_enu[0]

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
        columns = {f.name: [row.get(f.name, 0) for row in rows] for f in fields(Detections) if f.name != "offsets"}
        columns |= {"iff_reply": [reply] * len(rows), "interrogated": [1] * len(rows)}
        return Detections.of(np.searchsorted(columns["run"], np.arange(runs + 1)).astype(np.int64), **columns)

    def _radar_plots(self, run, radar, targets, duration_s, seed, detection_probability, false_per_visit):
        dice = np.random.default_rng([seed, run, radar])
        r = self.radars
        period, groups = r.period_s[0, radar], int(r.groups[radar])
        turn, home = r.ecef_to_enu[radar], r.position_ecef_m[radar]
        askew = self.bias[run % len(self.bias), radar]
        rows = []

        def add(truth, visit, time, target, rate=np.nan):
            x, y, z = truth
            reach, ground = np.sqrt(x * x + y * y + z * z), np.hypot(x, y)
            group = int(np.floor(time / period * groups))
            noise = askew + dice.standard_normal(3) * self.stds if target >= 0 else np.zeros(3)
            end = (group + 1) * period / groups
            rows.append(
                dict(run=run, radar=radar, visit=visit, group=group, group_end_s=end, time_s=time,
                     available_s=end + 0.5, slant_range_m=reach + noise[0],
                     azimuth_rad=(np.arctan2(x, y) + noise[1]) % (2 * np.pi),
                     elevation_rad=np.arctan2(z, ground) + noise[2], range_rate_mps=rate, snr_db=20.0,
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
                    rate = self.rate(x, time, radar) + dice.normal() * self.rate_std
                    add(self.place(x, time, turn, home), visit, time, target, rate)
            for _ in range(dice.poisson(false_per_visit)):
                bearing, reach, up = dice.random(), 150e3 * np.sqrt(dice.random()), 10e3 * dice.random()
                angle = 2 * np.pi * bearing
                add((reach * np.sin(angle), reach * np.cos(angle), up), visit, (visit + bearing) * period, -1)
        return rows

    def rate(self, x, time, radar):
        """True range rate of a straight target at a radar."""
        r = self.radars
        turn, home = r.ecef_to_enu[radar], r.position_ecef_m[radar]
        before, after = (np.linalg.norm(self.place(x, time + d, turn, home)) for d in (-0.01, 0.01))
        return (after - before) / 0.02

    def place(self, x, time, turn, home):
        """Place of a straight target in a radar's own frame."""
        local = x[:3] + time * x[3:]
        r = self.radars
        return turn @ (r.ecef_to_enu[0].T @ local + r.position_ecef_m[0] - home)


def cut(message, t0, t1):
    """The groups of a Detections message with t0 < group_end_s <= t1."""
    chosen = (message.group_end_s > t0) & (message.group_end_s <= t1)
    columns = {f.name: getattr(message, f.name)[chosen] for f in fields(message) if f.name != "offsets"}
    offsets = np.searchsorted(columns["run"], np.arange(message.offsets.size)).astype(np.int64)
    return Detections(offsets=offsets, **columns)


def random_targets(dice, count, reach_m=1e5):
    """Straight level flights (count, 6) in all directions, 60 to 300 m/s, 1 to 10 km high."""
    targets = np.zeros((count, 6))
    targets[:, :2] = dice.uniform(-reach_m, reach_m, (count, 2))
    targets[:, 2] = dice.uniform(1e3, 1e4, count)
    course, speed = dice.uniform(0, 2 * np.pi, count), dice.uniform(60, 300, count)
    targets[:, 3], targets[:, 4] = speed * np.sin(course), speed * np.cos(course)
    return targets
