"""How strong echoes and noise are: loop gain, what holds a track, what jams, calibrated for each draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.placed import PlacedRadar
from gbad.tables import Floats


def loop_gain_db(holders: Sequence[Holder], draws: Draws, calibrate: Callable[..., float]) -> Floats:
    """``(D, rows)`` loop gains that make each radar see its calibration point as published."""
    columns = {
        name: draws.column(holders, path, scale)
        for name, path, scale in (
            ("range_m", "calibration.range_km", 1e3),
            ("pd", "calibration.pd", 1.0),
            ("pfa", "calibration.pfa", 1.0),
            ("antenna_height_m", "antenna_height_m", 1.0),
        )
    }
    columns["gas_db_per_km"] = _each_its_own(holders, draws, lambda sensor: sensor.air_loss)
    columns["rcs_m2"] = _each_its_own(holders, draws, lambda sensor: f"calibration.{sensor.calibrated_on}")
    out = np.empty_like(columns["range_m"])
    known: dict[tuple[float, ...], float] = {}
    for draw, row in np.ndindex(*out.shape):
        sensor: Any = holders[row].entry
        point = sensor.calibration
        figures = {name: float(column[draw, row]) for name, column in columns.items()}
        # gathered over several looks: what one of them must have
        figures["pd"] = 1.0 - (1.0 - figures["pd"]) ** (1.0 / point.looks)
        figures |= {"swerling": point.swerling, "pulses": point.pulses}
        key = (sensor.signal, *figures.values())
        if key not in known:
            known[key] = sensor.gain_db(calibrate, figures)
        out[draw, row] = known[key]
    return out


def _each_its_own(holders: Sequence[Holder], draws: Draws, path: Callable[[Any], str]) -> Floats:
    """``(D, rows)`` of a figure that kinds of sensors call by different names."""
    out = np.empty((draws.count, len(holders)))
    for row, holder in enumerate(holders):
        out[:, row] = draws.values(holder, path(holder.entry))
    return out


# a radar holds a target that rounds home on where half its looks would see it, if it fluctuated slowly
HOLD_PD, HOLD_SWERLING = 0.5, 1


def hold_snr_db(holders: Sequence[Holder], draws: Draws, calibrate: Callable[..., float]) -> Floats:
    """``(D, rows)`` mean SNR of one look [dB] at which half the looks at a slowly fluctuating target see it."""
    pfa = draws.column(holders, "calibration.pfa")
    out = np.empty_like(pfa)
    for draw, row in np.ndindex(*out.shape):
        point = holders[row].entry.calibration  # type: ignore[attr-defined]  # holders of radars only
        out[draw, row] = calibrate(
            range_m=1.0, rcs_m2=1.0, pd=HOLD_PD, pfa=float(pfa[draw, row]), swerling=HOLD_SWERLING, pulses=point.pulses,
            gas_db_per_km=0.0, antenna_height_m=0.0,
        )  # fmt: skip
    return out


def sources_db(holders: Sequence[Holder], sensors: Sequence[PlacedRadar], draws: Draws) -> Floats:
    """``(D, sensors, flyers)`` what each passive sensor receives each flyer by [dB]; -inf: nothing, or a radar."""
    out = np.full((draws.count, len(sensors), len(holders)), -np.inf)
    for row, sensor in enumerate(sensors):
        for column, holder in enumerate(holders if sensor.figures.passive else ()):
            strength = sensor.figures.received(holder, draws)
            if strength.any():
                out[:, row, column] = 10.0 * np.log10(strength)
    return out
