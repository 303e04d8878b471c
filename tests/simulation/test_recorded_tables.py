"""Tables of a run recorded in full: paths of rounds, where sensors look, what was said, spread of tracks."""

from __future__ import annotations

import numpy as np
import pytest

import gbad
from gbad.physics import earth


@pytest.fixture(scope="module")
def result():
    return gbad.run("ankara-2019", seed=7)


def ecef(table):
    return earth.geodetic_to_ecef(
        np.radians(table["latitude_deg"]), np.radians(table["longitude_deg"]), table["height_m"]
    )


def test_every_path_begins_at_the_launcher_and_ends_where_the_shot_ended(result):
    for shot in result.shots.rows():
        path = result.paths.where(round=shot.round)
        assert path["time_s"][0] == shot.launch_s
        assert path["time_s"][-1] == shot.end_s
        assert (path["latitude_deg"][0], path["longitude_deg"][0]) == pytest.approx(
            (shot.launch_latitude_deg, shot.launch_longitude_deg), abs=1e-9
        )
        assert path["height_m"][-1] == pytest.approx(shot.end_height_m, abs=1e-6)
        assert np.diff(path["time_s"]).max() <= 1.0 + 1e-9


def test_a_path_moves_as_fast_as_it_says(result):
    for shot in result.shots.rows():
        path = result.paths.where(round=shot.round)
        legs = np.sqrt((np.diff(ecef(path), axis=0) ** 2).sum(axis=1))
        steps = np.diff(path["time_s"])
        # the integral of the speed is the length of the way, but for what one second's mean smooths
        flown = (0.5 * (path["speed_mps"][1:] + path["speed_mps"][:-1]) * steps).sum()
        assert flown == pytest.approx(legs.sum(), rel=0.01, abs=5.0)
        speed = np.sqrt(path["east_mps"] ** 2 + path["north_mps"] ** 2 + path["up_mps"] ** 2)
        assert speed == pytest.approx(path["speed_mps"], rel=1e-12)


def test_phases_follow_each_other(result):
    order = {"boost": 0, "midcourse": 1, "terminal": 2, "end": 3}
    for shot in result.shots.rows():
        path = result.paths.where(round=shot.round)
        phases = [order[phase] for phase in path["phase"]]
        assert phases == sorted(phases)
        assert phases[0] == 0
        assert phases[-1] == 3
        if shot.end_reason == "intercept":
            assert 2 in phases


def test_cues_point_at_what_is_there(result):
    """Late in the fight the engagement radar of a battery is told to look at the object that its round met."""
    shot = next(row for row in result.shots.rows() if row.end_reason == "intercept")
    (site,) = result.sites.where(kind="radar", id=f"{shot.battery}-radar").rows()
    truth = result.truth.where(object=shot.object)
    at = np.argmin(np.abs(truth["time_s"] - shot.end_s))
    antenna = earth.geodetic_to_ecef(np.radians(site.latitude_deg), np.radians(site.longitude_deg), site.height_m)
    turn = earth.ecef_to_enu_matrix(np.radians(site.latitude_deg), np.radians(site.longitude_deg))
    azimuth, elevation, _ = earth.azimuth_elevation_range(earth.ecef_to_enu(ecef(truth)[at], antenna, turn))
    cues = result.pointing.where(radar=site.id, state="cued")
    cues = cues[np.abs(cues["time_s"] - truth["time_s"][at]) <= 2.0]
    off = (cues["azimuth_deg"] - np.degrees(azimuth) + 180.0) % 360.0 - 180.0
    assert np.hypot(off, cues["elevation_deg"] - np.degrees(elevation)).min() < 3.0


def test_a_destroyed_radar_says_so_and_is_told_nothing_more_in_the_table(result):
    gone = result.pointing.where(state="destroyed")
    sites = result.sites.where(kind="radar")
    assert sorted(gone["radar"]) == sorted(sites["id"][np.isfinite(sites["destroyed_s"])])


def test_silence_is_told_from_and_to():
    played = gbad.run("silent-search", seed=1)
    states = played.pointing[played.pointing["state"] != "cued"]
    quiet = np.unique(states["radar"][states["state"] == "silent"])
    assert len(quiet)
    for radar in quiet:
        mine = states.where(radar=radar)
        assert (np.diff(mine["time_s"]) > 0.0).all()
        assert (mine["state"][1:] != mine["state"][:-1]).all()
        # what is silent finds nothing
        begin = mine["time_s"][mine["state"] == "silent"][0]
        after = mine["time_s"][mine["time_s"] > begin]
        end = after[0] if len(after) else np.inf
        seen = played.detections.where(radar=radar)["time_s"]
        assert not ((seen >= begin) & (seen < end)).any()


def test_messages_say_when_what_was_said_arrived(result):
    said = result.messages
    orders, shots = said.where(kind="order"), said.where(kind="shot")
    assert sorted(orders["round"]) == sorted(result.orders["round"])
    # a round that never left its tube is reported too
    assert set(result.shots["round"]) <= set(shots["round"]) <= set(orders["round"])
    assert len(set(shots["round"])) == len(shots)
    lost = np.isnan(said["arrived_s"])
    assert (said["kind"][lost] == "track").all()
    assert (said["arrived_s"][~lost] >= said["sent_s"][~lost]).all()
    assert (said["sent_s"] >= said["valid_s"]).all()
    reported = result.shots.where(reported_kill=1)
    assert sorted(shots["round"][shots["text"] == "kill"]) == sorted(reported["round"])


def test_no_picture_holds_an_object_before_a_report_of_it_arrived(result):
    said = result.messages.where(kind="track")
    for command in np.unique(result.tracks["command"]):
        first_s = result.tracks.where(command=command)["time_s"].min()
        heard = said.where(receiver=command)["arrived_s"]
        assert np.nanmin(heard) <= first_s


def test_tracks_are_off_by_about_what_their_spread_says(result):
    """Squared error along north over its variance: the median of a chi-square of one degree is 0.45."""
    tracks = result.tracks
    ratios = []
    for who in np.unique(tracks["object"]):
        mine, truth = tracks.where(object=who), result.truth.where(object=who)
        if not who or len(truth) < 2:
            continue
        fresh = mine[(mine["time_s"] - mine["state_time_s"] < 5.0) & (mine["time_s"] < truth["time_s"].max())]
        north = np.interp(fresh["time_s"], truth["time_s"], truth["latitude_deg"])
        ratios.append((fresh["latitude_deg"] - north) * 111_000.0 / fresh["north_std_m"])
    assert 0.1 < np.median(np.concatenate(ratios) ** 2) < 3.0
    for a, b in (("east", "north"), ("east", "up"), ("north", "up")):
        assert (np.abs(tracks[f"{a}_{b}_correlation"]) <= 1.0 + 1e-9).all()
