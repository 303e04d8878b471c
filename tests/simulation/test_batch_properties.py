"""No battle breaks the rules of fire, counted anew from orders, shots and reports (``batch_rules``).

Each scenario is chosen so that a rule is at its limit in it; ``test_..._bind`` says so with the counts.
"""

from functools import cache

import pytest
from batch_rules import Told, check, played
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_raids import raids

from gbad.simulation.prepare import prepare

SEED = 7
FEW = {"batteries.battalion.target_channels": 2, "batteries.battalion.missile_channels": 4}
SALVO = {"commands.post.salvo": 3, "commands.post.shoot_look_shoot": False}
GUIDED = {"batteries.battalion.target_channels": 4, "batteries.battalion.missile_channels": 5}
TWO_LAUNCHERS = {"batteries.battalion.launchers": [{"count": 2, "type": "5P85TE2", "load": {"48N6E3": 4}}]}
# low missiles at the engagement radar of a battalion that can fight one target at a time
AT_THE_RADAR = {
    "assets.fire-control": {"radar": "engage"},
    "threats.missile-e.aims_at": "fire-control",
    "threats.missile-e.height_m": 60.0,
    "threats.missile-e.start_s": 0.0,
    "batteries.battalion.target_channels": 1,
}
# silent from 3.5 s before an order that it would have been given: its last report is just too old
SILENCE = {"radars.engage.silent": [{"from_s": 292.5, "to_s": 400.0}]}
BATTLES = {
    "one-aircraft": ("one-aircraft", {}, 4),
    "saturation": ("saturation-40", {}, 2),
    "few channels": ("saturation-40", FEW, 2),
    "salvos of three": ("saturation-40", SALVO | GUIDED, 2),
    "two launchers": ("saturation-40", SALVO | TWO_LAUNCHERS, 2),
    "the radar is hit": ("saturation-40", AT_THE_RADAR, 2),
    "the radar is silent": ("saturation-40", SILENCE, 2),
    "two posts": ("two-radars", {}, 2),
    "ankara": ("ankara-2019", {}, 3),
    "decoys": ("decoys-and-chaff", {}, 1),
}


@cache
def told(name: str) -> Told:
    scenario, changes, runs = BATTLES[name]
    return check(played(prepare(scenario, changes or None), SEED, runs))


@pytest.mark.parametrize("name", BATTLES)
def test_no_rule_of_fire_is_broken(name):
    found = told(name)
    assert found.orders > 0
    assert found.wrong == []


@pytest.mark.parametrize(
    ("name", "limit", "least"),
    [
        ("saturation", "full_targets", 100),
        ("saturation", "emptied", 2),
        ("few channels", "full_targets", 500),
        ("salvos of three", "full_missiles", 100),
        ("salvos of three", "spaced", 10),
        ("two launchers", "launcher_waits", 8),
        ("two launchers", "emptied", 2),
        ("the radar is hit", "lost_radars", 2),
        ("ankara", "unpermitted", 1_000),
    ],
)
def test_the_battles_are_chosen_so_that_the_rules_bind(name, limit, least):
    assert getattr(told(name), limit) >= least


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(raids(), st.integers(0, 2**31))
def test_no_random_battle_breaks_a_rule_of_fire(changes, seed):
    assert check(played(prepare("one-aircraft", changes), seed, 2)).wrong == []
