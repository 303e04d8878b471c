"""What a scenario may ask for: the built-in terrain, a file's or a synthetic one, each a small frozen object."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from gbad.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltIn:
    """NOAA GLOBE, 30 arc seconds, 30-43 N, 25-48 E."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worldwide:
    """Real ground anywhere, at 5 arc minutes: heights, but no terrain masking."""

    latitude_deg: float
    longitude_deg: float
    size_km: float = 1200.0  # edge length of the window, north-south and east-west


@dataclass(frozen=True, slots=True, kw_only=True)
class FromFile:
    """The ground in an elevation file; with ``fictional`` its relief alone, laid around another centre."""

    path: str
    vertical_datum: str | None = None  # what its heights are measured from
    sea_bed: bool = False  # what lies below the sea is its bed
    fictional: bool = False
    latitude_deg: float | None = None  # centre, of a relief only
    longitude_deg: float | None = None

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.replace("\\", "/").rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthetic:
    """A made-up ground around a centre. Its sea level is one constant: the geoid height at the centre.

    The grid is square in degrees; ``step_m`` is its step northwards (eastwards it shrinks with the cosine of latitude).
    """

    latitude_deg: float
    longitude_deg: float
    size_km: float = 1000.0  # edge length of the grid, north-south and east-west
    step_m: float = 900.0
    base_m: float = 0.0  # level of the plain above sea level


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat(Synthetic):
    """A plain that follows the curved Earth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge(Synthetic):
    """One straight crest of triangular section on a plain, as long as the grid."""

    crest_m: float = 500.0  # height above the plain
    half_width_km: float = 5.0  # from the crest to the plain, each side
    bearing_deg: float = 0.0  # direction in which the crest runs
    offset_km: float = 30.0  # distance of the crest from the centre, to the right of that direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Cone(Synthetic):
    """One cone on a plain."""

    peak_m: float = 2000.0  # height above the plain
    base_radius_km: float = 20.0
    bearing_deg: float = 0.0  # where the peak is, seen from the centre
    distance_km: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fractal(Synthetic):
    """Mountains of every size: octaves of smooth noise, each half as wide as the last and ``roughness`` as high."""

    seed: int = 1
    relief_m: float = 400.0  # standard deviation of the height before it is cut off at ``base_m``
    longest_km: float = 120.0  # spacing of the coarsest noise
    roughness: float = 0.5  # height of an octave over that of the octave before (0.5: slopes alike at all sizes)
    floor_m: float = -1.0e9  # ground below this (above sea level, before ``base_m``) is raised to it
    tilt_m_per_km: float = 0.0  # the whole ground rises this much ...
    tilt_bearing_deg: float = 90.0  # ... in this direction, from none at the centre
    centre_m: float | None = None  # if given, all ground is shifted so that the centre is this much above ``base_m``
    sea: bool = False  # ground below sea level is open sea
    folded: bool = False  # crests up to twice ``relief_m`` high over broad valleys


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain(Fractal):
    """A made-up plain: low, wide swells."""

    seed: int = 5
    relief_m: float = 70.0
    longest_km: float = 200.0
    base_m: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coast(Fractal):
    """A made-up coast: sea with islands in the west, hills that grow into mountains in the east."""

    seed: int = 5
    relief_m: float = 380.0
    longest_km: float = 180.0
    roughness: float = 0.55
    tilt_m_per_km: float = 2.2
    centre_m: float | None = 60.0
    sea: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mountain(Fractal):
    """A made-up mountain country: ranges and valleys of every size."""

    seed: int = 12
    relief_m: float = 1200.0
    longest_km: float = 120.0
    base_m: float = 1400.0
    folded: bool = True


KINDS: dict[str, type] = {
    "built-in": BuiltIn, "file": FromFile, "global": Worldwide, "flat": Flat, "ridge": Ridge, "cone": Cone,
    "fractal": Fractal, "plain": Plain, "coast": Coast, "mountain": Mountain,
}  # fmt: skip
# ground that is made up by us. Ground from a file may be real, and nothing in it tells, so it counts as real
FICTIONAL = tuple(kind for kind, spec in KINDS.items() if issubclass(spec, Synthetic))
RELIEF = "relief"  # kind of a terrain from a file whose place was dropped
Spec = BuiltIn | FromFile | Worldwide | Flat | Ridge | Cone | Fractal


def is_fictional(ground: Any) -> bool:
    """Whether a terrain, a spec of one or a kind is made-up ground: only there are gaps, directions and losses told."""
    kind = ground if isinstance(ground, str) else ground.kind
    return kind in FICTIONAL or kind == RELIEF or bool(getattr(ground, "fictional", False))


def spec_of(kind: str, **parameters: Any) -> Spec:
    """The spec object of a kind; ``InputError`` naming the nearest fix for a kind or parameter that is not known."""
    if kind not in KINDS:
        raise InputError(f"terrain kind {kind!r} is not known; there are {', '.join(KINDS)}")
    known = {field.name for field in fields(KINDS[kind])}
    for name in parameters:
        if name not in known:
            raise InputError(
                f"terrain: {name} is not known to {kind}; it takes {', '.join(sorted(known)) or 'no parameters'}"
            )
    missing = {"latitude_deg", "longitude_deg"} & known - set(parameters)
    if kind == "file":
        missing = {"path"} - set(parameters) | (missing if parameters.get("fictional") else set())
    if missing:
        centre = "" if "path" in missing else " (the centre, in degrees)"
        raise InputError(f"terrain {kind}: {' and '.join(sorted(missing))} must be given{centre}")
    return KINDS[kind](**parameters)  # type: ignore[no-any-return]  # KINDS holds the members of Spec
