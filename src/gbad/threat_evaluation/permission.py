"""Rules of engagement: identity -> permission to fire.

*Weapons control status*, by the names of public doctrine (US Joint Publication 3-01, "Countering Air and Missile
Threats"; the same three in NATO use):

- **hold**: fire in self-defence only (or on a formal order, which is not modelled);
- **tight**: at targets identified as hostile;
- **free**: at whoever is not identified as friend or neutral. Here an unknown is fired at only when it threatens an
  asset and is closer to impact than ``engagement_horizon_s``: before that there is time to find out who it is. With
  ``interrogations_before_fire`` it must also have been asked so often, and be as old as ``identification_time_s``, so
  that a friend could have been called one. At 0 (the default) a track that has just formed may be fired at unasked.

A *zone* may have a status of its own, for all posts or for one (``command``: two neighbours who agree on who fires
where); over a place the smallest zone around it that speaks to a post holds for it, then its own.
*Self-defence* is a right under any status: whoever is neither friend nor neutral and flies on a course that passes
one of the post's own batteries closer than ``self_defence_distance_km`` within ``self_defence_time_s`` may be fired at.
No sources give that geometry; its figures are assumed. Left out: permission asked from above and given, hostile acts
other than an approach, engagement of friends and neutrals that attack.
"""

from gbad.messages import WEAPONS_CONTROL_NAMES, WEAPONS_FREE, WEAPONS_HOLD, WEAPONS_TIGHT

__all__ = ["WEAPONS_CONTROL_NAMES", "WEAPONS_FREE", "WEAPONS_HOLD", "WEAPONS_TIGHT"]
