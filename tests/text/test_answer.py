"""An answer is whole wherever it is printed."""

import io

import pytest
from rich.console import Console

from gbad.text.answer import Answer

LONG = " ".join(f"word-{k}" for k in range(60))


@pytest.mark.parametrize("piped", [True, False])
def test_a_long_sentence_is_never_cut(piped):
    out = io.StringIO()
    Console(file=out, width=80, soft_wrap=piped).print(Answer("Title", (LONG,), (), {}))
    assert out.getvalue().split() == ["Title", *LONG.split()]
    lines = out.getvalue().splitlines()
    assert all(line.startswith("  word-") for line in lines[1:])
    assert (len(lines) == 2) == piped
