"""How it went: outcomes, events, and what claims come to."""

from __future__ import annotations

from gbad.results.schema.column import RUN, Table, flag, number, text, whole

TABLES: dict[str, Table] = {
    "outcomes": Table(
        "one row for each object and run: how far along the chain it was followed, and its end",
        ("run", "object"),
        {
            **RUN,
            "object": text("id of the object"),
            "name": text("for display", True),
            "type": text("name of the library entry"),
            "is_threat": flag("threat (hostile), not one of the others (civil, friendly)"),
            "side": text("what it really is: hostile, neutral or friend", True),
            "aims_at": text("id of the asset it aims at; empty for none", True),
            "parent": text("id of the object that released it; empty for none", True),
            "fate": text("killed, leaked (reached its aim) or survived (neither, until the end)"),
            "cause": text("identifier of why it leaked (gbad.codes.causes); none otherwise"),
            "evidence": text("what the cause rests on, in words", True),
            "also": text("identifiers of other gates shut at that moment, with blanks between", True),
            "last_opportunity_s": number("s", "last instant at which a battery could have fired with use", True),
            "last_opportunity_battery": text("id of that battery", True),
            "first_line_of_sight_s": number("s", "some radar of the defence had it in line of sight and sector"),
            "first_detection_s": number("s", "first plot"),
            "confirmed_s": number("s", "first confirmed track at a radar"),
            "shared_s": number("s", "first in a command's picture"),
            "identified_s": number("s", "first identity other than unknown, or taken as a target"),
            "transponder": text("none, works or failed: for the whole run", True),
            "held_identity": text("what it was held for last; empty if it was in no picture", True),
            "identity_at_order": text(
                "what it was held for when the first round at it was ordered; empty for none", True
            ),
            "right_identity_s": number("s", "first held for what it is (hostile, neutral, friend)", True),
            "wrong_identity_s": number(
                "s", "first misidentified: a threat as friend or neutral, another as hostile", True
            ),
            "wrong_identity_for_s": number("s", "misidentified for so long altogether", True),
            "ranked_s": number("s", "first ranked as a threat that may be fired at"),
            "first_order_s": number("s", "first round ordered"),
            "first_launch_s": number("s", "first round launched"),
            "first_intercept_s": number("s", "first round at its closest approach"),
            "end_s": number("s", "end of its story: kill, arrival or end of the simulation"),
            "planned_end_s": number("s", "when it would arrive if nothing stopped it", True),
            "engaged": flag("at least one round was launched at it"),
            "shots": whole("rounds launched at it"),
            "damaged": flag("its arrival destroyed what it aimed at", True),
        },
    ),
    "reactions": Table(
        "who broke off when he noticed the defence; only where a type reacts",
        ("run", "object"),
        {
            **RUN,
            "object": text("id of the object"),
            "noticed_s": number("s", "first noticed an engagement radar or a seeker"),
            "by": text("illumination or seeker"),
            "acted": flag("the crew acted on it, and in time"),
            "begins_s": number("s", "its way changes; nan where it does not"),
            "turned_back": flag("it left its way to its aim alive: survived, told apart"),
        },
    ),
    "events": Table(
        "the story in order of time",
        ("run", "time_s", "event", "object", "radar", "battery", "track", "text"),
        {
            **RUN,
            "time_s": number("s", "since the start"),
            "event": text(
                "kind: line_of_sight, detection, confirmed, shared, identified, order, launch, intercept, ..."
            ),
            "object": text("answer key: id of the object; empty for none"),
            "radar": text("id of the radar; empty for none", True),
            "battery": text("id of the battery; empty for none", True),
            "track": whole("system track number; -1 for none", True),
            "text": text("in words"),
        },
    ),
    "claims": Table(
        "the sentences of the press article and what the simulation's own functions say of them",
        ("id",),
        {
            "id": text("as in the article's list"),
            "says": text("what the article states, in our words"),
            "kind": text("what sort of statement it is"),
            "verdict": text(
                "holds, holds_if, depends_on_figure, does_not_hold, undecided, not_tested_here or not_testable"
            ),
            "condition": text("under which it holds"),
            "limit": text("what binds: horizon, noise, flight, sector; empty for none"),
            "value": number("see unit", "the computed figure; nan for none"),
            "unit": text("of the value"),
        },
    ),
}
