"use strict";
// Which places are found at a height. Made-up ground: ground + height against the lowest height in sight and the bands
// of the echo. Real ground: shares of all directions, by distance.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { rows, columns } = data, cells = rows * columns, UNKNOWN = 65535;
  const slider = document.getElementById("height"), which = document.getElementById("class");
  const canvas = document.getElementById("picture"), pen = canvas.getContext("2d");
  const byDistance = data.shares !== undefined;
  const INK = { worst: [22, 67, 126, 185], nominal: [63, 143, 196, 170], best: [169, 216, 230, 165] };
  canvas.width = columns; canvas.height = rows;
  slider.max = data.heights.length - 1; slider.value = data.starts[which.value];

  // distance along the mean Earth, and bearing, of every cell (row 0 is the north edge)
  const rad = Math.PI / 180, step = new Uint16Array(cells), inside = new Uint8Array(cells);
  for (let i = 0; i < rows; i++) {
    const lat = (data.south + (rows - 1 - i) * data.north_step) * rad, lat0 = data.latitude * rad;
    for (let j = 0; j < columns; j++) {
      const turn = (data.west + j * data.east_step - data.longitude) * rad;
      const north = Math.sin(lat) * Math.cos(lat0) - Math.cos(lat) * Math.sin(lat0) * Math.cos(turn);
      const east = Math.cos(lat) * Math.sin(turn);
      const up = Math.sin(lat) * Math.sin(lat0) + Math.cos(lat) * Math.cos(lat0) * Math.cos(turn);
      const distance = 6371008.77 * Math.atan2(Math.hypot(north, east), up), k = i * columns + j;
      step[k] = Math.round(distance / data.step);
      // this sphere and the map's ellipsoid differ by a few tenths of a per cent
      let seen = distance <= 0.995 * data.radius;
      if (seen && data.sector) {
        const off = ((Math.atan2(east, north) / rad - data.sector[0]) % 360 + 540) % 360 - 180;
        if (Math.abs(off) > data.sector[1]) inside[k] = 2, seen = false;
      }
      if (seen) inside[k] = 1;
    }
  }

  function numbers(url) {
    return new Promise(function (done) {
      const image = new Image();
      image.onload = function () {
        const room = document.createElement("canvas");
        room.width = columns; room.height = rows;
        const brush = room.getContext("2d");
        brush.drawImage(image, 0, 0);
        const bytes = brush.getImageData(0, 0, columns, rows).data, out = new Uint16Array(cells);
        for (let k = 0; k < cells; k++) out[k] = bytes[4 * k] * 256 + bytes[4 * k + 1];
        done(out);
      };
      image.src = url;
    });
  }

  function within(bands, height) {
    for (const band of bands) if (band[0] <= height && height <= band[1]) return true;
    return false;
  }

  // colour of a distance: each case gets its ink in the share of directions that only it finds
  function blend(share) {
    const parts = [share[0], share[1] - share[0], share[2] - share[1]], inks = [INK.worst, INK.nominal, INK.best];
    const whole = parts[0] + parts[1] + parts[2];
    if (whole <= 0) return null;
    const ink = [0, 0, 0, 2.1 * whole];
    for (let c = 0; c < 3; c++) for (let e = 0; e < 3; e++) ink[c] += inks[e][c] * parts[e] / whole;
    return ink;
  }

  Promise.all(byDistance ? [] : [numbers(data.sight), numbers(data.ground)]).then(function (both) {
    const sight = both[0], ground = both[1], picture = pen.createImageData(columns, rows);
    function rings(pixels) {
      const table = data.shares[which.value], h = slider.value, inks = [];
      for (let n = 0; n < data.unknown.length; n++) inks.push(blend([table[0][h][n], table[1][h][n], table[2][h][n]]));
      for (let k = 0; k < cells; k++) {
        if (inside[k] !== 1) continue;
        const n = Math.min(step[k], inks.length - 1), stripe = (Math.floor(k / columns) + k % columns) % 6 < 2;
        if (inks[n]) pixels.set(inks[n], 4 * k);
        else if (data.unknown[n] > 50 && stripe) pixels.set([110, 110, 110, 130], 4 * k);
      }
    }
    function places(pixels, height) {
      const table = data.classes[which.value];
      for (let k = 0; k < cells; k++) {
        if (!inside[k]) continue;
        const i = Math.floor(k / columns), stripe = (i + k % columns) % 6 < 2;
        if (inside[k] === 2) continue;
        let ink = null;
        if (sight[k] === UNKNOWN) {
          if (stripe) ink = [110, 110, 110, 130];
        } else {
          const floor = ground[k] - data.offset, at = data.sea === null ? floor + height : data.sea + height;
          if (at >= floor + sight[k]) {
            const n = Math.min(step[k], table[0].length - 1), best = within(table[2][n], at);
            const worst = within(table[0][n], at), nominal = within(table[1][n], at);
            ink = worst ? INK.worst : nominal ? INK.nominal : best ? INK.best : stripe ? [194, 65, 12, 190] : null;
          }
        }
        if (ink) pixels.set(ink, 4 * k);
      }
    }
    function draw() {
      const height = data.heights[slider.value];
      picture.data.fill(0);
      if (byDistance) rings(picture.data); else places(picture.data, height);
      pen.putImageData(picture, 0, 0);
      const text = height < 1000 ? height + " m" : height / 1000 + " km", disc = data.disc[which.value], percent = (e) => (100 * disc[e][slider.value]).toFixed(1) + " %";
      document.getElementById("shown").textContent = text + " above " + data.above;
      document.getElementById("share").textContent =
        "At " + text + ", " + percent(1) + " of the disc of " + Math.round(data.radius / 1000) + " km is covered (" +
        percent(0) + " at worst, " + percent(2) + " at best).";
      for (const part of document.querySelectorAll("[data-class]")) part.hidden = part.dataset.class !== which.value;
    }
    document.documentElement.classList.add("js");
    // another class comes at its own height, until a reader has chosen one
    let chosen = false;
    slider.addEventListener("input", function () { chosen = true; draw(); });
    which.addEventListener("change", function () { if (!chosen) slider.value = data.starts[which.value]; draw(); });
    draw();
  });
})();
