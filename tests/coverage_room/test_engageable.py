"""Where rounds can meet a target: the clock against hand-made cases, a track's life against dice, and the timeline."""

import json

import numpy as np
import pytest
from scipy.stats import binom

import gbad
from gbad import coverage, terrain
from gbad.benches import engageable as bench
from gbad.coverage import _engage_kernel as k
from gbad.coverage._site_kernel import Heights, Missile, Tracks
from gbad.coverage.track_chances import held_by
from gbad.engagement import packs
from gbad.engagement._support_kernel import holds
from gbad.envelope._reach_kernel import ground_range
from gbad.errors import InputError
from gbad.scenario.document import parse_document
from gbad.simulation.prepare import prepare

CENTRE = {"latitude_deg": 40.0, "longitude_deg": 33.0}
STEP, CELLS, SPEED = 500.0, 600, 250.0
CLOCK = np.array([4.0, 10.0, 3.0, 7.0, 2.0, 9.0, 2.0, 0.0, SPEED])
LIMIT = np.array([250e3, 3e3, 27e3, 10.0, 4800.0, 10e3, 2e3])


def _changed(**rows):
    """The clock with rows changed by name."""
    clock = CLOCK.copy()
    for name, value in rows.items():
        clock[getattr(k, name)] = value
    return clock


def _met(
    first_found=400,
    found=None,
    flight_s=60.0,
    hole=(),
    own=1.0,
    needs_radar=True,
    clock=CLOCK,
    limit=LIMIT,
    height=5000.0,
):
    """Reasons along one bearing: a track from ``first_found`` in, flights of ``flight_s``, a hold but in holes."""
    if found is None:
        found = (np.arange(CELLS) <= first_found).astype(np.float32)
    found = found.reshape(1, 1, CELLS)
    held = np.ones((1, 1, CELLS), np.bool_)
    held[..., list(hole)] = False
    reason = np.empty((1, 1, CELLS), np.uint8)
    k.engaged_into(
        STEP, 0.9, clock, Missile(limit, np.full((40, 16), flight_s), needs_radar, 0.0),
        Heights(np.array([height]), True, np.zeros((1, CELLS), np.float32), 0.0),
        Tracks(found, np.full_like(found, own), held), reason,
    )  # fmt: skip
    return reason[0, 0]


def test_the_farthest_meeting_is_the_way_flown_while_the_clock_runs():
    reason = _met()
    farthest = np.flatnonzero(reason == k.MET).max()
    # order 14 s after the track (3 + 7 s for the engagement radar's own fit into that), reaction 9 s, flight 60 s
    expected = 400 - (14.0 + 9.0 + 60.0) * SPEED / STEP
    assert abs(farthest - expected) <= 2
    assert np.all(reason[farthest + 1 : 400] == k.TOO_LATE)
    assert np.all(reason[6 : farthest + 1] == k.MET)
    assert np.all(reason[:6] == k.BEYOND)


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        ({"limit": np.where(np.arange(7) == k.LONGEST, 50e3, LIMIT)}, k.BEYOND),
        ({"limit": np.where(np.arange(7) == k.HIGHEST, 4e3, LIMIT)}, k.BEYOND),
        ({"limit": np.where(np.arange(7) == k.FASTEST, 200.0, LIMIT)}, k.BEYOND),
        ({"flight_s": np.inf}, k.BEYOND),
        ({"hole": range(150, 200)}, k.NOT_HELD),
        ({"clock": _changed(ORDER=500.0)}, k.TOO_LATE),
        ({"clock": _changed(IDENTITY=500.0)}, k.TOO_LATE),
        ({"clock": _changed(HOLD=500.0)}, k.TOO_LATE),
    ],
)
def test_every_gate_can_shut_a_place(change, gate):
    assert _met()[150] == k.MET
    assert _met(**change)[150] == gate


def test_a_break_in_the_hold_ends_rounds_under_way():
    # 2 s are 1 cell of 2 s each: three cells break the hold, one does not
    assert _met(hole=(160,))[150] == k.MET
    broken = _met(hole=(160, 161, 162))
    flown = int(60.0 * SPEED / STEP)
    assert np.all(broken[160 - flown + 2 : 160] == k.NOT_HELD)
    assert broken[160 - flown - 3] == k.MET


