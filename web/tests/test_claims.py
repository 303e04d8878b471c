"""Claim pages in a browser: guessed, turned, pressed, by keyboard alone, without scripts, and looked at by axe."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbad.commands import claims

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("claims", "c01", "c06", "c07", "c08", "c10", "c11")


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("claims")
    claims.claims([], file=None, study=None, html=made, as_json=True)
    return made


@pytest.fixture
def visit(browser, folder):
    contexts = []

    def visited(name: str, width: int = 1280, height: int = 900, **how):
        context = browser.new_context(viewport={"width": width, "height": height}, **how)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda said: page.said.append(said.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda asked: page.said.append(asked.url) if not asked.url.startswith("file:") else None)
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield visited
    for context in contexts:
        context.close()


def test_the_answer_waits_for_a_guess_and_says_whether_it_was_right(visit):
    page = visit("c06")
    assert not page.locator(".verdict").is_visible()
    page.click("text=It holds")
    assert page.locator(".verdict").is_visible()
    assert page.inner_text("#guessed") == "The computation says otherwise."
    page.click("text=Only under a condition")
    assert page.inner_text("#guessed") == "So the computation says, too."
    assert page.said == []


def test_a_slider_moves_the_sentence_and_the_picture(visit):
    page = visit("c06")
    page.click("#skip")
    before, place = page.inner_text("#says"), page.get_attribute(".c-object", "cx")
    page.fill("#dial-range", "0")
    assert page.inner_text("#says") != before
    assert page.get_attribute(".c-object", "cx") != place
    assert page.inner_text("#out-range") == "50 km"
    assert "50 km away" in page.inner_text("#says")


def test_buttons_change_the_number_and_take_it_back(visit):
    page = visit("c07")
    page.click("#skip")
    first = page.inner_text("#says")
    page.click("text=Forty drones")
    forty = page.inner_text("#says")
    assert "Of 48 that come" in forty
    assert page.inner_text("#out-drones") == "40 drones"
    page.click("text=Half the rounds")
    assert "of 16 are fired" in page.inner_text("#says")
    page.click("text=Half the rounds")
    page.click("text=Forty drones")
    assert page.inner_text("#says") == first
    assert page.said == []


def test_keyboard_alone_reaches_answer_buttons_and_sliders(visit):
    page = visit("c11")
    keys = 0
    while page.evaluate("document.activeElement.id") != "skip" and keys < 20:
        page.keyboard.press("Tab")
        keys += 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer"
    while page.evaluate("document.activeElement.id") != "dial-range" and keys < 60:
        page.keyboard.press("Tab")
        keys += 1
    before = page.inner_text("#says")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#says") != before


def test_without_scripts_the_whole_answer_is_there_and_no_dead_button(visit):
    page = visit("c06", java_script_enabled=False)
    assert page.locator(".verdict").is_visible()
    assert page.locator("#says").is_visible()
    assert page.locator("button:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (820, 1180), (360, 740)], ids=["desktop", "tablet", "phone"])
def test_nothing_is_cut_and_axe_finds_nothing_serious(visit, size, scheme):
    for name in PAGES:
        page = visit(name, *size, color_scheme=scheme, bypass_csp=True)
        if name != "claims":
            page.click("#skip")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run()")["violations"]
        serious = [
            v["id"] + ": " + v["nodes"][0]["html"][:120] for v in found if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], name


def test_motion_is_left_out_where_it_is_not_wanted(visit):
    page = visit("c06", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.c-object')).transitionDuration") == "0s"
