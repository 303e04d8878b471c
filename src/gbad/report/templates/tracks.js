"use strict";
(() => {
  const D = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const canvas = $("map"), pen = canvas.getContext("2d");
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const IDENTITY = ["--unknown", "--friend", "--neutral", "--hostile"];
  const SIDE = { hostile: "--hostile", neutral: "--neutral", friend: "--friend" };
  const TRAIL = 1200, FRESH = 100, MARK = 300, HELD = 150;
  let now = 0, view, timer = 0;

  // last index whose time is not after t; -1 before the first
  const at = (times, t) => {
    let low = -1, high = times.length - 1;
    while (low < high) { const mid = (low + high + 1) >> 1; if (times[mid] <= t) low = mid; else high = mid - 1; }
    return low;
  };
  const clock = (t) => { const s = Math.round(t / 10); return Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0"); };
  const command = () => ($("command") ? $("command").value : D.commands[0]);

  // everything near the sites: far ends of airways must not shrink the fight
  const everything = () => {
    const sx = D.sites.map((s) => s.x), sy = D.sites.map((s) => s.y);
    const mx = sx.reduce((a, b) => a + b, 0) / sx.length, my = sy.reduce((a, b) => a + b, 0) / sy.length;
    let w = 3000, h = 3000;
    for (const o of D.truth) for (let i = 0; i < o.t.length; i++) {
      const dx = Math.abs(o.x[i] - mx), dy = Math.abs(o.y[i] - my);
      if (dx < 30000 && dy < 22000) { w = Math.max(w, dx); h = Math.max(h, dy); }
    }
    return { x: mx, y: my, w: 1.06 * w, h: 1.06 * h };
  };
  const size = () => {
    const wide = canvas.parentElement.clientWidth, tall = Math.min(Math.max(wide * 0.72, 300), window.innerHeight * 0.72);
    const dots = window.devicePixelRatio || 1;
    canvas.style.height = tall + "px"; canvas.width = wide * dots; canvas.height = tall * dots;
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    return [wide, tall];
  };
  let [W, H] = size();
  const scale = () => { const c = Math.cos((view.y * Math.PI) / 1.8e6); return [Math.min(W / (2 * view.w * c), H / (2 * view.h)), c]; };
  const px = (x, y) => { const [k, c] = scale(); return [W / 2 + (x - view.x) * k * c, H / 2 - (y - view.y) * k]; };

  const label = (text, x, y, color) => {
    pen.lineWidth = 3; pen.strokeStyle = css("--land"); pen.strokeText(text, x, y);
    pen.fillStyle = color; pen.fillText(text, x, y);
  };
  const grid = () => {
    const [k] = scale(), step = [500, 1000, 2500, 5000, 10000].find((s) => s * k > 70) || 10000;
    pen.strokeStyle = css("--grid"); pen.lineWidth = 1; pen.fillStyle = css("--quiet");
    const [k2, c] = scale();
    for (let x = Math.ceil((view.x - W / 2 / k2 / c) / step) * step; x < view.x + W / 2 / k2 / c; x += step) {
      const [u] = px(x, view.y); pen.beginPath(); pen.moveTo(u, 0); pen.lineTo(u, H); pen.stroke();
      pen.fillText(x / 1e4 + "°E", u + 3, H - 5);
    }
    for (let y = Math.ceil((view.y - H / 2 / k2) / step) * step; y < view.y + H / 2 / k2; y += step) {
      const [, v] = px(view.x, y); pen.beginPath(); pen.moveTo(0, v); pen.lineTo(W, v); pen.stroke();
      pen.fillText(y / 1e4 + "°N", 4, v - 4);
    }
  };
  const sites = () => {
    for (const s of D.sites) {
      const [u, v] = px(s.x, s.y); pen.lineWidth = 1.5; pen.strokeStyle = pen.fillStyle = css("--ink");
      pen.beginPath();
      if (s.kind === "asset") { pen.arc(u, v, 5, 0, 7); pen.stroke(); } else pen.fillRect(u - 3.5, v - 3.5, 7, 7);
    }
  };
  // names of sites where there is room: four places are tried, and a crowded one is left out until one comes nearer
  const names = () => {
    pen.font = "600 12px sans-serif";
    const taken = [];
    for (const s of D.sites) {
      if (s.kind === "radar") continue;
      const [u, v] = px(s.x, s.y), w = pen.measureText(s.name).width;
      for (const [x, y] of [[u + 9, v + 15], [u + 9, v - 8], [u - 9 - w, v + 15], [u - 9 - w, v - 8]]) {
        if (taken.some(([a, b, c]) => x < a + c + 4 && a < x + w + 4 && Math.abs(y - b) < 14)) continue;
        taken.push([x, y, w]); label(s.name, x, y, css("--ink")); break;
      }
    }
  };
  const place = (o, t) => {
    const i = at(o.t, t), j = Math.min(i + 1, o.t.length - 1);
    const part = o.t[j] > o.t[i] ? (t - o.t[i]) / (o.t[j] - o.t[i]) : 0;
    return [o.x[i] + part * (o.x[j] - o.x[i]), o.y[i] + part * (o.y[j] - o.y[i])];
  };
  const truth = () => {
    for (const o of D.truth) {
      if (o.t[0] > now || o.t[o.t.length - 1] < now - TRAIL) continue;
      const end = Math.min(now, o.t[o.t.length - 1]), first = Math.max(0, at(o.t, end - TRAIL));
      pen.strokeStyle = css(SIDE[o.side]); pen.globalAlpha = 0.55; pen.lineWidth = 1.4; pen.beginPath();
      for (let i = first; i <= at(o.t, end); i++) { const [u, v] = px(o.x[i], o.y[i]); if (i === first) pen.moveTo(u, v); else pen.lineTo(u, v); }
      const [u, v] = px(...place(o, end)); pen.lineTo(u, v); pen.stroke(); pen.globalAlpha = 1;
      if (end < now) { pen.globalAlpha = 0.5; pen.beginPath(); pen.moveTo(u - 3, v - 3); pen.lineTo(u + 3, v + 3); pen.moveTo(u + 3, v - 3); pen.lineTo(u - 3, v + 3); pen.stroke(); pen.globalAlpha = 1; }
    }
  };
  const plots = () => {
    const P = D.plots; pen.fillStyle = css("--plot");
    for (let i = at(P.t, now); i >= 0 && P.t[i] > now - FRESH; i--) {
      const [u, v] = px(P.x[i], P.y[i]); pen.globalAlpha = P.real[i] ? 0.9 : 0.45; pen.fillRect(u - 1, v - 1, 2, 2);
    }
    pen.globalAlpha = 1;
  };
  const tracks = () => {
    const names = $("show-numbers").checked, by = command();
    for (const k of D.tracks) {
      if (k.by !== by || k.t[0] > now) continue;
      const i = at(k.t, now); if (now - k.t[i] > HELD) continue;
      const [u, v] = px(k.x[i], k.y[i]), color = css(IDENTITY[k.i[i]]), r = 4.5;
      pen.fillStyle = pen.strokeStyle = color; pen.lineWidth = 2; pen.beginPath();
      if (k.i[i] === 3) { pen.moveTo(u, v - r - 1); pen.lineTo(u + r + 1, v); pen.lineTo(u, v + r + 1); pen.lineTo(u - r - 1, v); pen.closePath(); pen.fill(); }
      else if (k.i[i] === 2) pen.fillRect(u - r + 0.5, v - r + 0.5, 2 * r - 1, 2 * r - 1);
      else { pen.arc(u, v, r, 0, 7); if (k.i[i] === 1) pen.fill(); else pen.stroke(); }
      if (names) label(String(k.n), u + 7, v - 5, css("--ink"));
    }
  };
  const marks = () => {
    for (const m of D.marks) {
      if (m.by !== command() || Math.abs(now - m.t - MARK / 2) > MARK / 2 || !(m.event === "swapped" || m.event === "lost" || m.event === "false")) continue;
      const [u, v] = px(m.x, m.y); pen.lineWidth = 2.2; pen.strokeStyle = css(m.event === "swapped" ? "--swap" : m.event === "lost" ? "--hostile" : "--unknown"); pen.beginPath();
      if (m.event === "swapped") { pen.moveTo(u, v - 12); pen.lineTo(u + 12, v); pen.lineTo(u, v + 12); pen.lineTo(u - 12, v); pen.closePath(); } else pen.arc(u, v, 10, 0, 7);
      pen.stroke(); label(m.event, u + 14, v + 4, pen.strokeStyle);
    }
  };
  const charts = [];
  const makeCharts = () => {
    const box = $("series"); box.textContent = ""; charts.length = 0;
    for (const s of D.scores) {
      if (s.by !== command()) continue;
      const row = document.createElement("div");
      const name = document.createElement("span"), c = document.createElement("canvas"), said = document.createElement("span");
      name.textContent = s.type || "tracks of nothing"; c.className = "chart"; said.className = "n";
      c.addEventListener("pointerdown", (e) => go((e.offsetX / c.clientWidth) * D.end));
      row.append(name, c, said); box.append(row); charts.push({ s, c, said });
    }
  };
  const drawCharts = () => {
    for (const { s, c, said } of charts) {
      const dots = window.devicePixelRatio || 1, w = c.clientWidth, h = 34, g = c.getContext("2d");
      if (c.width !== Math.round(w * dots)) { c.width = Math.round(w * dots); c.height = h * dots; }
      g.setTransform(dots, 0, 0, dots, 0, 0); g.clearRect(0, 0, w, h);
      const most = Math.max(1, ...s.objects, ...(s.type ? [0] : s.tracks)), X = (t) => (t / D.end) * w;
      for (let i = 0; i < s.t.length; i++) {
        const u = X(s.t[i]), d = X(s.t[i + 1] || D.end) - u + 0.4, bar = (n, color) => { g.fillStyle = color; g.fillRect(u, h - ((h - 4) * n) / most, d, ((h - 4) * n) / most); };
        if (s.type) { bar(s.objects[i], css("--s2")); bar(s.followed[i], css("--s6")); } else bar(s.tracks[i], css("--unknown"));
      }
      g.fillStyle = css("--ink"); g.fillRect(X(now), 0, 1.5, h);
      const i = at(s.t, now);
      said.textContent = i < 0 ? "" : s.type ? s.followed[i] + " of " + s.objects[i] + (s.error[i] >= 0 ? ", " + s.error[i] + " m" : "") : s.tracks[i] + " now";
    }
  };
  const list = () => {
    const box = $("marks"); box.textContent = "";
    const mine = D.marks.filter((m) => m.by === command() && ["swapped", "lost", "false"].includes(m.event));
    if (!mine.length) box.innerHTML = "<li>None.</li>";
    for (const m of mine.slice(0, 400)) {
      const li = document.createElement("li"), b = document.createElement("button"), what = document.createElement("b");
      what.className = what.textContent = m.event; b.type = "button"; li.dataset.t = m.t;
      b.append(clock(m.t) + " ", what, " track " + m.n + (m.object ? ", " + m.object : "")); li.append(b); box.append(li);
      b.addEventListener("click", () => { go(m.t + 10); view.x = m.x; view.y = m.y; view.w = Math.min(view.w, 8000); view.h = Math.min(view.h, 6000); draw(); });
    }
  };
  const draw = () => {
    pen.clearRect(0, 0, W, H); pen.font = "11px sans-serif";
    grid(); sites();
    if ($("show-plots").checked) plots();
    if ($("show-truth").checked) truth();
    if ($("show-tracks").checked) tracks();
    marks();
    names();
    $("clock").textContent = clock(now); drawCharts();
    for (const li of $("marks").children) li.classList.toggle("now", Math.abs(now - li.dataset.t - MARK / 2) <= MARK / 2);
  };
  const go = (t) => { now = Math.min(Math.max(t, 0), D.end); $("time").value = now; draw(); };
  const stop = () => { cancelAnimationFrame(timer); timer = 0; $("play").textContent = "▶"; };
  $("play").addEventListener("click", () => {
    if (timer) return stop();
    if (now >= D.end) go(0);
    $("play").textContent = "❚❚"; let before = performance.now();
    const step = (t) => { go(now + ((t - before) / 100) * $("speed").value); before = t; if (now < D.end) timer = requestAnimationFrame(step); else stop(); };
    timer = requestAnimationFrame(step);
  });
  $("time").max = D.end;
  $("time").addEventListener("input", (e) => go(Number(e.target.value)));
  for (const id of ["truth", "plots", "tracks", "numbers"]) $("show-" + id).addEventListener("change", draw);
  if ($("command")) $("command").addEventListener("change", () => { list(); makeCharts(); draw(); });
  const zoom = (f) => { view.w *= f; view.h *= f; draw(); };
  $("in").addEventListener("click", () => zoom(0.6)); $("out").addEventListener("click", () => zoom(1 / 0.6));
  $("all").addEventListener("click", () => { view = everything(); draw(); });
  let held = null;
  canvas.addEventListener("pointerdown", (e) => { held = [e.clientX, e.clientY]; canvas.setPointerCapture(e.pointerId); });
  canvas.addEventListener("pointermove", (e) => {
    if (!held) return;
    const [k, c] = scale(); view.x -= (e.clientX - held[0]) / k / c; view.y += (e.clientY - held[1]) / k; held = [e.clientX, e.clientY]; draw();
  });
  canvas.addEventListener("pointerup", () => { held = null; });
  canvas.addEventListener("pointercancel", () => { held = null; });
  window.addEventListener("resize", () => { [W, H] = size(); draw(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  view = everything(); list(); makeCharts();
  // #t=340 opens at 340 s
  const asked = /[#&]t=([0-9.]+)/.exec(location.hash);
  go(asked ? 10 * Number(asked[1]) : 0.4 * D.end);
})();
