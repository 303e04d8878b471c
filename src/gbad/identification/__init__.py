"""tracks -> identities: replies, plans, corridors and kinematics; no reply is not hostile."""

from gbad.identification.identifying import BUILT_IN, IdentificationState, identify, start
from gbad.identification.own import CommandPicture, Identifier, IdentifierError, IdentifierMaker, load_identifier
from gbad.identification.rules import Figures

__all__ = [
    "BUILT_IN",
    "CommandPicture",
    "Figures",
    "IdentificationState",
    "Identifier",
    "IdentifierError",
    "IdentifierMaker",
    "identify",
    "load_identifier",
    "start",
]
