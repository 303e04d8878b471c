"""Errors that users meet, each with the exit status the command line gives it (design decision 11)."""

from __future__ import annotations


class GbadError(Exception):
    """Base of every error with a message meant for the user. ``exit_status`` is what the command line returns."""

    exit_status = 1


class InputError(GbadError):
    """Bad input: a file, an option or a value. The message says place, finding, expectation and nearest fix.

    ``findings`` holds the same as data where a file was read: file, line, column, field and finding of each.
    """

    exit_status = 2
    findings: tuple[dict[str, str | int], ...] = ()


class FieldError(InputError):
    """What is wrong at a field of a scenario, by its dotted path: whoever has the file says on which line that is."""

    def __init__(self, field: str, finding: str) -> None:
        super().__init__(f"{field}: {finding}")
        self.field, self.finding = field, finding


class PathError(InputError):
    """A path that cannot be flown. ``row`` is that of its object: whoever knows the objects says which it is."""

    def __init__(self, message: str, row: int) -> None:
        super().__init__(message)
        self.row = row


class ResultsError(GbadError):
    """Results that are damaged, foreign, of a newer schema, or made from other inputs."""

    exit_status = 4


class ResourceError(GbadError):
    """Out of disk, memory or permission; what was written is whole and safe to resume."""

    exit_status = 5


class CapacityError(Exception):
    """A preallocated table was too small. Not for users: the driver doubles the capacity and runs the batch again."""

    def __init__(self, what: str, needed: int) -> None:
        super().__init__(f"{what}: room for {needed} rows is needed")
        self.what = what
        self.needed = needed
