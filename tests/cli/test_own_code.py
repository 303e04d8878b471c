"""A mistake in a user's policy, tracker or identifier is the user's: exit 2, with file, line and moment."""

from __future__ import annotations

import json
import os
import re

import pytest

from gbad.plugins import module_of

KINDS = {
    # key of the command post, word for it, how it is named, a good one with a place for a mistake
    "policy": ("policy", "your policy", "assign", "def assign(situation):\n    {line}\n    return []\n"),
    "tracker": (
        "tracker",
        "your tracker",
        "Mine",
        "class Mine:\n    def __init__(self, radar):\n        pass\n    def update(self, plots):\n        {line}\n",
    ),
    "identification": (
        "identification",
        "your identification",
        "Mine",
        "class Mine:\n    def identify(self, picture):\n        {line}\n"
        "        return ['unknown'] * len(picture.track)\n",
    ),
}
LINE = {"policy": 2, "tracker": 5, "identification": 3}


@pytest.fixture
def tried(cli, tmp_path):
    """Play the smallest scenario with a file as the plug-in; gives what came of it."""

    def call(kind: str, text: str | bytes, name: str | None = None, *more: str):
        key, _, good, _ = KINDS[kind]
        (tmp_path / "mine.py").write_bytes(text if isinstance(text, bytes) else text.encode())
        reference = f"./mine.py:{name or good}"
        return cli("run", "one-aircraft", "--no-report", "--set", f"commands.post.{key}={reference}", *more)

    return call


def told(done, *words: str) -> None:
    assert done.status == 2, done.err + done.out
    assert "defect" not in done.err
    assert "Traceback" not in done.err
    for word in words:
        assert re.search(word, done.err), done.err


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_not_there(cli, kind):
    told(cli("run", "one-aircraft", "--set", f"commands.post.{KINDS[kind][0]}=./none.py:x"), "there is no file")


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_is_not_in_it_or_cannot_be_called(tried, kind):
    _, _, name, text = KINDS[kind]
    told(tried(kind, text.format(line="pass"), "other"), f"it has: {name}")
    told(tried(kind, f"{name} = 3\n"), f"has no (function|class) {name}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1\ny = = 2\n", r"mine\.py, line 2 is no Python"),
        ("import nothing_of_this_name\n", r"mine\.py, line 1: ModuleNotFoundError"),
        ("import sys\nsys.exit(0)\n", r"mine\.py, line 2: SystemExit: it ended the program"),
        (b"\xff\xfe\x00", r"mine\.py"),
    ],
)
def test_a_file_that_does_not_load(tried, kind, text, words):
    good = KINDS[kind][3].format(line="pass")
    told(tried(kind, text + good if isinstance(text, str) else text), words)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_signature(tried, kind):
    _, word, _, text = KINDS[kind]
    wrong = text.format(line="pass")
    for old in ("(situation)", "(self, plots)", "(self, picture)"):
        wrong = wrong.replace(old, old[:-1] + ", more)")
    told(tried(kind, wrong), rf"{word} mine\.py, line {LINE[kind] - 1}: .*more\) is called as", "write it to take that")


def test_a_class_that_wants_more_than_it_is_made_from(tried):
    tracker = KINDS["tracker"][3].format(line="pass").replace("(self, radar)", "(self)")
    told(tried("tracker", tracker), r"Mine\(\) is called as Mine\(radar\)")
    identifier = KINDS["identification"][3].format(line="pass")
    identifier = identifier.replace("    def id", "    def __init__(self, x):\n        pass\n    def id")
    told(tried("identification", identifier), r"Mine\(x\) is called as Mine\(\)")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("undefined_name", "NameError: name 'undefined_name'"),
        ("1 / 0", "ZeroDivisionError"),
        ("import sys; sys.exit(3)", "SystemExit: it ended the program"),
    ],
)
def test_it_raises_while_playing(tried, kind, line, words):
    _, word, _, text = KINDS[kind]
    told(tried(kind, text.format(line=line)), rf"{word} mine\.py, line {LINE[kind]}, at \d+\.\d s: {words}")


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        *(
            ("policy", a)
            for a in (
                "3",
                "None",
                "'ab'",
                "[(0,)]",
                "[(0, float('nan'))]",
                "[{}]",
                "[(10**30, 1)]",
                "{1}",
                "[(0, 1.5)]",
                "[(0.5, 1)]",
                "[('0', 1)]",
            )
        ),
        *(("tracker", a) for a in ("3", "None", "[]", "plots", "type('T', (), {})()")),
        *(("identification", a) for a in ("3", "None", "['x']", "[3] * len(picture.track)", "{}", "'ab'")),
    ],
)
def test_it_gives_nonsense(tried, kind, answer):
    told(tried(kind, KINDS[kind][3].format(line=f"return {answer}")), r"at \d+\.\d s", "mine.py")


def test_columns_of_nonsense(tried):
    made = "from types import SimpleNamespace\nimport numpy as np\n" + KINDS["tracker"][3]
    columns = {
        "number": "[1]", "time_s": "[0.0]", "position_enu_m": "[[1e4, 0, 0]]", "velocity_enu_mps": "[[0, 0, 0]]",
        "covariance": "[np.eye(6)]", "plot": "[0]", "confirmed": "[1]",
    }  # fmt: skip
    for name, value in (
        ("number", "['a']"), ("number", "[1.5]"), ("number", "5"), ("time_s", "['b']"), ("covariance", "[1]"),
        ("plot", "[None]"), ("position_enu_m", "[[np.nan, 0, 0]]"),
    ):  # fmt: skip
        given = ", ".join(f"{key}={text}" for key, text in (columns | {name: value}).items())
        told(tried("tracker", made.format(line=f"return SimpleNamespace({given})")), name, r"at \d+\.\d s")


def test_what_a_plug_in_prints_is_not_in_the_json(tried):
    done = tried("policy", KINDS["policy"][3].format(line="print('hello \\x1b[31m')"), None, "--json")
    assert done.status == 0
    assert json.loads(done.out)["threats"] == 1
    assert r"hello \x1b[31m" in done.err


def test_a_mistake_of_ours_is_still_called_one(cli, monkeypatch):
    import gbad.commands.show

    monkeypatch.setattr(gbad.commands.show, "show", lambda *_, **__: 1 / 0)
    done = cli("show")
    assert done.status == 1
    assert "a defect in gbad" in done.err


def test_what_stands_in_the_file_now_is_loaded_even_if_python_would_not_see_the_change(tmp_path, monkeypatch):
    # Python's cache tells texts apart by their second and their size only
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    file = tmp_path / "mine.py"
    for number in (1, 2):
        file.write_text(f"number = {number}\n", encoding="utf-8")
        os.utime(file, (1e9, 1e9))
        assert module_of(file, "policy").number == number
    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]
