"""How large a body looks from a side: its mean cross-section by aspect, and its extent across and along a direction."""

from __future__ import annotations

import math

from gbad._jit import lean


@lean
def cross_section_dbsm(form, plain_dbsm, by_aspect, dx, dy, dz, vx, vy, vz):
    """Mean cross-section towards the radar: straight in dB between the aspects of ``by_aspect (forms, 37)``.

    ``d`` runs from the radar to the target and ``v`` is how it flies, so its nose shows when they oppose each other. A
    target without speed shows its nose.
    """
    if form < 0:
        return plain_dbsm
    lengths = math.sqrt((dx * dx + dy * dy + dz * dz) * (vx * vx + vy * vy + vz * vz))
    cosine = -(dx * vx + dy * vy + dz * vz) / lengths if lengths > 0.0 else 1.0
    last = by_aspect.shape[1] - 1
    column = math.acos(min(max(cosine, -1.0), 1.0)) / math.pi * last
    j = min(int(column), last - 1)
    return by_aspect[form, j] + (column - j) * (by_aspect[form, j + 1] - by_aspect[form, j])


@lean
def extents_m(length_m, span_m, cosine):
    """Extent of a body ``(across, along)`` a direction that makes an angle of that cosine with its axis.

    An ellipse of the body's length and span: seen from ahead it is as wide as its span, from the side as its length.
    """
    cosine2 = min(cosine * cosine, 1.0)
    length2, span2 = length_m * length_m, span_m * span_m
    return (
        math.sqrt(length2 * (1.0 - cosine2) + span2 * cosine2),
        math.sqrt(length2 * cosine2 + span2 * (1.0 - cosine2)),
    )
