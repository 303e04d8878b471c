"""The library: one YAML per radar, interceptor, launcher, battery, command post, network and type of flyer.

``library.load("91N6E")`` gives the entry, ``library.names("radar")`` the names of a kind, ``library.figures("91N6E")``
its numbers with basis and source, ``library.claims()`` what the press article says.
"""

from gbad.library.bibliography import Claim, citation, claims, claims_of, claims_title, references
from gbad.library.catalogue import files, load
from gbad.library.figures import Figure, figures, is_of_kind, names

__all__ = [
    "Claim",
    "Figure",
    "citation",
    "claims",
    "claims_of",
    "claims_title",
    "figures",
    "files",
    "is_of_kind",
    "load",
    "names",
    "references",
]
