"""Radars and passive sensors with all that a scenario says of them, those of batteries among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gbad.scenario.compile_draws import Holder
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.sites import Racetrack, Silence
from gbad.scenario.references import radar_id_of
from gbad.scenario.routes import Place
from gbad.scenario.specs.radar import Radar


@dataclass(frozen=True, slots=True)
class PlacedRadar:
    """A radar with all that the scenario says of it, its own or its battery's."""

    id: str
    holder: Holder
    figures: Any  # of a kind of sensor: ``specs.sensor.Sensor``
    at: Place
    command: str
    boresight_deg: float
    start_azimuth_deg: float | None
    silent: tuple[Silence, ...]
    also_reports_to: tuple[str, ...] = ()
    racetrack: Racetrack | None = None


def placed_radars(scenario: Scenario) -> list[PlacedRadar]:
    """Every radar and passive sensor, those that come with batteries among them, sorted by id."""
    found = []
    for radar in scenario.radars.values():
        battery = scenario.batteries.get(radar.battery or "")
        boresight = radar.boresight_deg if radar.boresight_deg is not None else getattr(battery, "boresight_deg", None)
        at = radar.at or (battery.at if battery else None)
        command = radar.command or (battery.command if battery else None)
        assert at is not None
        assert command is not None
        holder = Holder(radar.figures, radar.type, f"radars.{radar.id}", radar.overridden)
        found.append(
            PlacedRadar(
                radar.id,
                holder,
                radar.figures,
                at,
                command,
                boresight or 0.0,
                radar.start_azimuth_deg,
                (*radar.silent, *(battery.silent if battery else ())),
                tuple(sorted({*radar.also_reports_to, *(battery.successors if battery else ())} - {command})),
                radar.racetrack,
            )
        )
    for sensor in scenario.passive_sensors.values():
        holder = Holder(sensor.figures, sensor.type, f"passive_sensors.{sensor.id}", sensor.overridden)
        boresight, start = sensor.boresight_deg or 0.0, sensor.start_azimuth_deg
        found.append(PlacedRadar(sensor.id, holder, sensor.figures, sensor.at, sensor.command, boresight, start, ()))
    owned = {radar.battery for radar in scenario.radars.values() if radar.battery}
    for battery in scenario.batteries.values():
        if battery.id not in owned:
            name = battery.figures.engagement_radar
            figures = scenario.library[name]
            assert isinstance(figures, Radar)
            boresight = battery.boresight_deg or 0.0
            holder = Holder(figures, name)
            found.append(
                PlacedRadar(
                    radar_id_of(battery.id),
                    holder,
                    figures,
                    battery.at,
                    battery.command,
                    boresight,
                    None,
                    battery.silent,
                    tuple(sorted({*battery.successors} - {battery.command})),
                )
            )
    return sorted(found, key=lambda radar: radar.id)


def engagement_radar_of(scenario: Scenario, battery: str) -> str:
    """Id of a battery's engagement radar."""
    return next((r.id for r in scenario.radars.values() if r.battery == battery), radar_id_of(battery))
