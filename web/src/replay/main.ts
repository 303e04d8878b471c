// The page: reads its data, wires controls, and draws when something has changed or time runs.

import { actors, heldAs, type Actor } from "./actors";
import { clock, type Data } from "./data";
import { MapPicture } from "./map";
import { byId, element, Events, fillObjects, Story } from "./panel";
import { Scores } from "./scores";
import { SideView } from "./side";
import { link, readLink, State, type Layers } from "./state";
import { drawStrip } from "./strip";
import { readTheme } from "./theme";
import { hands, View, type Box } from "./view";

const data = JSON.parse(byId("data").textContent ?? "{}") as Data;
const state = new State(data);
const map = byId<HTMLCanvasElement>("map"), sideSheet = byId<HTMLCanvasElement>("side"), stripSheet = byId<HTMLCanvasElement>("strip");
const tip = byId("tip"), slider = byId<HTMLInputElement>("time"), output = byId<HTMLOutputElement>("clock"), said = byId("said");
const view = new View(home());
let theme = readTheme(), waiting = false, before = 0, present: Actor[] = [];
const picture = new MapPicture(data, view, () => redraw());
const firstSite = Math.max(0, data.sites.findIndex(site => site.kind === "battery"));
let side = new SideView(data, firstSite);
const events = new Events(data, state, byId("events"), byId<HTMLInputElement>("all-events"));
const scores = new Scores(data, state, byId("series"));
const story = new Story(data, state, byId("story"));

/** The part of the world that is shown at first: everything that flies near, or the whole map. */
function home(): Box {
  const xs: number[] = [], ys: number[] = [];
  for (const site of data.sites) { xs.push(site.x); ys.push(site.y); }
  for (const thing of data.objects) if (thing.threat) for (let k = 0; k < thing.t.length; k++) { xs.push(thing.x[k] as number); ys.push(thing.y[k] as number); }
  if (!xs.length) { xs.push(0); ys.push(0); }
  const least = (v: number[]) => v.reduce((a, b) => Math.min(a, b)), most = (v: number[]) => v.reduce((a, b) => Math.max(a, b));
  const pad = Math.max(0.04 * Math.max(most(xs) - least(xs), most(ys) - least(ys)), 1500);
  return { west: least(xs) - pad, east: most(xs) + pad, south: least(ys) - pad, north: most(ys) + pad };
}

function fitSheet(sheet: HTMLCanvasElement): [number, number, number, CanvasRenderingContext2D] {
  const ratio = Math.min(window.devicePixelRatio || 1, 2), width = sheet.clientWidth, height = sheet.clientHeight;
  if (sheet.width !== Math.round(width * ratio) || sheet.height !== Math.round(height * ratio)) {
    sheet.width = Math.round(width * ratio);
    sheet.height = Math.round(height * ratio);
  }
  const to = sheet.getContext("2d");
  if (!to) throw new Error("this browser draws no canvas");
  return [width, height, ratio, to];
}

function draw(): void {
  const [width, height, ratio, to] = fitSheet(map);
  view.resize(width, height);
  present = actors(data, state);
  if (state.follow) { const actor = present.find(a => a.id === state.chosen); if (actor) view.centre(actor.place.x, actor.place.y); }
  picture.draw(to, state, present, theme, ratio);
  const [w, h, r, aside] = fitSheet(sideSheet);
  side.draw(aside, w, h, r, state, present, theme);
  const [sw, sh, sr, below] = fitSheet(stripSheet);
  drawStrip(below, sw, sh, sr, data, state, theme);
  slider.value = String(Math.round(state.time));
  output.textContent = clock(state.time);
  slider.setAttribute("aria-valuetext", clock(state.time));
  events.mark();
  story.move();
  scores.draw(theme);
  frames += 1;
}

let frames = 0;

function redraw(): void {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(now => {
    waiting = false;
    if (state.playing) {
      state.time = Math.min(state.time + (before ? Math.min(now - before, 200) : 0) / 100 * state.speed, data.end);
      if (state.time >= data.end) play(false);
    }
    before = state.playing ? now : 0;
    draw();
    if (state.playing) redraw();
  });
}

function play(on: boolean): void {
  if (on && state.time >= data.end) state.time = 0;
  state.playing = on;
  before = 0;
  const button = byId<HTMLButtonElement>("play");
  button.textContent = on ? "❚❚" : "▶";
  button.setAttribute("aria-label", on ? "pause" : "play");
  if (!on) { tell(); remember(); }
  redraw();
}

/** In words, for who cannot see the map. */
function tell(): void {
  const flying = present.filter(a => a.kind === "truth"), threats = flying.filter(a => "threat" in a.of && a.of.threat).length;
  const ended = data.objects.filter(o => o.threat && o.end !== null && o.end <= state.time);
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"} in flight`;
  const fate = (which: string) => ended.filter(o => o.fate === which).length;
  const rounds = count(present.filter(a => a.kind === "round").length, "round");
  const words = `At ${clock(state.time)}: ${count(threats, "threat")}, ${fate("killed")} killed, ${fate("leaked")} got through, ${rounds}.`;
  map.setAttribute("aria-label", `Map. ${words}`);
  said.textContent = words;
}

function remember(): void { history.replaceState(null, "", link(state)); }

