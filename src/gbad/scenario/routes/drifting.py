"""Left behind in the air."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from gbad.scenario.quantity import limited
from gbad.scenario.routes.base import Asked, Laying, Route

Wind = Annotated[float, limited(at_least=-150.0, at_most=150.0)]
_FIGURES = {"slowing_s": "slowing_time_s", "sink_mps": "sink_mps", "lifetime_s": "lifetime_s"}


class DriftRoute(Route):
    """Left behind in the air by its carrier (chaff): slows down, sinks, and is gone after its type's lifetime."""

    of_any_type: ClassVar[bool] = True
    can_be_released: ClassVar[bool] = True

    kind: Literal["drifting"]
    wind_east_mps: Wind = Field(0.0, description="the air it hangs in goes east so fast")
    wind_north_mps: Wind = Field(0.0, description="and north")

    def check(self, asked: Asked) -> None:
        type_ = asked.flight.type
        missing = [key for key in _FIGURES.values() if getattr(asked.flight.figures, key) is None]
        if missing:
            asked.say(f"{asked.path}.route", f"drifting does not go with {type_}: it has no {' and '.join(missing)}")
        if asked.carrier is None:
            asked.say(asked.path, "released_by is missing: what drifts is left behind by a carrier")

    def path(self, laying: Laying) -> Any:
        figures = {name: laying.figure(path) for name, path in _FIGURES.items()}
        wind = {"wind_east_mps": self.wind_east_mps, "wind_north_mps": self.wind_north_mps}
        return laying.make("drift", carrier=laying.carrier, after_s=laying.release_s, **figures, **wind)
