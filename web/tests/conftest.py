"""Pages opened from disk in a real browser (Debian's chromium, or the program named in CHROMIUM)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import gbad
from gbad import report

RAID = {"scenario": "ankara-2019", "seed": 7}
MARKUP = '<img src=x onerror="document.title=1">'


@pytest.fixture(scope="session")
def browser():
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("no chromium was found: install Debian's package chromium, or name a program in CHROMIUM")
    with sync_playwright() as player:
        running = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def raid():
    return gbad.run(RAID["scenario"], seed=RAID["seed"])


@pytest.fixture(scope="session")
def replay(raid, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("raid") / "replay.html"
    path.write_text(report.build_replay(raid), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def hostile_names(tmp_path_factory) -> Path:
    changes = {"threats.aircraft.name": MARKUP}
    result = gbad.run("one-aircraft", changes=changes)
    path = tmp_path_factory.mktemp("names") / "replay.html"
    path.write_text(report.build_replay(result), encoding="utf-8")
    return path


class Opened:
    """A page with what it said and asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.outside: list[str] = []
        page.on("console", lambda said: self.errors.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda asked: self._asked(asked.url))

    def _asked(self, url: str) -> None:
        if not url.startswith(("file:", "data:")):
            self.outside.append(url)

    def drawn(self) -> None:
        """Wait for the picture after the next: what was asked for before has been drawn by then."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def now(self) -> str:
        self.drawn()
        return self.page.locator("#clock").inner_text()

    def pixels(self) -> str:
        self.drawn()
        return self.page.evaluate("document.getElementById('map').toDataURL()")


@pytest.fixture
def open_page(browser: Browser):
    contexts = []

    def opened(path: Path, moment: str = "", width: int = 1280, height: int = 900, scheme: str = "light") -> Opened:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        view = Opened(context.new_page())
        view.page.goto(path.as_uri() + moment)
        view.page.wait_for_selector("html[data-ready=yes]")
        return view

    yield opened
    for context in contexts:
        context.close()
