"""identities -> threats: what is at stake, how soon, and whether fire is allowed."""

from gbad.threat_evaluation.impact import Body, Places, foretold, impact_points, launch_points
from gbad.threat_evaluation.ranking import rank

__all__ = ["Body", "Places", "foretold", "impact_points", "launch_points", "rank"]
