"""What speaks for friend, neutral and hostile: priors and likelihoods of Bayesian identification."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import Frozen, Positive, Spread, limited
from gbad.scenario.specs.base import Entry, register

# a likelihood of exactly 0 or 1 could never be outweighed by anything seen later
Share = Annotated[Spread, limited(above=0.0, below=1.0)]
_TOLERANCE = 1e-6


class ByClass(Frozen):
    """Probability of one observation for a friend, a neutral on the airways, a stray and a hostile.

    A stray is a neutral that keeps to no airway and seldom files: light aircraft, survey flights, the lost.
    """

    friend: Share = Field(description="probability for a friend")
    neutral: Share = Field(description="probability for a neutral on the airways")
    stray: Share = Field(description="probability for a stray")
    hostile: Share = Field(description="probability for a hostile")


class Answers(Frozen):
    """Share of a class whose transponder is silent, answers as civil, answers as friendly: over the whole flight."""

    silent: Share = Field(description="share that never answers")
    civil: Share = Field(description="share that answers as civil")
    friendly: Share = Field(description="share that answers as friendly")

    @model_validator(mode="after")
    def _whole(self) -> Answers:
        return _sums_to_one(self)


class AnswersByClass(Frozen):
    """Answers of the four classes."""

    friend: Answers = Field(description="of friends")
    neutral: Answers = Field(description="of neutrals on the airways")
    stray: Answers = Field(description="of strays")
    hostile: Answers = Field(description="of hostiles")


class SpeedBands(Frozen):
    """Shares of a class by speed over the ground; the limits are the entry's ``speed_limits_mps``."""

    slow: Share = Field(description="share below the first limit")
    subsonic: Share = Field(description="share up to the second")
    supersonic: Share = Field(description="share up to the third")
    beyond: Share = Field(description="share above all")

    @model_validator(mode="after")
    def _whole(self) -> SpeedBands:
        return _sums_to_one(self)


class SpeedByClass(Frozen):
    """Speed bands of the four classes."""

    friend: SpeedBands = Field(description="of friends")
    neutral: SpeedBands = Field(description="of neutrals on the airways")
    stray: SpeedBands = Field(description="of strays")
    hostile: SpeedBands = Field(description="of hostiles")


class Origins(Frozen):
    """Shares of a class by where it is first seen: outside all zones, or in a zone that speaks for somebody."""

    elsewhere: Share = Field(description="first seen outside all zones")
    friendly_zone: Share = Field(description="first seen in a zone that speaks for friends")
    neutral_zone: Share = Field(description="first seen in a zone that speaks for neutrals")
    hostile_zone: Share = Field(description="first seen in a zone that speaks for hostiles")

    @model_validator(mode="after")
    def _whole(self) -> Origins:
        return _sums_to_one(self)


class OriginsByClass(Frozen):
    """Origins of the four classes."""

    friend: Origins = Field(description="of friends")
    neutral: Origins = Field(description="of neutrals on the airways")
    stray: Origins = Field(description="of strays")
    hostile: Origins = Field(description="of hostiles")


class SpeedLimits(Frozen):
    """Where the speed bands meet."""

    subsonic_from_mps: Positive = Field(description="slow ends here")
    supersonic_from_mps: Positive = Field(description="subsonic ends here")
    beyond_from_mps: Positive = Field(description="supersonic ends here")


@register("identity_evidence")
class IdentityEvidence(Entry):
    """Priors, likelihoods and thresholds; the model is ``identification/bayes.py``.

    Shares of one class over modes or bands are checked at their nominals: a study draws low and high ends one by one,
    and the model normalises what it draws.
    """

    kind: Literal["identity_evidence"]
    prior: ByClass = Field(description="shares of the classes before anything is seen")
    decide_above: Annotated[Spread, limited(above=0.5, below=1.0)] = Field(
        description="a hostile this probable is decided"
    )
    clear_above: Annotated[Spread, limited(above=0.5, below=1.0)] = Field(
        description="a friend or neutral this probable is decided"
    )
    give_up_below: Annotated[Spread, limited(at_least=0.0, below=1.0)] = Field(
        description="a decided class less probable than this is given up"
    )
    answers: AnswersByClass = Field(description="how transponders of each class behave")
    reply_probability: Share = Field(description="that one question to a working transponder is answered")
    false_reply_probability: Share = Field(description="that a neighbour's answer is taken for its own")
    on_airway: ByClass = Field(description="that it flies along an airway")
    on_plan: ByClass = Field(description="that it fits a filed plan of its own, beyond chance")
    plan_distance_km: Positive = Field(description="how far from its plan it may be and still fit")
    plan_time_s: Positive = Field(description="how early or late it may be and still fit")
    plan_height_m: Positive = Field(description="how far above or below its plan it may be and still fit")
    speed: SpeedByClass = Field(description="shares of the speed bands")
    speed_limits: SpeedLimits = Field(description="where the speed bands meet")
    low: ByClass = Field(description="that it flies low")
    ballistic: ByClass = Field(description="that it flies a ballistic arc")
    toward_asset: ByClass = Field(description="that its course passes a defended asset")
    emits: ByClass = Field(description="that something is heard to send on its bearing, where a receiver listens")
    origin: OriginsByClass = Field(description="where it is first seen")

    @model_validator(mode="after")
    def _consistent(self) -> IdentityEvidence:
        total = sum(getattr(self.prior, name).nominal for name in ByClass.model_fields)
        if abs(total - 1.0) > _TOLERANCE:
            raise ValueError(f"prior: friend, neutral, stray and hostile sum to {total:g}; 1 is needed")
        if self.give_up_below.high > min(self.decide_above.low, self.clear_above.low):
            raise ValueError("give_up_below must not be above decide_above or clear_above")
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
