"""The replay: opened from disk, played, asked, by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from gbad.report.words import cause_sentence

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"desktop": (1440, 950), "tablet": (820, 1180), "phone": (390, 844), "small phone": (360, 640)}


def test_it_opens_from_disk_without_a_request_or_an_error(open_page, replay):
    view = open_page(replay)
    view.page.click("#play")
    view.page.wait_for_timeout(300)
    assert view.errors == []
    assert view.outside == []
    assert replay.stat().st_size < 3_000_000


def test_it_plays_and_pauses(open_page, replay):
    view = open_page(replay, "#t=100")
    assert view.now() == "1:40"
    view.page.click("#play")
    expect(view.page.locator("#clock")).not_to_have_text("1:40")
    view.page.click("#play")
    stopped = view.now()
    view.page.wait_for_timeout(250)
    assert view.now() == stopped
    assert view.page.locator("#play").get_attribute("aria-label") == "play"


def test_the_cause_of_a_leaker_is_the_results(open_page, replay, raid):
    leaker = next(row for row in raid.outcomes.rows() if row.fate == "leaked")
    view = open_page(replay)
    view.page.locator("#objects button", has_text=leaker.name).first.click()
    story = view.page.locator("#story").inner_text()
    assert cause_sentence(leaker.cause) in story
    assert leaker.evidence.rstrip(".") in story
    assert f"id={leaker.object}" in view.page.url


def test_a_leaker_is_found_on_the_map(open_page, replay, raid):
    """The middle of the map is where a followed flyer is: a press there chooses it."""
    leaker = next(row for row in raid.outcomes.rows() if row.fate == "leaked")
    view = open_page(replay, f"#t={int(leaker.end_s) - 20}&id={leaker.object}")
    view.page.check("#follow")
    for layer in ("tracks", "rounds"):
        view.page.uncheck(f"#show-{layer}")
    view.page.keyboard.press("Escape")
    # letting go of the choice leaves the view where it is
    box = view.page.locator("#map").bounding_box()
    view.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "m/s" in view.page.locator("#tip").inner_text()
    view.page.mouse.down()
    view.page.mouse.up()
    assert view.page.locator("#story h3").inner_text() == leaker.name


@pytest.mark.parametrize("layer", ["truth", "plots", "tracks", "rounds", "sectors", "cues", "names"])
def test_each_layer_shows_and_hides(open_page, replay, layer):
    view = open_page(replay, "#t=500")
    view.page.wait_for_timeout(150)
    before = view.pixels()
    view.page.locator(f"#show-{layer}").click()
    view.page.wait_for_timeout(100)
    changed = view.pixels()
    assert changed != before
    view.page.locator(f"#show-{layer}").click()
    view.page.wait_for_timeout(100)
    assert view.pixels() == before


def test_who_looks_at_it_and_who_said_so_is_told(open_page, replay, raid):
    """A moment at which a post's own track is what its radar is told to look at."""
    post_of = dict(zip(raid.sites["id"], raid.sites["command"], strict=True))
    tracks = raid.tracks[(raid.tracks["run"] == 0) & (raid.tracks["object"] != "")]
    of = {(t.command, t.track, t.time_s): t.object for t in tracks.rows()}
    threats = set(raid.outcomes.where(is_threat=True)["object"].tolist())
    cued = [c for c in raid.pointing.rows() if c.state == "cued" and c.run == 0]
    found = next(c for c in cued if of.get((post_of[c.radar], c.cue, c.time_s)) in threats and c.time_s > 100.0)
    who = of[post_of[found.radar], found.cue, found.time_s]
    view = open_page(replay, f"#t={int(found.time_s) + 1}&id={who}")
    view.drawn()
    story = view.page.locator("#story").inner_text()
    assert f"{found.radar} (told by {post_of[found.radar]}, track {found.cue})" in story


def test_a_link_leads_to_its_moment(open_page, replay, raid):
    shot = raid.outcomes.where(fate="killed")[0]
    view = open_page(replay, f"#t=312&id={shot.object}")
    assert view.now() == "5:12"
    assert view.page.locator("#story h3").inner_text() == shot.name
    assert view.page.locator("#objects button[aria-pressed=true]").count() == 1
    # a name that is none is no error
    odd = open_page(replay, "#t=nonsense&id=nobody")
    assert odd.now() == "0:00"
    assert odd.errors == []


def test_by_keyboard_alone(open_page, replay):
    view = open_page(replay)
    keys = view.page.keyboard
    keys.press("n")
    first = view.now()
    assert first != "0:00"
    keys.press("n")
    assert view.now() != first
    keys.press("p")
    assert view.now() == first
    view.page.locator("#play").focus()
    keys.press("Enter")
    assert view.page.locator("#play").get_attribute("aria-label") == "pause"
    keys.press("Enter")
    view.page.locator("#objects button").first.focus()
    keys.press("Enter")
    assert view.page.locator("#story h3").count() == 1
    before = view.pixels()
    view.page.locator("#map").focus()
    keys.press("+")
    view.page.wait_for_timeout(100)
    assert view.pixels() != before


def test_events_jump(open_page, replay):
    view = open_page(replay)
    event = view.page.locator("#events button.leaked").first
    when = event.locator("time").inner_text()
    event.click()
    assert view.now() == when
    assert "Got through" in view.page.locator("#story").inner_text()


def test_names_with_markup_are_text(open_page, hostile_names):
    view = open_page(hostile_names)
    assert view.page.locator("#objects img").count() == 0
    assert "<img" in view.page.locator("#objects").inner_text()
    view.page.locator("#objects button").first.click()
    assert "<img" in view.page.locator("#story h3").inner_text()
    assert view.page.title() != "1"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_and_axe_finds_nothing_serious(open_page, replay, size, scheme):
    width, height = SIZES[size]
    view = open_page(replay, "#t=600", width, height, scheme)
    assert view.page.evaluate("document.documentElement.scrollWidth") <= width
    view.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = view.page.evaluate("axe.run()")["violations"]
    serious = [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in ("serious", "critical")]
    assert serious == []
