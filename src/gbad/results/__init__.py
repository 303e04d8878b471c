"""all -> folder: what is written, how it is read back and verified."""

from gbad.results.canonical import canonical_table, merged_hash, outcome_hash, result_hash, run_digests
from gbad.results.folder import check_out
from gbad.results.result import Result, open
from gbad.results.schema import SCHEMA, TABLES
from gbad.results.summary import Summary
from gbad.results.table import Columns, Row
from gbad.results.writing import Writer, read_journal

__all__ = [
    "SCHEMA",
    "TABLES",
    "Columns",
    "Result",
    "Row",
    "Summary",
    "Writer",
    "canonical_table",
    "check_out",
    "merged_hash",
    "open",
    "outcome_hash",
    "read_journal",
    "result_hash",
    "run_digests",
]
