"""One wrapper around every command: which ending has which exit status, and what is said on the way out.

0 done; 1 a defect of ours; 2 bad input; 3 finished with failed runs; 4 damaged or foreign results; 5 out of disk,
memory or permission; 130 and 143 stopped from outside.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import NoReturn, TypeVar

from gbad.errors import GbadError, ResourceError
from gbad.text.printable import printable

DEBUG = "--debug"
INTERRUPTED, TERMINATED = 130, 143

Command = TypeVar("Command", bound=Callable[..., None])


class Terminated(BaseException):
    """SIGTERM came: unwinds like Ctrl-C, so that half-written folders are removed."""


def exits(command: Command) -> Command:
    """Run a command and end the process with the status its ending has."""

    @functools.wraps(command)
    def wrapped(*arguments: object, **options: object) -> None:
        signal.signal(signal.SIGTERM, _terminate)
        try:
            command(*arguments, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            # whoever read our output has enough of it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except Exception as error:
            _fail(error)
        except KeyboardInterrupt:
            _leave("interrupted", INTERRUPTED)
        except Terminated:
            _leave("terminated", TERMINATED)

    return wrapped  # type: ignore[return-value]  # functools.wraps keeps the signature that typer reads


def _fail(error: Exception) -> NoReturn:
    """Say what went wrong: our own errors and a lack of memory in a sentence, anything else as a defect."""
    if DEBUG in sys.argv:
        traceback.print_exception(error)
    if isinstance(error, MemoryError):
        _leave("out of memory; fewer runs at a time need less", ResourceError.exit_status)
    if isinstance(error, GbadError):
        _leave(str(error), error.exit_status, getattr(error, "findings", ()))
    _leave(
        f"a defect in gbad: {type(error).__name__}: {error}\n"
        f"Please report it with the command line; the same command with {DEBUG} shows where it happened.",
        GbadError.exit_status,
    )


def _leave(message: str, status: int, findings: Sequence[Mapping[str, object]] = ()) -> NoReturn:
    """The message goes to standard error; a reader of ``--json`` gets it as the one object as well."""
    message = printable(message)
    print(f"gbad: {message}", file=sys.stderr)
    if "--json" in sys.argv:
        from gbad.commands.printing import print_json

        print_json({"error": message, "exit_status": status} | ({"findings": [*findings]} if findings else {}))
    sys.stdout.flush()
    raise SystemExit(status)


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated
