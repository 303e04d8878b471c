"""What README and tour tell a reader to type works, in an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


def run(arguments: list[str], folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
    assert done.stdout.strip() or arguments[1] == "-c"


@pytest.mark.slow
@pytest.mark.parametrize("page", ["README.md", "docs/tour.md", "docs/studies.md"])
def test_every_gbad_line_runs(page, tmp_path):
    shutil.copy(ROOT / "src" / "gbad" / "scenarios" / "one-aircraft.yaml", tmp_path / "my-raid.yaml")
    # what README takes from the checkout lies at the same place beside the reader
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    for block in blocks(page, "yaml"):
        if block.startswith("schema: study/1"):
            (tmp_path / "raid.yaml").write_text(block, encoding="utf-8")
    lines = [shlex.split(line, comments=True) for block in blocks(page, "sh") for line in block.splitlines()]
    commands = [line for line in lines if line[:1] == ["gbad"]]
    assert commands
    for command in commands:
        run([sys.executable, "-m", "gbad.cli", *command[1:]], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("page", "folder"), [("README.md", "my-results"), ("docs/studies.md", "in-python")])
def test_the_python_block_runs(page, folder, tmp_path):
    (block,) = blocks(page, "python")
    run([sys.executable, "-c", block], tmp_path)
    assert (tmp_path / folder / "manifest.json").is_file()
