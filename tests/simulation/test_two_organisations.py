"""Two organisations in one sky (``anatolia``): what a link is worth lies between nothing shared and one control."""

import numpy as np
import pytest

import gbad

LINKS = (
    "s400-search", "alpha-radar", "bravo-radar", "forward", "ship", "pac2-radar", "pac3-radar", "samp-radar",
)  # fmt: skip
# reports inside each organisation never get lost, so that which link carries one makes no difference
SURE = {"terrain": {"kind": "flat"}, "figures.data-link": {"loss_probability": 0.0}}
NO_LINK = {"figures.shared-link": {"latency_s": 3.0, "latency_jitter_s": 0.0, "loss_probability": 1.0}}
PERFECT = {"figures.shared-link": {"latency_s": 0.0, "latency_jitter_s": 0.0, "loss_probability": 0.0}}


def played(**changes):
    """Fates of all flyers, and of every round when it left and when it met, of two runs."""
    result = gbad.run("anatolia", seed=5, runs=2, changes=SURE | changes.pop("also", {}) | changes)
    shots = result.shots
    order = np.lexsort([shots[name] for name in ("launch_s", "round", "run")])
    return (
        result.outcomes["fate"].tolist(),
        [(shots["object"][i], round(float(shots["launch_s"][i]), 6), shots["battery"][i]) for i in order],
    )


@pytest.fixture(scope="module")
def side_by_side():
    return played()


def test_a_shared_picture_over_links_that_lose_everything_is_side_by_side(side_by_side):
    assert played(connection="picture", also=NO_LINK) == side_by_side


def test_shared_control_over_links_that_are_down_is_side_by_side(side_by_side):
    down = {"units": {f"{radar}-link": {"timetable": [{"at_s": 0.0, "do": "lost"}]} for radar in LINKS}}
    assert played(connection="control", also=PERFECT | down) == side_by_side


def test_shared_control_over_perfect_links_is_one_post(side_by_side):
    alone = {f"batteries.{b}.successors": [] for b in ("alpha", "bravo", "pac2", "pac3", "samp")}
    alone |= {"commands.joint-post.orders_travel": False}
    one_post = played(connection="control", also=PERFECT | alone)
    assert played(connection="control", also=PERFECT) == one_post
    assert one_post != side_by_side
