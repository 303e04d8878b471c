"""Type what the pages print, and compare with what they say came of it. ``--write`` puts in what comes now.

    python tools/replay_docs.py                    # every page; ends with status 1 where something differs
    python tools/replay_docs.py docs/coverage.md   # one page
    python tools/replay_docs.py --write            # rewrite the printed blocks

A page is played from top to bottom in an empty folder of its own, as a reader would:

* a block of language console: a line after ``$`` is typed into a shell, with the lines that a backslash joins to it;
  what follows, up to the next ``$``, is what it prints. Times of computing are masked (:data:`MASKS`), the folder
  it is played in is taken off paths, the note of a first compilation is left out.
* a block of language sh: each line is typed; it must end with status 0, and what it prints is not compared.
* any block under a sentence that ends in "save this as `NAME`:" is written to that file.

An HTML comment ``<!-- replay: not here, because ... -->`` before a block leaves it out, with its reason.
"""

from __future__ import annotations

import argparse
import atexit
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ONE_START, SOURCE = ROOT / "tools" / "one_start.py", ROOT / "src"
FOLDERS = ("docs", "docs/classes")
PAGES = ("README.md", *sorted(f"{folder}/{path.name}" for folder in FOLDERS for path in (ROOT / folder).glob("*.md")))
LIMIT_S = 600.0
MASKS = (
    (re.compile(r"(\(gap [^)]*\), )[\d.e-]+ s"), r"\1# s"),  # how long an assignment took
    (re.compile(r"(took )[\d.e-]+ s"), r"\1# s"),
)
LEFT_OUT = ("gbad: compiling for this machine, once",)
_BLOCK = re.compile(r"(?P<before>[^\n]*)\n*^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SAVED = re.compile(r"\b[Ss]ave (?:this|it) as `([\w./-]+)`:\s*$")
_LEFT = re.compile(r"<!-- replay: not here, because .+ -->\s*$")


@dataclass
class Found:
    """What one page came to."""

    page: str
    differences: list[str] = field(default_factory=list)
    commands: int = 0
    text: str = ""  # the page with what is printed now


def replay(page: str, folder: Path) -> Found:
    """Play one page in an empty folder."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = Found(page, text=text)
    # what the pages take from a checkout lies beside the reader
    shutil.copytree(ROOT / "docs" / "examples", folder / "docs" / "examples")
    for block in _BLOCK.finditer(text):
        before, language, body = block["before"], block["language"], block["body"]
        if _LEFT.search(before):
            continue
        if saved := _SAVED.search(before):
            (folder / saved[1]).write_text(body, encoding="utf-8")
        elif language == "console":
            found.text = found.text.replace(body, "".join(_played(found, body, folder)), 1)
        elif language == "sh":
            for line in body.splitlines():
                if line.strip() and not line.startswith("#"):
                    _typed(found, line, folder, must_succeed=True)
    return found


def _played(found: Found, body: str, folder: Path) -> Iterator[str]:
    """A console block with what its commands print now; differences are noted."""
    for command, printed in _turns(body):
        now = _typed(found, command, folder, must_succeed=False)
        if masked(now) != masked(printed):
            lines = difflib.unified_diff(
                masked(printed).splitlines(), masked(now).splitlines(), "on the page", "now", lineterm="", n=1
            )
            found.differences.append(f"{found.page}: $ {command}\n" + "\n".join(lines))
            yield f"$ {command}\n{now}"
        else:
            yield f"$ {command}\n{printed}"


def _turns(body: str) -> Iterator[tuple[str, str]]:
    """``(command, what it printed)`` of a console block."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE):
        if part.strip():
            lines = part.splitlines(keepends=True)
            last = next(k for k, line in enumerate(lines) if not line.rstrip().endswith("\\"))
            yield "".join(lines[: last + 1]).rstrip("\n"), "".join(lines[last + 1 :])


def _typed(found: Found, command: str, folder: Path, *, must_succeed: bool) -> str:
    found.commands += 1
    environment = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
    scripts = folder.parent / "bin"
    environment |= {
        "PYTHONPATH": str(SOURCE), "PATH": f"{scripts}{os.pathsep}{environment.get('PATH', '')}",
        "GBAD_DATA": str(folder.parent / "data"), "BROWSER": "true",
    }  # fmt: skip
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip
    out = done.stdout.replace(f"{folder}/", "").replace(f"{folder.resolve()}/", "")
    printed = "".join(line for line in out.splitlines(keepends=True) if not line.startswith(LEFT_OUT))
    if must_succeed and done.returncode:
        found.differences.append(f"{found.page}: {command}\nended with status {done.returncode}\n{printed[-2000:]}")
    return printed


def masked(text: str) -> str:
    """Text without what differs from machine to machine."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines())


def replayed(page: str) -> Found:
    """Play one page in a folder that is made and removed."""
    with tempfile.TemporaryDirectory() as made:
        scripts, folder = Path(made) / "bin", Path(made) / "here"
        scripts.mkdir()
        folder.mkdir()
        for name, start in (("gbad", f'-I -S "{ONE_START}" "{started()}" ask'), ("python", "")):
            script = scripts / name
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {start} "$@"\n', encoding="utf-8")
            script.chmod(0o755)
        return replay(page, folder)


@cache
def started() -> Path:
    """Where the one process answers that all commands of all pages are forked from; it ends with this one."""
    folder = tempfile.mkdtemp()
    address = Path(folder) / "gbad"
    server = subprocess.Popen(
        [sys.executable, ONE_START, address], env=os.environ | {"PYTHONPATH": str(SOURCE)},
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert server.stdin is not None
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stdin.close)
    for _ in range(int(LIMIT_S / 0.05)):
        if address.exists():
            return address
        if server.poll() is not None:
            raise RuntimeError(f"tools/one_start.py ended with status {server.returncode}")
        time.sleep(0.05)
    raise RuntimeError(f"tools/one_start.py did not answer within {LIMIT_S:g} s")


def main() -> None:
    """Play pages, tell differences, or write."""
    parser = argparse.ArgumentParser(description="Type what the pages print and compare.")
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--write", action="store_true", help="put in what is printed now")
    asked = parser.parse_args()
    wrong = 0
    for page in asked.pages:
        found = replayed(page)
        if asked.write and found.text != (ROOT / page).read_text(encoding="utf-8"):
            (ROOT / page).write_text(found.text, encoding="utf-8")
        if found.commands:
            print(f"{page}: {found.commands} commands, {len(found.differences)} differences", flush=True)
        for difference in found.differences:
            print(difference)
        wrong += len(found.differences)
    sys.exit(1 if wrong and not asked.write else 0)


if __name__ == "__main__":
    main()
