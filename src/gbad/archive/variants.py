"""A design with what a caller asked for, and its variants compiled and compared."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from gbad.errors import InputError
from gbad.scenario.document import open_document
from gbad.simulation.prepare import Prepared
from gbad.studies import measures
from gbad.studies.design import Design, Samples, Until, open_study
from gbad.studies.player import Source, forget, prepared
from gbad.studies.real_ground import refuse


def settle(
    reference: str | Path | Design,
    runs: int | None,
    seed: int | None,
    until: str | None,
    samples: Samples | None = None,
) -> Design:
    """A design with the caller's runs, seed, stopping rule and samples laid over it."""
    design = reference if isinstance(reference, Design) else open_study(reference)
    if runs is not None and runs < 1:
        raise InputError(f"--runs {runs}: at least 1")
    samples = samples or design.samples
    if samples is not None:
        if design.placing is not None:
            raise InputError("--samples: this study places points in a space of factors; both would move figures")
        if runs is not None or until is not None:
            raise InputError("--runs and --until: a study of samples plays samples times dice; leave them out")
        return replace(design, seed=design.seed if seed is None else seed).sampled(samples)
    if until is not None:
        # without --runs a stopping rule has room to work
        design = replace(design, until=Until.parse(until), runs=runs or max(design.runs, 100_000))
    return replace(design, runs=runs or design.runs, seed=design.seed if seed is None else seed)


def source_of(design: Design) -> Source:
    """The scenario's text as it is now. Nothing that was prepared before counts: files may have changed since."""
    forget()
    return Source.of(open_document(design.scenario))


def all_prepared(design: Design, source: Source) -> list[Prepared]:
    """Every variant, compiled. Raises ``InputError`` before a run is played where the answer could not be given."""
    ready = [prepared(source, tuple(v.changes.items())) for v in design.variants]
    # here, where all that plays variants comes by: studies, their parts and plans, searches
    refuse(design.variants, [one.terrain.kind for one in ready])
    names = measures.names(ready[0].tables, design.compare)
    for variant, other in zip(design.variants, ready, strict=True):
        apart = sorted(set(measures.names(other.tables, design.compare)) ^ set(names))
        if apart:
            raise InputError(
                f"variant {variant.name} has other assets or rounds than {design.variants[0].name}: not comparable "
                f"({', '.join(apart[:3])} {'is' if len(apart) == 1 else 'are'} known of one of them only; a load of 0 "
                "rounds of a type makes it known)"
            )
    asked = [("measures", measure) for measure in design.measures]
    asked += [("--until", design.until.measure)] if design.until else []
    for where, measure in asked:
        if measure not in names:
            near = get_close_matches(measure, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
            raise InputError(f"{where}: {measure} is no measure of {design.scenario}; {hint}")
    return ready
