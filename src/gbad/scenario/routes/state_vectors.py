"""Recorded traffic, flown as it was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from gbad.errors import InputError
from gbad.scenario.quantity import limited
from gbad.scenario.recordings import Recording, read_recordings
from gbad.scenario.routes.base import Asked, Laying, Route


class StateVectorRoute(Route):
    """Recorded traffic: every aircraft of a file of state vectors flies as it was recorded (see ``recordings``).

    The file's first row is at the flight's ``start_s``. Ids become ``<id>-<icao24>``.
    """

    kind: Literal["state_vectors"]
    file: str = Field(description="CSV or Parquet beside the scenario, in the OpenSky columns")
    callsign_begins: str = Field("", description="only aircraft of the file whose callsign begins like this")
    longest_gap_s: Annotated[float, limited(above=0.0, at_most=3600.0)] = Field(
        300.0, description="silence longer than this ends a flight; shorter gaps are bridged"
    )
    position_std_m: Annotated[float, limited(above=0.0, at_most=1000.0)] = Field(
        30.0, description="error of recorded positions, smoothed away"
    )

    def check(self, asked: Asked) -> None:
        """Others only, as they were flown, from a file that can be read."""
        flight = asked.flight
        if asked.path.startswith("threats."):
            asked.say(f"{asked.path}.route.kind", "state_vectors is for others: nobody recorded this threat")
        if flight.count != 1 or flight.abreast_km or flight.interval_s:
            asked.say(
                asked.path,
                "count, interval_s and abreast_km do not go with state_vectors: the file says who flies when",
            )
        try:
            self.pieces(asked.folder)
        except InputError as error:
            asked.say(f"{asked.path}.route.file", str(error))

    def files(self, folder: Path) -> list[Path]:
        return [folder / self.file]

    def pieces(self, folder: Path) -> list[Recording]:
        found = list(read_recordings(folder / self.file, self.longest_gap_s))
        chosen = [piece for piece in found if piece.callsign.startswith(self.callsign_begins)]
        if not chosen:
            known = ", ".join(sorted({piece.callsign for piece in found if piece.callsign})[:5])
            raise InputError(
                f"{self.file}: no aircraft has a callsign that begins with {self.callsign_begins}; there are: {known}"
            )
        return chosen

    def path(self, laying: Laying) -> Any:
        piece = laying.row.recording
        assert piece is not None
        time = piece.time_s - piece.time_s[0]
        place = (piece.latitude_rad, piece.longitude_rad, piece.height_m)
        return laying.make(
            "recorded",
            samples=np.column_stack([time, *place, piece.velocity_enu_mps]).tobytes(),
            start_s=laying.row.flight.start_s + float(piece.time_s[0]),
            position_std_m=self.position_std_m,
        )
