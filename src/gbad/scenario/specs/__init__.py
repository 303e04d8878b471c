"""Specs of the library's kinds, one file each: every file of this folder is loaded here, and registers itself."""

from importlib import import_module
from pkgutil import iter_modules

from gbad.scenario.specs.base import Entry, kinds, register

__all__ = ["Entry", "kinds", "register"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
