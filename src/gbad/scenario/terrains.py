"""The terrain a scenario is played on. Fields are those of ``gbad.terrain``'s own specs, which say what they mean.

A synthetic ground is laid around ``latitude_deg``, ``longitude_deg``; left out, around the middle of what is defended.
"""

from __future__ import annotations

from typing import Annotated, Literal

from gbad.scenario.quantity import Frozen, NotNegativeNumber, PositiveNumber, limited


class BuiltInTerrain(Frozen):
    """The elevation window that comes with the package: 30-43 N, 25-48 E."""

    kind: Literal["built-in"]


class SyntheticTerrain(Frozen):
    """A made-up ground around a centre."""

    latitude_deg: Annotated[float, limited(at_least=-80.0, at_most=80.0)] | None = None
    longitude_deg: Annotated[float, limited(at_least=-180.0, at_most=180.0)] | None = None
    size_km: Annotated[float, limited(above=0.0, at_most=4000.0)] = 1000.0
    step_m: Annotated[float, limited(at_least=10.0, at_most=50_000.0)] = 900.0
    base_m: Annotated[float, limited(at_least=-400.0, at_most=8000.0)] = 0.0


class FlatTerrain(SyntheticTerrain):
    """The same height everywhere, following the curved Earth."""

    kind: Literal["flat"]


class RidgeTerrain(SyntheticTerrain):
    """One straight crest on a plain."""

    kind: Literal["ridge"]
    crest_m: PositiveNumber = 500.0
    half_width_km: PositiveNumber = 5.0
    bearing_deg: float = 0.0
    offset_km: float = 30.0


class ConeTerrain(SyntheticTerrain):
    """One cone-shaped mountain on a plain."""

    kind: Literal["cone"]
    peak_m: PositiveNumber = 2000.0
    base_radius_km: PositiveNumber = 20.0
    bearing_deg: float = 0.0
    distance_km: NotNegativeNumber = 0.0


class FractalTerrain(SyntheticTerrain):
    """Hills of every size, from a seed."""

    kind: Literal["fractal"]
    seed: Annotated[int, limited(at_least=0)] = 1
    relief_m: NotNegativeNumber = 400.0
    longest_km: PositiveNumber = 120.0
    roughness: Annotated[float, limited(above=0.0, below=1.0)] = 0.5
    floor_m: float = -1.0e9
    tilt_m_per_km: Annotated[float, limited(at_least=-50.0, at_most=50.0)] = 0.0
    tilt_bearing_deg: float = 90.0
    centre_m: float | None = None
    sea: bool = False
    folded: bool = False


class PlainTerrain(FractalTerrain):
    """A made-up plain."""

    kind: Literal["plain"]  # type: ignore[assignment]  # a fractal of another character
    seed: Annotated[int, limited(at_least=0)] = 5
    relief_m: NotNegativeNumber = 70.0
    longest_km: PositiveNumber = 200.0
    base_m: Annotated[float, limited(at_least=-400.0, at_most=8000.0)] = 300.0


class CoastTerrain(FractalTerrain):
    """A made-up coast, sea in the west."""

    kind: Literal["coast"]  # type: ignore[assignment]  # a fractal of another character
    seed: Annotated[int, limited(at_least=0)] = 5
    relief_m: NotNegativeNumber = 380.0
    longest_km: PositiveNumber = 180.0
    roughness: Annotated[float, limited(above=0.0, below=1.0)] = 0.55
    tilt_m_per_km: Annotated[float, limited(at_least=-50.0, at_most=50.0)] = 2.2
    centre_m: float | None = 60.0
    sea: bool = True


class MountainTerrain(FractalTerrain):
    """A made-up mountain country."""

    kind: Literal["mountain"]  # type: ignore[assignment]  # a fractal of another character
    seed: Annotated[int, limited(at_least=0)] = 12
    relief_m: NotNegativeNumber = 1200.0
    longest_km: PositiveNumber = 120.0
    base_m: Annotated[float, limited(at_least=-400.0, at_most=8000.0)] = 1400.0
    folded: bool = True


TerrainSpec = (
    BuiltInTerrain | FlatTerrain | RidgeTerrain | ConeTerrain | FractalTerrain | PlainTerrain | CoastTerrain
    | MountainTerrain
)  # fmt: skip
