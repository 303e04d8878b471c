"""The one writer: a file under its final name is whole, and the journal knows which files were finished."""

from __future__ import annotations

import hashlib

import pytest

from gbad.errors import ResourceError
from gbad.results import Writer, read_journal
from gbad.results.writing import Journal


def test_a_file_and_its_line_in_the_journal_agree(tmp_path):
    written = Writer(tmp_path).bytes("part-1.bin", b"hello", first_run=0, runs=64)
    assert written.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert read_journal(tmp_path) == Journal(
        [{"file": "part-1.bin", "sha256": written.sha256, "bytes": 5, "first_run": 0, "runs": 64}], []
    )


def test_a_file_is_replaced_whole(tmp_path):
    writer = Writer(tmp_path)
    writer.bytes("x", b"first")

    def fault(step: str, name: str) -> None:
        if step == "rename":
            raise OSError(5, "Input/output error")

    with pytest.raises(ResourceError, match="Input/output error"):
        Writer(tmp_path, fault).bytes("x", b"second")
    assert (tmp_path / "x").read_bytes() == b"first"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["journal.jsonl", "x"]


def test_a_journal_line_cut_short_counts_as_not_written(tmp_path):
    writer = Writer(tmp_path)
    writer.bytes("a", b"1")
    writer.bytes("b", b"2")
    journal = tmp_path / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-3])
    assert [entry["file"] for entry in read_journal(tmp_path).entries] == ["a"]
    writer.bytes("b", b"2")
    assert [entry["file"] for entry in read_journal(tmp_path).entries] == ["a", "b"]


def test_folders_inside_the_folder_are_made(tmp_path):
    Writer(tmp_path).bytes("shards/0001/x.bin", b"1")
    assert (tmp_path / "shards" / "0001" / "x.bin").read_bytes() == b"1"


@pytest.mark.parametrize(
    "bad",
    [
        b"{}",
        b"[" * 5000,
        b'{"file": "a"}',
        b'{"bytes": 1, "file": "b", "line_sha256": "0000", "sha256": "1111"}',
        b"\xff\xfe",
        b"",
    ],
)
def test_a_journal_line_that_is_not_as_it_was_written_is_damaged_and_the_others_count(tmp_path, bad):
    writer = Writer(tmp_path)
    for name in "abc":
        writer.bytes(name, name.encode())
    lines = (tmp_path / "journal.jsonl").read_bytes().splitlines()
    (tmp_path / "journal.jsonl").write_bytes(b"\n".join([lines[0], bad, lines[2], b""]))
    journal = read_journal(tmp_path)
    assert [entry["file"] for entry in journal.entries] == ["a", "c"]
    assert journal.damaged == [2]


def test_any_flipped_bit_of_a_journal_line_is_noticed(tmp_path):
    Writer(tmp_path).bytes("shards/v000-r000000000-n000008.f64", b"12345678", variant=0, first=0, count=8)
    journal = tmp_path / "journal.jsonl"
    good = journal.read_bytes()
    for place in range(len(good) - 1):
        bad = bytearray(good)
        bad[place] ^= 1 << place % 8
        journal.write_bytes(bad)
        assert read_journal(tmp_path).entries == []
