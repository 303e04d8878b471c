"""tracks -> identities by Bayes: what speaks for friend, neutral and hostile is weighed, and decided at a threshold.

    P(class | evidence) ~ prior(class) * product over evidence of P(evidence | class)

Classes are friend, neutral and hostile; a neutral is one of two kinds, on the airways or a stray, each with likelihoods
of its own, and its probability is the sum of theirs: who keeps to no airway seldom files either, and is often slow and
low, so that these are no independent witnesses against it. A hostile is held from ``decide_above`` on, a friend or
neutral from ``clear_above``, for to shoot costs more than to spare; *unknown* is held in between. What is held is kept
until its probability falls below ``give_up_below``. Evidence, each with a likelihood for every class (library entries
of kind ``identity_evidence``, all printed with a run's assumptions):

- **replies**: of n interrogations k were answered as civil and m as friendly. A transponder is in one mode (silent,
  civil, friendly) for the whole flight, so the likelihood is a mixture over modes of products over interrogations:
  sum over modes of share(mode | class) * product of P(answer | mode). Within a mode an interrogation is answered with
  ``reply_probability`` (lost or garbled otherwise) and shows another's reply with ``false_reply_probability``. The
  mixture is what keeps silence from being proof: however often it is asked in vain, silence weighs no more than
  share(silent | hostile) / share(silent | neutral).
- **airway**: along a corridor. **Plan**: near where a filed flight should be (within ``plan_distance_km`` of its route
  as it should be flown within ``plan_time_s`` of now, at its course and within ``plan_height_m``). Plans are what was
  filed in each run (``filing``), not what is flown. With many of them in the sky one is near by chance: that chance is
  reckoned from how many pass within 100 km (``_plan_kernel.by_plan``), and P(near | class) = 1 - (1 - on_plan)(1 -
  chance).
- **speed**: bands, weighed by the normal law of the track's own speed error. **Height**: low over the nearest asset.
- **shape**: flies like a ballistic missile. **Course**: straight on it passes an asset closer than
  ``threat_miss_distance_km``. **Origin**: first seen in a zone that speaks for somebody. **Emission**: a receiver heard
  something send on its bearing, in two cycles or more (``hearing``).

Evidence other than replies is that of the moment, taken once and not multiplied up from cycle to cycle: looks at the
same airway are no independent witnesses. The kinds are taken for independent of each other given the class (naive
Bayes), which makes the result surer than it should be; ``decide_above`` has to allow for that. Evidence that cannot
be had (no corridors, no plans, no zones, no receiver, no radar that asks) says nothing.

Sources: Bayes' rule for identity as in any text on data fusion (Waltz and Llinas, Multisensor Data Fusion, 1990, ch. 7;
Hall and McMullen, Mathematical Techniques in Multisensor Data Fusion, 2004, ch. 5); NATO's own process (STANAG 4162)
is Bayesian too, its tables are not public. Identities as in STANAG 1241 without "assumed friend" and "suspect"
(Pietkiewicz, Remote Sensing 15 (2023) 3977, lists them). Left out: measured cross-section, what kind of emitter was
heard, visual identification, spoofed friendly replies beyond their share, dependence
between the kinds of evidence, and between the identities of aircraft that fly together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.identification import _bayes_kernel as numbers
from gbad.identification._plan_kernel import Places
from gbad.identification.filing import FiledPlans
from gbad.tables import Defence, Floats


@dataclass(slots=True)
class Scales:
    """What weighing needs beside tracks, and where every track was first seen."""

    weights: numbers.Weights
    places: Places
    first_ecef_m: Floats  # (runs, commands, slots, 3)
    hostile: Floats  # (runs, commands, slots)  probability that a track is hostile; nan while it is too new


def start(defence: Defence, dense: tuple[int, int, int], plans: FiledPlans) -> Scales:
    """Scales for pictures of shape ``dense`` (runs, commands, slots), and what was filed in each run."""
    e, zones, radars = defence.evidence, defence.zones, defence.radars
    figures = (
        e.prior, e.answers, e.reply_probability, e.false_reply_probability, e.on_airway, e.on_plan, e.toward_asset,
        e.emits, e.low, e.ballistic, e.speed, e.speed_limits_mps, e.origin, e.plan_distance_m, e.plan_time_s,
        e.plan_height_m,
        e.decide_above, e.clear_above,
        e.give_up_below,
    )  # fmt: skip
    return Scales(
        weights=numbers.Weights(
            np.array([name == "bayes" for name in defence.commands.identification]),
            np.array([bool((radars.hears & (radars.command == c)).any()) for c in range(dense[1])]),
            *(np.ascontiguousarray(figure, np.float64) for figure in figures),
        ),
        places=Places(
            np.ascontiguousarray(zones.position_ecef_m, np.float64).reshape(-1, 3),
            np.ascontiguousarray(zones.radius_m, np.float64),
            np.ascontiguousarray(zones.origin, np.int64),
            np.ascontiguousarray(plans.position_ecef_m, np.float64),
            np.ascontiguousarray(plans.start_s, np.float64),
            plans.step_s,
            np.ascontiguousarray(plans.count, np.int64),
        ),
        first_ecef_m=np.zeros((*dense, 3)),
        hostile=np.full(dense, np.nan),
    )
