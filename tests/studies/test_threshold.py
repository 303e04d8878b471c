"""``gbad threshold``: found where it is, gone on with, and wrong questions told."""

from __future__ import annotations

import pytest

import gbad
from gbad.errors import InputError, ResultsError
from gbad.studies.scale import Scale

# a search plays hundreds of runs: the aircraft begin at 100 km
NEAR = {"duration_s": "450", "threats.aircraft.route.points.0.longitude_deg": "34.2"}


def search(out, **given):
    asked = {
        "path": "threats.aircraft.count",
        "low": "1",
        "high": "6",
        "most_runs": 60,
        "out": out,
        "changes": {"threats.aircraft.abreast_km": "3"} | NEAR,
    } | given  # else they are one plot, and one burst
    return gbad.threshold("one-aircraft", given.pop("statement", "leaked >= 1 in 50 %"),
                          **{k: v for k, v in asked.items() if k != "statement"})  # fmt: skip


def test_a_search_that_is_gone_on_with_says_the_same_and_plays_nothing_again(tmp_path):
    first = search(tmp_path / "a")
    # four rounds: one aircraft does not get through in half of the raids, six do
    assert 2 <= first.crossing.first <= first.crossing.last <= 5
    shards = sorted((tmp_path / "a").rglob("*.shard"))
    times = [path.stat().st_mtime_ns for path in shards]
    again = search(tmp_path / "a", resume=True)
    assert again.to_dict() == first.to_dict()
    assert sorted((tmp_path / "a").rglob("*.shard")) == shards
    assert [path.stat().st_mtime_ns for path in shards] == times
    with pytest.raises(ResultsError, match="other inputs"):
        search(tmp_path / "a", resume=True, seed=2)


def test_a_multiple_is_of_the_first_setting(tmp_path):
    found = search(tmp_path / "a", statement="mean killed >= 1.5 times", high="3", most_runs=40)
    # one aircraft is killed nearly always, of three the four rounds kill two
    assert found.crossing.asked[0].mean < 0.0
    assert found.crossing.asked[-1].mean > 0.3
    assert "times that of the first setting" in str(found)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"statement": "leaked > 1"}, "expected a statement like"),
        ({"statement": "leakers >= 1 in 50 %"}, "did you mean leaked"),
        ({"path": "threats.airplane.count"}, "there is no airplane"),
        ({"low": "6", "high": "1"}, "the first is to be the smaller"),
        ({"low": "1 s", "high": "6"}, "the same unit"),
        ({"low": "0", "high": "6"}, "count"),
        ({"resume": True, "out": None}, "--resume needs --out"),
    ],
)
def test_wrong_questions_are_told_and_leave_nothing(tmp_path, monkeypatch, change, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=message):
        search(change.pop("out", tmp_path / "a"), **change)
    assert not (tmp_path / "a").exists()


def test_a_search_over_where_a_radar_faces_is_refused_on_real_ground(tmp_path):
    with pytest.raises(InputError, match="varied on made-up ground only"):
        gbad.threshold("ankara-2019", "leaked >= 1 in 50 %", path="batteries.alpha.boresight_deg", low="0", high="90",
                       out=tmp_path / "a")  # fmt: skip
    assert not (tmp_path / "a").exists()


def test_what_is_odd_about_a_setting_is_told(tmp_path):
    told = search(tmp_path / "a", changes={}, high="2", most_runs=4).notes
    assert "its 2 fly in one point" in "".join(told)


def test_settings_are_whole_numbers_or_even_steps_with_their_unit():
    whole = Scale.between("n", "1", "6", None)
    assert whole.texts == ("1", "2", "3", "4", "5", "6")
    assert Scale.between("n", "1", "6", 3).texts == ("1", "4", "6")
    late = Scale.between("latency", "0 s", "60 s", 4)
    assert late.texts == ("0 s", "20 s", "40 s", "60 s")
    assert late.at(1.5) == "30 s"
    assert len(Scale.between("x", "0.1", "0.9", None).texts) == 65
