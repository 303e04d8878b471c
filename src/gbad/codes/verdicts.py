"""What a sentence about a system can be found to be: identifiers as in tables, words as on pages, what each means."""

HOLDS, HOLDS_IF, DOES_NOT_HOLD = "holds", "holds_if", "does_not_hold"
DEPENDS, UNDECIDED = "depends_on_figure", "undecided"
NOT_TESTED_HERE, NOT_TESTABLE = "not_tested_here", "not_testable"
VERDICTS = (HOLDS, HOLDS_IF, DEPENDS, DOES_NOT_HOLD, UNDECIDED, NOT_TESTED_HERE, NOT_TESTABLE)
WORDS = {
    HOLDS: "holds",
    HOLDS_IF: "holds if",
    DEPENDS: "depends on which published figure",
    DOES_NOT_HOLD: "does not hold",
    UNDECIDED: "undecided",
    NOT_TESTED_HERE: "not tested here",
    NOT_TESTABLE: "not testable here",
}
MEANS = {
    HOLDS: "even at the unfavourable corner of all figures it leans on",
    HOLDS_IF: "the condition that is told is met",
    DEPENDS: "one figure that somebody published turns it by itself",
    DOES_NOT_HOLD: "not even at the favourable corner",
    UNDECIDED: "the runs played do not tell; how many would is printed",
    NOT_TESTED_HERE: "what was given does not reach to test it",
    NOT_TESTABLE: "no simulation settles it",
}
