"""Ranking of the air picture by time to impact and value at stake, and permission to fire (``permission.py``).

Model. An air-breathing track is taken to fly straight on; it threatens an asset when its horizontal passage comes
closer than ``threat_miss_distance_m``, and its time to impact is the time to that closest approach. A track that flies
like a ballistic missile is flown on under gravity and the drag of a body as assumed in ``impact.py`` to the height of
the lowest asset; it threatens the assets within the same distance of that impact point. Priority is
``value / max(time to impact, 1 s)``.

Source: textbook threat evaluation by time to closest point of approach (Roux and van Vuuren, "Threat evaluation and
weapon assignment decision support", ORiON 23(2), 2007). Left out: intent beyond kinematics, manoeuvre,
the threat's own reach, how unsure an impact point is (``impact.impact_points`` says that).
"""

from __future__ import annotations

import numpy as np

from gbad.messages import AirPicture, Identities, Threats
from gbad.tables import AssetTable, CommandTable, Defence, Ints, ZoneTable
from gbad.tables.bundles import columns, fire_units, made_once
from gbad.threat_evaluation import _ranking_kernel as numbers
from gbad.threat_evaluation._columns_kernel import Ranked, Rules, Stakes, Tracks, Zones


@made_once
def _rules(commands: CommandTable) -> Rules:
    return columns(Rules, commands)


@made_once
def _zones(zones: ZoneTable) -> Zones:
    return columns(Zones, zones)


@made_once
def _stakes(assets: AssetTable) -> Stakes:
    return columns(Stakes, assets)


def rank(defence: Defence, draw_of_run: Ints, picture: AirPicture, identities: Identities, time_s: float) -> Threats:
    """Rank every track of every command's picture at one command cycle.

    ``draw_of_run`` is ``(runs,)``; the result has the picture's slots ``(runs, commands, slots)``. A track that is not
    allowed to be engaged keeps its time to impact, so that its gate can be told from "not a threat".
    """
    shape = picture.number.shape
    threats = Threats(
        number=picture.number.copy(),
        permitted=np.zeros(shape, np.bool_),
        withheld=np.zeros(shape, np.bool_),
        asset=np.full(shape, -1, np.int64),
        time_to_impact_s=np.full(shape, np.inf),
        priority=np.zeros(shape),
        ballistic=np.zeros(shape, np.bool_),
    )
    numbers.rank(
        float(time_s),
        draw_of_run,
        columns(Tracks, picture, identity=identities.identity),
        _rules(defence.commands),
        _zones(defence.zones),
        fire_units(defence.batteries),
        _stakes(defence.assets),
        # what is written to must be the very arrays
        Ranked(*(getattr(threats, name) for name in Ranked._fields)),
    )
    return threats
