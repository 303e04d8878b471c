"""tracks -> identities: replies, corridors and kinematics; no reply is not hostile."""

from gbad.identification.rules import Figures, IdentificationState, identify, start

__all__ = ["Figures", "IdentificationState", "identify", "start"]
