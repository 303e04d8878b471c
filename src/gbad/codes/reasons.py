"""Why a track is held for somebody, in words. Identifiers are those of ``messages.REASON_NAMES``."""

from __future__ import annotations

SENTENCES = {
    "too_new": "not watched long enough",
    "friendly_answer": "it answered as a friend",
    "civil_answer": "it answered as a civil aircraft",
    "held_before": "held for hostile before, and no answer since",
    "too_fast": "faster than any civil aircraft",
    "falls": "it flies like a ballistic missile",
    "silent_to_asset": "no answer, off the airways, on a course to something defended",
    "silent_low": "no answer, off the airways, and low",
    "on_airway": "no answer, but along an airway",
    "undecided": "no evidence was strong enough",
    "own_rule": "by the rule of the scenario's own identifier",
    "weighed_replies": "its answers, or their absence, weighed most",
    "weighed_airway": "being on or off an airway weighed most",
    "weighed_plan": "being where a filed flight should be, or not, weighed most",
    "weighed_speed": "its speed weighed most",
    "weighed_height": "its height weighed most",
    "weighed_course": "its course to or past what is defended weighed most",
    "weighed_origin": "where it was first seen weighed most",
    "weighed_shape": "flying like a ballistic missile, or not, weighed most",
    "weighed_emission": "what was heard on its bearing, or silence there, weighed most",
    "weighed_prior": "what was to be expected beforehand weighed most",
}

REFUSALS = {
    "not_confirmed": "its engagement radar does not hold the track",
    "outside_every_envelope": "held for out of reach, or out of its radar's sight",
    "falsely_assessed_killed": "reported as killed: left alone for a while",
    "not_identified": "not identified as one that may be engaged",
    "withheld_by_doctrine": "the rules of engagement, or the policy, hold fire back",
}
"""Why a command does not fire at a track, as the command itself knows it; other gates have their cause's sentence."""
