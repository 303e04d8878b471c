"""tracks -> identities: friend, neutral, unknown or hostile, by evidence in a fixed order.

1. Watched for less than ``identification_time_s``: unknown.
2. ``iff_replies_required`` friendly replies: friend. As many civil ones and not surely faster than
   ``hostile_speed_mps``: neutral.
3. Held for hostile before: hostile until it answers (a turn away is no proof of innocence).
4. Surely faster than ``hostile_speed_mps`` (by two deviations of the track's own speed), above 25 km, or fast and
   steep like a ballistic missile: hostile.
5. Along a published corridor: unknown. So is whoever has not been asked four times in vain: **no reply is not
   hostile**.
6. Asked four times without any reply, off the corridors, and on a course that passes an asset closer than
   ``threat_miss_distance_m``, or low: hostile.
7. Else unknown.

Low is judged by the height of the nearest asset, for the command rooms carry no terrain. A command none of whose radars
asks never finds anyone silent. Left out: Bayesian weights, point of origin, emissions, size, spoofed replies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.identification import _identify_kernel as numbers
from gbad.messages import AirPicture, Identities
from gbad.tables import Defence, Floats, Ints


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of the rules that no table has; assumed."""

    silent_interrogations: float = 4.0  # [1] asked this often without an answer: silent
    certainty: float = 2.0  # [1] standard deviations by which a speed must exceed a limit
    ceiling_m: float = 25e3  # [m] above the ellipsoid: nothing that breathes air cruises here
    steep_speed_mps: float = 400.0
    steep_share: float = 0.5  # [1] climb or sink as a share of speed: 30 degrees
    low_m: float = 1000.0  # [m] above the nearest asset
    along_deg: float = 30.0  # [deg] course within this of a corridor's axis

    def row(self) -> Floats:
        """The figures in the kernels' order."""
        return np.array(
            [self.silent_interrogations, self.certainty, self.ceiling_m, self.steep_speed_mps, self.steep_share,
             self.low_m, np.cos(np.radians(self.along_deg))]
        )  # fmt: skip


@dataclass(slots=True)
class IdentificationState:
    """What every track was last held for."""

    identities: Identities
    commands: numbers.Commands
    corridors: numbers.Corridors
    figures: Floats


def start(defence: Defence, runs: int, slots: int, figures: Figures | None = None) -> IdentificationState:
    """Nobody identified yet; ``slots`` as in the picture."""
    table, corridors = defence.commands, defence.corridors
    dense = (runs, table.iff_replies_required.size, slots)
    return IdentificationState(
        identities=Identities(np.zeros(dense, np.int64), np.zeros(dense, np.int8), np.zeros(dense)),
        commands=numbers.Commands(
            np.ascontiguousarray(table.iff_replies_required, np.int64),
            np.ascontiguousarray(table.identification_time_s, float),
            np.ascontiguousarray(table.hostile_speed_mps, float),
            np.ascontiguousarray(table.threat_miss_distance_m, float),
        ),
        corridors=numbers.Corridors(
            np.ascontiguousarray(corridors.start_ecef_m, float).reshape(-1, 3),
            np.ascontiguousarray(corridors.end_ecef_m, float).reshape(-1, 3),
            np.ascontiguousarray(corridors.half_width_m, float),
            np.ascontiguousarray(corridors.min_height_m, float),
            np.ascontiguousarray(corridors.max_height_m, float),
        ),
        figures=(figures or Figures()).row(),
    )


def identify(
    state: IdentificationState, defence: Defence, draw_of_run: Ints, picture: AirPicture, t: float
) -> Identities:
    """Identity of every track of every picture at cycle time ``t``, and since when it holds.

    The result belongs to the state and is updated in place: copy what must outlast the next cycle.
    """
    held = state.identities
    seen = numbers.Picture(
        picture.number, picture.time_s, picture.position_ecef_m, picture.velocity_ecef_mps, picture.covariance_ecef,
        picture.first_s, picture.civil_replies, picture.friendly_replies, picture.interrogations,
    )  # fmt: skip
    numbers.identify(
        float(t), draw_of_run, seen, state.commands, state.corridors, defence.assets.position_ecef_m, state.figures,
        held.number, held.identity, held.since_s, np.empty(3),
    )  # fmt: skip
    return held
