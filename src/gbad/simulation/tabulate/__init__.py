"""From the book of a batch to the tables of a result: ids instead of rows, degrees instead of ECEF.

Column names follow ``messages``; angles leave in degrees and places as latitude, longitude and ellipsoidal height.
Tables of every run: ``outcomes``, ``shots``, ``orders``, ``identities``, ``events``, and
``reactions`` where a type reacts. Tables of the runs that were recorded in full: ``truth``, ``detections``, ``tracks``,
``track_marks``, ``track_scores``, ``channels``, ``paths``, ``pointing``, ``messages``. ``results.schema`` says what
every column means.
"""

from __future__ import annotations

from gbad.metrics.track_life import tell_marks, tell_scores
from gbad.recorder.book import Book
from gbad.simulation.tabulate.columns import Columns, empty
from gbad.simulation.tabulate.events import tell_events, tell_identities
from gbad.simulation.tabulate.fire import tell_orders, tell_paths, tell_shots
from gbad.simulation.tabulate.outcomes import tell_outcomes, tell_reactions
from gbad.simulation.tabulate.picture import tell_detections, tell_tracks, tell_truth
from gbad.simulation.tabulate.sites import tell_channels, tell_messages, tell_pointing

__all__ = ["Columns", "empty", "tell"]


def tell(book: Book) -> dict[str, Columns]:
    """All tables of a batch, rows in canonical order (run, then time or id)."""
    outcomes = tell_outcomes(book)
    shots = tell_shots(book)
    orders = tell_orders(book)
    tables = {
        "outcomes": outcomes,
        "shots": shots,
        "orders": orders,
        "identities": (identities := tell_identities(book)),
        "events": tell_events(outcomes, orders, shots, identities, reactions := tell_reactions(book)),
    }
    if reactions is not None:
        tables["reactions"] = reactions
    if book.full:
        tables |= {
            "truth": (truth := tell_truth(book)),
            "detections": tell_detections(book),
            "tracks": (tracks := tell_tracks(book)),
            "track_marks": tell_marks(tracks, outcomes),
            "track_scores": tell_scores(tracks, truth, outcomes),
            "channels": tell_channels(book),
            "paths": tell_paths(book),
            "pointing": tell_pointing(book),
            "messages": tell_messages(book),
        }
    return tables
