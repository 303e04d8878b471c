"""Aircraft that notice the defence: who, when, and that all of the battle reads the way that is flown."""

from __future__ import annotations

import numpy as np
import pytest

import gbad
from gbad import motion
from gbad.errors import InputError
from gbad.physics import earth
from gbad.scenario.document import parse_document
from gbad.sensing import _visit_kernel
from gbad.simulation import spine
from gbad.simulation.prepare import prepare

TEXT = """
schema: scenario/1
title: They turn back
duration_s: 400.0
terrain: {kind: flat}
assets: {town: {at: {latitude_deg: 40.0, longitude_deg: -150.0}}}
commands: {post: {type: 55K6E}}
radars: {search: {type: 91N6E, at: {latitude_deg: 40.0, longitude_deg: -150.0}, command: post}}
batteries:
  battery:
    type: s400-battalion
    at: {latitude_deg: 40.0, longitude_deg: -150.0}
    command: post
    boresight_deg: 0.0
    launchers: [{count: 1, type: 5P85TE2, load: {48N6E3: 4}}]
threats:
  raid:
    type: wary-fighter
    count: 2
    interval_s: 40.0
    aims_at: town
    reaction: {notices: [illumination], from_ghz: 2.0, to_ghz: 18.0, probability: 1.0, delay_s: 5.0, turns: away,
      dives_to_m: 300.0, load_factor_g0: 4.0}
    route: {kind: waypoints, points: [{latitude_deg: 40.6, longitude_deg: -150.0, height_m: 8000.0, speed_mps: 250.0}]}
"""


def scenario(**changed: str):
    text = TEXT
    for old, new in changed.items():
        assert f"{old}: " in text
        head, _, rest = text.partition(f"{old}: ")
        end = min(i for i in (rest.find(","), rest.find("}"), rest.find("\n")) if i >= 0)
        if rest.startswith("["):
            end = rest.find("]") + 1
        text = f"{head}{old}: {new}{rest[end:]}"
    return parse_document(text, name="react")


@pytest.fixture(scope="module")
def played():
    return gbad.run(scenario(), runs=2, seed=3)


def way(result, name):
    truth = result.tables["truth"]
    mine = (truth["object"] == name) & (truth["run"] == 0)
    return truth["time_s"][mine], {key: values[mine] for key, values in truth.items()}


def test_who_is_lit_turns_back_after_the_delay_and_survives_told_apart(played):
    told, outcomes = played.tables["reactions"], played.tables["outcomes"]
    assert set(told["by"]) == {"illumination"}
    assert np.all(told["acted"])
    # at the next knot of its path, a second at most
    waited = told["begins_s"] - told["noticed_s"]
    assert np.all((waited >= 5.0) & (waited < 6.0 + 1e-9))
    seen = {
        (r, o): t for r, o, t in zip(outcomes["run"], outcomes["object"], outcomes["first_detection_s"], strict=True)
    }
    for run, who, noticed in zip(told["run"], told["object"], told["noticed_s"], strict=True):
        assert noticed >= seen[run, who]
    alive = outcomes["fate"] != "killed"
    assert set(outcomes["fate"][alive]) <= {"survived"}
    assert set(told["turned_back"][[f == "survived" for f in outcomes["fate"]]]) == {True}
    assert {"noticed", "breaks_off"} <= set(played.tables["events"]["event"])


def test_the_recorder_tells_the_way_that_is_flown(played):
    told = played.tables["reactions"]
    begins = float(told["begins_s"][(told["object"] == "raid-1") & (told["run"] == 0)][0])
    time, state = way(played, "raid-1")
    planned = prepare(scenario())
    row = planned.tables.objects.id.tolist().index("raid-1")
    held = motion.states(planned.trajectories, 0, row, time[time <= begins])
    latitude, _, _ = earth.ecef_to_geodetic(held[:, :3])
    assert state["latitude_deg"][time <= begins] == pytest.approx(np.degrees(latitude), abs=1e-7)
    late = time > begins + 60.0
    assert np.all(np.diff(state["latitude_deg"][late]) > 0.0)
    if late.any():
        assert state["height_m"][late].min() == pytest.approx(330.0, abs=40.0)


def test_nobody_acts_without_luck_out_of_band_or_where_only_seekers_are_noticed():
    unlucky = gbad.run(scenario(probability="0.0"), runs=1, seed=3).tables["reactions"]
    assert len(unlucky["run"]) == 2
    assert not unlucky["acted"].any()
    assert np.all(np.isnan(unlucky["begins_s"]))
    # the engagement radar sends at 9 GHz
    assert len(gbad.run(scenario(to_ghz="8.0"), runs=1, seed=3).tables["reactions"]["run"]) == 0
    # its missiles have no active seeker
    assert len(gbad.run(scenario(notices="[seeker]"), runs=1, seed=3).tables["reactions"]["run"]) == 0


def test_active_seekers_are_noticed_when_they_lock():
    text = scenario(notices="[seeker]", delay_s="1.0").text.replace("load: {48N6E3: 4}", "load: {9M96E2: 4}")
    result = gbad.run(parse_document(text, name="react"), runs=1, seed=3)
    told = result.tables["reactions"]
    assert len(told["run"]) > 0
    assert set(told["by"]) == {"seeker"}
    assert told["noticed_s"].min() > result.tables["shots"]["launch_s"].min()


