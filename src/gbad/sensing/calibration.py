"""From a published detection range to the one number the timeline needs, and back.

A published figure says: this cross-section at this range, detected with this probability. The loop gain is whatever
makes that true, gas loss on the way included, so the loss is not counted twice:

    snr_db(R) = loop_gain_db + 10 lg(rcs / 1 m2) - 40 lg(R / 1 m) - gas(R),     Pd(snr at R_published) = Pd_published.

A range without a cross-section cannot calibrate anything (it is a claim to test). What the publisher left unsaid
(Swerling case, Pfa, pulses, single look or cumulative) is an assumption of the caller; for a cumulative figure use the
single-look probability that ``1 - (1 - p)^n`` gives. The ray of the published figure is taken as horizontal from the
antenna, the longest way through the air; terrain, horizon and lobing are left out.
"""

from __future__ import annotations

import math

from gbad.physics.propagation import gas_loss_two_way_db
from gbad.sensing.detection import required_snr_db


def loop_gain_db(
    range_m: float,
    rcs_m2: float,
    pd: float = 0.5,
    pfa: float = 1e-6,
    swerling: int = 1,
    pulses: int = 1,
    gas_db_per_km: float = 0.0,
    antenna_height_m: float = 0.0,
) -> float:
    """SNR [dB] of one pulse from 1 m2 at 1 m without gas, such that a single look at ``range_m`` has ``pd``.

    ``gas_db_per_km`` is the two-way specific attenuation at sea level. Raises ``ValueError`` for ranges or
    cross-sections that are not positive, and for ``pd`` outside ``pfa .. 1``.
    """
    if not (range_m > 0.0 and rcs_m2 > 0.0):
        raise ValueError(f"range_m and rcs_m2 must be positive, got {range_m} and {rcs_m2}")
    gas_db = float(gas_loss_two_way_db(range_m, 0.0, antenna_height_m, gas_db_per_km))
    needed_db = float(required_snr_db(pd, pfa, pulses, swerling))
    return needed_db - 10.0 * math.log10(rcs_m2) + 40.0 * math.log10(range_m) + gas_db


def detection_range_m(
    loop_gain_db: float,
    rcs_m2: float,
    pd: float = 0.5,
    pfa: float = 1e-6,
    swerling: int = 1,
    pulses: int = 1,
    gas_db_per_km: float = 0.0,
    antenna_height_m: float = 0.0,
    elevation_rad: float = 0.0,
) -> float:
    """Range at which one look has ``pd``: the inverse of :func:`loop_gain_db` (noise limit only, no horizon).

    Echo falls and loss grows with range, so the answer is one; bisection to 1 part in 1e12.
    """
    if not rcs_m2 > 0.0:
        raise ValueError(f"rcs_m2 must be positive, got {rcs_m2}")
    budget_db = loop_gain_db + 10.0 * math.log10(rcs_m2) - float(required_snr_db(pd, pfa, pulses, swerling))
    without_gas_m = 10.0 ** (budget_db / 40.0)
    if gas_db_per_km == 0.0:
        return without_gas_m
    low, high = 0.0, without_gas_m
    while high - low > 1e-12 * high:
        middle = 0.5 * (low + high)
        gas_db = float(gas_loss_two_way_db(middle, elevation_rad, antenna_height_m, gas_db_per_km))
        if 40.0 * math.log10(middle) + gas_db < budget_db:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
