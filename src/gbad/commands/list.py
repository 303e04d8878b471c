"""``gbad list``: what comes with the package, with a line on each: scenarios, studies, the library by kind."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from gbad import library, scenario
from gbad.commands.printing import print_json
from gbad.commands.tables import table
from gbad.errors import InputError
from gbad.library.catalogue import kind_of, node
from gbad.scenario import specs
from gbad.scenario.nodes import Mapping, Scalar
from gbad.scenario.words import did_you_mean

SECTIONS = ("scenarios", "studies", "library")


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that can be named on the command line."""

    name: str
    kind: str
    about: str


def show(what: str | None, *, as_json: bool) -> None:
    """One section, one kind of the library, or everything. Raises :class:`InputError` for anything else."""
    found = shipped(what)
    if as_json:
        print_json({section: [asdict(row) for row in rows] for section, rows in found.items()})
        return
    for number, (section, rows) in enumerate(found.items()):
        print(("" if number == 0 else "\n") + section)
        print(table(("  name", "kind", "what it is"), [(f"  {row.name}", row.kind, row.about) for row in rows]))
    print(
        "\ngbad check SCENARIO explains one, gbad show ENTRY prints its numbers, gbad new FILE --from NAME copies any."
    )


def shipped(what: str | None = None) -> dict[str, list[Shown]]:
    """What ships, by section. Raises :class:`InputError` for a section or kind that is none."""
    kinds = sorted(specs.kinds())
    if what is not None and what not in (*SECTIONS, *kinds):
        raise InputError(f"list: {what} is no section. {did_you_mean(what, (*SECTIONS, *kinds))}")
    found: dict[str, list[Shown]] = {}
    if what in (None, "scenarios"):
        names = scenario.shipped()
        found["scenarios"] = [Shown(n, "scenario", _sentence(scenario.open_document(n).root)) for n in names]
    if what in (None, "studies"):
        found["studies"] = _studies()
    if what in (None, "library", *kinds):
        entries = [(kind_of(node(name), name), name) for name in library.names()]
        found["library"] = [
            Shown(name, kind, _sentence(node(name)))
            for kind, name in sorted(entries)
            if what in (None, "library", kind)
        ]
    return found


def _studies() -> list[Shown]:
    from gbad.scenario.composer import compose, read_text
    from gbad.studies.files import SHIPPED, shipped_studies

    files = {name: SHIPPED / f"{name}.yaml" for name in shipped_studies()}
    return [Shown(name, "study", _sentence(compose(read_text(p), p.name))) for name, p in files.items()]


def _sentence(root: Mapping) -> str:
    """The title or name, and the first sentence of what the file says about itself where that says more."""
    texts = [found.text for key in ("title", "about", "name") if isinstance(found := root.get(key), Scalar)]
    return texts[0].split(". ")[0].rstrip(".") if texts else ""
