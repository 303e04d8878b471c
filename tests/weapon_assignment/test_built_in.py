"""The policies that come with the package: what they keep to, what they are worth, and what is refused."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gbad
from gbad.errors import InputError
from gbad.testing import check_policy
from gbad.weapon_assignment import load_policy
from gbad.weapon_assignment.built_in import made
from gbad.weapon_assignment.built_in.guards import Guards, value_of
from gbad.weapon_assignment.built_in.optimal import best_of, gain_of
from gbad.weapon_assignment.built_in.value import problem_of
from gbad.weapon_assignment.situation import CommandSituation

from .test_greedy import situation

SEEDS = st.integers(0, 2**32 - 1)
RANDOM = {"deadline": None, "max_examples": 60}
STATIC = ("first-come", "urgent-first", "greedy", "improved", "optimal")


def orders_of(policy, view):
    return [(order.option, order.rounds) if hasattr(order, "option") else order for order in policy(view)]


def gain(view: CommandSituation, picks) -> float:
    return sum(view.priority[i] * (1.0 - (1.0 - view.kill_probability[i]) ** n) for i, n in picks)


def enumerated(view: CommandSituation) -> float:
    """The best gain over every choice of one option and its rounds, or none, for each track."""
    rows = [[(-1, 0)] for _ in set(view.track.tolist())]
    place = {track: at for at, track in enumerate(sorted(set(view.track.tolist())))}
    for i, track in enumerate(view.track.tolist()):
        rows[place[track]] += [(i, n) for n in range(1, view.salvo + 1)]
    return max(gain(view, [p for p in picks if p[1]]) for picks in itertools.product(*rows) if fits(view, picks))


def fits(view: CommandSituation, picks) -> bool:
    targets, missiles = view.target_channels_free.copy(), view.missile_channels_free.copy()
    ready = {
        (b, k): r
        for b, k, r in zip(view.battery.tolist(), view.interceptor.tolist(), view.rounds_ready.tolist(), strict=True)
    }
    for i, n in picks:
        if n:
            key = int(view.battery[i]), int(view.interceptor[i])
            targets[key[0]] -= 1
            missiles[key[0]] -= n
            ready[key] -= n
    return bool((targets >= 0).all() and (missiles >= 0).all() and min(ready.values(), default=0) >= 0)


@settings(**RANDOM)
@given(SEEDS, st.integers(1, 4), st.integers(1, 2), st.integers(1, 2))
def test_optimal_agrees_with_enumeration_and_the_others_do_not_exceed_it(seed, tracks, batteries, salvo):
    view = situation(np.random.default_rng(seed), tracks, batteries, 2, salvo)
    if len(view.track) == 0:
        return
    best = enumerated(view)
    gains = {name: gain(view, orders_of(made(name, {}), view)) for name in STATIC}
    assert gains["optimal"] == pytest.approx(best, rel=1e-9, abs=1e-12)
    assert all(found <= best + 1e-9 for found in gains.values())
    assert gains["improved"] >= gains["greedy"] - 1e-12


def test_an_early_greedy_pick_takes_the_only_place_and_improved_gives_it_back():
    # battery 1 reaches both tracks, battery 0 only the dear one, a little worse
    view = CommandSituation(
        run=0, time_s=0.0, salvo=1, track=np.array([1, 1, 2]), battery=np.array([0, 1, 1]),
        interceptor=np.zeros(3, np.int64), priority=np.array([2.0, 2.0, 1.0]), time_to_impact_s=np.full(3, 50.0),
        intercept_s=np.full(3, 20.0), kill_probability=np.array([0.7, 0.8, 0.8]), rounds_ready=np.ones(3, np.int64),
        fired=np.zeros(3, np.int64), target_channels_free=np.array([1, 1]), missile_channels_free=np.array([1, 1]),
    )  # fmt: skip
    assert orders_of(made("greedy", {}), view) == [(1, 1)]
    assert sorted(orders_of(made("improved", {}), view)) == [(0, 1), (2, 1)]
    assert sorted(orders_of(made("optimal", {}), view)) == [(0, 1), (2, 1)]


@settings(**RANDOM)
@given(SEEDS, st.integers(1, 7), st.integers(1, 3), st.sampled_from(STATIC), st.integers(0, 3))
def test_no_policy_exceeds_channels_magazines_or_the_reserve(seed, tracks, salvo, name, reserve):
    view = situation(np.random.default_rng(seed), tracks, 2, 2, salvo)
    settings_ = {"reserve": reserve, "dear": 100.0} if reserve else {}
    picks = orders_of(made(name, settings_), view)
    assert fits(view, picks)
    assert len({int(view.track[i]) for i, _ in picks}) == len(picks)
    assert all(1 <= n <= salvo for _, n in picks)
    cheap = value_of(view) < 100.0
    ready = np.zeros(2, int)
    for b, k in {(int(b), int(k)) for b, k in zip(view.battery, view.interceptor, strict=True)}:
        ready[b] += view.rounds_ready[(view.battery == b) & (view.interceptor == k)][0]
    for battery in range(2):
        spent = sum(n for i, n in picks if view.battery[i] == battery and cheap[i])
        assert reserve == 0 or spent <= max(ready[battery] - reserve, 0)


@settings(**RANDOM)
@given(SEEDS, st.integers(2, 6), st.sampled_from(("greedy", "improved", "optimal")))
def test_turning_the_options_round_gains_the_same(seed, tracks, name):
    dice = np.random.default_rng(seed)
    view = situation(dice, tracks, 2, 2, 2)
    if len(view.track) == 0:
        return
    # distinct figures: no ties whose breaking could depend on the order
    p = dice.uniform(0.1, 0.9, len(view.track))
    weight = dice.uniform(1.0, 2.0, tracks + 1)
    columns = {n: getattr(view, n) for n in CommandSituation.__dataclass_fields__}
    columns |= {"kill_probability": p, "priority": weight[view.track - 1]}
    straight = CommandSituation(**columns)
    turned = CommandSituation(
        **{n: c[::-1].copy() if isinstance(c, np.ndarray) and c.shape == p.shape and not n.endswith("free") else c
           for n, c in columns.items()}
    )  # fmt: skip
    if len(p) == 2:
        return  # columns of batteries look like columns of options
    one, other = made(name, {})(straight), made(name, {})(turned)
    last = len(p) - 1
    if name == "optimal":
        assert gain(straight, orders_of(made(name, {}), straight)) == pytest.approx(
            gain(turned, orders_of(made(name, {}), turned))
        )
    elif name == "greedy":
        assert sorted((o.option, o.rounds) for o in one) == sorted((last - o.option, o.rounds) for o in other)
    else:
        # a descent ends where it ends, but never below where greedy left it
        for view_ in (straight, turned):
            assert (
                gain(view_, orders_of(made(name, {}), view_))
                >= gain(view_, orders_of(made("greedy", {}), view_)) - 1e-12
            )


@settings(**RANDOM)
@given(SEEDS, st.integers(1, 5), st.integers(1, 2))
def test_the_bound_holds_and_leaves_what_was_given_alone(seed, tracks, salvo):
    view = situation(np.random.default_rng(seed), tracks, 2, 2, salvo)
    offered, left = problem_of(view, Guards(), "priority")
    kept = [part.copy() for part in left]
    answer = best_of(offered, left, salvo, 10.0)
    assert answer.bound >= gain_of(offered, answer.picks) - 1e-12
    assert answer.gap < 1e-9
    for part, before in zip(left, kept, strict=True):
        np.testing.assert_array_equal(part, before)


def test_a_floor_on_the_kill_probability_leaves_worse_options_alone():
    view = situation(np.random.default_rng(3), 5, 2, 2, 2)
    for name in STATIC:
        picks = orders_of(made(name, {"least_kill_probability": 0.6}), view)
        assert picks, name
        assert all(view.kill_probability[i] >= 0.6 for i, _ in picks)
        assert any(view.kill_probability[i] < 0.6 for i, _ in orders_of(made(name, {}), view)) or name != "first-come"


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ("gredy", "did you mean greedy"),
        ("{reference: greedy, reserv: 4}", "reserv: is no parameter of greedy; did you mean reserve?"),
        ("{reference: greedy, reserve: -1}", "reserve: -1 was found; a whole number of 1 to 10000"),
        ("{reference: greedy, reserve: 2.5}", "reserve: 2.5 was found; a whole number"),
        ("{reference: greedy, reserve: true}", "a whole number"),
        ("{reference: greedy, dear: 3.0}", "dear: has no effect without reserve"),
        ("{reference: improved, weigh_by: cost}", "weigh_by: cost was found; one of priority, value"),
        ("{reference: ripple, hurried_rounds: 3}", "hurried_rounds: has no effect without second_look_s"),
        ("{reference: salvo-look-salvo, second_look_s: 20.0}", "hurried_rounds: 2 has no effect beside salvo: 2"),
        ("{reserve: 4}", "reference is missing"),
        ("{reference: greedy, reserve: [1]}", "a list of 1 was found"),
        ("./nowhere.py:assign", "there is no file"),
    ],
)  # fmt: skip
def test_what_has_no_effect_or_no_meaning_is_refused_with_its_place(policy, says):
    with pytest.raises(InputError) as found:
        gbad.load("saturation-40", changes={"commands.post.policy": policy})
    assert says in str(found.value)
    assert "commands.post.policy" in str(found.value)


@pytest.mark.parametrize("changes", [{"salvo": "2", "shoot_look_shoot": "false"}, {"shoot_look_shoot": "false"}])
def test_a_salvo_beside_a_doctrine_of_its_own_is_refused(changes):
    with pytest.raises(InputError, match="has no effect with the policy ripple"):
        gbad.load(
            "saturation-40",
            changes={"commands.post.policy": "ripple"} | {f"commands.post.{k}": v for k, v in changes.items()},
        )


def test_a_users_function_takes_parameters_and_refuses_what_it_does_not_know(tmp_path):
    (tmp_path / "mine.py").write_text(
        "def assign(situation, *, most=99):\n    return [(i, 1) for i in range(len(situation.track))][:most]\n"
    )
    policy = load_policy('./mine.py:assign {"most": 0}', tmp_path)
    view = situation(np.random.default_rng(3), 5, 2, 2, 2)
    assert policy(view) == []
    with pytest.raises(InputError, match=r"mst: is no parameter of \./mine\.py:assign; did you mean most"):
        load_policy('./mine.py:assign {"mst": 0}', tmp_path)
    held = gbad.run(
        "one-aircraft",
        seed=1,
        changes={"commands.post.policy": f"{{reference: {tmp_path / 'mine.py'}:assign, most: 0}}"},
    )
    assert len(held.tables["shots"]) == 0
    with pytest.raises(InputError, match="mst: is no parameter"):
        gbad.load(
            "one-aircraft", changes={"commands.post.policy": f"{{reference: {tmp_path / 'mine.py'}:assign, mst: 0}}"}
        )


@pytest.mark.parametrize("name", ["greedy", "improved", "urgent-first"])
def test_compiled_batches_give_what_single_calls_give(name, tmp_path):
    (tmp_path / "called.py").write_text(
        "from gbad.weapon_assignment.built_in import made\n"
        f"policy = made({name!r}, {{'reserve': 3, 'dear': 2.0}})\n"
        "def assign(situation):\n    return policy(situation)\n"
    )
    changes = {"duration_s": 330.0, "commands.post.salvo": "2", "commands.post.shoot_look_shoot": "false"}
    built_in = {"commands.post.policy": f"{{reference: {name}, reserve: 3}}"}
    one = gbad.run("saturation-40", seed=3, runs=2, changes=changes | built_in)
    own = {"commands.post.policy": f"{tmp_path / 'called.py'}:assign"}
    other = gbad.run("saturation-40", seed=3, runs=2, changes=changes | own)
    assert len(one.tables["orders"]) > 10
    for column in ("run", "time_s", "battery", "track", "round", "launch_s"):
        np.testing.assert_array_equal(one.tables["orders"][column], other.tables["orders"][column], err_msg=column)


def launches(policy: str, **changes) -> dict[tuple[int, int], np.ndarray]:
    """Launch times of each track's rounds in order."""
    named = {"commands.post.policy": policy, "duration_s": 330.0} | changes
    shots = gbad.run("saturation-40", seed=4, changes=named).tables["orders"]
    return {t: np.sort(shots["launch_s"][shots["track"] == t]) for t in np.unique(shots["track"]).tolist()}


