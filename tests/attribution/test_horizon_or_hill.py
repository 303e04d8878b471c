"""What the curve of the Earth alone hides is below the horizon; what flies in a valley near a high radar is hidden."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gbad.attribution import _gates_kernel as bits
from gbad.attribution.interventions import TABLE, Where
from gbad.attribution.interventions.ground import CLEAR_M, smooth_horizon_m
from gbad.codes.causes import Cause
from gbad.physics.earth import geodetic_to_ecef
from gbad.simulation.prepare import prepare
from gbad.tables.bundles import radar_horizon, radar_volume

FOOT_M = 900.0


@pytest.fixture(scope="module")
def high():
    """The search radar of ``one-aircraft`` on a hill of 900 m, from which nothing on the ground is in sight."""
    tables = prepare("one-aircraft", {"terrain": {"kind": "flat", "base_m": FOOT_M}}).tables
    radars = tables.defence.radars
    mask = np.full_like(radars.mask_min_height_m, 2_000.0)
    return replace(tables, defence=replace(tables.defence, radars=replace(radars, mask_min_height_m=mask)))


def hidden_by(tables, km: float, height_m: float) -> tuple[int, float]:
    """The bit and the miss of a place north of the search radar."""
    radars = tables.defence.radars
    radar = int(np.flatnonzero(radars.id == "search")[0])
    x, y, z = radars.position_ecef_m[radar]
    latitude = math.degrees(math.asin(z / math.sqrt(x * x + y * y + z * z))) + 0.19  # geodetic, nearly
    longitude = math.degrees(math.atan2(y, x))
    place = geodetic_to_ecef(math.radians(latitude + km / 111.2), math.radians(longitude), height_m)
    miss = np.zeros(bits.BITS)
    found = bits.radar_bits(radar_volume(radars), radar_horizon(radars), 0, radar, *place, miss)
    both = [bit for bit in (bits.HIDDEN, bits.HORIZON) if found >> bit & 1]
    assert len(both) == 1
    return both[0], miss[both[0]]


@pytest.mark.parametrize(
    ("km", "height_m", "bit"),
    [
        (8.0, 700.0, bits.HIDDEN),  # below the radar's foot, and near: the hill it stands on
        (40.0, 1_000.0, bits.HIDDEN),
        (40.0, 700.0, bits.HIDDEN),  # 62 km of sight down to an Earth level with it
        (70.0, 890.0, bits.HORIZON),  # 140 m below an Earth level with the foot
        (120.0, 700.0, bits.HORIZON),
        (120.0, 1_800.0, bits.HIDDEN),
    ],
)
def test_the_curve_alone_or_the_ground(high, km, height_m, bit):
    found, miss = hidden_by(high, km, height_m)
    assert found == bit
    assert miss == pytest.approx(2_000.0 - height_m, abs=1.0)


def test_without_hills_what_the_ground_hid_is_seen_and_what_the_curve_hides_is_not(high):
    radar = int(np.flatnonzero(high.defence.radars.id == "search")[0])
    at = Where(object=0, radar=radar, battery=0, command=0, miss=1.0, lowest_m=700.0)
    mask = TABLE[Cause.NEVER_IN_LINE_OF_SIGHT].opening(high, at).defence.radars.mask_min_height_m[radar, 0]
    step_m = high.defence.radars.mask_range_step_m
    assert mask[round(8_000.0 / step_m)] == pytest.approx(700.0 - CLEAR_M)
    far = smooth_horizon_m(high, radar, len(mask), 700.0 - CLEAR_M)[round(120_000.0 / step_m)]
    assert mask[round(120_000.0 / step_m)] == pytest.approx(far, abs=1.0)
    assert far > 800.0
