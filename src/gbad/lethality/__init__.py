"""Lethality: with what chance a working round that passes its target so near, so fast and so turned kills it.

Model. ``P(kill) = r L``: ``r`` is whether round and fuze work, ``L`` what the passage does. Hit-to-kill rounds kill if
the miss is no larger than half the body's extent across the way the two pass each other, and nothing else. Fragment
warheads reach farther. Over the gap g between the miss and the core of the body (a quarter of its extent)

    L = exp(-(g / R)^2) * erf(w / (sqrt(2) v t)),    w = g tan(spray) + R / 25 + e / 4

The first part is the fall of fragment density and speed over the radius R: that of the type against an aircraft, less
against the thick shell of a ballistic warhead. The second is whether the spray, a belt of half width ``spray`` and what
blast adds to it, is let go in time to cover the core of the body, of extent e along that way: the fuze errs by t (root
mean square) at the closing speed v. So a fast passage of a short body, or of a body seen from the side, kills less
surely than a slow one along its axis, however near.

Source: the form of P. J. Driels, Weaponeering, and R. E. Ball, Fundamentals of Aircraft Survivability, with numbers of
our own (``_lethality_kernel``). None of them is fitted. Left out: where on the body it hits, the attitude of the
round, aimed warheads, what a damaged target still does.

The ground layer: assessment judges by it, engagement calibrates by it.
"""

from gbad.lethality._lethality_kernel import lethality

__all__ = ["lethality"]
