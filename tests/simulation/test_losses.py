"""Every node of a regiment is lost in turn, and several at random times: who is gone does nothing."""

import random

import numpy as np
import pytest

import gbad

LOST_S = 150.0
NODES = (
    "regiment", "alpha-cabin", "search", "alpha-low", "bravo-low", "alpha", "bravo", "alpha-radar", "bravo-radar",
    "alpha-launcher-1", "search-link", "alpha-radar-link", "bravo-radar-to-bravo-cabin-link",
)  # fmt: skip


def losing(lost):
    return {"units": {node: {"timetable": [{"at_s": at_s, "do": "lost"}]} for node, at_s in lost.items()}}


def silent_after(result, lost):
    """Nothing comes from or through what is lost."""
    detections, shots, said = result.detections, result.shots, result.messages
    wrong = []
    for node, at_s in lost.items():
        radars = [node] if node in ("search", "alpha-low", "bravo-low", "alpha-radar", "bravo-radar") else []
        radars += [f"{node}-radar"] if node in ("alpha", "bravo") and f"{node}-radar" not in lost else []
        for radar in radars:
            if (detections["time_s"][detections["radar"] == radar] >= at_s).any():
                wrong.append(f"{radar} sees after {at_s}")
        if node in ("regiment", "alpha-cabin", "bravo-cabin"):
            orders = (said["kind"] == "order") & (said["sender"] == node)
            if (said["sent_s"][orders] >= at_s).any():
                wrong.append(f"{node} orders after {at_s}")
            heard = (said["kind"] == "track") & (said["receiver"] == node)
            if (said["arrived_s"][heard] >= at_s).any():
                wrong.append(f"{node} hears after {at_s}")
        if node in ("alpha", "bravo"):
            mine = shots["battery"] == node
            if (shots["order_s"][mine] >= at_s).any() or (shots["launch_s"][mine] >= at_s).any():
                wrong.append(f"{node} shoots after {at_s}")
        if "launcher" in node:
            mine = np.char.startswith(shots["round"].astype(str), f"{node}-")
            if (shots["launch_s"][mine] >= at_s).any():
                wrong.append(f"{node} launches after {at_s}")
        if node.endswith("-link"):
            radar, _, post = node.removesuffix("-link").partition("-to-")
            over = (said["kind"] == "track") & (said["sender"] == radar) & (said["receiver"] == (post or "regiment"))
            over &= said["sent_s"] >= at_s
            if np.isfinite(said["arrived_s"][over]).any():
                wrong.append(f"{node} carries after {at_s}")
    return wrong


@pytest.fixture(scope="module")
def whole():
    return gbad.run("regiment", seed=3, record_all=True)


def orders_by(result, since_s):
    said = result.messages
    orders = (said["kind"] == "order") & (said["sent_s"] >= since_s)
    return set(said["sender"][orders].tolist())


def test_the_whole_regiment_is_commanded_by_its_post(whole):
    assert orders_by(whole, 0.0) == {"regiment"}


@pytest.mark.parametrize("node", NODES)
def test_one_node_is_lost_and_what_is_gone_does_nothing(node):
    lost = {node: LOST_S}
    result = gbad.run("regiment", seed=3, changes=losing(lost), record_all=True)
    assert silent_after(result, lost) == []
    if node == "regiment":
        # both cabins take over, after their thirty seconds
        assert orders_by(result, LOST_S) == {"alpha-cabin", "bravo-cabin"}
        said = result.messages
        late = said["sent_s"][(said["kind"] == "order") & (said["sender"] != "regiment")]
        assert late.min() >= LOST_S + 30.0
    if node == "alpha-radar-link":
        said = result.messages
        to_alpha = (said["kind"] == "order") & (said["receiver"] == "alpha") & (said["sent_s"] >= LOST_S)
        assert set(said["sender"][to_alpha].tolist()) == {"alpha-cabin"}


def test_a_battery_without_any_post_does_not_fire_and_the_cause_says_so():
    lost = dict.fromkeys(("regiment", "alpha-cabin", "bravo-cabin"), 20.0)
    result = gbad.run("regiment", seed=3, changes=losing(lost))
    assert len(result.shots["run"]) == 0
    leaked = result.outcomes["fate"] == "leaked"
    assert leaked.all()
    assert set(result.outcomes["cause"][leaked]) == {"post_lost"}
    for told in result.outcomes["evidence"][leaked]:
        assert "regiment: lost from 20 s on" in told
        assert "-cabin: lost from 20 s on" in told


@pytest.mark.parametrize("seed", range(6))
def test_nothing_comes_from_or_through_a_dead_node_whatever_is_lost_when(seed):
    dice = random.Random(seed)
    lost = {node: dice.uniform(0.0, 500.0) for node in dice.sample(NODES, 4)}
    result = gbad.run("regiment", seed=seed, changes=losing(lost), record_all=True)
    # an order takes effect at its command cycle
    assert silent_after(result, lost) == []
