"""The Python that README and the studies guide show works, in an empty folder; commands are in tests/docs."""

from __future__ import annotations

import os
import re
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
@pytest.mark.parametrize(("page", "folder"), [("README.md", "my-results"), ("docs/studies.md", "in-python")])
def test_the_python_block_runs(page, folder, tmp_path):
    (block,) = blocks(page, "python")
    run([sys.executable, "-c", block], tmp_path)
    assert (tmp_path / folder / "manifest.json").is_file()
