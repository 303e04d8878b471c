"""How smoothly the replay draws: pictures a second with 300 flyers, in software, for some seconds of play.

``python web/bench_frames.py`` (needs what ``make test-web`` installs). Prints a table, then one JSON line.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import gbad
from gbad.report import replay, replay_data

FLYERS, SECONDS = 300, 8.0
SIZES = {"desktop": (1440, 950), "phone": (390, 844)}


def crowded(data: dict) -> dict:
    """The raid several times over, each copy aside of the one before, until 300 fly at once."""
    data = copy.deepcopy(data)
    base, k = list(data["objects"]), 0
    while len(data["objects"]) < FLYERS:
        k += 1
        for thing in base[: FLYERS - len(data["objects"])]:
            more = thing | {"id": f"{thing['id']}-x{k}", "y": [y + 700 * k for y in thing["y"]], "end": data["end"]}
            data["objects"].append(more)
    return data


def processor_s() -> float:
    """Processor time of the browser so far: of every process that this one began, and of those that these began."""
    told: dict[int, tuple[int, float]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it has ended
        told[int(folder.name)] = (int(fields[1]), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"))

    def ours(process: int) -> bool:
        while process in told:
            process = told[process][0]
            if process == os.getpid():
                return True
        return False

    return sum(used for process, (_, used) in told.items() if ours(process))


def measured(page: Page) -> tuple[float, float]:
    """Pictures a second while it plays with everything on, and milliseconds of processor time for each.

    The first depends on what else the machine does; the second, which bounds it on a free one, hardly does.
    """
    page.check("#show-plots")
    page.click("#play")
    page.wait_for_timeout(500)
    first, start, used = page.evaluate("window.gbadFrames"), time.perf_counter(), processor_s()
    page.wait_for_timeout(1000 * SECONDS)
    drawn = page.evaluate("window.gbadFrames") - first
    return drawn / (time.perf_counter() - start), 1000.0 * (processor_s() - used) / drawn


def main() -> None:
    result = gbad.run("ankara-2019", seed=7)
    data, program = replay_data.replay_data(result), os.environ.get("CHROMIUM") or shutil.which("chromium")
    rows = {}
    with sync_playwright() as player, tempfile.TemporaryDirectory() as folder:
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for crowd, shown in (("ankara-2019", data), (f"{FLYERS} flyers", crowded(data))):
            replay.replay_data = lambda _, shown=shown: shown  # the page of made-up data
            path = Path(folder) / f"{crowd}.html"
            path.write_text(replay.build_replay(result), encoding="utf-8")
            for size, (width, height) in SIZES.items():
                page = browser.new_context(viewport={"width": width, "height": height}).new_page()
                start = time.perf_counter()
                page.goto(path.as_uri() + "#t=300")
                page.wait_for_selector("html[data-ready=yes]")
                first_s, (rate, cost_ms) = time.perf_counter() - start, measured(page)
                rows[f"{crowd}, {size}"] = {
                    "first_picture_s": round(first_s, 2),
                    "frames_per_s": round(rate, 1),
                    "processor_ms": round(cost_ms, 1),
                    "megabytes": round(path.stat().st_size / 1e6, 2),
                }
                page.close()
        browser.close()
    for name, row in rows.items():
        first = f"first after {row['first_picture_s']:.2f} s"
        cost = f"{row['processor_ms']:5.1f} ms of processor time each"
        print(f"{name:25} {row['frames_per_s']:6.1f} pictures/s  {cost}  {first}  {row['megabytes']:.2f} MB")
    print(json.dumps({"bench": "frames", **rows}))


if __name__ == "__main__":
    main()
