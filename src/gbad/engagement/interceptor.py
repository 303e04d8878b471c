"""What the flight model needs to know of a missile type, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from gbad.engagement import _columns_kernel as c
from gbad.tables import WARHEAD_FRAGMENT, Floats, InterceptorTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Interceptor:
    """One missile type; fields are named as the columns of ``InterceptorTable``.

    Each number may also be a column ``(D,)`` of draws. ``guidance`` is GUIDANCE_*, ``warhead`` WARHEAD_*.
    """

    guidance: int
    launch_mass_kg: float | Floats
    propellant_mass_kg: float | Floats
    boost_time_s: float | Floats
    thrust_n: float | Floats
    ignition_delay_s: float | Floats
    reference_area_m2: float | Floats
    drag_factor: float | Floats
    max_load_factor: float | Floats
    minimum_speed_mps: float | Floats
    self_destruct_s: float | Floats
    max_range_m: float | Floats
    max_altitude_m: float | Floats
    seeker_range_m: float | Floats
    seeker_angle_std_rad: float | Floats
    navigation_constant: float | Floats
    lethal_radius_m: float | Floats
    pk_published: tuple[float, float, float] | Floats  # (3,) or (D, 3)
    # what a type may do without: it needs no load on arrival then, leaves upward, coasts after its boost, is fired at
    # targets of any speed, has no thrusters and no noise by a weak signal
    least_load_factor: float | Floats = 0.0
    launch_elevation_rad: float | Floats = 0.5 * math.pi
    cruise_speed_mps: float | Floats = 0.0
    max_target_speed_mps: float | Floats = math.inf
    side_thrust_n: float | Floats = 0.0
    side_thrust_time_s: float | Floats = 0.0
    seeker_strength_db: float | Floats = 0.0
    seeker_lit_from_m: float | Floats = 100e3
    seeker_weak_std_rad: float | Floats = 0.0
    common_cause_share: float | Floats = 0.0
    warhead: int = WARHEAD_FRAGMENT

    def split(self) -> list[Interceptor]:
        """One type of single numbers per draw."""
        names = [f.name for f in fields(self) if f.name not in ("guidance", "warhead", "pk_published")]
        values = np.broadcast_arrays(*(np.atleast_1d(getattr(self, name)) for name in names))
        columns = dict(zip(names, values, strict=True))
        draws = len(values[0])
        published = np.broadcast_to(np.atleast_2d(self.pk_published), (draws, 3))
        return [
            Interceptor(
                guidance=self.guidance,
                warhead=self.warhead,
                pk_published=tuple(published[d].tolist()),
                **{name: float(column[d]) for name, column in columns.items()},
            )
            for d in range(draws)
        ]


# columns of a packed row of parameters, by the words they stand for
_PACKED = (
    (c.MASS, "launch_mass_kg"),
    (c.PROPELLANT, "propellant_mass_kg"),
    (c.BOOST, "boost_time_s"),
    (c.THRUST, "thrust_n"),
    (c.DELAY, "ignition_delay_s"),
    (c.AREA, "reference_area_m2"),
    (c.DRAG, "drag_factor"),
    (c.LOAD, "max_load_factor"),
    (c.SLOWEST, "minimum_speed_mps"),
    (c.DESTRUCT, "self_destruct_s"),
    (c.SIDE_THRUST, "side_thrust_n"),
    (c.SIDE_TIME, "side_thrust_time_s"),
    (c.LEAST_LOAD, "least_load_factor"),
    (c.LEAST_ELEVATION, "launch_elevation_rad"),
    (c.CRUISE, "cruise_speed_mps"),
    (c.SEEKER, "seeker_range_m"),
    (c.STRENGTH, "seeker_strength_db"),
    (c.LIT_FROM, "seeker_lit_from_m"),
    (c.SIGMA, "seeker_angle_std_rad"),
    (c.WEAK_SIGMA, "seeker_weak_std_rad"),
    (c.NAVIGATION, "navigation_constant"),
)


def packed(source: Interceptor | InterceptorTable) -> Floats:
    """Rows of parameters for the kernels: ``(D, n, PARAMETERS)`` of a table, ``(D, PARAMETERS)`` of one type."""
    columns = np.broadcast_arrays(*(np.asarray(getattr(source, name), np.float64) for _, name in _PACKED))
    out = np.zeros((*columns[0].shape, c.PARAMETERS))
    for (column, _), values in zip(_PACKED, columns, strict=True):
        out[..., column] = values
    return np.atleast_2d(out)


def of_table(table: InterceptorTable, row: int) -> Interceptor:
    """One type of a compiled table, with its draws."""
    kinds = ("guidance", "warhead")
    values = {f.name: getattr(table, f.name)[:, row] for f in fields(Interceptor) if f.name not in kinds}
    return Interceptor(guidance=int(table.guidance[row]), warhead=int(table.warhead[row]), **values)
