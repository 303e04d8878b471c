"""``gbad case``: pages that no battle answers."""

import json
from pathlib import Path

import pytest

from gbad.cases import PAGES

DOCS = Path(__file__).resolve().parents[2] / "docs" / "cases"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_case_is_told_written_and_never_overwritten(name, cli, tmp_path):
    told = json.loads(cli("case", name, "--out", "there", "--json").out)
    page = (tmp_path / "there" / f"{name}.md").read_text(encoding="utf-8")
    assert told["answer"] in page
    assert (tmp_path / "there" / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg")
    assert all(len(row) == len(told["headings"]) for row in told["rows"])
    assert told["sources"]
    assert cli("case", name, "--out", "there").status == 2
    # the page that is shown is the one that the command writes, number for number
    if (DOCS / f"{name}.md").exists():
        assert page == (DOCS / f"{name}.md").read_text(encoding="utf-8")
        assert (tmp_path / "there" / f"{name}.svg").read_bytes() == (DOCS / f"{name}.svg").read_bytes()


def test_a_case_that_there_is_not_names_the_nearest(cli):
    assert "Did you mean india-border" in cli("case", "india-boarder").err
    assert cli("case", "india-boarder").status == 2
    assert "india-border" in cli("case").out
