"""Pictures of replay and claim pages in docs/pictures, made by ``python web/take_pictures.py`` after ``make test-web``.

With ``replay`` or ``claims`` only those.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import gbad
from gbad import report
from gbad.commands import claims

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
MOMENT = "#t=600&id=srbm-n"
REPLAY = {
    "replay.png": (1280, 900, "light"),
    "replay-tablet.png": (820, 1180, "dark"),
    "replay-phone.png": (390, 844, "light"),
}
CLAIMS = {"claim.png": (900, 1280, "light"), "claim-phone.png": (390, 1280, "dark")}


def take_replay(browser: Browser, folder: Path) -> None:
    """The raid of ``gbad run ankara-2019 --seed 7``, a ballistic missile chosen."""
    page_file = folder / "replay.html"
    page_file.write_text(report.build_replay(gbad.run("ankara-2019", seed=7)), encoding="utf-8")
    for name, (width, height, scheme) in REPLAY.items():
        page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
        page.goto(page_file.as_uri() + MOMENT)
        page.wait_for_selector("html[data-ready=yes]")
        page.wait_for_timeout(400)
        page.screenshot(path=PICTURES / name)


def take_claims(browser: Browser, folder: Path) -> None:
    """The page of the sentence on 600 km, at 300 km and a drone's height."""
    claims.claims(["c06"], file=None, study=None, html=folder / "claims", as_json=True)
    for name, (width, height, scheme) in CLAIMS.items():
        page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
        page.goto((folder / "claims" / "c06.html").as_uri())
        page.click("text=Only under a condition")
        page.click("text=At 300 km")
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(400)
        page.screenshot(path=PICTURES / name)


def main() -> None:
    """Take those that are named, or all."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as player, tempfile.TemporaryDirectory() as folder:
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for what, take in {"replay": take_replay, "claims": take_claims}.items():
            if what in (sys.argv[1:] or (what,)):
                take(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
