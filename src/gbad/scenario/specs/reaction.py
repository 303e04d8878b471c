"""What a crew does that notices a defence looking at it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import Fraction, Frozen, PositiveNumber, Spread, limited


class Reaction(Frozen):
    """What it notices, how soon and how likely it acts, and the way it then takes. It acts once."""

    notices: list[Literal["illumination", "seeker"]] = Field(
        description="illumination: plots that an engagement radar in its receiver's band makes of it; seeker: that of "
        "an active round which has locked on it"
    )
    from_ghz: PositiveNumber = Field(description="lower edge of its warning receiver's band")
    to_ghz: PositiveNumber = Field(description="upper edge of its warning receiver's band")
    probability: Fraction = Field(description="that it acts on what it notices first; drawn once per flyer and run")
    delay_s: Annotated[Spread, limited(at_least=0.5, at_most=600.0)] = Field(description="from notice to the turn")
    turns: Literal["away", "beam", "none"] = Field(
        description="away from what it noticed, across the line to it and on around it, or not at all"
    )
    dives_to_m: Annotated[Spread, limited(at_least=30.0, at_most=20_000.0)] | None = Field(
        None,
        description="goes down to this height above the highest ground of its surroundings; keeps its own if left out",
    )
    load_factor_g0: Annotated[Spread, limited(above=1.0, at_most=12.0)] = Field(
        description="that it takes in turn and dive, 1 in level flight"
    )

    @model_validator(mode="after")
    def _does_something(self) -> Reaction:
        if not self.notices or len(set(self.notices)) < len(self.notices):
            raise ValueError("notices: illumination, seeker or both are needed, each once")
        if self.from_ghz >= self.to_ghz:
            raise ValueError(f"to_ghz: {self.to_ghz:g} was found, more than from_ghz {self.from_ghz:g} is allowed")
        if self.turns == "none" and self.dives_to_m is None:
            raise ValueError("turns: none and no dives_to_m would be no reaction; turn away, beam or dive")
        return self
