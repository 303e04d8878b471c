"""Battles in which rounds, channels or reach were missing, or the rounds that flew did nothing."""

from __future__ import annotations

import math

from gbad.benches.battles.scenes import (
    KM_PER_DEG,
    THREAT,
    Changes,
    Families,
    Random,
    after_rivals,
    ahead,
    behind,
    coming,
    magazine,
    place,
)
from gbad.codes.causes import Cause


def falling(rng: Random) -> Changes:
    """A ballistic missile, and interceptors that reach no target below the ceiling they have."""
    return {
        f"threats.{THREAT}": {
            "type": "srbm-300", "aims_at": "town",
            "route": {"kind": "ballistic", "from": place(rng.uniform(75.0, 105.0), rng.uniform(180.0, 260.0))},
        },
        "assets.town.at": place(90.0, 12.0), "duration_s": 400.0,
        "figures.48N6E3.min_altitude_m": rng.uniform(27.2e3, 28.0e3),
    }  # fmt: skip


def round_the_edge(rng: Random) -> Changes:
    """An aircraft that circles the battery just inside the reach of its missiles: straight on it would leave it."""
    km, step = rng.uniform(97.0, 99.0), 3.0
    points = [place(60.0 + step * k, km) | {"height_m": 8_000.0, "speed_mps": 300.0} for k in range(14)]
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": points},
        "assets.town.at": place(60.0 + step * 14, km), "duration_s": 340.0, "figures.48N6E3.max_range_km": km + 1.0,
    }  # fmt: skip


def launchers_busy(rng: Random) -> Changes:
    """One launcher of four rounds that takes longer between two of them than the aircraft needs after another one."""
    return after_rivals(rng, rng.uniform(75.0, 90.0), 1) | {
        "batteries.battery.launchers": [{"count": 1, "type": "5P85TE2", "load": {"48N6E3": 4}}],
        "figures.5P85TE2.launch_interval_s": rng.uniform(600.0, 900.0),
    }


def hopeless(rng: Random, **battery: float) -> Changes:
    """Rounds that meet it and do nothing."""
    return ahead(rng, 110.0, 140.0) | {
        "figures.48N6E3.single_shot.aircraft": rng.uniform(1e-4, 1e-3),
        "figures.48N6E3.single_shot.missile": 1e-4,
        "figures.48N6E3.single_shot.ballistic": 1e-4,
    } | {f"batteries.battery.{name}": value for name, value in battery.items()}  # fmt: skip


def support_cut(rng: Random) -> Changes:
    """An engagement radar that goes silent while its round flies and the target turns away from where it was told.

    What became of the round is known too late for another.
    """
    quiet = {"from_s": rng.uniform(56.0, 60.0), "to_s": rng.uniform(120.0, 130.0)}
    level = {"height_m": 8_000.0, "speed_mps": 250.0}
    points = [place(90.0, rng.uniform(110.0, 114.0)) | level, place(90.0, 96.0) | level, place(60.0, 90.0) | level]
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": points}, "duration_s": 900.0,
        "batteries.battery.silent": [quiet], "batteries.battery.assessment_delay_s": 900.0,
    }  # fmt: skip


def waits_for_its_radar(rng: Random) -> Changes:
    """An engagement radar that falls silent between an order and the launch, until it is too late for the round."""
    # so that there is one order only, less than half a minute before the aircraft arrives
    km, town_km = rng.uniform(100.0, 102.0), 12.0
    arrival_s = (km - town_km) / 0.25
    ordered_s = arrival_s - 25.5
    return coming(90.0, km, height_m=6_000.0) | {
        "assets.town.at": place(90.0, town_km), "duration_s": float(math.ceil(arrival_s / 2.0) * 2 + 10),
        "commands.post.identification_time_s": ordered_s - 20.0, "commands.post.weapons_control": "tight",
        "commands.post.self_defence": False, "radars.search.start_azimuth_deg": 60.0,
        "batteries.battery.silent": [{"from_s": ordered_s, "to_s": arrival_s - rng.uniform(8.0, 10.0)}],
    }  # fmt: skip


def far_town(rng: Random) -> Changes:
    """A town ahead of the battery, beyond the reach of its missiles."""
    return coming(rng.uniform(80.0, 100.0), rng.uniform(120.0, 140.0)) | {
        "assets.town.at": place(90.0, 60.0), "figures.48N6E3.max_range_km": rng.uniform(20.0, 40.0),
    }  # fmt: skip


