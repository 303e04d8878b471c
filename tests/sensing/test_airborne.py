"""A radar on an aircraft that keeps its place: it sees beyond the horizon of the ground, and it looks down."""

import numpy as np
import pytest

import gbad
from gbad.errors import InputError
from gbad.library import load
from gbad.scenario import parse_document, read
from gbad.sensing import sight, start
from gbad.simulation.prepare import prepare
from gbad.truth import Truth

EARTH_M = 6_371_008.8 * 4.0 / 3.0
DEGREE_M = 111_195.0


def document(height_m=9100.0, land="[clutter, notch, multipath]", distance_km=300.0, heading="south", gas=0.0153):
    """A 50 m cruise missile ``distance_km`` north of the radar, alone in the sky."""
    latitude = 40.0 + distance_km * 1e3 / DEGREE_M
    ends = {"south": (39.9, -150.0), "east": (latitude, -149.0)}[heading]
    return parse_document(
        f"""\
schema: scenario/1
title: From above
duration_s: 200.0
cycle_s: 10.0
terrain: {{kind: flat}}
near_ground: {land}
commands: {{post: {{type: 55K6E}}}}
radars:
  aloft: {{type: airborne-warning, antenna_height_m: {height_m}, at: {{latitude_deg: 40.0, longitude_deg: -150.0}},
    command: post, false_alarms_per_visit: 0.0, gas_loss_two_way_db_per_km: {gas}}}
assets: {{works: {{at: {{latitude_deg: {ends[0]}, longitude_deg: {ends[1]}}}}}}}
threats:
  missile:
    type: cruise-missile
    height_m: 50.0
    route:
      kind: waypoints
      points:
        - {{latitude_deg: {latitude}, longitude_deg: -150.0}}
        - {{latitude_deg: {ends[0]}, longitude_deg: {ends[1]}}}
""",
        "from-above",
    )


def strength(**changes):
    """Whether the missile is in sight 1 s after its start, and its SNR [dB]."""
    ready = prepare(document(**changes))
    truth = Truth(
        trajectories=ready.trajectories,
        draw_of_run=np.zeros(1, np.int64),
        end_s=ready.trajectories.plan_end_s[:1].copy(),
        killed=np.zeros((1, 1), bool),
        asset_end_s=np.full((1, 1), np.inf),
        radar_end_s=np.full((1, 1), np.inf),
    )
    state = start(ready.tables, truth, np.arange(1), 0)
    seen, snr_db = sight(state, ready.tables, truth, 1.0)
    return bool(seen[0, 0, 0]), float(snr_db[0, 0, 0])


@pytest.mark.parametrize("height_m", [100.0, 3000.0, 9100.0, 11_500.0, 13_000.0, 15_000.0])
def test_its_horizon_is_that_of_its_height(height_m):
    """Smooth ground, 4/3 Earth: the arcs from either height to where its ray touches, beyond the display if need be."""
    reach_km = sum(EARTH_M * np.arccos(EARTH_M / (EARTH_M + h)) for h in (height_m, 50.0)) / 1e3
    nearer, farther = (strength(height_m=height_m, distance_km=reach_km * f)[0] for f in (0.985, 1.015))
    assert nearer
    assert not farther


def test_looking_down_it_has_the_ground_of_the_whole_way_in_its_cell():
    """Clutter over noise by hand, without air: the missile's echo, for an area of ground instead of its 0.5 m2."""
    entry = load("airborne-warning")
    plain, cluttered = (strength(land=land, distance_km=200.0, gas=0.0)[1] for land in ("[]", "[clutter]"))
    near = entry.near_ground
    cell_m2 = 200e3 * np.radians(entry.azimuth_beamwidth_deg.nominal) * entry.range_resolution_m.nominal
    echo_db = 10.0 * np.log10(cell_m2 / 0.5) + near.clutter_db.nominal - near.improvement_db.nominal
    by_hand = 10.0 * np.log10(1.0 + 10.0 ** (0.1 * (plain + echo_db)))
    assert by_hand > 0.05
    assert plain - cluttered == pytest.approx(by_hand, rel=0.03)


def test_what_flies_across_is_lost_in_the_notch_until_it_opens_fast_enough():
    """At 245 m/s across, 150 km away, the range opens at 30 m/s after some 75 s."""

    def found_s(heading, land):
        result = gbad.run(document(land=land, distance_km=150.0, heading=heading), seed=3, runs=2)
        return result.outcomes["first_detection_s"]

    across = found_s("east", "[notch]")
    assert ((across > 65.0) & (across < 90.0)).all()
    assert (found_s("east", "[]") < 40.0).all()
    assert (found_s("south", "[notch]") < 40.0).all()


def test_an_aircraft_above_15_km_is_refused_by_name():
    with pytest.raises(InputError, match=r"antenna_height_m.*15000"):
        read(document(height_m=15_001.0))


def test_it_buys_ten_minutes_of_knowing_and_no_sooner_shot():
    none, aloft = (gbad.run("airborne-warning", seed=7, runs=3, changes={"eye": eye}) for eye in ("none", "aloft"))
    known = [result.outcomes["identified_s"] for result in (none, aloft)]
    assert (known[0] - known[1] > 600.0).all()
    np.testing.assert_array_equal(none.outcomes["first_order_s"], aloft.outcomes["first_order_s"])
    again = gbad.run("airborne-warning", seed=7, runs=3, batch=2, changes={"eye": "aloft"})
    assert again.result_hash == aloft.result_hash
