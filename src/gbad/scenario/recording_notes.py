"""What is said of the recorded traffic of a scenario: rows that are flown and left out, and what looks wrong."""

from __future__ import annotations

from gbad.scenario.layout import Scenario
from gbad.scenario.recordings import read_out
from gbad.scenario.routes.state_vectors import StateVectorRoute


def recording_notes(scenario: Scenario, *, losses_only: bool = False) -> list[str]:
    """A sentence or more for each flight from a file; with ``losses_only`` none where nothing is lost or odd."""
    told = []
    for flight in (*scenario.threats.values(), *scenario.others.values()):
        route = flight.route
        if not isinstance(route, StateVectorRoute):
            continue
        read = read_out(scenario.folder / route.file, route.longest_gap_s)
        late = sum(flight.start_s + one.time_s[0] >= scenario.duration_s for one in read.recordings)
        said = read.told() + (f"; {late} pieces begin after the end" if late else "")
        if read.left_out or late or not losses_only:
            told.append(f"{flight.id} from {route.file}: {said}.")
        told += [f"{flight.id} from {route.file}: {doubt}." for doubt in read.doubts]
    return told