def swapped(rng: Random) -> Changes:
    """A round is ordered, and before it leaves its tube the aircraft turns aside and a decoy of larger echo flies on.

    The track that was engaged goes on with the decoy. By then it is too late for another round.
    """
    km, turn_s, level = rng.uniform(29.5, 30.5), 44.0, {"height_m": 6_000.0, "speed_mps": 250.0}
    far, corner = place(90.0, 1.0), place(90.0, km - 0.25 * turn_s)
    side = corner | {"latitude_deg": corner["latitude_deg"] + rng.uniform(7.9, 8.1) / KM_PER_DEG}
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": [place(90.0, km) | level, corner | level]},
        f"threats.{THREAT}.rcs_m2": 0.5,
        "threats.bait": {
            "type": "decoy-drone", "released_by": THREAT, "release_after_s": turn_s - 3.0, "rcs_m2": 100.0,
            "route": {"kind": "waypoints", "points": [far | {"speed_mps": 250.0}]},
        },
        # it seems to fly at the mark
        "assets.town.at": side, "assets.mark": {"at": far}, "commands.post.threat_miss_distance_km": 3.0,
        "radars.search.start_azimuth_deg": 60.0, "batteries.battery.reaction_time_s": 30.0, "duration_s": 120.0,
    } | magazine(1)  # fmt: skip


SHOT: Families = {
    "no channel": (
        Cause.NO_CHANNEL,
        lambda rng: (
            after_rivals(rng, rng.uniform(75.0, 80.0), 4)
            | magazine(16)
            | {
                "batteries.battery.target_channels": 1,
                "batteries.battery.assessment_delay_s": rng.uniform(600.0, 900.0),
            }
        ),
    ),
    "no round": (Cause.NO_ROUND, lambda rng: after_rivals(rng, rng.uniform(75.0, 140.0), 5) | magazine(1)),
    "support cut off": (Cause.GUIDANCE_SUPPORT_LOST, support_cut),
    "a round that waits for its radar": (Cause.SILENT, waits_for_its_radar),
    "too far": (Cause.OUT_OF_RANGE, far_town),
    "too near": (
        Cause.TOO_NEAR,
        lambda rng: ahead(rng, 60.0, 90.0) | {"figures.48N6E3.min_range_km": rng.uniform(110.0, 150.0)},
    ),
    "too high": (
        Cause.TOO_HIGH,
        lambda rng: ahead(rng, 70.0, 100.0) | {"figures.48N6E3.max_altitude_km": rng.uniform(5.0, 7.0)},
    ),
    "too low": (Cause.TOO_LOW, falling),
    "held for out of reach": (Cause.OUTSIDE_EVERY_ENVELOPE, round_the_edge),
    "cannot fly there": (
        Cause.CANNOT_FLY_THERE,
        lambda rng: (
            coming(rng.uniform(80.0, 100.0), rng.uniform(190.0, 210.0))
            | {"assets.town.at": place(90.0, rng.uniform(115.0, 120.0))}
            | {"figures.48N6E3.minimum_speed_mps": rng.uniform(1500.0, 1600.0)}
        ),
    ),
    "no battery": (Cause.NO_BATTERY, lambda rng: ahead(rng, 90.0, 140.0) | {"batteries.battery": None}),
    "behind, and nobody searched": (Cause.SEVERAL, lambda rng: behind(rng) | {"radars.search": None}),
    "met and missed": (
        Cause.SHOT_AND_MISSED,
        lambda rng: hopeless(rng, assessment_delay_s=900.0, false_kill_probability=0.0),
    ),
    "reported killed": (
        Cause.FALSELY_ASSESSED_KILLED,
        lambda rng: hopeless(rng, false_kill_probability=1.0) | {"commands.post.reassessment_s": 2e3},
    ),
    "a track swapped": (Cause.TRACK_SWAPPED, swapped),
    "too fast": (
        Cause.TOO_FAST,
        lambda rng: ahead(rng) | {"figures.48N6E3.max_target_speed_mps": rng.uniform(100.0, 200.0)},
    ),
}


LATE: Families = {
    "slow to react": (
        Cause.TOO_LATE_TO_REACH,
        lambda rng: ahead(rng, 40.0, 60.0) | {"batteries.battery.reaction_time_s": rng.uniform(300.0, 500.0)},
    ),
    "launchers busy": (Cause.LAUNCHER_BUSY, launchers_busy),
}
