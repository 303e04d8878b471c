"""Where the unknown figures stand in each run: nested samples, mirrored pairs, corners, crossed or placed points.

Every figure with a spread is drawn by a quantile ``u``, even in 0..1: half of the draws lie evenly between low and
nominal, half evenly between nominal and high (cross-sections in decibels), so that the nominal is the median and
nothing is assumed beyond the ends. Figures are independent of each other; all copies of a type share one draw. The
quantile is a pure function of seed, sample and the figure's name: the same in every variant, and no other figure,
batch or order changes it.

Left out: figures that move together (a fast missile is a heavy one); figures without a spread stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np

from gbad.physics.random import SPREAD, entity_key, uniforms
from gbad.tables import Floats, Ints

NESTED: Final = "nested"
MIRRORED: Final = "mirrored"
CORNERS: Final = "corners"
CROSSED: Final = "crossed"
PLACED: Final = "placed"
DISTRIBUTION = (
    "each figure by itself, half of the samples evenly between low and nominal, half evenly between nominal and high "
    "(cross-sections in decibels); all copies of a type alike; figures do not move together"
)
# samples, pairs and crossed points stand at different places; crossed ones are two sets of points
_STREAM_EVENT = {NESTED: 0, MIRRORED: 1, CROSSED: 2}


@dataclass(frozen=True, slots=True)
class Points:
    """Which quantiles the figures ``keys`` have in a run of a variant.

    ``nested``: runs ``p dice .. p dice + dice - 1`` are of sample ``p``, alike in all variants. ``mirrored``: variant
    1 stands at ``1 - u`` where variant 0 stands at ``u``. ``corners``: bit ``j`` of the variant's number puts figure
    ``j`` at its high end. ``crossed``: samples come in groups of ``figures + 2``, a point A, a point B, and A with each
    figure in turn taken from B, all with dice of their own (A. Saltelli and others, 2010). ``placed``: variant ``k``
    stands at ``rows[k]``.
    """

    kind: Literal["nested", "mirrored", "corners", "crossed", "placed"]
    seed: int
    keys: tuple[str, ...]
    dice: int = 1  # runs of each sample or point
    rows: tuple[tuple[float, ...], ...] = ()  # of a placed study: quantiles of every variant

    @classmethod
    def told(cls, said: Mapping[str, Any]) -> Points:
        """The points that a manifest states."""
        rows = tuple(tuple(row) for row in said.get("rows", ()))
        return cls(said["kind"], said["seed"], tuple(said["keys"]), said["dice"], rows)

    def describe(self) -> dict[str, Any]:
        """As a manifest states them."""
        said = asdict(self)
        if not self.rows:
            del said["rows"]
        return said

    def sample_of(self, run: Ints) -> Ints:
        """Sample of each run number ``(n,)``."""
        return run // self.dice

    def quantiles(self, variant: int, samples: Ints) -> Floats:
        """``(samples, figures)`` in 0..1."""
        if self.kind == CORNERS:
            high = [(variant >> j) & 1 for j in range(len(self.keys))]
            return np.tile(np.array(high, float), (len(samples), 1))
        if self.kind == PLACED:
            return np.tile(np.array(self.rows[variant], float), (len(samples), 1))
        if not self.keys:
            return np.empty((len(samples), 0))
        if self.kind == CROSSED:
            return self._crossed(samples)
        keys = np.array([entity_key(key) for key in self.keys], np.uint64)
        event = _STREAM_EVENT[self.kind]
        u = uniforms(self.seed, SPREAD, samples.astype(np.uint64)[:, None], keys[None, :], event)[..., 0]
        return 1.0 - u if self.kind == MIRRORED and variant == 1 else u

    def _crossed(self, samples: Ints) -> Floats:
        figures = len(self.keys)
        group, place = np.divmod(samples, figures + 2)
        keys = np.array([entity_key(key) for key in self.keys], np.uint64)
        a, b = (
            uniforms(self.seed, SPREAD, group.astype(np.uint64)[:, None], keys[None, :], _STREAM_EVENT[CROSSED] + k)[
                ..., 0
            ]
            for k in (0, 1)
        )
        from_b = (place[:, None] == 1) | (place[:, None] == np.arange(2, figures + 2))
        return np.where(from_b, b, a)

    def draws(self, variant: int, runs: Ints) -> tuple[tuple[Mapping[str, float], ...], Ints]:
        """Distinct draws of some runs, and the draw of each run ``(n,)``."""
        samples = np.zeros_like(runs) if self.kind in (CORNERS, PLACED) else self.sample_of(runs)
        distinct, draw_of_run = np.unique(samples, return_inverse=True)
        rows = self.quantiles(variant, distinct)
        return tuple(dict(zip(self.keys, map(float, row), strict=True)) for row in rows), draw_of_run.astype(np.int64)


def corner_name(labels: Sequence[str], variant: int) -> str:
    """A corner in words."""
    return ", ".join(f"{label} {'high' if (variant >> j) & 1 else 'low'}" for j, label in enumerate(labels))
