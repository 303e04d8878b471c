"""``gbad envelope``: prints, writes its page, refuses."""

from __future__ import annotations


def test_the_command_prints_writes_and_refuses(cli, tmp_path):
    done = cli("envelope", "--interceptor", "9M96E2", "--target", "cruise-missile", "--height", "50m", "--json")
    assert done.status == 0
    assert '"notional": true' in done.out
    page = tmp_path / "zone.html"
    assert cli("envelope", "--interceptor", "9M96E2", "--html", str(page)).status == 0
    assert page.read_text().startswith("<!DOCTYPE html>")
    again = cli("envelope", "--interceptor", "9M96E2", "--html", str(page))
    assert (again.status, "nothing is ever overwritten" in again.err) == (2, True)
    odd = cli("envelope", "--interceptor", "48N6E3", "--target", "srbm-500", "--footprint", "300km:zigzag")
    assert (odd.status, "zigzag is not known" in odd.err) == (2, True)
