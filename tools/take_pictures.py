"""The pictures of pages in docs: plays or computes what they show and takes them with Chromium.

    python tools/take_pictures.py [report] [study] [coverage]     # all without a name; the study takes minutes

`report.png` and `report-phone.png` show the report of ``gbad run ankara-2019 --seed 7``, 1280 and 390 pixels wide,
`study.png` that of ``gbad study one-regiment-or-two-systems``, `coverage-page.png` the page of ``gbad cover``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
# by what is typed: the page it leaves, and the pictures of it (name, width, height)
PAGES = {
    "report": (
        ["run", "ankara-2019", "--seed", "7"],
        "report.html",
        [("report.png", 1280, 1500), ("report-phone.png", 390, 1700)],
    ),
    "study": (["study", "one-regiment-or-two-systems"], "report.html", [("study.png", 1280, 1300)]),
    "coverage": (
        ["cover", "--terrain", "coast", "--target", "cruise-missile", "--target", "fighter"],
        "coverage.html",
        [("coverage-page.png", 1280, 1100)],
    ),
}


def take(page: Path, name: str, width: int, height: int, folder: Path = PICTURES) -> None:
    """One picture of the top of a page."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sys.exit("Chromium is needed and was not found on the path")
    subprocess.run(
        [program, "--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={width},{height}",
         "--virtual-time-budget=4000", f"--screenshot={folder / name}", page.resolve().as_uri()],
        check=True, capture_output=True,
    )  # fmt: skip


def main() -> None:
    """Take the pictures asked for."""
    for what in sys.argv[1:] or PAGES:
        command, page, shots = PAGES[what]
        with tempfile.TemporaryDirectory() as made:
            out = Path(made) / "out"
            subprocess.run([sys.executable, "-m", "gbad", *command, "--out", str(out)], check=True)
            for name, width, height in shots:
                take(out / page, name, width, height)
                print(PICTURES / name)


if __name__ == "__main__":
    main()
