"""``gbad new``: a file of one's own that begins as a copy of something shipped."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from gbad import library, scenario
from gbad.commands.printing import print_json
from gbad.errors import InputError, ResourceError
from gbad.library import catalogue
from gbad.scenario.document import SHIPPED
from gbad.scenario.words import did_you_mean


def new(out: Path, source: str, *, as_json: bool) -> None:
    """Copy a shipped scenario, study or library entry to ``out``, with the files it reads; nothing is overwritten."""
    if out.suffix not in (".yaml", ".yml"):
        raise InputError(f"{out}: a name ending in .yaml is needed, like {out.stem or 'my-raid'}.yaml")
    what, path = _find(source)
    text = path.read_text(encoding="utf-8")
    beside = [path.parent / name for name in _files_of(text) if (path.parent / name).is_file()]
    targets = [out, *(out.parent / file.name for file in beside)]
    for target in targets:
        if target.exists():
            raise InputError(f"{target} exists, and nothing is overwritten; choose another name")
    if not out.parent.is_dir():
        raise InputError(f"{out}: there is no folder {out.parent}")
    try:
        out.write_text(f"# Begun as a copy of the {what} {source}.\n{text}", encoding="utf-8")
        for file, target in zip(beside, targets[1:], strict=True):
            shutil.copyfile(file, target)
    except OSError as error:
        raise ResourceError(f"{out}: could not be written: {error}") from error
    then = _next_steps(what, out)
    if as_json:
        print_json({"files": [str(target) for target in targets], "from": source, "kind": what, "next": then})
        return
    print(f"{out}: a copy of the {what} {source}. Open it in an editor; then:")
    for line in then:
        print(f"  {line}")


def _find(source: str) -> tuple[str, Path]:
    from gbad.studies.files import SHIPPED as STUDIES
    from gbad.studies.files import shipped_studies

    if source in scenario.shipped():
        return "scenario", SHIPPED / f"{source}.yaml"
    if source in shipped_studies():
        return "study", STUDIES / f"{source}.yaml"
    if source in catalogue.files():
        return catalogue.kind_of(catalogue.node(source), source).replace("_", " "), catalogue.files()[source]
    known = [*scenario.shipped(), *shipped_studies(), *library.names()]
    raise InputError(f"new: nothing that ships is called {source}. {did_you_mean(source, known)}")


def _files_of(text: str) -> list[str]:
    """Files beside a scenario that it reads."""
    return re.findall(r"\bfile: ([\w.-]+\.(?:csv|parquet))", text)


def _next_steps(what: str, out: Path) -> list[str]:
    if what == "scenario":
        return [
            f"gbad check {out}    # what it lays down, and what is wrong with it",
            f"gbad run {out} --open    # play it and look at the report",
            "gbad keys threats    # every key there is, with unit and meaning",
        ]
    if what == "study":
        return [f"gbad study {out} --plan    # runs, time and disk", f"gbad study {out}"]
    return [
        f"type: ./{out.name}    # in a scenario beside it",
        f"gbad keys {what.replace(' ', '_')}    # every key of such a file",
    ]
