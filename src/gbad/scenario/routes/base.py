"""What every route is, and what it is asked: whether it fits, where it goes, which files it reads, which path it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from pydantic import Field, model_validator

from gbad.scenario.quantity import Frozen

if TYPE_CHECKING:
    from gbad.scenario.compile_draws import Draws
    from gbad.scenario.flyers import Single
    from gbad.scenario.layout import Scenario
    from gbad.scenario.layout.flights import Flight
    from gbad.scenario.specs.flyer import Flyer
    from gbad.tables import AssetTable


class Place(Frozen):
    """A point on the map; its height is that of the ground."""

    latitude_deg: float = Field(description="north of the equator")
    longitude_deg: float = Field(description="east of Greenwich")

    @model_validator(mode="after")
    def _on_earth(self) -> Place:
        latitude, longitude = self.latitude_deg, self.longitude_deg
        if abs(latitude) > 90.0:
            swapped = abs(longitude) <= 90.0 and abs(latitude) <= 180.0
            turned = f"{{latitude_deg: {longitude:g}, longitude_deg: {latitude:g}}}"
            fix = f"; latitude and longitude look swapped: write {turned}"
            raise ValueError(f"latitude_deg {latitude:g} was found, -90 to 90 is allowed{fix if swapped else ''}")
        if abs(longitude) > 180.0:
            raise ValueError(f"longitude_deg {longitude:g} was found, -180 to 180 is allowed")
        return self


@dataclass(frozen=True, slots=True)
class Asked:
    """What a route may ask when it is checked: its flight, whom it aims at and what carries it, by their names."""

    path: str  # of the flight in the file
    flight: Flight
    aims_at: str | None
    carrier: str | None
    folder: Path  # that files are relative to
    say: Callable[[str, str], None]  # (path, what is wrong)
    exists: Callable[[str, str | None, str], Any]  # (path, name, section): says so where the name is none


@dataclass(frozen=True, slots=True)
class Laying:
    """One flyer of one draw, whose path is to be laid."""

    scenario: Scenario
    row: Single
    draws: Draws
    draw: int
    assets: AssetTable
    make: Callable[..., Any]  # (kind of motion, **figures) -> path
    carrier: Any  # path of what releases it, or None

    @property
    def aim(self) -> int | None:
        """Row of the asset it aims at."""
        return sorted(self.scenario.assets).index(self.row.aims_at) if self.row.aims_at else None

    @property
    def start_s(self) -> float:
        return self.row.flight.start_s + self._waits_s()

    @property
    def release_s(self) -> float:
        """Time of release after the start of the carrier; the members of a load follow each other."""
        return float(getattr(self.row.flight, "release_after_s", 0.0)) + self._waits_s()

    def figure(self, path: str) -> float:
        """A figure of its type in this draw; nan where the type has none."""
        return float(self.draws.values(self.row.holder, path)[self.draw])

    def _waits_s(self) -> float:
        late, _ = self.row.out_of_line()
        return (self.row.place + late) * self.row.flight.interval_s


class Route(Frozen):
    """A kind of route is one file in this folder: what the file says (fields), and what follows from it (methods)."""

    kind: str
    falls: ClassVar[bool] = False  # goes with ballistic types, and only with them
    of_any_type: ClassVar[bool] = False  # goes with ballistic and with other types
    can_be_released: ClassVar[bool] = False

    def check(self, asked: Asked) -> None:
        """Say what does not fit together."""

    def places(self, figures: Flyer, duration_s: float) -> Iterator[tuple[str, Place, float]]:
        """Points of the route by their paths below it, with how far [km] the flight can come from there."""
        del figures, duration_s
        yield from ()

    def files(self, folder: Path) -> list[Path]:
        """Files beside the scenario that the route reads."""
        del folder
        return []

    def pieces(self, folder: Path) -> list[Any] | None:
        """Flyers that a file names, in place of ``count``; None where the scenario says how many there are."""
        del folder
        return None

    def path(self, laying: Laying) -> Any:
        """The path of one flyer."""
        raise NotImplementedError(f"{type(self).__name__} must say which path it is")


def aside_m(row: Single) -> float:
    """How far a flyer of a line abreast is to the right of the middle of the line [m]."""
    _, aside = row.out_of_line()
    return 1e3 * row.flight.abreast_km * (row.place - 0.5 * (row.flight.count - 1) + aside)


RIGHT_RAD = 0.5 * np.pi
