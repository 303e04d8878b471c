"""A missile of the library as flights take it, and what its sources state of its flight."""

from __future__ import annotations

from gbad import engagement, library
from gbad.claims.reach import library_missile
from gbad.engagement.fitting import Stated
from gbad.errors import InputError
from gbad.scenario.quantity import Spread
from gbad.scenario.specs.interceptor import Interceptor as Entry
from gbad.scenario.words import did_you_mean

# field of ``stated_flight`` -> name of the figure in SI, factor, whether it is a least value
_FIGURES = {
    "range_km": ("range_m", 1e3, True),
    "ceiling_km": ("ceiling_m", 1e3, True),
    "top_speed_mps": ("top_speed_mps", 1.0, False),
    "mean_speed_mps": ("mean_speed_mps", 1.0, False),
    "apogee_km": ("apogee_m", 1e3, False),
    "boost_time_s": ("boost_time_s", 1.0, False),
}


def of_library(name: str) -> tuple[engagement.Interceptor, dict[str, Stated]]:
    """The type with its nominal figures, and its stated figures of flight in SI.

    Raises ``InputError`` where it is no interceptor of the library, or states nothing.
    """
    known = library.names("interceptor")
    if name not in known:
        raise InputError(f"interceptor {name} is not known. {did_you_mean(name, known)}")
    entry = library.load(name)
    assert isinstance(entry, Entry)
    if entry.stated_flight is None:
        raise InputError(f"{name}: its file has no stated_flight, so there is nothing to fit it to")
    stated = {}
    for field, (figure, scale, reaches) in _FIGURES.items():
        spread: Spread | None = getattr(entry.stated_flight, field)
        if spread is not None:
            stated[figure] = Stated(scale * spread.low, scale * spread.nominal, scale * spread.high, reaches)
    return library_missile(name), stated
