"""The dynamic problem: exact against a recursion of its own, bounds on the right side, policies within the rules."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gbad.assignment import dynamic
from gbad.assignment.dynamic import _policies_kernel as numbers
from gbad.assignment.dynamic import lookahead, relaxation
from gbad.assignment.dynamic.model import copy_of
from gbad.errors import InputError
from gbad.textbook import raids

TRUE, WRONG = {}, {"false_kill": 0.1, "missed_kill": 0.2}


def made(seed, rows=3, targets=6, stages=7, each=2, salvo=2, channels=1, **reports):
    """A random instance with two batteries, whose targets come one after the other, some only perhaps."""
    dice = np.random.default_rng(seed)
    seen = np.sort(dice.integers(0, stages - 2, targets))
    opens = seen + dice.integers(0, 2, (rows, targets))
    return dynamic.Instance(
        stages=stages, values=dice.integers(25, 101, targets).astype(float),
        present_probability=np.where(dice.random(targets) < 0.5, 1.0, dice.uniform(0.4, 1.0, targets)), seen_at=seen,
        kill_probability=dice.uniform(0.5, 0.9, (rows, targets)), opens=opens,
        closes=np.minimum(opens + dice.integers(1, 4, (rows, targets)), stages - 1), rounds=np.full(rows, each),
        battery=np.arange(rows) % 2, channels=np.full(2, channels), guided_stages=np.array([1, 2]),
        report_stages=np.array([2, 2]), most_salvo=salvo, **reports,
    )  # fmt: skip


def by_recursion(instance):
    """The optimum once more, in plain words: histories instead of beliefs, every reply tried by hand."""
    m = instance
    targets, rows = range(len(m.values)), range(len(m.rounds))

    def alive_weight(history, target):
        """(chance of alive and these reports, chance of dead and these reports) of one target that is there."""
        alive, dead = 1.0, 0.0
        for row, count, report in history:
            hit = 1.0 - (1.0 - m.kill_probability[row, target]) ** count
            alive, dead = alive * (1.0 - hit), dead + alive * hit
            if report is not None:
                alive *= m.false_kill if report else 1.0 - m.false_kill
                dead *= 1.0 - m.missed_kill if report else m.missed_kill
        return alive, dead

    def orders(state, stage, target, rounds, free):
        """All ways to order from this target on."""
        if target == len(m.values):
            yield state
            return
        yield from orders(state, stage, target + 1, rounds, free)
        there, history, due, _, _ = state[target]
        if there is not True or due:
            return
        for row in rows:
            b = m.battery[row]
            if not (m.opens[row, target] <= stage <= m.closes[row, target] and free[b] > 0):
                continue
            for count in range(1, min(m.most_salvo, rounds[row]) + 1):
                one = (True, (*history, (row, count, None)), m.report_stages[b], m.guided_stages[b], b)
                fewer = tuple(r - count * (k == row) for k, r in enumerate(rounds))
                held = tuple(f - (k == b) for k, f in enumerate(free))
                yield from orders((*state[:target], one, *state[target + 1 :]), stage, target + 1, fewer, held)

    @cache
    def best(state, stage):
        """``state``: per target (there: None before it is seen, history, stages to report, stages held, battery)."""
        if stage == m.stages:
            total = 0.0
            for target in targets:
                there, history, *_ = state[target]
                if there:
                    alive, dead = alive_weight(history, target)
                    total += m.values[target] * alive / (alive + dead)
            return total
        rounds = tuple(m.rounds[row] - sum(c for _, h, *_ in state for r, c, _ in h if r == row) for row in rows)
        free = tuple(
            m.channels[b] - sum(held > 0 and by == b for *_, held, by in state) for b in range(len(m.channels))
        )
        return min(after(one, stage) for one in orders(state, stage, 0, rounds, free))

    def after(state, stage):
        branches = []
        for target in targets:
            there, history, due, held, by = state[target]
            due, reports = max(due - 1, 0), due == 1
            held = max(held - 1, 0)
            if there is None and m.seen_at[target] == stage + 1:
                chance = m.present_probability[target]
                branches.append([(chance, (True, (), 0, 0, 0)), (1.0 - chance, (False, (), 0, 0, 0))])
            elif reports:
                ways = []
                before = sum(alive_weight(history, target))
                for report in (True, False):
                    told = (*history[:-1], (*history[-1][:2], report))
                    ways.append((sum(alive_weight(told, target)) / before, (True, told, 0, held, by)))
                branches.append(ways)
            else:
                branches.append([(1.0, (there, history, due, held, by))])
        total = 0.0
        for way in itertools.product(*branches):
            chance = np.prod([c for c, _ in way])
            if chance > 0.0:
                total += chance * best(tuple(s for _, s in way), stage + 1)
        return total

    return after(tuple((None, (), 0, 0, 0) for _ in targets), -1)


@pytest.mark.parametrize("reports", [TRUE, WRONG], ids=["true reports", "wrong reports"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_exact_agrees_with_a_recursion_over_histories(seed, reports):
    instance = made(seed, rows=2, targets=3, stages=5, each=2, **reports)
    assert_allclose(dynamic.solve_exactly(instance.compiled()).survival_value, by_recursion(instance), rtol=1e-8)


def test_a_fixed_policy_leaves_what_the_textbook_says():
    # one target, one channel, fire one round whenever the last report says alive
    instance = dynamic.Instance(
        stages=8, values=np.array([1.0]), present_probability=np.array([1.0]), seen_at=np.array([0]),
        kill_probability=np.array([[0.6]]), opens=np.array([[0]]), closes=np.array([[7]]), rounds=np.array([3]),
        battery=np.array([0]), channels=np.array([1]), guided_stages=np.array([2]), report_stages=np.array([2]),
        **WRONG,
    )  # fmt: skip
    model = instance.compiled()
    after_kill = []

    def sls(model, known):
        row, salvo = np.full(1, numbers.NOBODY), np.zeros(1, int)
        # one miss in a row leaves 0.4 * 0.9 / (0.4 * 0.9 + 0.6 * 0.2) alive; a report of a kill leaves far less
        if known.pending[0] == 0 and known.belief[0] > 0.5 and known.rounds[0] > 0:
            row[0], salvo[0] = 0, 1
        after_kill.append(known.belief[0])
        return row, salvo

    wanted = raids.shoot_look_shoot(0.6, 3, WRONG["false_kill"], WRONG["missed_kill"])
    assert_allclose(dynamic.evaluate(model, sls), 1.0 - wanted.p_kill, rtol=1e-9)
    played = dynamic.play(model, sls, seed=4, runs=4000)
    assert abs(played.mean - (1.0 - wanted.p_kill)) < 2.0 * played.half_width
    assert abs(played.rounds_fired.mean() - wanted.expected_shots) < 0.05


def test_the_exact_policy_is_worth_what_it_promises_and_is_played_so():
    model = made(5, **WRONG, targets=4, stages=6).compiled()
    exact = dynamic.solve_exactly(model)
    assert_allclose(dynamic.evaluate(model, lambda _, known: exact.orders(known)), exact.survival_value, rtol=1e-9)
    played = dynamic.play(model, lambda _, known: exact.orders(known), seed=9, runs=2000)
    assert abs(played.mean - exact.survival_value) < 2.0 * played.half_width


@pytest.mark.parametrize("reports", [TRUE, WRONG], ids=["true reports", "wrong reports"])
@pytest.mark.parametrize("seed", range(4))
def test_bounds_lie_below_the_optimum_and_policies_above(seed, reports):
    model = made(seed, targets=4, stages=6, **reports).compiled()
    best = dynamic.solve_exactly(model).survival_value
    relaxed = dynamic.relax(model, dynamic.opening(model), 10.0)
    assert relaxed.finished
    assert 0.0 < relaxed.bound <= best * (1.0 + 1e-9)
    known_dice = dynamic.clairvoyant(model, seed=1, runs=100)
    assert known_dice.closed == 100
    assert known_dice.mean - 2.0 * known_dice.half_width < best
    for policy in (dynamic.greedy, dynamic.improved, dynamic.Lookahead(model, states=0, worlds=0)):
        assert dynamic.evaluate(model, policy) >= best * (1.0 - 1e-9)


def test_a_target_alone_is_bounded_by_its_own_optimum():
    # nobody competes: prices are zero and the bound is the optimum, up to the grid of beliefs
    for reports in (TRUE, WRONG):
        model = made(3, targets=1, stages=7, each=6, channels=4, **reports).compiled()
        bound = dynamic.relax(model, dynamic.opening(model), 5.0).bound
        best = dynamic.solve_exactly(model).survival_value
        assert_allclose(bound, best, rtol=1e-9 if reports is TRUE else 0.02)
        assert bound <= best * (1.0 + 1e-9)


@pytest.mark.parametrize("reports", [TRUE, WRONG], ids=["true reports", "wrong reports"])
def test_what_a_plan_leaves_and_pays_is_its_value(reports):
    # the use that the prices are moved by is that of the plans whose value is the bound
    used = 0
    for seed in range(6):
        model = made(seed, **reports).compiled()
        work = relaxation._Work(model, dynamic.opening(model))
        prices = np.random.default_rng(seed).uniform(0.0, 8.0, work.uses.shape[1])
        work.price(prices)
        assert_allclose(work.survival + work.uses @ prices, work.bounds, rtol=1e-9, atol=1e-9)
        used += np.count_nonzero(work.uses[:, -work.stages :])  # of the battery that guides for two stages
    assert used > 0


def test_no_policy_beats_the_clairvoyant_on_its_dice():
    model = made(8, **WRONG).compiled()
    known_dice = dynamic.clairvoyant(model, seed=3, runs=60)
    for policy in (dynamic.greedy, dynamic.improved, dynamic.Lookahead(model, states=100)):
        played = dynamic.play(model, policy, seed=3, runs=60)
        assert (played.survival >= known_dice.survival - 1e-6).all()


def test_lookahead_is_within_two_percent_of_the_optimum_at_six_by_six():
    excess, total, myopic = 0.0, 0.0, 0.0
    for seed in range(4):
        model = made(seed).compiled()
        best = dynamic.solve_exactly(model).survival_value
        excess += dynamic.evaluate(model, dynamic.Lookahead(model)) - best
        myopic += dynamic.evaluate(model, dynamic.greedy) - best
        total += best
    assert excess + 1e-9 >= 0.0
    assert excess < 0.02 * total
    assert myopic > 0.1 * total  # so that it means something


@pytest.mark.parametrize("effort", [{"states": 60}, {"states": 0, "worlds": 64}, {"states": 0, "worlds": 0}])
def test_lookahead_knows_only_what_is_known(effort, monkeypatch):
    model = made(2, **WRONG).compiled()
    seen = {}
    policy = dynamic.Lookahead(model, **effort)

    def watched(model, known):
        before = copy_of(known)
        orders = policy(model, known)
        assert all((a == b).all() for a, b in zip(before, known, strict=True))
        seen[b"".join(a.tobytes() for a in known)] = before, orders
        return orders

    # other truth, other dice, another order of runs: equal knowledge, equal orders
    for seed in (1, 2, 3):
        dynamic.play(model, watched, seed=seed, runs=5)
    fresh = dynamic.Lookahead(model, **effort)
    for known, (row, salvo) in reversed(list(seen.values())):
        again = fresh(model, known)
        assert (again[0] == row).all()
        assert (again[1] == salvo).all()
    if effort == {"states": 0, "worlds": 64}:
        monkeypatch.setattr(lookahead, "OWN_SEED", np.uint64(99))
        other = dynamic.Lookahead(model, **effort)
        assert any((other(model, known)[0] != row).any() for known, (row, _) in seen.values())


def test_more_rounds_or_channels_never_leave_more():
    base = made(6, targets=4, stages=6)
    before = np.inf
    for each, channels in ((1, 1), (2, 1), (2, 2), (3, 2)):
        given = {name: getattr(base, name) for name in base.__dataclass_fields__}
        given |= {"rounds": np.full(3, each), "channels": np.full(2, channels)}
        found = dynamic.solve_exactly(dynamic.Instance(**given).compiled()).survival_value
        assert found <= before * (1.0 + 1e-12)
        before = found


def test_a_target_far_away_changes_no_die():
    base = made(7)
    given = {name: np.asarray(getattr(base, name)) for name in base.__dataclass_fields__}
    for name in ("values", "present_probability", "seen_at"):
        given[name] = np.append(given[name], 1.0 if name != "seen_at" else 0).astype(given[name].dtype)
    for name, far in (("kill_probability", 0.0), ("opens", 0), ("closes", -1)):
        given[name] = np.column_stack([given[name], np.full(3, far)]).astype(given[name].dtype)
    given |= {"stages": base.stages, "most_salvo": base.most_salvo, "false_kill": 0.0, "missed_kill": 0.0}
    one = dynamic.play(base.compiled(), dynamic.greedy, seed=2, runs=50)
    two = dynamic.play(dynamic.Instance(**given).compiled(), dynamic.greedy, seed=2, runs=50)
    assert (two.survival - 1.0 == one.survival).all()


def first_orders(instance, change):
    model = instance.compiled()

    def policy(model, known):
        row, salvo = numbers.NOBODY * np.ones(len(model.values), int), np.ones(len(model.values), int)
        change(known, row, salvo)
        return row, salvo

    return model, policy


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda known, row, salvo: row.__setitem__(0, 9), "1 rounds of row 9; 1 to 2 of rows 0 to 2"),
        (lambda known, row, salvo: (row.__setitem__(0, 0), salvo.__setitem__(0, 3)), "3 rounds of row 0; 1 to 2"),
        (lambda known, row, salvo: row.__setitem__(0, 0), "target 0: is under engagement until its report in 1 stages"),
        (lambda known, row, salvo: row.__setitem__(5, 0), "target 5: row 0 may fire at stages"),
        (lambda known, row, salvo: row.__setitem__(slice(0, 3), 0), "battery 0 has no channel free"),
        (lambda known, row, salvo: row.__setitem__(int(known.stage[0]), 0), "no more than 0 rounds"),
    ],
)  # fmt: skip
def test_orders_that_break_the_rules_are_refused(change, words):
    base = made(7, channels=1 if "channel" in words else 4, each=1 if "more than" in words else 4)
    given = {name: getattr(base, name) for name in base.__dataclass_fields__}
    given |= {"seen_at": np.zeros(6, int), "opens": np.zeros((3, 6), int), "closes": np.full((3, 6), 6)}
    given |= {"present_probability": np.ones(6)}
    if "may fire" in words:
        given["opens"] = np.full((3, 6), 1)
    model, policy = first_orders(dynamic.Instance(**given), change)
    with pytest.raises(InputError, match=words):
        dynamic.play(model, policy, seed=1, runs=1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"values": [1.0, -1.0]}, r"values\[1\]: -1; 0 or more"),
        ({"values": [1.0, np.nan]}, "values: holds nan"),
        ({"values": []}, "at least one target"),
        ({"present_probability": [1.0, 1.1]}, r"present_probability\[1\]: 1.1; 0 to 1"),
        ({"kill_probability": [[0.5]]}, r"kill_probability: numbers of shape \(1, 2\)"),
        ({"kill_probability": [[0.5, 0.5], [0.5]]}, "kill_probability: is not an array"),
        ({"closes": [[0, 9]]}, r"closes\[0, 1\]: 9; -1 to 3"),
        ({"rounds": [1.5]}, r"rounds\[0\]: 1.5"),
        ({"battery": [2]}, r"battery\[0\]: 2; 0 to 0"),
        ({"report_stages": [0]}, r"report_stages\[0\]: 0; 1 to"),
        ({"guided_stages": [3]}, "a report comes no sooner"),
        ({"stages": 0}, "stages: 0"),
        ({"false_kill": 1.5}, r"false_kill\[0\]: 1.5"),
        ({"rounds": None}, "rounds"),
    ],
)
def test_bad_instances_are_refused(change, words):
    given = {
        "stages": 4, "values": [1.0, 2.0], "present_probability": [1.0, 0.5], "seen_at": [0, 1],
        "kill_probability": [[0.5, 0.5]], "opens": [[0, 1]], "closes": [[2, 3]], "rounds": [2], "battery": [0],
        "channels": [1], "guided_stages": [1], "report_stages": [2],
    } | change  # fmt: skip
    if given["rounds"] is None:
        del given["rounds"]
    with pytest.raises(InputError, match=words):
        dynamic.instance(given)


def test_too_large_for_exact_is_said():
    with pytest.raises(InputError, match="use the bounds"):
        dynamic.solve_exactly(made(1, **WRONG).compiled(), most_states=500)
