"""``gbad why``: the story of one object, or the causes of all leakers, from a folder of runs or of a study.

``--rerun`` opens the gate that the cause names, on a copy of the battle; ``--decision`` tells what was decided when.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gbad.archive.causes import causes_of
from gbad.archive.repetition import prepared_runs, prepared_variant, result_of
from gbad.archive.studies import read_study, variant_of
from gbad.commands.printing import print_answer
from gbad.errors import InputError
from gbad.results.result import Result
from gbad.results.sealing import is_study
from gbad.simulation.prepare import Prepared
from gbad.text.answer import Answer


def why(
    folder: Path,
    threat: str | None,
    run: int | None,
    *,
    variant: str | None,
    as_json: bool,
    rerun: bool = False,
    redraws: int = 64,
    beside: Path | None = None,
    decision: str | None = None,
    command: str | None = None,
) -> None:
    """Verify and open the folder, then tell. Of a study: over all runs, or one of them, which is played again."""
    if decision is not None:
        print_answer(_decided(folder, run, variant, beside, decision, command), as_json=as_json)
        return
    if rerun and threat is None:
        raise InputError("--rerun opens the gate of one leaker; name it: gbad why RESULTS THREAT --rerun")
    if is_study(folder) and threat is None and run is None and variant is None:
        print_answer(causes_of(read_study(folder)), as_json=as_json)
        return
    result = result_of(folder, run, variant)
    answer = result.why(threat, run)
    if rerun:
        assert threat is not None
        answer = with_rerun(answer, result, _prepared(folder, variant, beside), threat, run, redraws)
    print_answer(answer, as_json=as_json)


def _decided(
    folder: Path, run: int | None, variant: str | None, beside: Path | None, at: str, command: str | None
) -> Answer:
    """What the commands of a run decided at a moment; the run is played again to it."""
    from gbad.attribution.story import known_run
    from gbad.commands.what_if import seconds
    from gbad.simulation.decision import decision

    result = result_of(folder, run, variant)
    return decision(
        _prepared(folder, variant, beside), seconds(at, "--decision"), seed=int(result.manifest["seed"]),
        run=known_run(result, run), command=command,
    )  # fmt: skip


def _prepared(folder: Path, variant: str | None, beside: Path | None) -> Prepared:
    """The scenario of the folder, prepared anew."""
    if is_study(folder):
        study = read_study(folder)
        return prepared_variant(study, variant_of(study, variant), beside)
    from gbad import results

    return prepared_runs(folder, results.open(folder).manifest, beside)


def with_rerun(answer: Answer, result: Result, ready: Prepared, threat: str, run: int | None, redraws: int) -> Answer:
    """A story with what followed when its gates were opened. Raises ``InputError`` for one that did not get through."""
    from gbad.attribution.story import known_run
    from gbad.simulation import rerun_told
    from gbad.simulation.rerun import rerun

    told = rerun(ready, threat, seed=int(result.manifest["seed"]), run=known_run(result, run), redraws=redraws)
    return replace(
        answer,
        sentences=[*answer.sentences, rerun_told.verdict(told)],
        grids=[*rerun_told.grids(told), *answer.grids],
        facts=answer.facts | {"rerun": rerun_told.facts(told)},
    )
