"""The command line: thin. It reads options, calls the Python front door, prints, and maps errors to exit statuses.

Nothing heavy is imported until a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys

# each file adds its commands to the application
from gbad.cli import ask, begin, files, play, survey, terrain  # noqa: F401
from gbad.cli.app import app
from gbad.commands.clean import clean_output
from gbad.commands.exits import DEBUG

__all__ = ["app", "main"]


def main() -> None:
    """Entry point of ``gbad``."""
    if DEBUG in sys.argv[1:]:
        sys.argv = [sys.argv[0], DEBUG, *(argument for argument in sys.argv[1:] if argument != DEBUG)]
    with clean_output():
        app()
