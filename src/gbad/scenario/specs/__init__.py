"""Specs of the library's kinds; importing this package registers the built-in ones."""

from gbad.scenario.specs import evidence, flyer, ground, interceptor, passive, radar  # noqa: F401  (they register themselves)
from gbad.scenario.specs.base import Entry, kinds, register

__all__ = ["Entry", "kinds", "register"]
