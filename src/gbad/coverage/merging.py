"""Several sites as one: what any of them finds, what at least two find, and what each adds (on made-up ground only)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gbad.coverage.covering import HEIGHTS_M, Coverage, Weather, cover_site, height_text
from gbad.coverage.criterion import Criterion
from gbad.coverage.placing import sites_of
from gbad.coverage.raster import Frame, Map, detailed_map, frame_around
from gbad.coverage.sites import EDGES
from gbad.coverage.targets import Target, target_of
from gbad.errors import InputError
from gbad.scenario.compiling import terrain_parameters
from gbad.scenario.load import load
from gbad.tables import Bools, Floats
from gbad.terrain import FICTIONAL, Terrain
from gbad.terrain import load as load_terrain
from gbad.text.answer import Answer, Grid


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """Maps of several sites on one frame, under the name of their network; on real ground for sums over areas alone."""

    name: str
    maps: tuple[Map, ...]

    @property
    def frame(self) -> Frame:
        return self.maps[0].frame

    @property
    def heights_m(self) -> tuple[float, ...]:
        return self.maps[0].coverage.heights_m

    def count(self, height_m: float, edge: str = "nominal") -> Floats:
        """``(rows, columns)`` how many sites find a height there."""
        return np.sum([each.found(height_m, edge) for each in self.maps], axis=0).astype(float)

    def found(self, height_m: float, edge: str = "nominal", at_least: int = 1) -> Bools:
        """Where at least that many sites find a height."""
        return self.count(height_m, edge) >= at_least

    def known(self) -> Bools:
        """Where the ground is known to at least one site (the sight of all others is then their own affair)."""
        return np.any([~np.isnan(each.lowest_in_sight_m) for each in self.maps], axis=0)

    def minimum_m(self, edge: str = "nominal", at_least: int = 1) -> Floats:
        """``(rows, columns)`` lowest height above ground that so many find; inf where none, nan where unknown."""
        e = EDGES.index(edge)
        ladder = np.sort([np.nan_to_num(each.minimum_m[e], nan=np.inf) for each in self.maps], axis=0)
        if not 1 <= at_least <= len(self.maps):
            raise InputError(f"at least {at_least}: there are {len(self.maps)} sites")
        return np.where(self.known(), ladder[at_least - 1], np.nan)

    def visit(self, height_m: float, at_least: int = 1) -> Floats:
        """``(rows, columns)`` chance that so many (1 or 2) sites detect in one visit of each, independently."""
        miss = 1.0 - np.array([np.nan_to_num(each.layer("visit", height_m)) for each in self.maps])
        none = miss.prod(axis=0)
        if at_least == 1:
            return 1.0 - none
        one = sum((1.0 - miss[i]) * np.delete(miss, i, axis=0).prod(axis=0) for i in range(len(miss)))
        return 1.0 - none - one

    def share(self, height_m: float, edge: str = "nominal", at_least: int = 1) -> float:
        """Share of the area within reach of any disc."""
        weight = np.cos(np.radians(self.frame.latitude_deg))[:, None] * self.known()
        return float((self.found(height_m, edge, at_least) * weight).sum() / weight.sum())

    def as_map(self, at_least: int = 1) -> Map:
        """What at least so many sites find, as one map; ``InputError`` on real ground, whose maps are by distance."""
        if any(not each.coverage.site.fictional for each in self.maps):
            raise InputError(
                "a map of several sites shows directions, so it is drawn on made-up terrain only "
                f"({', '.join(FICTIONAL)}); real ground gets shares of area by height"
            )
        first = self.maps[0]
        sight = np.sort([np.nan_to_num(each.lowest_in_sight_m, nan=np.inf) for each in self.maps], axis=0)[at_least - 1]
        tops = [np.nan_to_num(each.top_m, nan=-np.inf) for each in self.maps]
        return Map(
            first.coverage, self.frame, False, first.ground_m, np.where(self.known(), sight, np.nan),
            np.stack([self.minimum_m(edge, at_least) for edge in EDGES]),
            np.sort(tops, axis=0)[len(self.maps) - at_least],
            np.min([each.arc_m for each in self.maps], axis=0), first.azimuth_rad,
        )  # fmt: skip

    def answer(self) -> Answer:
        """Area shares by height: any site, at least two; on made-up ground also what losing each site costs."""
        rows = []
        for height in self.heights_m:
            cells = [height_text(height)]
            for at_least in (1, 2)[: len(self.maps)]:
                worst, nominal, best = (100.0 * self.share(height, edge, at_least) for edge in EDGES)
                cells.append(f"{nominal:.1f} % ({worst:.1f} to {best:.1f} %)")
            rows.append(cells)
        columns = ("height", "any site", "at least two")[: 1 + min(len(self.maps), 2)]
        first = self.maps[0].coverage
        grid = Grid(f"Share of the area looked at, by height above {first.above} (worst to best)", columns, rows,
                    columns[1:])  # fmt: skip
        radars = ", ".join(each.coverage.site.id for each in self.maps)
        sentences = [f"Sites: {radars}.", f"Against {first.target}: found means {first.criterion}."]
        if not first.site.fictional:
            sentences.insert(0, "Hypothetical places; shares of area by height are shown, no directions.")
        grids, lost = [grid], {}
        if first.site.fictional and len(self.maps) > 1:
            lost = {height: value_of_each_site(self, height) for height in self.heights_m}
            names = [each.coverage.site.id for each in self.maps]
            grids.append(Grid(
                "What losing one site costs, in share of the area looked at (a lesson on made-up ground)",
                ("height", *names),
                [[height_text(h), *(f"{100.0 * values[name]:.1f} %" for name in names)] for h, values in lost.items()],
                names,
            ))  # fmt: skip
        facts = {
            "network": self.name,
            "sites": [each.coverage.site.id for each in self.maps],
            "target": first.target.name,
            "heights": [
                {"height_m": h, "any": [self.share(h, e, 1) for e in EDGES],
                 "two": [self.share(h, e, 2) for e in EDGES] if len(self.maps) > 1 else None}
                for h in self.heights_m
            ],
            "lost_with": [{"height_m": h, **values} for h, values in lost.items()],
        }  # fmt: skip
        return Answer(f"Network {self.name}", sentences, grids, facts)


def merge(coverages: Sequence[Coverage], name: str = "network", cells: int = 600) -> Merged:
    """Several coverages (same heights, same target) on one frame."""
    if not coverages:
        raise InputError("merge: at least one coverage is needed")
    if len({(c.heights_m, c.above, c.target.name) for c in coverages}) > 1:
        raise InputError("merge: the coverages must have the same heights and target")
    frame = frame_around([coverage.site for coverage in coverages], cells)
    return Merged(name, tuple(detailed_map(coverage, frame) for coverage in coverages))


def cover_scenario(
    reference: str | Path,
    target: str | Target = "cruise-missile",
    heights_m: Sequence[float] = HEIGHTS_M,
    *,
    changes: Mapping[str, Any] | None = None,
    above: str = "ground",
    radius_m: float = 450e3,
    terrain: Terrain | None = None,
    criterion: Criterion | None = None,
    weather: Weather | None = None,
    cued: bool = False,
) -> Merged:
    """Every radar of a scenario that searches by itself (with ``cued`` those that must be pointed, too), merged."""
    scenario = load(reference, changes)
    ground = terrain or load_terrain(terrain_parameters(scenario))
    sites = [s for s in sites_of(scenario, ground, radius_m=radius_m) if cued or not _is_cued(s.kind)]
    if not sites:
        raise InputError(f"{reference}: no radar of it searches by itself; all must be cued")
    wanted, heights = target_of(target), tuple(sorted(heights_m))
    return merge(
        [cover_site(s, wanted, heights, above, criterion or Criterion(), weather or Weather()) for s in sites],
        scenario.title,
    )


def value_of_each_site(merged: Merged, height_m: float) -> dict[str, float]:
    """Share of the area that is lost with each site alone: a lesson, so for made-up ground only.

    ``InputError`` on real ground: the value of losing a site is not worked out for real places.
    """
    if any(not each.coverage.site.fictional for each in merged.maps):
        raise InputError(
            f"the value of losing a site is worked out on made-up terrain only ({', '.join(FICTIONAL)}); "
            "real ground gets shares of area by height"
        )
    whole = merged.share(height_m)
    weight = np.cos(np.radians(merged.frame.latitude_deg))[:, None] * merged.known()
    count = merged.count(height_m)
    return {
        each.coverage.site.id: whole - float((((count - each.found(height_m)) >= 1) * weight).sum() / weight.sum())
        for each in merged.maps
    }


def _is_cued(kind: Any) -> bool:
    from gbad.coverage._site_kernel import CUED

    return bool(kind[CUED])
