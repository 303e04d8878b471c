"""Claim pages: whole with scripts off, small, closed to the outside, names as text, nothing overwritten."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from gbad.commands import claims as command
from gbad.errors import InputError
from gbad.report.claim_pages import names

OWN = """
schema: claims/1
title: A brochure <b>of ours</b>
claims:
  - {id: "../b 1", kind: flight, says: "<script>alert(1)</script> flies 200 km",
     test: {reaches: {missile: 48N6E3, range_km: 200}}}
  - {id: claims, kind: opinion, says: "It is the best"}
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("claims")
    command.claims([], file=None, study=None, html=folder, as_json=True)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_every_sentence_has_a_page_and_the_list_leads_to_all(pages):
    assert len(pages) == 14
    assert set(re.findall(r'href="(c\d\d\.html)"', pages["claims.html"])) == set(pages) - {"claims.html"}


def test_pages_are_small_and_ask_for_nothing(pages):
    for name, text in pages.items():
        assert len(text.encode()) < 300_000, name
        assert "default-src 'none'" in text
        assert not re.search(r'(src|href)="(?!#|https?://|[\w-]+\.html")', text), name
        assert "unsafe-inline" not in text
        assert " style=" not in text


def test_the_answer_stands_there_without_a_script(pages):
    text = pages["c06.html"]
    bare = unescape(re.sub(r"<script.*?</script>|<style>.*?</style>", "", text, flags=re.S))
    for said in ("holds if", "must fly above 20.4 km", "It rests most on one figure", "Make it a drone.", "In full"):
        assert said in bare
    assert "hidden" not in re.findall(r"<section[^>]*>", bare)[0]


def test_what_the_script_carries_is_what_the_page_says_at_first(pages):
    for name in ("c06.html", "c07.html", "c08.html", "c10.html", "c11.html"):
        text = pages[name]
        data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S)[1])
        place = 0
        for dial in data["dials"]:
            place = place * len(dial["words"]) + dial["start"]
        state, sentence, _ = data["cells"][place]
        assert f'data-state="{state}"' in text
        assert data["says"][sentence] in unescape(text)
        for row in data["rows"]:
            assert len(row) == len(data["rows"][0])


def test_names_of_files_are_safe_and_none_twice():
    assert names(["a b", "a/b", "../claims", "claims", "é", "A-B"]) == [
        "a-b.html", "a-b-2.html", "claims-2.html", "claims-3.html", "sentence.html", "A-B-3.html",
    ]  # fmt: skip


def test_a_file_of_ones_own_gets_pages_with_its_words_as_text(tmp_path, capsys):
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    command.claims([], file=tmp_path / "own.yaml", study=None, html=tmp_path / "out", as_json=False)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["b-1.html", "claims-2.html", "claims.html"]
    text = (tmp_path / "out" / "b-1.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "gbad claims --file own.yaml" in text
    assert str(tmp_path) not in text
    assert "pages: " in capsys.readouterr().out


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "c13.html").write_text("mine")
    with pytest.raises(InputError, match=r"c13.html is there already"):
        command.claims([], file=None, study=None, html=tmp_path, as_json=True)
    assert [p.name for p in tmp_path.iterdir()] == ["c13.html"]
