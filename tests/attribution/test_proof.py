"""The causes are true: built battles have the known one, and where its gate is opened the expected stage follows.

``make bench-causes`` plays ten of every family and hundreds of random battles; here are fewer.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from gbad.attribution.interventions import TABLE
from gbad.benches.battles import BUILT, random_battle
from gbad.benches.causes import SEED, proof
from gbad.codes.causes import Cause

COUNT = 2


@pytest.mark.parametrize("name", BUILT)
def test_a_built_battle_has_the_known_cause_and_its_gate_opens(name):
    cause, make = BUILT[name]
    number = list(BUILT).index(name)
    found = [proof(make(np.random.default_rng([SEED, number, k])), SEED, k) for k in range(COUNT)]
    assert Counter(each.cause for each in found) == {cause: COUNT}
    opens = cause == Cause.SEVERAL or (cause in TABLE and not TABLE[cause].redraws_only)
    assert all(each.opened for each in found) == opens


def test_families_cover_every_cause_that_can_be_built():
    left = set(Cause) - {cause for cause, _ in BUILT.values()}
    assert {cause.identifier for cause in left} == {
        "none", "node_destroyed_or_silent", "not_held",  # of no leaker any more
        "shot_too_late",  # by chance only: a round that flies slower than foretold
    }  # fmt: skip


@pytest.mark.parametrize("k", [0, 1, 2, 578])  # of 578 the horizon is near
def test_opening_a_gate_that_never_was_shut_changes_nothing(k):
    dice = np.random.default_rng([SEED, 2_000, k])
    found = proof(random_battle(np.random.default_rng([SEED, 1_000, k])), SEED, k, idle=dice)
    assert found.idle != Cause.NONE
    assert found.still
