"""Sensors at their sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.tables.arrays import Bools, Floats, Ints, Keys, Strings
from gbad.text.readable import Readable


@dataclass(frozen=True, slots=True, repr=False)
class RadarTable(Readable):
    """Sensors at their sites. Detection is per visit: one look, or N pulses integrated in one look."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    type: Strings  # (n,)
    latitude_rad: Floats  # (n,)
    longitude_rad: Floats  # (n,)
    antenna_height_m: Floats  # (n,)  [m] above the ellipsoid (ground + geoid + mast)
    mast_height_m: Floats  # (n,)  [m] of the antenna above the ground at its foot
    position_ecef_m: Floats  # (n, 3)
    ecef_to_enu: Floats  # (n, 3, 3)  rows are east, north, up at the antenna
    frequency_hz: Floats  # (D, n)
    loop_gain_db: Floats  # (D, n)  [dB] SNR of 1 m2 at 1 m: snr_db = loop + rcs_dbsm - 40 log10(range_m) - gas
    hold_snr_db: Floats  # (D, n)  [dB] mean SNR of one look with Pd 0.5 (Swerling 1): below it, no support of rounds
    gas_db_per_km: Floats  # (D, n)  [dB/km] two-way specific attenuation at the ground
    pfa: Floats  # (D, n)
    pulses: Ints  # (n,)  pulses integrated without phase in one look
    swerling: Ints  # (n,)  passive sensors: fluctuation of the sources they are calibrated on; -1: that of the target
    ground_reflection: Floats  # (D, n)  [1] of the amplitude, by the ground in front of it; 0: left out
    clutter_db: Floats  # (D, n)  [dB] filtered clutter of a metre of its cell over noise, from 1 m; -inf: left out
    clutter_reach_m: Floats  # (D, n)  the ground returns clutter so far
    instrumented_range_m: Floats  # (D, n)
    minimum_range_m: Floats  # (D, n)
    period_s: Floats  # (D, n)  [s] one visit to every bearing (rotation, or sector frame)
    groups: Ints  # (n,)  parts of a period whose plots are handed on together (sectors of a rotation; 1 for an array)
    rotates: Bools  # (n,)
    start_azimuth_rad: Floats  # (n,)  where a rotating antenna looks at time 0, unless that is drawn
    phase_drawn: Bools  # (n,)  where it looks at time 0 is drawn for each run
    boresight_rad: Floats  # (n,)  clockwise from north, of a sector radar
    sector_half_width_rad: Floats  # (D, n)  pi for all-round
    elevation_min_rad: Floats  # (D, n)
    elevation_max_rad: Floats  # (D, n)
    range_resolution_m: Floats  # (D, n)
    azimuth_beamwidth_rad: Floats  # (D, n)
    elevation_beamwidth_rad: Floats  # (D, n)
    range_rate_std_mps: Floats  # (D, n)  [m/s] nan if not measured
    notch_mps: Floats  # (D, n)  [m/s] slower radial speeds of either sign are cancelled with the clutter; 0 for none
    error_floor_fraction: Floats  # (D, n)  [1] errors never fall below this share of resolution and beamwidths
    false_alarms_per_visit: Floats  # (D, n)  mean number per period over the searched volume
    cued: Bools  # (n,)  looks only where a cue or one of its own tracks points (engagement radars)
    tracks_max: Ints  # (n,)  cues and tracks it can hold
    dwells_per_period: Floats  # (D, n)  looks at cues that it has time for in a period; 0: time is no limit
    horizon_looks: Floats  # (D, n)  of them it spends so many on the horizon of its sector, by itself; 0: none
    signal: Ints  # (n,)  codes._signals_kernel: the law by which what it receives arrives
    passive: Bools  # (n,)  sends nothing, measures two angles and no range
    hears: Bools  # (n,)  a passive sensor for what sends (emitters, jammers), not for heat
    interrogates_iff: Bools  # (n,)
    iff_reply_probability: Floats  # (D, n)  per interrogation, of a working transponder in line of sight
    processing_delay_s: Floats  # (D, n)  from end of group to plot at the tracker
    range_bias_std_m: Floats  # (D, n)  [m] of a constant error, drawn once per radar and run
    azimuth_bias_std_rad: Floats  # (D, n)
    elevation_bias_std_rad: Floats  # (D, n)
    clock_late_s: Floats  # (D, n)  [s] its plots bear times this much too early
    antenna_gain_db: Floats  # (D, n)  [dB] of the middle of the beam, for jamming; nan where not given
    side_lobes_db: Floats  # (D, n)  [dB] their mean level relative to that (negative); nan where not given
    canceller_db: Floats  # (D, n)  [dB] taken off the side lobes towards jammers; 0 for none
    canceller_loops: Ints  # (n,)  towards how many
    agility_hz: Floats  # (D, n)  [Hz] band around the carrier in which it may choose; 0 for none
    noise_temperature_k: Floats  # (D, n)  [K] of the receiving system with its losses; nan where not given
    # [s] it sends nothing from <= time < to, by emission control or timetable; rows end with empty ones (inf)
    silent_s: Floats  # (D, n, k, 2)
    command: Ints  # (n,)  command row this radar reports to
    effective_earth_factor: float  # [1] 4/3 for the standard atmosphere
    mask_min_height_m: NDArray[np.float32]  # (n, azimuths, ranges)  [m] above the ellipsoid: lowest height in sight
    mask_azimuth_step_rad: float  # azimuth a is at a * step, clockwise from north; wraps
    mask_range_step_m: float  # ground range r is at r * step
    # (index 0 is the antenna itself; beyond the last range nothing is in sight)