def test_doctrines_fire_in_their_rhythm():
    first = launches("{reference: salvo-look-salvo, salvo: 3}")
    # while missile channels last
    assert all(len(times) >= 3 for times in sorted(first.values(), key=lambda times: times[0])[:4])
    ordered = launches("{reference: ripple, rounds: 3, interval_s: 12.0}")
    assert any(len(times) >= 3 for times in ordered.values())
    assert min(np.diff(times).min() for times in ordered.values() if len(times) > 1) >= 12.0
    looks = launches("shoot-look-shoot")
    plain = launches("urgent-first")
    assert {t: times.tolist() for t, times in looks.items()} == {t: times.tolist() for t, times in plain.items()}


def test_a_hurried_target_gets_its_rounds_at_once():
    calm = launches("shoot-look-shoot")
    hurried = launches("{reference: shoot-look-shoot, second_look_s: 600.0, hurried_rounds: 2, hurried_targets: all}")
    falling = launches("{reference: shoot-look-shoot, second_look_s: 600.0, hurried_rounds: 2}")
    assert {t: v.tolist() for t, v in falling.items()} == {t: v.tolist() for t, v in calm.items()}  # nothing falls here
    spacing = [np.diff(times)[0] for times in hurried.values() if len(times) > 1]
    assert spacing
    assert min(spacing) <= 5.0 < min(np.diff(times).min() for times in calm.values() if len(times) > 1)


@pytest.mark.parametrize("name", ["first-come", "improved", "optimal", "ripple", "shoot-shoot-look"])
def test_built_in_policies_pass_the_check_that_users_policies_pass(name):
    if name in ("ripple", "shoot-shoot-look"):
        check_policy(made(name, {}))
    else:
        check_policy(name)
