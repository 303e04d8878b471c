"""The contract of a user's identifier finds what breaks it, and the loader says what it misses."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.identification import load_identifier
from gbad.testing import check_identifier


class Fair:
    """Remembers who ever answered."""

    def __init__(self):
        self.answered = set()

    def identify(self, picture):
        self.answered |= set(picture.track[picture.civil_replies > 0].tolist())
        return ["neutral" if track in self.answered else "unknown" for track in picture.track.tolist()]


class Short(Fair):
    def identify(self, picture):
        return ["unknown"]


class Wordy(Fair):
    def identify(self, picture):
        return ["suspect" for _ in picture.track]


class Meddling(Fair):
    def identify(self, picture):
        picture.civil_replies[:] = 9
        return ["neutral" for _ in picture.track]


class Moody(Fair):
    moods = itertools.cycle(["hostile", "friend", "neutral", "unknown"])

    def identify(self, picture):
        return [next(self.moods) for _ in picture.track]


class FirstIsWorst(Fair):
    def identify(self, picture):
        return ["hostile" if i == 0 else "neutral" for i in range(len(picture.track))]


def test_a_fair_identifier_passes():
    check_identifier(Fair)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (Short, "1 identities for 0 tracks"),
        (Wordy, "'suspect' is no identity"),
        (Meddling, "civil_replies of the picture was changed"),
        (Moody, "same pictures"),
        (FirstIsWorst, "order of the tracks"),
    ],
)
def test_a_broken_one_is_told_what_is_wrong(broken, says):
    with pytest.raises(AssertionError, match=says):
        check_identifier(broken)


def test_the_loader_names_what_it_did_not_find(tmp_path: Path):
    (tmp_path / "mine.py").write_text("class Mine:\n    def identify(self, picture):\n        return []\n")
    assert load_identifier("./mine.py:Mine", tmp_path)().identify(None) == []
    for reference, says in (
        ("guess", "expected rules, bayes or a reference"),
        ("./absent.py:Mine", "there is no file"),
        ("./mine.py:Yours", "has no class Yours with a method identify; it has: Mine"),
    ):
        with pytest.raises(InputError, match=says):
            load_identifier(reference, tmp_path)


def test_numpy_text_is_taken_for_text():
    class Arrays(Fair):
        def identify(self, picture):
            return np.full(len(picture.track), "neutral")

    check_identifier(Arrays)
