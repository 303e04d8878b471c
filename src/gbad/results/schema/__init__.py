"""What a result's tables look like: every column with its kind, unit and meaning. The one list.

The writer lays tables out by it, the hash covers exactly these columns, ``docs/glossary.md`` is printed from it.
Names are those of ``messages.py`` wherever a room already has a word for the thing; angles and places are in degrees
here, because people read results.

A missing number is nan (a whole number: -1), a missing name is the empty text.
"""

from __future__ import annotations

from gbad.results.schema import fire, picture, story, talk, world
from gbad.results.schema.column import Column, Table

SCHEMA = "gbad-results/1"
# in the order of the glossary; further tables come behind
_ORDER = (
    "truth", "detections", "tracks", "track_marks", "track_scores", "identities", "orders", "shots", "paths",
    "pointing", "messages", "outcomes", "events", "claims", "channels", "sites",
)  # fmt: skip
_KNOWN = world.TABLES | picture.TABLES | fire.TABLES | talk.TABLES | story.TABLES
TABLES: dict[str, Table] = {name: _KNOWN[name] for name in dict.fromkeys((*_ORDER, *_KNOWN))}

__all__ = ["SCHEMA", "TABLES", "Column", "Table"]
