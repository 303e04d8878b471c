"""identities -> threats: what is at stake, how soon, and whether fire is allowed."""

from gbad.threat_evaluation.ranking import rank

__all__ = ["rank"]