function nearest(x: number, y: number): Actor | undefined {
  let best: Actor | undefined, least = 18;
  for (const actor of present) {
    const away = Math.hypot(view.px(actor.place.x) - x, view.py(actor.place.y) - y) - (actor.kind === "truth" ? 2 : 0);
    if (away < least) { least = away; best = actor; }
  }
  return best;
}

function hover(x: number, y: number): void {
  const actor = x < 0 ? undefined : nearest(x, y);
  tip.hidden = !actor;
  if (!actor) return;
  const lines = [element("b", actor.kind === "track" ? `track ${actor.label}` : actor.label)];
  if ("type" in actor.of) lines.push(element("span", actor.kind === "round" ? `${actor.of.type}` : actor.of.type));
  if (actor.kind === "track") lines.push(element("span", `held for ${actor.colour}`));
  if (actor.kind === "truth" && state.command) lines.push(element("span", `${state.command}: ${heldAs(data, state.command, actor.id, state.time)}`));
  lines.push(element("span", `${Math.round(actor.place.z).toLocaleString("en")} m, ${Math.round(actor.place.speed)} m/s`));
  tip.replaceChildren(...lines);
  tip.style.left = `${Math.min(x + 14, view.width - 190)}px`;
  tip.style.top = `${Math.min(y + 14, view.height - 90)}px`;
}

function tap(x: number, y: number): void {
  const actor = nearest(x, y);
  const id = actor?.kind === "track" ? followed(actor) : actor?.id;
  state.choose(id ?? null);
  hover(x, y);
}

/** What a track really follows now. */
function followed(actor: Actor): string | null {
  if (!("o" in actor.of)) return null;
  let id: string | null = null;
  for (const [row, name] of actor.of.o) if ((actor.of.t[row] as number) <= state.time) id = name || null;
  return id;
}

function wire(): void {
  slider.max = String(data.end);
  slider.addEventListener("input", () => { state.go(Number(slider.value)); });
  slider.addEventListener("change", () => { tell(); remember(); });
  byId("play").addEventListener("click", () => play(!state.playing));
  byId("next").addEventListener("click", () => { events.step(1); tell(); });
  byId("back").addEventListener("click", () => { events.step(-1); tell(); });
  byId<HTMLSelectElement>("speed").addEventListener("change", event => { state.speed = Number((event.target as HTMLSelectElement).value); });
  for (const name of ["truth", "plots", "tracks", "rounds", "names", "sectors", "cues"] as (keyof Layers)[]) {
    const box = byId<HTMLInputElement>(`show-${name}`);
    box.checked = state.layers[name];
    box.addEventListener("change", () => { state.layers[name] = box.checked; redraw(); });
  }
  fillSelect("command", [...new Set(data.tracks.map(t => t.by))].map(by => [by, by]), value => { state.command = value; scores.fill(); redraw(); });
  fillSelect("radar", [["-1", "every radar"], ...data.plots.radars.map((id, k): [string, string] => [String(k), id])], value => { state.radar = Number(value); redraw(); });
  fillSelect("from", data.sites.map((site, k): [string, string] => [String(k), site.name]), value => { side = new SideView(data, Number(value)); redraw(); }, String(firstSite));
  byId<HTMLInputElement>("follow").addEventListener("change", event => { state.follow = (event.target as HTMLInputElement).checked; redraw(); });
  for (const [id, act] of [["in", () => view.zoomBy(1.5)], ["out", () => view.zoomBy(1 / 1.5)], ["all", () => view.fit()]] as [string, () => void][]) byId(id).addEventListener("click", () => { act(); redraw(); });
  hands(map, view, redraw, tap, hover);
  document.addEventListener("keydown", keys);
  byId("followed").addEventListener("toggle", redraw);
  new ResizeObserver(() => redraw()).observe(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { theme = readTheme(); redraw(); });
  matchMedia("print").addEventListener("change", () => { theme = readTheme(); draw(); });
  addEventListener("hashchange", () => { if (readLink(state)) { state.tell("chosen"); state.tell("time"); } });
  state.onChange(what => {
    if (what === "chosen") { story.tell(); events.fill(); fillObjects(data, state, byId("objects")); remember(); }
    redraw();
  });
}

function fillSelect(id: string, options: [string, string][], act: (value: string) => void, chosen?: string): void {
  const select = byId<HTMLSelectElement>(id);
  select.replaceChildren(...options.map(([value, words]) => { const option = element("option", words); option.value = value; return option; }));
  if (chosen !== undefined) select.value = chosen;
  select.disabled = options.length < 2;
  select.addEventListener("change", () => act(select.value));
}

function keys(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || target.tagName === "SELECT" || (target.tagName === "INPUT" && event.key !== " ")) return;
  const far = event.shiftKey ? 600 : 100;
  if (event.key === " " && target.tagName !== "BUTTON" && target.tagName !== "INPUT") play(!state.playing);
  else if (event.key === "ArrowRight") state.go(state.time + far);
  else if (event.key === "ArrowLeft") state.go(state.time - far);
  else if (event.key === "n") events.step(1);
  else if (event.key === "p") events.step(-1);
  else if (event.key === "Escape") state.choose(null);
  else return;
  event.preventDefault();
  tell();
}

wire();
readLink(state);
fillObjects(data, state, byId("objects"));
story.tell();
events.fill();
draw();
tell();
document.documentElement.dataset["ready"] = "yes";
// for measurements: pictures drawn so far
Object.defineProperty(window, "gbadFrames", { get: () => frames });
