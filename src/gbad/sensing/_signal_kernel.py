"""How strong a signal a sensor receives on the mean: the one place that tells kinds of sensors apart.

A kind names its law (``codes._signals_kernel``). The timeline and ``sight`` ask :func:`signal_db`; coverage, which has
no objects, asks :func:`mean_snr_db` with a cross-section. A law of another form is a function here and a branch in
:func:`signal_db`.
"""

from __future__ import annotations

import math

from gbad._jit import lean
from gbad.codes._signals_kernel import HEAT, SOURCE
from gbad.physics._aspect_kernel import cross_section_dbsm
from gbad.physics._clutter_kernel import clutter_to_noise
from gbad.physics._heat_kernel import heat_loss_db
from gbad.physics._propagation_kernel import elevation_on_effective_earth, gas_loss_two_way_db
from gbad.physics._reflection_kernel import ground_gain_db
from gbad.sensing._columns_kernel import Strength, Targets


@lean
def mean_snr_db(
    loop_gain_db, gas_db_per_km, antenna_height_m, effective_radius_m, rcs_dbsm, range_m, arc_m, point_height_m
):
    """Mean SNR of one pulse [dB]: loop gain + cross-section - 40 lg(range) - two-way gas loss along the bent ray."""
    snr_db = loop_gain_db + rcs_dbsm - 40.0 * math.log10(range_m)
    if gas_db_per_km > 0.0:
        apparent = elevation_on_effective_earth(arc_m, point_height_m, antenna_height_m, effective_radius_m)
        snr_db -= gas_loss_two_way_db(range_m, apparent, antenna_height_m, gas_db_per_km)
    return snr_db


@lean
def signal_db(
    strength: Strength, targets: Targets, draw, radar, target, range_m, arc_m, point_height_m, dx, dy, dz, vx, vy, vz
):
    """Mean SNR of one pulse [dB] of an object for a sensor, by its law; minus infinity where nothing arrives.

    ``d`` runs from the sensor to the object [m], ``v`` is the object's velocity.
    """
    law = strength.signal[radar]
    if law == HEAT:
        # a detector's power goes by the square of the irradiance, in clear air that thins out upwards
        foot_m = strength.antenna_height_m[radar] - strength.mast_height_m[radar]
        lost_db = heat_loss_db(
            range_m, strength.mast_height_m[radar], point_height_m - foot_m, strength.gas_db_per_km[draw, radar]
        )
        return strength.loop_gain_db[draw, radar] + 2.0 * (
            targets.source_db[draw, radar, target] - 20.0 * math.log10(range_m) - lost_db
        )
    if law == SOURCE:
        sent_db = targets.source_db[draw, radar, target]
    else:
        sent_db = cross_section_dbsm(
            targets.rcs_form[target], targets.rcs_dbsm[draw, target], targets.rcs_by_aspect_dbsm[draw, radar],
            dx, dy, dz, vx, vy, vz,
        )  # fmt: skip
    snr_db = mean_snr_db(
        strength.loop_gain_db[draw, radar], strength.gas_db_per_km[draw, radar], strength.antenna_height_m[radar],
        strength.effective_radius_m, sent_db, range_m, arc_m, point_height_m,
    )  # fmt: skip
    # one way instead of two: one-way gain + strength of the source - 20 lg(range) - one-way loss of the air
    if law == SOURCE:
        return snr_db + 20.0 * math.log10(range_m)
    reflection = strength.ground_reflection[draw, radar]
    if reflection > 0.0:
        # the image in the ground that the antenna stands on
        foot_m = strength.antenna_height_m[radar] - strength.mast_height_m[radar]
        snr_db += ground_gain_db(
            strength.mast_height_m[radar], point_height_m - foot_m, arc_m, strength.wavelength_m[draw, radar],
            strength.effective_radius_m, reflection,
        )  # fmt: skip
    if strength.clutter_db[draw, radar] > -math.inf:
        # what filters leave of the ground's echo is as good as noise
        foot_m = strength.antenna_height_m[radar] - strength.mast_height_m[radar]
        left = clutter_to_noise(
            strength.clutter_db[draw, radar], strength.clutter_reach_m[draw, radar],
            strength.elevation_beamwidth_rad[draw, radar], strength.side_lobes_db[draw, radar],
            point_height_m - foot_m, range_m,
        )  # fmt: skip
        snr_db -= 10.0 * math.log10(1.0 + left)
    return snr_db
