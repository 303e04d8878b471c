"""What speaks for friend, neutral and hostile: priors and likelihoods of Bayesian identification."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from gbad.scenario.quantity import Frozen, Positive, Spread, limited
from gbad.scenario.specs.base import Entry, register

# a likelihood of exactly 0 or 1 could never be outweighed by anything seen later
Share = Annotated[Spread, limited(above=0.0, below=1.0)]
_TOLERANCE = 1e-6


class ByClass(Frozen):
    """Probability of one observation for a friend, a neutral and a hostile."""

    friend: Share
    neutral: Share
    hostile: Share


class Answers(Frozen):
    """Share of a class whose transponder is silent, answers as civil, answers as friendly: over the whole flight."""

    silent: Share
    civil: Share
    friendly: Share

    @model_validator(mode="after")
    def _whole(self) -> Answers:
        return _sums_to_one(self)


class AnswersByClass(Frozen):
    """Answers of the three classes."""

    friend: Answers
    neutral: Answers
    hostile: Answers


class SpeedBands(Frozen):
    """Shares of a class by speed over the ground; the limits are the entry's ``speed_limits_mps``."""

    slow: Share
    subsonic: Share
    supersonic: Share
    beyond: Share

    @model_validator(mode="after")
    def _whole(self) -> SpeedBands:
        return _sums_to_one(self)


class SpeedByClass(Frozen):
    """Speed bands of the three classes."""

    friend: SpeedBands
    neutral: SpeedBands
    hostile: SpeedBands


class Origins(Frozen):
    """Shares of a class by where it is first seen: outside all zones, or in a zone that speaks for somebody."""

    elsewhere: Share
    friendly_zone: Share
    neutral_zone: Share
    hostile_zone: Share

    @model_validator(mode="after")
    def _whole(self) -> Origins:
        return _sums_to_one(self)


class OriginsByClass(Frozen):
    """Origins of the three classes."""

    friend: Origins
    neutral: Origins
    hostile: Origins


class SpeedLimits(Frozen):
    """Where the speed bands meet."""

    subsonic_from_mps: Positive
    supersonic_from_mps: Positive
    beyond_from_mps: Positive


@register("identity_evidence")
class IdentityEvidence(Entry):
    """Priors, likelihoods and thresholds; the model is ``identification/bayes.py``.

    Shares of one class over modes or bands are checked at their nominals: a study draws low and high ends one by one,
    and the model normalises what it draws.
    """

    kind: Literal["identity_evidence"]
    prior: ByClass
    decide_above: Annotated[Spread, limited(above=0.5, below=1.0)]
    give_up_below: Annotated[Spread, limited(at_least=0.0, below=1.0)]
    answers: AnswersByClass
    reply_probability: Share
    false_reply_probability: Share
    on_airway: ByClass
    on_plan: ByClass
    plan_distance_km: Positive
    plan_time_s: Positive
    speed: SpeedByClass
    speed_limits: SpeedLimits
    low: ByClass
    ballistic: ByClass
    toward_asset: ByClass
    origin: OriginsByClass

    @model_validator(mode="after")
    def _consistent(self) -> IdentityEvidence:
        total = self.prior.friend.nominal + self.prior.neutral.nominal + self.prior.hostile.nominal
        if abs(total - 1.0) > _TOLERANCE:
            raise ValueError(f"prior: friend, neutral and hostile sum to {total:g}; 1 is needed")
        if self.give_up_below.high > self.decide_above.low:
            raise ValueError("give_up_below must not be above decide_above")
        limits = self.speed_limits
        if not limits.subsonic_from_mps.high < limits.supersonic_from_mps.low < limits.beyond_from_mps.low:
            raise ValueError("speed_limits: must rise from subsonic_from_mps to beyond_from_mps")
        if self.reply_probability.high + self.false_reply_probability.high >= 1.0:
            raise ValueError("reply_probability and false_reply_probability must sum to less than 1")
        return self


def _sums_to_one(shares):  # type: ignore[no-untyped-def]  # any of the blocks above
    total = sum(getattr(shares, name).nominal for name in type(shares).model_fields)
    if abs(total - 1.0) > _TOLERANCE:
        raise ValueError(f"shares sum to {total:g}; 1 is needed ({', '.join(type(shares).model_fields)})")
    return shares