def test_a_round_that_finds_its_target_alone_leaves_on_the_searching_radars_track():
    alone = _met(hole=range(CELLS), own=0.0, needs_radar=False)
    farthest = np.flatnonzero(alone == k.MET).max()
    assert abs(farthest - (400 - (14.0 + 9.0 + 60.0) * SPEED / STEP)) <= 2
    assert (_met(hole=range(CELLS)) != k.MET).all()
    # nobody is cued for it, so that what cueing takes delays no order
    slow = _changed(HOLD=200.0)
    assert np.flatnonzero(_met(needs_radar=False, clock=slow) == k.MET).max() == farthest
    assert np.flatnonzero(_met(clock=slow) == k.MET).max() < farthest - 50


def test_a_track_that_is_carried_on_is_not_fired_at_and_counts_again_when_seen():
    whole = _met(needs_radar=False)
    found = np.ones(CELLS, np.float32)
    found[250:300] = -1.0
    carried = _met(needs_radar=False, found=found)
    # orders at cells 250 to 299 are those of meetings 69 s of way, 34 or 35 cells, farther in
    lost = np.flatnonzero((whole == k.MET) & (carried != k.MET))
    assert (lost.min(), lost.max()) == (250 - 35, 299 - 35)
    assert (carried[lost] == k.TOO_LATE).all()


def test_within_the_horizon_nobody_waits_for_the_identity():
    # far from impact the order waits 10 s more; within the horizon of 500 s, 250 cells, it does not
    whole = np.flatnonzero(_met(flight_s=10.0, first_found=200) == k.MET).max()
    near = np.flatnonzero(_met(flight_s=10.0, first_found=200, clock=_changed(HORIZON=500.0)) == k.MET).max()
    assert near - whole == pytest.approx((14.0 - 10.0) * SPEED / STEP, abs=1)  # cueing takes 10 s of the 14
    alone = np.flatnonzero(
        _met(flight_s=10.0, first_found=200, needs_radar=False, clock=_changed(HORIZON=500.0)) == k.MET
    ).max()
    assert alone - whole == pytest.approx(10.0 * SPEED / STEP, abs=1)
    far = np.flatnonzero(_met(flight_s=10.0, first_found=400, clock=_changed(HORIZON=500.0)) == k.MET).max()
    assert far == np.flatnonzero(_met(flight_s=10.0, first_found=400) == k.MET).max()


def test_active_types_are_fired_all_round_and_farther_at_what_only_the_searching_radar_sees():
    plain = terrain.from_spec("flat", **CENTRE)
    found = coverage.cover("s400", (40.0, 33.0), "low-observable-fighter", (6780.0,), terrain=plain,
                           criterion=coverage.Criterion("cumulative", 0.5))  # fmt: skip
    held, alone = coverage.engageable(found, interceptors=("48N6E3", "9M96E2"), boresight_deg=90.0)
    assert (held.needs_radar, alone.needs_radar) == (True, False)
    behind = round(1.5 * np.pi / found.site.azimuth_step_rad)
    assert not held.met()[0, behind].any()
    assert alone.met()[0, behind].any()
    assert alone.sector().all()
    assert not held.sector().all()
    assert alone.numbers()[0].farthest_m > 1.2 * held.numbers()[0].farthest_m
    text = str(coverage.tell_meetings([held, alone]))
    assert "9M96E2: on that track alone, all round" in " ".join(text.split())


