"""What lies beside a scenario is looked for before anything is played, and its code is not run for that."""

from __future__ import annotations

from pathlib import Path

import pytest

import gbad
from gbad import identification, tracking
from gbad.errors import InputError
from gbad.scenario.beside import SETTINGS
from gbad.scenario.document import open_document, override
from gbad.scenario.load import read

ALARM = "raise RuntimeError('this was run')\n"


@pytest.fixture
def mine(tmp_path) -> Path:
    text = (Path(gbad.__file__).parent / "scenarios" / "one-aircraft.yaml").read_text()
    (tmp_path / "mine.yaml").write_text(text)
    (tmp_path / "code.py").write_text(ALARM + "\ndef assign(situation): ...\n\nclass Own:\n    def update(self): ...\n")
    return tmp_path / "mine.yaml"


def refused(path: Path, setting: str, value: object) -> str:
    with pytest.raises(InputError) as found:
        read(override(open_document(path), setting, value))
    return str(found.value)


def test_built_in_answers_are_those_of_the_rooms():
    assert SETTINGS["tracker"].built_in == tuple(tracking.BUILT_IN)
    assert SETTINGS["identification"].built_in == tuple(identification.BUILT_IN)


@pytest.mark.parametrize(("setting", "name"), [("policy", "assign"), ("tracker", "Own"), ("identification", "Own")])
def test_code_that_is_there_is_accepted_without_being_run(mine, setting, name):
    assert read(override(open_document(mine), f"commands.post.{setting}", f"./code.py:{name}"))


@pytest.mark.parametrize("setting", sorted(SETTINGS))
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("grady", "grady: expected "),
        ("./none.py:assign", "there is no file ./none.py"),
        ("/etc/passwd.py:f", "there is no file /etc/passwd.py"),
        ("../../x.py:f", r"there is no file ../../x.py"),
        ("./code.py", "expected "),
        ("./code.py:nobody", "code.py has no "),
    ],
)
def test_code_that_is_not_there_is_named_with_its_place(mine, setting, value, said):
    found = refused(mine, f"commands.post.{setting}", value)
    assert said in found
    assert f"commands.post.{setting}" in found


def test_a_file_that_is_no_python_is_named_with_its_line(mine):
    (mine.parent / "torn.py").write_text("def assign(situation):\n    return [\n")
    assert "torn.py, line 2 is no Python" in refused(mine, "commands.post.policy", "./torn.py:assign")
    (mine.parent / "torn.py").write_bytes(b"\x00\xff")
    assert "is no Python" in refused(mine, "commands.post.policy", "./torn.py:assign")


@pytest.mark.parametrize("code", ["from other import *\n", "assign = 3\n", "import other as assign\n",
                                  "globals()['assign'] = print\n"])  # fmt: skip
def test_names_that_may_be_bound_are_left_to_the_run(mine, code):
    (mine.parent / "odd.py").write_text(code)
    assert read(override(open_document(mine), "commands.post.policy", "./odd.py:assign"))


def test_files_that_code_reads_must_be_there_and_are_inputs(mine):
    (mine.parent / "gains.csv").write_text("1\n")
    document = override(open_document(mine), "files", ["gains.csv"])
    before = gbad.prepare(document)
    (mine.parent / "gains.csv").write_text("2\n")
    after = gbad.prepare(document)
    assert before.inputs["file gains.csv"] != after.inputs["file gains.csv"]
    assert before.digest != after.digest
    assert {k: v for k, v in before.inputs.items() if k != "file gains.csv"}.items() <= after.inputs.items()
    assert "there is no file none.csv beside the scenario" in refused(mine, "files", ["none.csv"])
    assert "there is no file . beside" in refused(mine, "files", ["."])
    assert "is named twice" in refused(mine, "files", ["gains.csv", "gains.csv"])
