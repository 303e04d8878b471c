"""detections -> tracks: association, filtering, confirmation and deletion at each radar."""

from gbad.tracking.assignment import assign
from gbad.tracking.tracker import Settings, TrackerState, own_cues, start, update

__all__ = ["Settings", "TrackerState", "assign", "own_cues", "start", "update"]
