"""The replay's pictures in docs/pictures, taken anew by ``python web/take_pictures.py`` after ``make test-web``."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import gbad
from gbad import report

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
MOMENT = "#t=600&id=srbm-n"
SHOTS = {
    "replay.png": (1280, 900, "light"),
    "replay-tablet.png": (820, 1180, "dark"),
    "replay-phone.png": (390, 844, "light"),
}


def main() -> None:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as player, tempfile.TemporaryDirectory() as folder:
        page_file = Path(folder) / "replay.html"
        page_file.write_text(report.build_replay(gbad.run("ankara-2019", seed=7)), encoding="utf-8")
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (width, height, scheme) in SHOTS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            page.goto(page_file.as_uri() + MOMENT)
            page.wait_for_selector("html[data-ready=yes]")
            page.wait_for_timeout(400)
            page.screenshot(path=PICTURES / name)
        browser.close()


if __name__ == "__main__":
    main()
