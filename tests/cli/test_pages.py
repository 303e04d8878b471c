"""A page that cannot be made is a note; the run is there."""

from __future__ import annotations

from gbad import report, results


def test_a_failing_page_costs_a_note_and_not_the_run(cli, played, monkeypatch, tmp_path):
    monkeypatch.setattr(report, "build", lambda result: 1 / 0)
    done = cli("run", "x", "--out", "out")
    assert done.status == 0
    assert "gbad: note: report.html could not be made (ZeroDivisionError: division by zero)" in done.err
    assert "report:" not in done.out
    result = results.open(tmp_path / "out")
    assert result.manifest["page_notes"]
    assert len(result.outcomes) > 0
