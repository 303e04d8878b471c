"""CesiumJS itself, in a real browser, loads and plays what gbad export --to czml writes. Nothing leaves the machine.

``python web/tests/test_cesium.py`` takes docs/pictures/cesium.png of the first run anew.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import sys
import threading
from pathlib import Path

import pytest

import gbad

ROOT = Path(__file__).resolve().parents[2]
CESIUM = ROOT / "web" / "cesium" / "node_modules" / "cesium" / "Build" / "Cesium"
SCENARIOS = {"ankara-2019": "ankara-2019", "date-line": str(ROOT / "tests" / "export" / "date-line.yaml")}
PAGE = """<!doctype html><meta charset="utf-8"><script>window.CESIUM_BASE_URL="/Cesium/"</script>
<script src="/Cesium/Cesium.js"></script><link rel="stylesheet" href="/Cesium/Widgets/widgets.css">
<style>html,body,#globe{margin:0;height:100%}</style><div id="globe"></div><script>
window.told = {errors: [], frames: 0, done: false};
window.onerror = (message) => told.errors.push(String(message));
window.onunhandledrejection = (event) => told.errors.push(String(event.reason));
(async () => {
  const pictures = Cesium.buildModuleUrl("Assets/Textures/NaturalEarthII");
  const viewer = window.viewer = new Cesium.Viewer("globe", {
    baseLayer: Cesium.ImageryLayer.fromProviderAsync(Cesium.TileMapServiceImageryProvider.fromUrl(pictures)),
    baseLayerPicker: false, geocoder: false, navigationInstructionsInitiallyVisible: false});
  viewer.scene.renderError.addEventListener((scene, error) => told.errors.push("render: " + error));
  viewer.scene.postRender.addEventListener(() => told.frames++);
  const source = await Cesium.CzmlDataSource.load("/run.czml");
  await viewer.dataSources.add(source);
  const clock = source.clock, all = source.entities.values;
  told.entities = all.length; told.placed = 0; told.lost = [];
  const length = Cesium.JulianDate.secondsDifference(clock.stopTime, clock.startTime);
  for (let k = 0; k <= 40; k++) {
    const now = Cesium.JulianDate.addSeconds(clock.startTime, length * k / 40, new Cesium.JulianDate());
    for (const one of all) {
      if (!one.position || !one.isAvailable(now)) continue;
      if (one.position.getValue(now)) told.placed++; else told.lost.push(one.id);
    }
    viewer.clock.currentTime = now;
    viewer.render();
  }
  const part = parseFloat(location.hash.slice(1) || "0.4");
  viewer.clock.shouldAnimate = false;
  viewer.clock.currentTime = Cesium.JulianDate.addSeconds(clock.startTime, length * part, new Cesium.JulianDate());
  const site = all.find((one) => one.id.startsWith("site/battery")).position.getValue(clock.startTime);
  const at = Cesium.Cartographic.fromCartesian(site);
  const eye = Cesium.Cartesian3.fromRadians(at.longitude - 0.01, at.latitude - 0.075, 330000);
  viewer.camera.setView({destination: eye, orientation: {heading: 0.15, pitch: -0.75, roll: 0}});
  told.done = true;
})();
</script>"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture(scope="module", params=list(SCENARIOS))
def site(request, tmp_path_factory):
    """A folder with Cesium, the run and the page, served on the loopback address."""
    if not CESIUM.is_dir():
        pytest.fail("CesiumJS is not installed: make test-web installs it (npm ci in web/cesium)")
    folder = tmp_path_factory.mktemp("cesium")
    (folder / "Cesium").symlink_to(CESIUM)
    gbad.run(SCENARIOS[request.param], seed=7).export("czml", folder / "run.czml")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_cesium_loads_and_plays_a_run_without_an_error(browser, site):
    folder, address = site
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    outside: list[str] = []

    def only_here(route) -> None:
        url = route.request.url
        if url.startswith((address, "data:", "blob:")):
            route.continue_()
        else:
            outside.append(url)
            route.abort()

    page.route("**/*", only_here)
    page.goto(f"{address}/index.html#0.37", timeout=120_000, wait_until="commit")
    page.wait_for_function("window.told && (told.done && told.frames > 45 || told.errors.length)", timeout=120_000)
    told = page.evaluate("told")
    if picture := os.environ.get("CESIUM_PICTURE"):
        page.wait_for_function("viewer.render(), viewer.scene.globe.tilesLoaded", timeout=240_000)
        page.screenshot(path=picture, timeout=120_000)
    page.close()
    packets = json.loads((folder / "run.czml").read_text(encoding="utf-8"))
    assert told["errors"] == []
    assert told["lost"] == []
    assert told["entities"] == len(packets) - 1
    assert told["placed"] > 40
    assert outside == []


if __name__ == "__main__":
    os.environ["CESIUM_PICTURE"] = str(ROOT / "docs" / "pictures" / "cesium.png")
    sys.exit(pytest.main([__file__, "-k", next(iter(SCENARIOS))]))
