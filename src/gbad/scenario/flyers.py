"""Groups become single flyers: who there is, by which id, with which dice, and how far out of line."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.physics.random import MOTION, entity_key, uniforms
from gbad.scenario.compile_draws import Holder
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.flights import Flight, Threat
from gbad.scenario.recordings import Recording
from gbad.scenario.specs.flyer import Flyer


@dataclass(frozen=True, slots=True)
class Single:
    """One flyer of a flight: ``number``-th of all from 0, ``place``-th of its line or of its carrier's load."""

    id: str
    flight: Flight
    number: int
    holder: Holder
    place: int = 0
    carrier: str | None = None  # id of the flyer that releases it
    recording: Recording | None = None

    @property
    def dice(self) -> str:
        """What its dice are keyed by: group and index, whatever the count.

        So one flyer and the first of many meet the same dice, though their ids differ (``aircraft``, ``aircraft-1``).
        """
        if self.recording is not None:
            return self.id
        return self.flight.id if self.number == 0 else f"{self.flight.id}-{self.number + 1}"

    @property
    def figures(self) -> Flyer:
        return self.flight.figures

    @property
    def aims_at(self) -> str | None:
        return self.flight.aims_at if isinstance(self.flight, Threat) else None

    def out_of_line(self) -> tuple[float, float]:
        """By how many intervals it starts late (0 to 1 times the irregularity) and sits aside (-1 to 1 times it).

        A property of the raid, not of a run: keyed by group and index alone. A perfectly even line moves like a comb,
        and a radar without Doppler then sees flyers that are not there, each made of one plot of every real one.
        """
        if self.flight.irregularity == 0.0:
            return 0.0, 0.0
        late, aside, _, _ = uniforms(0, MOTION, 0, entity_key(self.dice))
        return self.flight.irregularity * float(late), self.flight.irregularity * (2.0 * float(aside) - 1.0)

    @property
    def label(self) -> str:
        """Name for display; a group's members are numbered."""
        if self.recording is not None:
            return self.recording.callsign or self.id
        many = self.id != self.flight.id and self.flight.name is not None
        return f"{self.flight.name} {self.number + 1}" if many else (self.flight.name or self.id)


def singles(scenario: Scenario) -> list[Single]:
    """Every flyer, threats and others together, sorted by id."""
    found = []
    for section, flights in (("threats", scenario.threats), ("others", scenario.others)):
        for flight in flights.values():
            holder = Holder(flight.figures, flight.type, f"{section}.{flight.id}", flight.overridden)
            pieces = flight.route.pieces(scenario.folder)
            if pieces is not None:
                # a piece that begins after the end is nowhere in this run
                found += [
                    Single(f"{flight.id}-{piece.id}", flight, 0, holder, recording=piece)
                    for piece in pieces
                    if flight.start_s + piece.time_s[0] < scenario.duration_s
                ]
                continue
            carriers = _carriers(scenario, flight)
            for number in range(flight.count * len(carriers)):
                name = flight.id if flight.count * len(carriers) == 1 else f"{flight.id}-{number + 1}"
                carrier, place = carriers[number // flight.count], number % flight.count
                found.append(Single(name, flight, number, holder, place, carrier))
    return sorted(found, key=lambda single: single.id)


def _carriers(scenario: Scenario, flight: Flight) -> list[str | None]:
    """Ids of the flyers that release a flight, one load each; ``[None]`` for what flies by itself."""
    if not isinstance(flight, Threat) or flight.released_by is None:
        return [None]
    above = scenario.threats[flight.released_by]
    return [above.id] if above.count == 1 else [f"{above.id}-{number + 1}" for number in range(above.count)]
