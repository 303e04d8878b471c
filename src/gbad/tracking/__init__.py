"""detections -> tracks: association, filtering, confirmation and deletion at each radar."""

from gbad.tracking.assignment import assign
from gbad.tracking.own import BUILT_IN, LocalTracks, PlotGroup, RadarView, TrackerMaker, load_tracker
from gbad.tracking.plot_reading import PlotSensor
from gbad.tracking.plots import PlotSettings, TrackTable, track_plots
from gbad.tracking.strobes import Strobes, bearings_heard, note_strobes, open_strobes, strobe_cues
from gbad.tracking.tracker import Settings, TrackerState, move, own_cues, start, update

__all__ = [
    "BUILT_IN",
    "LocalTracks",
    "PlotGroup",
    "PlotSensor",
    "PlotSettings",
    "RadarView",
    "Settings",
    "Strobes",
    "TrackTable",
    "TrackerMaker",
    "TrackerState",
    "assign",
    "bearings_heard",
    "load_tracker",
    "move",
    "note_strobes",
    "open_strobes",
    "own_cues",
    "start",
    "strobe_cues",
    "track_plots",
    "update",
]