def test_any_batch_gives_the_same_bytes_and_a_copy_and_a_saved_battle_end_alike(played, tmp_path):
    again = gbad.run(scenario(), runs=1, first_run=1, seed=3)
    for name in ("outcomes", "reactions", "shots"):
        for column, values in again.tables[name].items():
            np.testing.assert_array_equal(values, played.tables[name][column][played.tables[name]["run"] == 1], column)
    whole = gbad.run(scenario(), runs=1, seed=3, record_all=True)
    assert np.isfinite(whole.tables["reactions"]["begins_s"]).any()
    # saved after one of them has turned
    turned_s = float(np.nanmin(whole.tables["reactions"]["begins_s"]))
    battle = gbad.Battle.begin(scenario(), seed=3).play(turned_s + 10.0)
    copy, path = battle.copy(), battle.save(tmp_path / "half.gbad")
    for each in (battle, copy, gbad.Battle.load(path)):
        assert each.play().close().result_hash == whole.result_hash


def test_the_planned_ways_are_never_written_to():
    ready = prepare(scenario())
    before = ready.trajectories.position_ecef_m.copy()
    batch = spine.Batch(3, np.array([0]), np.array([0]))
    book = spine.play(ready.tables, ready.trajectories, batch, ready.plugs)
    assert not np.array_equal(book.truth.trajectories.position_ecef_m[:, :, :100], before[:, :, :100])
    np.testing.assert_array_equal(ready.trajectories.position_ecef_m, before)


def test_looks_kept_for_later_are_those_of_the_way_that_is_flown():
    # a slow search radar comes to them at the end of each of its visits, so that one is in hand when they turn
    slow = "{type: 91N6E, start_azimuth_deg: 10.0, period_s: 12.0,"
    text = scenario(delay_s="0.5").text.replace("{type: 91N6E,", slow)
    ready = prepare(parse_document(text, name="react"))
    state = spine.begin(ready.tables, ready.trajectories, spine.Batch(3, np.array([0]), np.array([0])), ready.plugs)
    compared = 0
    while not state.over:
        state = spine.grown(spine.advance, state)
        spine.decide(state)
        began, radars = state.reactions.begins_s, state.tables.defence.radars
        for radar, shelf in zip(*np.nonzero(state.sensors.visits.visit[0] >= 0), strict=True):
            for i in range(int(state.sensors.visits.count[0, radar, shelf])):
                look = state.sensors.visits.look[0, radar, shelf, i]
                who = int(state.sensors.visits.object[0, radar, shelf, i])
                if not look[_visit_kernel.TIME] > began[who]:
                    continue
                at = motion.states(state.truth.trajectories, 0, who, look[_visit_kernel.TIME : _visit_kernel.TIME + 1])
                away = np.linalg.norm(at[0, :3] - radars.position_ecef_m[radar])
                assert look[_visit_kernel.RANGE] == pytest.approx(away, abs=0.01)
                compared += 1
    assert compared > 20


def test_what_a_carrier_has_not_released_when_it_turns_back_is_never_released():
    load = """
  load:
    type: decoy-drone
    released_by: raid
    release_after_s: 200.0
    count: 2
    interval_s: 1.0
    route: {kind: waypoints, points: [{latitude_deg: 39.0, longitude_deg: -150.0, speed_mps: 250.0}]}
"""
    early = load.replace("load:", "early:").replace("200.0", "2.0")
    result = gbad.run(parse_document(scenario().text + load + early, name="react"), runs=1, seed=3)
    told, outcomes, truth = result.tables["reactions"], result.tables["outcomes"], result.tables["truth"]
    assert np.nanmax(told["begins_s"]) < 200.0
    assert {name for name in truth["object"].tolist() if name.startswith("load")} == set()
    assert len({name for name in truth["object"].tolist() if name.startswith("early")}) == 4
    fates = dict(zip(outcomes["object"].tolist(), outcomes["fate"].tolist(), strict=True))
    assert {fates[f"load-{i}"] for i in (1, 2, 3, 4)} == {"survived"}
    turned = int(np.sum(told["turned_back"]))
    assert turned > 0
    # their loads did not turn back: they never flew
    assert result.summary()["turned_back"] == turned
    assert f"{turned} of those that survived turned back" in result.summary().line()


def test_several_runs_side_by_side_are_refused():
    with pytest.raises(InputError, match="begin the battle with runs=1"):
        gbad.Battle.begin(scenario(), runs=2)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("to_ghz", "1.0", "more than from_ghz"),
        ("turns", "back", "away"),
        ("load_factor_g0", "0.5", "above 1"),
        ("notices", "[seeker, seeker]", "each once"),
    ],
)
def test_what_no_crew_can_do_is_refused_with_its_line(old, new, why):
    with pytest.raises(InputError, match=rf"react.yaml:\d+:\d+: .*{why}"):
        prepare(scenario(**{old: new}))
