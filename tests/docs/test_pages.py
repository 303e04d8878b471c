"""The pages are true: what is typed prints what they say, they are joined, their pictures are made."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from gbad import library

ROOT = Path(__file__).resolve().parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "replay_docs.py"))
PAGES = [page for page in TOOL["PAGES"] if re.search(r"^```(console|sh)$", (ROOT / page).read_text(), re.MULTILINE)]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_prints_what_the_page_says(page):
    found = TOOL["replayed"](page)
    assert not found.differences, "\n".join([*found.differences, f"run: python tools/replay_docs.py --write {page}"])


def test_a_page_that_says_something_else_is_found_out(tmp_path, monkeypatch):
    (tmp_path / "docs" / "examples").mkdir(parents=True)
    page = """Save this as `a.txt`:

```text
one
two
```

```console
$ cat \\
    a.txt | head -1
one
$ cat a.txt
one
three
$ echo took 3.25 s
took 1.5 s
```

<!-- replay: not here, because it fails -->
```sh
false
```

```sh
false
```
"""
    (tmp_path / "page.md").write_text(page)
    replay = TOOL["replay"]
    monkeypatch.setitem(replay.__globals__, "ROOT", tmp_path)
    (tmp_path / "here").mkdir()
    found = replay("page.md", tmp_path / "here")
    assert len(found.differences) == 2
    assert "-three" in found.differences[0]
    assert "ended with status 1" in found.differences[1]
    # what would be written: the new text in the block, what fits as it was
    assert found.text == page.replace("one\nthree", "one\ntwo")


@pytest.mark.slow
def test_a_command_from_the_one_start_ends_writes_and_reads_as_a_process_of_its_own(tmp_path, monkeypatch):
    (tmp_path / "docs" / "examples").mkdir(parents=True)
    typed = """import os, signal, subprocess, sys
gbad = subprocess.Popen(["gbad", *sys.argv[1:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
out, err = (text.decode() for text in gbad.communicate(b""))
print(gbad.returncode, out.count("\\n"), err.strip().split(":")[:3])
"""
    page = f"""Save this as `typed.py`:

```text
{typed}```

```console
$ python typed.py run nowhere.yaml
2 0 ['gbad', ' nowhere.yaml', ' no such file']
$ python typed.py --version
0 1 ['']
$ mkdir inside; cd inside; gbad new mine.yaml > said; test -s mine.yaml; echo $?
0
$ gbad list scenarios | head -1; echo ${{PIPESTATUS[0]}}
scenarios
0
```
"""
    (tmp_path / "page.md").write_text(page)
    monkeypatch.setitem(TOOL["replayed"].__globals__, "ROOT", tmp_path)
    found = TOOL["replayed"]("page.md")
    assert not found.differences, "\n".join(found.differences)


def test_the_page_of_keys_is_written_by_its_tool():
    tool = runpy.run_path(str(ROOT / "tools" / "write_keys.py"))
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == tool["text"](), "run tools/write_keys.py"


def test_the_page_of_the_package_is_written_by_its_tool():
    tool = runpy.run_path(str(ROOT / "tools" / "write_api.py"))
    assert (ROOT / "docs" / "api.md").read_text(encoding="utf-8") == tool["text"](), "run tools/write_api.py"


def test_the_page_of_threats_is_written_by_its_tool():
    tool = runpy.run_path(str(ROOT / "tools" / "write_threats.py"))
    page = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    assert page == tool["text"](), "run tools/write_threats.py"
    for name in (*library.names("threat"), *library.names("interceptor")):
        assert f"| `{name}` |" in page
    # what is said to be published or second-hand says by whom
    for line in page.splitlines():
        for basis in ("published", "second-hand"):
            assert not line.endswith((f": {basis},", f": {basis}, "))


def test_the_page_of_the_alliance_is_written_by_its_tool():
    tool = runpy.run_path(str(ROOT / "tools" / "write_alliance.py"))
    page = (ROOT / "docs" / "alliance.md").read_text(encoding="utf-8")
    assert page == tool["text"](), "run tools/write_alliance.py"
    # every battery stands in it with its radar, its launchers and what they load
    for name in set(library.names("battery")) - {"interceptor-drones"}:
        battery = library.load(name)
        loads = [missile for group in battery.launchers for missile in group.load]
        rows = [row for row in page.splitlines() if f"`{name}`" in row]
        assert len(rows) == 1, name
        for part in (battery.engagement_radar, *(group.type for group in battery.launchers), *loads):
            assert f"`{part}`" in rows[0], (name, part)


def test_what_the_contents_of_the_site_list_is_there():
    listed = re.findall(r"^([\w/-]+)$", (ROOT / "docs" / "index.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(listed) == len(set(listed)) > 20
    for name in listed:
        assert any((ROOT / "docs" / f"{name}.{ending}").is_file() for ending in ("md", "ipynb")), name


def test_every_page_is_reached_from_readme():
    reached, new = set(), {"README.md"}
    while new:
        reached |= new
        text = " ".join((ROOT / page).read_text(encoding="utf-8") for page in new)
        new = {f"docs/{name}" for name in re.findall(r"\b([\w-]+\.md)\b", text) if (ROOT / "docs" / name).is_file()}
        new -= reached
    assert {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} <= reached


def test_every_picture_has_a_command_that_makes_it():
    """In docs/pictures/README.md: ``name.png`` and the tool."""
    folder = ROOT / "docs" / "pictures"
    told = (folder / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w.-]+)` \| `(?:python )?([^`]+)`", told, re.MULTILINE))
    assert set(rows) == {path.name for path in folder.iterdir()} - {"README.md"}
    for name, tool in rows.items():
        if tool.startswith("gbad "):
            assert name in tool
            continue
        text = (ROOT / tool).read_text(encoding="utf-8")
        stem, kind = name.rsplit(".", 1)
        assert stem in text or f"{stem.split('-')[0]}-{{name}}.{kind}" in text, f"{tool} does not make {name}"
    for page in TOOL["PAGES"]:
        for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / page).read_text(encoding="utf-8")):
            assert ((ROOT / page).parent / name).is_file(), f"{page}: {name}"
