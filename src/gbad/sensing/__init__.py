"""truth -> detections: radar equation, fluctuation, line of sight, scan timing, errors, false alarms, IFF replies."""

from gbad.sensing.calibration import detection_range_m, loop_gain_db
from gbad.sensing.detection import detection_probability, required_snr_db, threshold
from gbad.sensing.horizon import horizon_cues
from gbad.sensing.look import Sensing, biases, look, look_anew, move, phases, seen_from, start
from gbad.sensing.sight import sight, sightings

__all__ = [
    "Sensing",
    "biases",
    "detection_probability",
    "detection_range_m",
    "horizon_cues",
    "look",
    "look_anew",
    "loop_gain_db",
    "move",
    "phases",
    "required_snr_db",
    "seen_from",
    "sight",
    "sightings",
    "start",
    "threshold",
]
