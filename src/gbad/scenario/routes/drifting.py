"""Left behind in the air."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from gbad.scenario.routes.base import Asked, Laying, Route

_FIGURES = {"slowing_s": "slowing_time_s", "sink_mps": "sink_mps", "lifetime_s": "lifetime_s"}


class DriftRoute(Route):
    """Left behind in the air by its carrier (chaff): slows down, sinks, and is gone after its type's lifetime."""

    of_any_type: ClassVar[bool] = True
    can_be_released: ClassVar[bool] = True

    kind: Literal["drifting"]

    def check(self, asked: Asked) -> None:
        type_ = asked.flight.type
        missing = [key for key in _FIGURES.values() if getattr(asked.flight.figures, key) is None]
        if missing:
            asked.say(f"{asked.path}.route", f"drifting does not go with {type_}: it has no {' and '.join(missing)}")
        if asked.carrier is None:
            asked.say(asked.path, "released_by is missing: what drifts is left behind by a carrier")

    def path(self, laying: Laying) -> Any:
        figures = {name: laying.figure(path) for name, path in _FIGURES.items()}
        return laying.make("drift", carrier=laying.carrier, after_s=laying.release_s, **figures)
