"""A command's room on small tables: a picture of a few tracks, a ledger, one cycle of weapon assignment.

East of the battery the ground is flat and clear; rounds fly straight at 1 km/s (the stand-in of the test kit), so every
time in these tests can be worked out by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gbad import weapon_assignment as weapons
from gbad.messages import AirPicture, Orders, ShotReports, Threats
from gbad.physics import earth
from gbad.tables import Defence
from gbad.testing.small import small_tables
from gbad.weapon_assignment.allocation import allocate
from gbad.weapon_assignment.built_in import made
from gbad.weapon_assignment.options import Situation

SITE = (40.0, 33.0)
ROUND_MPS = 1_000.0


@dataclass
class Track:
    """One system track, held by the battery's radar, east of the site, flying west."""

    east_km: float = 60.0
    north_km: float = 0.0
    height_m: float = 8_000.0
    speed_mps: float = 250.0
    number: int = 0  # 0: its place in the list, from 1
    permitted: bool = True
    withheld: bool = False
    priority: float = 1.0
    time_to_impact_s: float = 240.0
    ballistic: bool = False
    held: bool = True
    age_s: float = 0.0  # of the engagement radar's newest report
    member: bool = True  # it is still held by a local track of that radar


@dataclass
class Room:
    """Tables of one command and one battery (unless changed), one run, and what was ordered so far."""

    defence: Defence
    ledger: weapons.Ledger
    draw: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int64))

    def survey(self, tracks: list[Track], time_s: float = 100.0, **options: Any) -> Situation:
        picture, threats = self.picture(tracks, time_s)
        return weapons.survey(self.ledger, self.defence, self.draw, picture, threats, time_s, **options)

    def cycle(self, tracks: list[Track], time_s: float = 100.0, policy: Any = None) -> tuple[Orders, Situation]:
        """Survey, decide by the built-in policy (or a Python one), carry out."""
        asked = policy is not None
        situation = self.survey(tracks, time_s, offer_pending=asked)
        policies = [policy if asked else made("urgent-first", {})] * len(self.defence.commands.id)
        decision = weapons.decide(situation, self.defence, policies, self.ledger.run_number)
        orders, _ = weapons.carry_out(self.ledger, self.defence, self.draw, situation, decision, situation.threats)
        return orders, situation

    def allocate(self, situation: Situation, picks: dict[int, int]) -> Orders:
        rounds = np.zeros(len(situation.options.run), np.int64)
        for option, count in picks.items():
            rounds[option] = count
        return allocate(self.ledger, self.defence, self.draw, situation, rounds, situation.threats)

    def picture(self, tracks: list[Track], time_s: float) -> tuple[AirPicture, Threats]:
        d = self.defence
        commands, slots, radars = len(d.commands.id), max(len(tracks), 1), len(d.radars.id)
        shape = (1, commands, slots)
        picture = AirPicture(
            number=np.zeros(shape, np.int64), time_s=np.full(shape, time_s), position_ecef_m=np.zeros((*shape, 3)),
            velocity_ecef_mps=np.zeros((*shape, 3)), covariance_ecef=np.zeros((*shape, 6, 6)), first_s=np.zeros(shape),
            civil_replies=np.zeros(shape, np.int64), friendly_replies=np.zeros(shape, np.int64),
            interrogations=np.zeros(shape, np.int64), member=np.zeros((*shape, radars), np.int64),
            member_time_s=np.full((*shape, radars), -np.inf),
        )  # fmt: skip
        threats = Threats(
            number=picture.number, permitted=np.zeros(shape, np.bool_), withheld=np.zeros(shape, np.bool_),
            asset=np.zeros(shape, np.int64), time_to_impact_s=np.full(shape, np.inf), priority=np.zeros(shape),
            ballistic=np.zeros(shape, np.bool_),
        )  # fmt: skip
        turn = earth.ecef_to_enu_matrix(*np.radians(SITE))
        for slot, track in enumerate(tracks):
            at = (0, 0, slot)
            latitude = SITE[0] + track.north_km / 111.2
            longitude = SITE[1] + track.east_km / (111.2 * np.cos(np.radians(SITE[0])))
            picture.number[at] = track.number or slot + 1
            picture.position_ecef_m[at] = earth.geodetic_to_ecef(
                np.radians(latitude), np.radians(longitude), track.height_m
            )
            # west and level where it is
            there = earth.ecef_to_enu_matrix(np.radians(latitude), np.radians(longitude))
            way = np.array([0.0, 0.0, -1.0]) if track.ballistic else np.array([-1.0, 0.0, 0.0])
            picture.velocity_ecef_mps[at] = there.T @ (way * track.speed_mps)
            if track.held:
                picture.member[at] = slot + 1 if track.member else 0
                picture.member_time_s[at] = time_s - track.age_s
            threats.permitted[at], threats.withheld[at] = track.permitted, track.withheld
            threats.priority[at], threats.ballistic[at] = track.priority, track.ballistic
            threats.time_to_impact_s[at] = track.time_to_impact_s
        del turn
        return picture, threats

    def hear(self, row: int, available_s: float, killed: bool) -> None:
        """The battery's report about one round."""
        one = np.ones(1, np.int64)
        weapons.hear(
            self.ledger,
            ShotReports(
                offsets=np.array([0, 1]), run=0 * one, command=0 * one, battery=0 * one, track=one, round=row * one,
                time_s=np.array([available_s]), available_s=np.array([available_s]),
                reported_kill=np.array([int(killed)], np.int8),
            ),
            self.defence, self.draw,
        )  # fmt: skip


def room(changes: dict[str, Any] | None = None, **columns: Callable[[np.ndarray], np.ndarray]) -> Room:
    """A fresh room. ``columns`` change one column: ``table__column=function of the old values``."""
    defence = small_tables(changes)[0].defence
    for name, change in columns.items():
        table, _, column = name.partition("__")
        old = getattr(getattr(defence, table), column)
        new = change(np.array(old, copy=True))
        defence = replace(defence, **{table: replace(getattr(defence, table), **{column: new})})
    return Room(defence, weapons.start(defence, np.zeros(1, np.int64)))


def fixed(value: float) -> Callable[[np.ndarray], np.ndarray]:
    """A column of one value."""
    return lambda old: np.full_like(old, value)
