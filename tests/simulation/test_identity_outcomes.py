"""An airliner whose transponder has failed: held for hostile, shot down, told why; one that answers flies on."""

from __future__ import annotations

import numpy as np
import pytest

import gbad
from gbad.attribution.story import why
from gbad.codes.reasons import SENTENCES
from gbad.messages import REASON_NAMES
from gbad.scenario.document import parse_document

TEXT = """\
schema: scenario/1
title: An airliner in the wrong place
duration_s: 500.0
terrain: {kind: flat, size_km: 300.0}
commands:
  post: {type: 55K6E}
radars:
  search: {type: 91N6E, at: {latitude_deg: 40.0, longitude_deg: 33.0}, command: post}
batteries:
  battery:
    type: s400-battalion
    at: {latitude_deg: 40.0, longitude_deg: 33.0}
    command: post
    boresight_deg: 90.0
    launchers: [{count: 1, type: 5P85TE2, load: {48N6E3: 4}}]
assets:
  town: {at: {latitude_deg: 40.0, longitude_deg: 33.1}}
others:
  airliner-3:
    type: airliner
    iff_failure_probability: 1.0
    route:
      kind: waypoints
      points: [{latitude_deg: 40.0, longitude_deg: 34.2}, {latitude_deg: 40.0, longitude_deg: 32.0}]
"""


def played(changes=None, seed=2):
    return gbad.run(parse_document(TEXT, "wrong-place"), seed=seed, changes=changes)


@pytest.fixture(scope="module")
def silent():
    return played()


def test_the_silent_airliner_is_held_for_hostile_engaged_and_the_outcome_says_so(silent):
    outcome = silent.outcomes.where(object="airliner-3")[0]
    assert (outcome.side, outcome.transponder) == ("neutral", "failed")
    assert outcome.engaged
    assert outcome.identity_at_order == "hostile"
    assert np.isnan(outcome.right_identity_s)
    assert outcome.wrong_identity_s <= outcome.first_order_s
    assert outcome.wrong_identity_for_s > 0.0
    changes = list(silent.identities.where(object="airliner-3").rows())
    assert changes[0].identity == "hostile"
    assert changes[0].reason == "silent_to_asset"
    assert changes[0].civil_replies == 0
    assert changes[0].interrogations >= 4
    assert "misidentified" in silent.events["event"]


def test_why_tells_the_whole_chain_of_its_end(silent):
    said = str(why(silent, "airliner-3"))
    assert "It is no threat. Rounds were fired at it." in said
    assert "Misidentified: post held it for hostile from" in said
    assert SENTENCES["silent_to_asset"] in said
    assert "Its transponder had failed" in said
    assert "Whom it was held for" in said


def test_the_same_airliner_that_answers_flies_on_as_neutral():
    result = played({"others.airliner-3.iff_failure_probability": 0.0})
    outcome = result.outcomes.where(object="airliner-3")[0]
    assert (outcome.transponder, outcome.held_identity) == ("works", "neutral")
    assert not outcome.engaged
    assert outcome.right_identity_s > outcome.shared_s
    assert np.isnan(outcome.wrong_identity_s)
    assert "It is no threat. No round was fired at it." in str(why(result, "airliner-3"))


def test_weapons_tight_and_weighed_evidence_each_change_who_is_fired_at():
    # weighed: silence, low height and the course outweigh the prior; a filed plan makes it doubtful
    tight = {"commands.post.weapons_control": "tight", "commands.post.self_defence": False}
    weighed = tight | {"commands.post.identification": "bayes", "others.airliner-3.height_m": 900.0}
    filed = weighed | {"others.airliner-3.filed": True}
    assert played(weighed).outcomes["engaged"].any()
    assert not played(filed).outcomes["engaged"].any()
    assert not played(tight | {"commands.post.weapons_control": "hold"}).outcomes["engaged"].any()
    # it flies over the battery, which defends itself against whoever stays unknown
    defended = played(filed | {"commands.post.self_defence": True}).outcomes
    assert defended["identity_at_order"].tolist() == ["unknown"]


def test_identities_of_a_run_do_not_depend_on_the_batch():
    def table(batch):
        return gbad.run(parse_document(TEXT, "wrong-place"), seed=5, runs=5, batch=batch).identities

    one, all_at_once = table(1), table(8)
    for name in ("run", "time_s", "track", "identity", "before", "reason", "civil_replies", "object"):
        np.testing.assert_array_equal(one[name], all_at_once[name])


def test_every_reason_has_its_words():
    assert set(SENTENCES) == set(REASON_NAMES)