@pytest.mark.parametrize("age", [0, 6])
def test_the_chance_of_a_first_track_is_that_of_its_life_played_with_dice(age):
    pd = np.zeros((1, 1, CELLS), np.float32)
    pd[0, 0, :500] = np.linspace(0.9, 0.01, 500)
    pd[0, 0, 180:231] = 0.0  # a hill: sixteen visits without sight
    pd[0, 0, 100:112] = 0.0  # four
    chance = np.empty_like(pd)
    k.first_track_into(STEP, 1500.0, 3, 5, age, 2, pd, chance)
    rng = np.random.default_rng(3)
    runs = 4000
    history, alive, missed = np.zeros((runs, 5), bool), np.full(runs, -1), np.zeros(runs, int)
    had, unseen = np.zeros(runs, bool), 0
    for r in range(CELLS - 1, -1, -3):
        p = pd[0, 0, r] if r < CELLS - 1 else 0.0
        hit = rng.random(runs) < p
        history = np.concatenate([history[:, 1:], hit[:, None]], axis=1)
        missed = np.where(hit, 0, missed + 1)
        # age since it was confirmed, -1 for none
        gone = (alive >= 0) & (missed > 5)
        history[gone] = False
        young = alive < 0
        alive = np.where(gone, -1, np.where(alive >= 0, alive + 1, -1))
        alive[young & (history.sum(axis=1) >= 3)] = 0
        unseen = unseen + 1 if p == 0.0 else 0
        if unseen > 5:
            had[:] = False
        had |= alive >= age
        if r % 30 == 29:
            assert abs(chance[0, 0, r]) == pytest.approx(had.mean(), abs=0.035)
            # carried on where the last three visits were out of sight
            assert (chance[0, 0, r] < 0.0) == (2 < unseen <= 5 and had.mean() > 0.0)
    assert chance[0, 0, 185] == 0.0
    assert chance[0, 0, 105] > 0.9


def test_the_first_five_visits_confirm_as_binomials_say():
    pd = np.full((1, 1, 100), 0.4, np.float32)
    chance = np.empty_like(pd)
    k.first_track_into(STEP, STEP, 3, 5, 0, 2, pd, chance)
    assert chance[0, 0, 95] == pytest.approx(binom.sf(2, 5, 0.4), abs=1e-6)


def _scenario(target, speed_mps, height_m, km=430.0):
    east = 33.0 + km / (111.195 * np.cos(np.radians(40.0)))
    place = {"latitude_deg": 40.0, "longitude_deg": 33.0}
    return {
        "schema": "scenario/1", "title": "One flight straight in", "duration_s": 2400.0, "terrain": {"kind": "flat"},
        "commands": {"post": {"type": "55K6E"}},
        "radars": {"search": {"type": "91N6E", "at": place, "command": "post"}},
        "batteries": {"battery": {"type": "s400-battalion", "at": place, "command": "post", "boresight_deg": 90.0,
                                  "launchers": [{"count": 1, "type": "5P85TE2", "load": {"48N6E3": 4}}]}},
        "assets": {"town": {"name": "Town", "at": place, "value": 1.0}},
        "threats": {"t": {"name": "T", "type": target, "aims_at": "town", "route": {"kind": "waypoints", "points": [
            {"latitude_deg": 40.0, "longitude_deg": east, "height_m": height_m, "speed_mps": speed_mps}]}}},
    }  # fmt: skip


@pytest.mark.parametrize(("target", "height_m"), [("fighter", 1000.0), ("fighter", 8000.0), ("cruise-missile", 5000.0)])
def test_the_timeline_meets_its_targets_where_the_map_ends(target, height_m, tmp_path):
    """Median first meeting of twelve played flights within 5 % of the edge for a chance of one half."""
    plain = terrain.from_spec("flat", **CENTRE)
    found = coverage.cover("s400", (40.0, 33.0), target, (height_m,), terrain=plain, above="sea",
                           criterion=coverage.Criterion("cumulative", 0.5))  # fmt: skip
    edge = coverage.engageable(found, boresight_deg=90.0)[0].numbers()[0].farthest_m
    scenario = tmp_path / "in.yaml"
    scenario.write_text(json.dumps(_scenario(target, found.target.speed_mps, height_m)))
    shots = gbad.run(str(scenario), seed=3, runs=12).shots
    first = {}
    for run, latitude, longitude, end in zip(
        shots["run"], shots["end_latitude_deg"], shots["end_longitude_deg"], shots["end_reason"], strict=True
    ):
        north, east = (latitude - 40.0) * 111.2e3, (longitude - 33.0) * 111.2e3 * np.cos(np.radians(40.0))
        if end == "intercept":
            first.setdefault(run, float(np.hypot(north, east)))
    assert len(first) == 12
    assert np.median(list(first.values())) == pytest.approx(edge, rel=0.05)


def test_a_battery_stands_anywhere_its_radar_does():
    coast = terrain.from_spec("coast", latitude_deg=-40.0, longitude_deg=179.9)
    found = coverage.cover("s400", (-40.0, 179.9), "fighter", (1000.0,), terrain=coast, radius_m=100e3)
    assert coverage.engageable(found, boresight_deg=90.0)[0].met().any()


