"""``check_policy`` passes good policies and names what is wrong with bad ones; a user's mistake is the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

import gbad
from gbad.errors import InputError
from gbad.testing import check_policy
from gbad.weapon_assignment.greedy import assign as greedy

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "last_round_saver.py"


def test_good_policies_pass():
    check_policy(greedy)
    check_policy(f"{EXAMPLE}:assign")


BAD = {
    "more than the magazine": ("return [(0, 99)] if len(situation.track) else []", "ready"),
    "a mistake in its code": ("return situation.no_such_thing", "raised AttributeError"),
    "no list": ("return 3", "raised TypeError"),
    "other orders each time": (
        "global n; n = globals().get('n', 0) + 1; return [(0, 1)] if n % 2 and len(situation.track) else []",
        "shown the same situation twice",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_policies_are_told_what_is_wrong(what, tmp_path):
    body, text = BAD[what]
    (tmp_path / "mine.py").write_text(f"def assign(situation):\n    {body}\n")
    with pytest.raises(InputError, match=text):
        check_policy("mine.py:assign", folder=tmp_path)


@pytest.mark.parametrize("line", ["raise KeyError(3)", "import sys; sys.exit(0)", "1 / 0"])
def test_what_a_policy_raises_is_told_with_its_file_line_and_time(line, tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text(f"def assign(situation):\n    {line}\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"your policy mine\.py, line 2, at \d+\.0 s: "):
        gbad.run("one-aircraft", seed=1, changes={"commands.post.policy": "./mine.py:assign"})


def test_the_worked_example_keeps_its_reserve_and_tops_up_in_time():
    """What the page on policies says of it."""
    changes = {"commands.post.policy": f"{EXAMPLE}:assign"}
    kept = gbad.run("saturation-40", seed=7, changes=changes)
    plain = gbad.run("saturation-40", seed=7)
    dear = kept.outcomes["aims_at"] != "town"
    assert dear.any()
    fired = kept.summary()["rounds_fired"]
    assert fired <= 32
    rounds_at_town = int(kept.outcomes["shots"][~dear].sum())
    assert rounds_at_town <= int(plain.outcomes["shots"][plain.outcomes["aims_at"] == "town"].sum())
