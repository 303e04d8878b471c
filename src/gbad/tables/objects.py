"""What flies: aircraft, missiles, drones. Only sensing, engagement and assessment read it."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.tables.arrays import Bools, Floats, Ints, Keys, Strings
from gbad.text.readable import Readable

# which published single-shot figure and which fluctuation applies to an object
TARGET_AIRCRAFT, TARGET_MISSILE, TARGET_BALLISTIC = 0, 1, 2
TRANSPONDER_NONE, TRANSPONDER_CIVIL, TRANSPONDER_FRIENDLY = 0, 1, 2
HOSTILE_SIDE, NEUTRAL_SIDE, FRIENDLY_SIDE = 0, 1, 2


@dataclass(frozen=True, slots=True, repr=False)
class ObjectTable(Readable):
    """Aircraft, missiles, drones, and their preallocated children. Only sensing, engagement, assessment read it."""

    id: Strings  # (n,)
    key: Keys  # (n,)
    name: Strings  # (n,)  for display
    type: Strings  # (n,)  name of the library entry
    is_threat: Bools  # (n,)  threats against others (civil and friendly aircraft)
    side: Ints  # (n,)  HOSTILE_SIDE, NEUTRAL_SIDE or FRIENDLY_SIDE
    target_class: Ints  # (n,)  TARGET_AIRCRAFT, TARGET_MISSILE or TARGET_BALLISTIC
    rcs_dbsm: Floats  # (D, n)  [dB of 1 m2] mean cross-section, the same from all sides (the headline if form >= 0)
    rcs_form: Ints  # (n,)  row of rcs_by_aspect_dbsm that radars see instead, -1 for none
    source_db: (
        Floats  # (D, radars, n)  what each passive sensor receives by: ERP [dB of 1 W] or heat [dB of 1 W/sr]; -inf
    )
    rcs_by_aspect_dbsm: Floats  # (D, radars, forms, 37)  [dB of 1 m2] at each radar's frequency, every 5 deg from nose
    rcs_by_seeker_dbsm: Floats  # (D, interceptors, forms, 37)  [dB of 1 m2] as seekers of each missile type see it
    heat_dbw_sr: Floats  # (D, n)  [dB of 1 W/sr] radiant intensity; -inf where none is given
    length_m: Floats  # (D, n)  of the body, along its axis
    span_m: Floats  # (D, n)  and across it
    evasion_mps2: Floats  # (D, n)  [m/s2] of a steady weave against a round that homes; 0 for none
    evasion_rad_s: Floats  # (D, n)  [rad/s] how fast it weaves
    swerling: Ints  # (n,)  fluctuation case 0-4
    jammer_w_per_hz: Floats  # (D, n)  [W/Hz] effective radiated noise power density; 0 for none
    jammer_band_hz: Floats  # (n, 2)  [Hz] from and to; nan for none
    noise_at_radar: Floats  # (D, radars, n)  J / N of its noise from 1 m, middle of the beam; 0 where it jams none
    noise_at_seeker: Bools  # (D, interceptors, n)  its noise lies in the seeker's band
    transponder: Ints  # (n,)  TRANSPONDER_*
    iff_failure_probability: Floats  # (D, n)  [1] drawn once per aircraft and run
    aims_at: Ints  # (n,)  asset row, -1 for none
    damage_probability: Floats  # (D, n)  [1] that its arrival destroys the asset it aims at
    parent: Ints  # (n,)  row of the object that releases this one, -1 for none