def test_real_ground_is_told_without_a_facing_and_in_numbers():
    found = coverage.cover("s400", (38.5, 33.5), "fighter", (1000.0, 5000.0), radius_m=300e3)
    with pytest.raises(InputError, match="every way in turn"):
        coverage.engageable(found, boresight_deg=90.0)
    engaged = coverage.engageable(found)
    assert [each.interceptor for each in engaged] == ["48N6E3"]
    for n in engaged[0].numbers():
        assert n.share[0] <= n.share[1] <= n.share[2]
        assert 0.0 < n.nearest_m < n.farthest_m
    lowest = coverage.lowest_met(engaged[0], coverage.map_of(found))
    assert set(np.unique(lowest)) <= {-1, 0, 1, 2}
    text = str(coverage.tell_meetings(engaged))
    assert "48N6E3" in text
    assert "every way in turn" in text


def test_what_falls_from_above_and_unknown_names_are_refused():
    plain = terrain.from_spec("flat", **CENTRE)
    falls = coverage.cover("s400", (40.0, 33.0), "srbm-300", (1000.0,), terrain=plain, radius_m=50e3)
    with pytest.raises(InputError, match="level flight"):
        coverage.engageable(falls)
    found = coverage.cover("s400", (40.0, 33.0), "fighter", (1000.0,), terrain=plain, radius_m=50e3)
    with pytest.raises(InputError, match="battery s500"):
        coverage.engageable(found, "s500")
    with pytest.raises(InputError, match="interceptor 48N6"):
        coverage.engageable(found, interceptors=("48N6",))


@pytest.mark.parametrize(("target", "height_m"), [("fighter", 8000.0), ("cruise-missile", 3000.0)])
def test_the_map_holds_a_target_where_a_round_in_flight_is_supported(target, height_m):
    """The engagement's own ``holds`` along a flight straight in against the map: the far ends are a cell apart."""
    plain = terrain.from_spec("flat", **CENTRE)
    found = coverage.cover("s400", (40.0, 33.0), target, (height_m,), terrain=plain, above="sea")
    prepared = prepare(parse_document(json.dumps(_scenario(target, found.target.speed_mps, height_m)), "in"))
    tables, paths = prepared.tables, prepared.trajectories
    row = int(tables.defence.batteries.radar[0])
    antenna = tables.defence.radars.position_ecef_m[row]
    sites, bodies = packs.sites(tables), packs.bodies(tables)
    last = 0.0
    for place, velocity in zip(paths.position_ecef_m[0, 0], paths.velocity_ecef_mps[0, 0], strict=True):
        if np.linalg.norm(velocity) > 0.0 and holds(sites, bodies, 0, row, 0, *place, *velocity):
            last = max(last, ground_range(*antenna, *place))
    radar = coverage.engageable(found, boresight_deg=90.0)[0].radar
    held = held_by(radar, found.target.seen_at(radar.frequency_hz), found).layers.found()[0]
    east = round(np.pi / 2 / radar.azimuth_step_rad)
    knot_m = found.target.speed_mps * paths.knot_step_s
    assert 50e3 < last < 430e3
    assert found.range_m[np.flatnonzero(held[east]).max()] == pytest.approx(last, abs=radar.range_step_m + knot_m)


def test_the_bench_keeps_its_cases_and_refuses_those_of_another(tmp_path):
    wanted = bench.cases(3, seed=1)
    path = tmp_path / "rows.jsonl"
    assert bench.kept(path, wanted, 11) == []
    kept = [case._asdict() | {"told_km": 1.0, "played_km": 1.0, "ratio": 1.0, "runs": 11} for case in wanted]
    path.write_text("".join(json.dumps(row) + "\n" for row in kept))
    assert bench.kept(path, wanted, 11) == kept
    assert bench.kept(path, wanted[:2], 11) == kept[:2]
    for cases, runs, line in ((wanted, 5, 1), ([wanted[0], *bench.cases(3, seed=2)[1:]], 11, 2)):
        with pytest.raises(ValueError, match=f"rows.jsonl:{line}: this is another case"):
            bench.kept(path, cases, runs)
