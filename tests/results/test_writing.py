"""The one writer: a file under its final name is whole, and the journal knows which files were finished."""

from __future__ import annotations

import hashlib

import pytest

from gbad.errors import ResourceError
from gbad.results import Writer, read_journal


def test_a_file_and_its_line_in_the_journal_agree(tmp_path):
    written = Writer(tmp_path).bytes("part-1.bin", b"hello", first_run=0, runs=64)
    assert written.sha256 == hashlib.sha256(b"hello").hexdigest()
    assert read_journal(tmp_path) == [
        {"file": "part-1.bin", "sha256": written.sha256, "bytes": 5, "first_run": 0, "runs": 64}
    ]


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
    assert [entry["file"] for entry in read_journal(tmp_path)] == ["a"]
    writer.bytes("b", b"2")
    assert [entry["file"] for entry in read_journal(tmp_path)] == ["a", "b"]


def test_folders_inside_the_folder_are_made(tmp_path):
    Writer(tmp_path).bytes("shards/0001/x.bin", b"1")
    assert (tmp_path / "shards" / "0001" / "x.bin").read_bytes() == b"1"
