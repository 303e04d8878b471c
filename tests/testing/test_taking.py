"""What ``make check`` leaves out: by the clock of the last run, never by a list."""

from taking import taking_longer

SECONDS = {
    "tests/a/test_one.py::test_quick": [0.0, 0.1],
    "tests/a/test_one.py::test_long": [0.0, 0.9],
    "tests/b/test_two.py::test_first": [5.0, 0.0],  # makes what the next one uses
    "tests/b/test_two.py::test_next": [0.0, 0.0],
}


def test_long_tests_and_files_with_long_fixtures_take_longer():
    assert taking_longer(SECONDS, 0.5) == {name for name in SECONDS if "quick" not in name}
    assert taking_longer(SECONDS, 6.0) == set()


def test_the_quickest_are_kept_whose_sum_is_no_more_and_fixtures_are_paid_once():
    # 0.1 s, 0.9 s, then 5 s for what both tests of the other file use
    assert taking_longer(SECONDS, 6.0, 0.5) == {name for name in SECONDS if "quick" not in name}
    assert taking_longer(SECONDS, 6.0, 1.5) == {name for name in SECONDS if "b/" in name}
    assert taking_longer(SECONDS, 6.0, 6.5) == set()
    assert taking_longer({"f::a": [0.0, 2.0], "f::b": [0.0, 2.0], "f::c": [0.0, 2.0]}, 3.0, 4.0) == {"f::c"}


def test_a_run_keeps_what_tests_take_and_the_next_leaves_out_the_long_ones(pytester, monkeypatch):
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makepyfile(
        test_it="import time\ndef test_long(): time.sleep(0.3)\ndef test_quick(): pass\ndef test_new(): pass"
    )
    first = pytester.runpytest("-p", "taking", "--within", "0.2", "-k", "not new")
    first.assert_outcomes(passed=2, deselected=1)
    first.stdout.fnmatch_lines(["how long each test takes is known from the next run on: this one left out none"])
    second = pytester.runpytest("-p", "taking", "--within", "0.2")
    second.assert_outcomes(passed=2, deselected=1)
    second.stdout.fnmatch_lines(["1 tests that took more than 0.2 s are left to make test"])
    pytester.runpytest("-p", "taking").assert_outcomes(passed=3)
