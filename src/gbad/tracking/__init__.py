"""detections -> tracks: association, filtering, confirmation and deletion at each radar."""

from gbad.tracking.assignment import assign
from gbad.tracking.judging import score
from gbad.tracking.own import BUILT_IN, LocalTracks, PlotGroup, RadarView, TrackerMaker, load_tracker
from gbad.tracking.plot_reading import PlotSensor
from gbad.tracking.plots import PlotSettings, TrackTable, track_plots
from gbad.tracking.score_table import Score
from gbad.tracking.scoring import Gospa, Ospa, gospa, ospa
from gbad.tracking.strobes import Strobes, note_strobes, open_strobes, strobe_cues
from gbad.tracking.tracker import Settings, TrackerState, own_cues, start, update

__all__ = [
    "BUILT_IN",
    "Gospa",
    "LocalTracks",
    "Ospa",
    "PlotGroup",
    "PlotSensor",
    "PlotSettings",
    "RadarView",
    "Score",
    "Settings",
    "Strobes",
    "TrackTable",
    "TrackerMaker",
    "TrackerState",
    "assign",
    "gospa",
    "load_tracker",
    "note_strobes",
    "open_strobes",
    "ospa",
    "own_cues",
    "score",
    "start",
    "strobe_cues",
    "track_plots",
    "update",
]
