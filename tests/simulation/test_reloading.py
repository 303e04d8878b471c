"""The reload clock: one magazine after another, by so many transporters, in the time the library says."""

import numpy as np
import pytest

import gbad
from gbad.errors import InputError

RELOAD_S = 300.0
RAID = {
    "threats.aircraft.count": 10, "threats.aircraft.interval_s": 60.0, "duration_s": 2400.0,
    "figures": {"wheeled-battalion": {"reload_s": RELOAD_S}},
    "units": {"battery": {"vehicle": "wheeled-battalion"}},
    "batteries.battery.spare_loads": 1,
}  # fmt: skip


def launches(result, load):
    names = np.char.find(result.shots["round"].astype(str), "-load-2-") >= 0
    return np.sort(result.shots["launch_s"][names if load == 2 else ~names])


@pytest.fixture(scope="module")
def reloaded():
    return gbad.run("one-aircraft", seed=7, changes=RAID, record_all=True)


def test_without_spare_loads_four_rounds_are_all(reloaded):
    dry = gbad.run("one-aircraft", seed=7, changes=RAID | {"batteries.battery.spare_loads": 0})
    assert len(dry.shots["run"]) == 4
    assert len(reloaded.shots["run"]) == 8
    assert (reloaded.outcomes["fate"] == "killed").sum() > (dry.outcomes["fate"] == "killed").sum()


def test_the_second_magazine_comes_when_the_first_has_left_and_the_time_is_over(reloaded):
    first, second = launches(reloaded, 1), launches(reloaded, 2)
    assert len(first) == 4
    assert second.min() >= first.max() + RELOAD_S
    # the transporter is sent at the next command cycle, and an order takes its reaction time
    assert second.min() <= first.max() + RELOAD_S + 60.0


def test_the_magazine_is_empty_while_the_transporter_is_there(reloaded):
    first, second = launches(reloaded, 1), launches(reloaded, 2)
    channels = reloaded.channels
    between = (channels["time_s"] > first.max()) & (channels["time_s"] < first.max() + RELOAD_S)
    assert between.any()
    assert (channels["rounds_ready"][between] == 0).all()
    assert channels["rounds_ready"].max() == 4
    assert (channels["missile_channels_busy"][channels["time_s"] > second.max() + 400.0] == 0).all()


@pytest.mark.parametrize("transporters", [1, 2])
def test_one_transporter_fills_one_launcher_after_the_other(transporters):
    launchers = [{"count": 2, "type": "5P85TE2", "load": {"48N6E3": 2}}]
    changes = RAID | {"batteries.battery.launchers": launchers, "batteries.battery.transporters": transporters}
    battle = gbad.Battle.begin("one-aircraft", seed=7, changes=changes).play()
    ready_s = battle._state.ledger.round_ready_s[0]
    rounds = battle._state.tables.defence.rounds
    loads = sorted({float(ready_s[(rounds.launcher == row) & (rounds.load == 1)].max()) for row in (0, 1)})
    assert np.isfinite(loads).all()
    if transporters == 1:
        assert loads[1] - loads[0] >= RELOAD_S
    else:
        assert max(loads) - min(loads) < RELOAD_S


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"batteries.battery.spare_loads": 1}, "spare_loads: needs units.battery.vehicle"),
        ({"batteries.battery.transporters": 2}, "transporters: has no effect without spare_loads"),
    ],
)
def test_a_reload_that_nobody_can_do_is_refused(changes, told):
    with pytest.raises(InputError, match=told):
        gbad.run("one-aircraft", seed=7, changes=changes)
