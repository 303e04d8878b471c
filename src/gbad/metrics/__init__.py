"""The referee's measures of tracks: GOSPA, OSPA, completeness, swaps, lives. Never opened by a command room."""

from gbad.metrics.gospa import Gospa, Ospa, gospa, ospa
from gbad.metrics.score_table import Score
from gbad.metrics.track_score import score

__all__ = ["Gospa", "Ospa", "Score", "gospa", "ospa", "score"]
