"""The terrain a scenario is played on. Fields are those of ``gbad.terrain``'s own specs, which say what they mean.

A synthetic ground is laid around ``latitude_deg``, ``longitude_deg``; left out, around the middle of what is defended.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gbad.scenario.quantity import Frozen, NotNegativeNumber, PositiveNumber, limited


class BuiltInTerrain(Frozen):
    """The elevation window that comes with the package: 30-43 N, 25-48 E."""

    kind: Literal["built-in"]


class FileTerrain(Frozen):
    """An elevation file beside the scenario: GeoTIFF, COG, HGT or DTED. Real ground, unless ``fictional``."""

    kind: Literal["file"]
    path: str = Field(description="the file, from the scenario's folder")
    vertical_datum: Literal["egm2008", "egm96", "ellipsoid"] = Field(
        description="what its heights are measured from: Copernicus egm2008, SRTM and DTED egm96"
    )
    sea_bed: bool = Field(default=False, description="what lies below sea level is the bed of open sea")
    fictional: bool = Field(
        default=False, description="drops where the ground lies; without it all sites stand on half degrees"
    )
    latitude_deg: Annotated[float, limited(at_least=-80.0, at_most=80.0)] | None = Field(
        default=None, description="centre of fictional ground; the middle of what is defended if left out"
    )
    longitude_deg: Annotated[float, limited(at_least=-180.0, at_most=180.0)] | None = Field(
        default=None, description="centre of fictional ground; the middle of what is defended if left out"
    )


class SyntheticTerrain(Frozen):
    """A made-up ground around a centre."""

    latitude_deg: Annotated[float, limited(at_least=-80.0, at_most=80.0)] | None = Field(
        default=None, description="centre; the middle of what is defended if left out"
    )
    longitude_deg: Annotated[float, limited(at_least=-180.0, at_most=180.0)] | None = Field(
        default=None, description="centre; the middle of what is defended if left out"
    )
    size_km: Annotated[float, limited(above=0.0, at_most=4000.0)] = Field(
        default=1000.0, description="edge of the square"
    )
    step_m: Annotated[float, limited(at_least=10.0, at_most=50_000.0)] = Field(
        default=900.0, description="step of the grid"
    )
    base_m: Annotated[float, limited(at_least=-400.0, at_most=8000.0)] = Field(
        default=0.0, description="level of the plain above the sea"
    )


class FlatTerrain(SyntheticTerrain):
    """The same height everywhere, following the curved Earth."""

    kind: Literal["flat"]


class RidgeTerrain(SyntheticTerrain):
    """One straight crest on a plain."""

    kind: Literal["ridge"]
    crest_m: PositiveNumber = Field(default=500.0, description="height above the plain")
    half_width_km: PositiveNumber = Field(default=5.0, description="from the crest to the plain, each side")
    bearing_deg: float = Field(default=0.0, description="direction in which the crest runs")
    offset_km: float = Field(default=30.0, description="of the crest from the centre, to the right of that direction")


class ConeTerrain(SyntheticTerrain):
    """One cone-shaped mountain on a plain."""

    kind: Literal["cone"]
    peak_m: PositiveNumber = Field(default=2000.0, description="height above the plain")
    base_radius_km: PositiveNumber = Field(default=20.0, description="of the foot of the mountain")
    bearing_deg: float = Field(default=0.0, description="where the peak is, seen from the centre")
    distance_km: NotNegativeNumber = Field(default=0.0, description="of the peak from the centre")


class FractalTerrain(SyntheticTerrain):
    """Hills of every size, from a seed."""

    kind: Literal["fractal"]
    seed: Annotated[int, limited(at_least=0)] = Field(default=1, description="which hills")
    relief_m: NotNegativeNumber = Field(default=400.0, description="standard deviation of heights")
    longest_km: PositiveNumber = Field(default=120.0, description="spacing of the broadest hills")
    roughness: Annotated[float, limited(above=0.0, below=1.0)] = Field(
        default=0.5, description="height of hills over that of hills twice as broad"
    )
    floor_m: float = Field(default=-1.0e9, description="lower ground is raised to this")
    tilt_m_per_km: Annotated[float, limited(at_least=-50.0, at_most=50.0)] = Field(
        default=0.0, description="the whole ground rises this much"
    )
    tilt_bearing_deg: float = Field(default=90.0, description="in this direction")
    centre_m: float | None = Field(
        default=None, description="height of the centre above base_m; as it comes if left out"
    )
    sea: bool = Field(default=False, description="ground below sea level is open sea")
    folded: bool = Field(default=False, description="high crests over broad valleys")


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
    BuiltInTerrain | FileTerrain | FlatTerrain | RidgeTerrain | ConeTerrain | FractalTerrain | PlainTerrain
    | CoastTerrain | MountainTerrain
)  # fmt: skip
