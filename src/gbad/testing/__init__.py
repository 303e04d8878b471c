"""Help for tests of rooms, plug-ins and policies, shipped to users.

``small_tables()`` is a tiny compiled scenario made without any room: one acquisition radar and one engagement radar,
one command post, one battery with one launcher of four rounds, two threats and one airliner, on flat ground.
``check_identifier(Identifier)`` tries out a way of identifying, ``check_tracker(Tracker)`` a tracker,
``check_policy(assign)`` a policy.
"""

from gbad.testing.identifiers import check_identifier
from gbad.testing.policies import check_policy
from gbad.testing.small import circular_models, small_document, small_tables, straight_trajectories
from gbad.testing.trackers import check_tracker

__all__ = [
    "check_identifier",
    "check_policy",
    "check_tracker",
    "circular_models",
    "small_document",
    "small_tables",
    "straight_trajectories",
]
