"""What every sensor is asked when the table of sensors is laid out: a row each.

A kind of sensor is one file of this folder: its figures (fields), and what follows from what it receives (these
methods). A law of its own by which its signal arrives is a number in ``codes._signals_kernel`` and a branch in the
``_signal_kernel`` of sensing; kinds that share a law need neither.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from gbad.codes._signals_kernel import ECHO, SOURCE
from gbad.scenario.specs.base import Entry

if TYPE_CHECKING:
    from gbad.scenario.compile_draws import Draws, Holder
    from gbad.tables import Floats

# (range_m, rcs_m2, pd, pfa, swerling, pulses, gas_db_per_km, antenna_height_m) -> loop_gain_db
Calibrate = Callable[..., float]


class Sensor(Entry):
    """A sensor type. The table asks all for the same figures; those that a kind lacks are None."""

    air_loss: ClassVar[str]  # the figure that says what the air takes
    if TYPE_CHECKING:
        calibration: Any

    @property
    def signal(self) -> int:
        """The law by which its signal arrives: ``codes._signals_kernel``."""
        return ECHO

    @property
    def passive(self) -> bool:
        """It sends nothing: its plots are bearings."""
        return self.signal != ECHO

    @property
    def hears(self) -> bool:
        """It hears what sends."""
        return self.signal == SOURCE

    @property
    def fluctuation(self) -> int:
        """Swerling case of what it receives; -1 for that of the target."""
        return -1

    @property
    def calibrated_on(self) -> str:
        """The figure of its calibration that says how strong the target is."""
        return "rcs_m2"

    def gain_db(self, calibrate: Calibrate, figures: dict[str, float]) -> float:
        """SNR [dB] at 1 m of what has the strength 1, so that it sees its calibration point as published.

        ``figures`` are those of the calibration in one draw, as ``calibrate`` names them; ``rcs_m2`` is
        ``calibrated_on``.
        """
        return float(calibrate(**figures))

    def received(self, flyer: Holder, draws: Draws) -> Floats:
        """``(D,)`` strength by which it receives a flyer, where that is not its echo; 0 for nothing."""
        del flyer
        return np.zeros(draws.count)
