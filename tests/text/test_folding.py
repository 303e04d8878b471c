"""Lines on a terminal."""

from gbad.text.folding import hanging


def test_a_long_line_goes_on_further_right_and_loses_no_word():
    line = "  post (55K6E): hears battery-radar over data-link; weapons free: unknowns may be engaged"
    folded = hanging(line, 40).splitlines()
    assert len(folded) > 2
    assert max(map(len, folded)) <= 40
    assert folded[0].startswith("  post")
    assert all(part.startswith("      ") and part[6] != " " for part in folded[1:])
    assert " ".join(part.strip() for part in folded) == line.strip()
    assert "battery-radar" in " ".join(folded)


def test_a_short_line_stays_and_an_address_is_not_broken():
    assert hanging("  valid", 80) == "  valid"
    address = "https://example.org/" + "a" * 60
    assert address in hanging(f"  see {address} there", 40)
