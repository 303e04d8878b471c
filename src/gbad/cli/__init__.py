"""The command line: thin. It reads options, calls the Python front door, prints, and maps errors to exit statuses.

Nothing heavy is imported until a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import gc
import sys

# each file adds its commands to the application
from gbad.cli import ask, begin, files, play, survey, terrain  # noqa: F401
from gbad.cli.app import app
from gbad.commands.clean import clean_output
from gbad.commands.exits import DEBUG

__all__ = ["app", "main"]

GARBAGE = 50_000  # [objects] made and not yet freed before Python looks for those that only hold each other


def main() -> None:
    """Entry point of ``gbad``."""
    if DEBUG in sys.argv[1:]:
        sys.argv = [sys.argv[0], DEBUG, *(argument for argument in sys.argv[1:] if argument != DEBUG)]
    # nearly all that a command makes stays to its end; looking for garbage every 700 objects was a tenth of a run
    gc.set_threshold(GARBAGE)
    with clean_output():
        app()
