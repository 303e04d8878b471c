// The map: who is where, drawn anew for every picture.

import type { Actor } from "./actors";
import { cuesAt } from "./cues";
import { upTo, type Data, type Line, type Site } from "./data";
import { Ground } from "./ground";
import { Labels } from "./labels";
import { cross, dart, frame, siteMark, triangle } from "./marks";
import type { State } from "./state";
import { colour, type Theme } from "./theme";
import type { View } from "./view";

type Context = CanvasRenderingContext2D;
const TRAIL = 1200, PLOT_AGE = 100, FLASH = 60;

export class MapPicture {
  private readonly ground: Ground;

  private readonly places: Site[][];
  private readonly labels = new Labels();
  private ratio = 1;
  private taken: { x: number; y: number; w: number }[] = [];

  constructor(private readonly data: Data, private readonly view: View, ready: () => void) {
    this.ground = new Ground(data, ready);
    const by = new Map<string, Site[]>();
    for (const site of data.sites) by.set(`${site.x},${site.y}`, [...(by.get(`${site.x},${site.y}`) ?? []), site]);
    this.places = [...by.values()];
  }

  draw(to: Context, state: State, present: readonly Actor[], theme: Theme, ratio: number): void {
    to.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.taken = [];
    this.ratio = ratio;
    const looking = state.layers.sectors ? this.data.sites.filter(site => looks(site, state.time)) : [];
    const key = looking.map(site => site.id).join();
    this.ground.draw(to, this.view, theme, ratio, key, sheet => { for (const site of looking) this.sector(sheet, site, theme); });
    for (const here of this.places) this.site(to, here, state, theme);
    if (state.layers.cues) this.cues(to, state, theme);
    if (state.layers.plots) this.plots(to, state, theme);
    for (const actor of present) this.trail(to, actor.line, state, colour(theme, actor.colour), actor.kind);
    this.ends(to, state, theme);
    for (const actor of present) if (actor.id === state.chosen) this.actor(to, actor, state, theme);
    for (const actor of present) if (actor.id !== state.chosen) this.actor(to, actor, state, theme);
  }

  private sector(to: Context, site: Site, theme: Theme): void {
    if (site.boresight === null || site.sector === null) return;
    const x = this.view.px(site.x), y = this.view.py(site.y), r = Math.min((site.range ?? 200_000) * this.view.perMetre, 4000);
    const middle = (site.boresight - 90) * Math.PI / 180, half = site.sector / 2 * Math.PI / 180;
    const fade = to.createRadialGradient(x, y, 0, x, y, r);
    fade.addColorStop(0, withAlpha(colour(theme, "fan"), 0.28));
    fade.addColorStop(1, withAlpha(colour(theme, "fan"), 0.02));
    to.beginPath(); to.moveTo(x, y); to.arc(x, y, r, middle - half, middle + half); to.closePath();
    to.fillStyle = fade; to.fill();
    to.strokeStyle = withAlpha(colour(theme, "fan"), 0.45); to.lineWidth = 1;
    to.beginPath();
    for (const side of [-half, half]) { to.moveTo(x, y); to.lineTo(x + 0.5 * r * Math.cos(middle + side), y + 0.5 * r * Math.sin(middle + side)); }
    to.stroke();
  }

  /** One mark for each place: a battery stands with its radar and its post, and may itself be defended. */
  private site(to: Context, here: readonly Site[], state: State, theme: Theme): void {
    const best = here.find(s => s.kind === "battery") ?? here.find(s => s.kind === "radar") ?? here.find(s => s.kind === "command") ?? here[0];
    if (!best) return;
    const x = this.view.px(best.x), y = this.view.py(best.y), lost = here.some(s => s.lost !== null && state.time > s.lost);
    to.strokeStyle = colour(theme, best.kind === "asset" ? "ink" : "fan");
    to.fillStyle = colour(theme, "paper");
    to.lineWidth = 1.8;
    if (best.kind !== "asset") { to.beginPath(); to.arc(x, y, 9, 0, 7); to.fill(); to.stroke(); }
    siteMark(to, best.kind, x, y, 5);
    to.stroke();
    if (lost) { to.strokeStyle = colour(theme, "leak"); to.lineWidth = 2.4; cross(to, x, y, 8); to.stroke(); }
    if (state.layers.names) this.text(to, best.name, x, y + 21, theme, "center");
  }

  /** Dashed from a sensor to where it is told to look; dotted from the post that tells it, where that stands elsewhere. */
  private cues(to: Context, state: State, theme: Theme): void {
    const ink = colour(theme, "fan"), told = new Set<string>();
    to.strokeStyle = withAlpha(ink, 0.55);
    to.lineWidth = 1;
    for (const { cue, site, post, x, y } of cuesAt(this.data, state.time)) {
      const x0 = this.view.px(site.x), y0 = this.view.py(site.y);
      to.setLineDash([7, 4]);
      to.beginPath(); to.moveTo(x0, y0); to.lineTo(this.view.px(x), this.view.py(y)); to.stroke();
      if (!post || told.has(site.id + cue.by)) continue;
      told.add(site.id + cue.by);
      const px = this.view.px(post.x), py = this.view.py(post.y);
      if (Math.hypot(px - x0, py - y0) < 14) continue;
      to.setLineDash([2, 3]);
      to.lineWidth = 2;
      to.beginPath(); to.moveTo(px, py); to.lineTo(x0, y0); to.stroke();
      to.lineWidth = 1;
    }
    to.setLineDash([]);
  }

  private plots(to: Context, state: State, theme: Theme): void {
    const { plots } = this.data, last = upTo(plots.t, state.time);
    for (let k = upTo(plots.t, state.time - PLOT_AGE); k < last; k++) {
      if (state.radar >= 0 && plots.radar[k] !== state.radar) continue;
      to.globalAlpha = 1 - 0.8 * (state.time - (plots.t[k] as number)) / PLOT_AGE;
      to.fillStyle = colour(theme, plots.real[k] ? "plot" : "unknown");
      to.fillRect(this.view.px(plots.x[k] as number) - 1.5, this.view.py(plots.y[k] as number) - 1.5, 3, 3);
    }
    to.globalAlpha = 1;
  }

  /** The last two minutes, fading; of a round its whole flight. */
  private trail(to: Context, line: Line, state: State, ink: string, kind: Actor["kind"]): void {
    const from = kind === "round" ? -1 : state.time - TRAIL, first = Math.max(upTo(line.t, from) - 1, 0), last = upTo(line.t, state.time);
    if (last <= first) return;
    to.strokeStyle = ink;
    to.globalAlpha = kind === "track" ? 0.55 : 0.75;
    to.lineWidth = kind === "track" ? 1 : 1.6;
    to.setLineDash(kind === "track" ? [2, 3] : []);
    to.beginPath();
    for (let k = first; k < last; k++) {
      const x = this.view.px(line.x[k] as number), y = this.view.py(line.y[k] as number);
      if (k === first) to.moveTo(x, y); else to.lineTo(x, y);
    }
    const n = line.t.length, next = last < n ? last : n - 1, t0 = line.t[last - 1] as number, t1 = line.t[next] as number;
    const u = t1 > t0 ? Math.min(1, (state.time - t0) / (t1 - t0)) : 0;
    const mix = (a: number[]) => (a[last - 1] as number) + u * ((a[next] as number) - (a[last - 1] as number));
    to.lineTo(this.view.px(mix(line.x)), this.view.py(mix(line.y)));
    to.stroke();
    to.setLineDash([]);
    to.globalAlpha = 1;
  }

  /** Where threats were killed or got through, and where rounds have just met something. */
  private ends(to: Context, state: State, theme: Theme): void {
    for (const thing of this.data.objects) {
      if (thing.end === null || thing.end > state.time || (thing.fate !== "killed" && thing.fate !== "leaked")) continue;
      const n = thing.t.length - 1;
      if (n < 0) continue;
      const x = this.view.px(thing.x[n] as number), y = this.view.py(thing.y[n] as number);
      to.globalAlpha = thing.id === state.chosen ? 1 : 0.75;
      if (thing.fate === "killed") { to.strokeStyle = colour(theme, thing.threat ? "kill" : "leak"); to.lineWidth = 2; cross(to, x, y, 4.5); to.stroke(); }
      else { to.fillStyle = colour(theme, "leak"); triangle(to, x, y, 5.5); to.fill(); }
      to.globalAlpha = 1;
    }
    for (const round of this.data.rounds) {
      if (round.end === null || state.time < round.end || state.time > round.end + FLASH || !round.t.length) continue;
      const n = round.t.length - 1, age = (state.time - round.end) / FLASH;
      to.strokeStyle = colour(theme, round.killed ? "round" : "quiet");
      to.globalAlpha = 1 - age;
      to.lineWidth = 2;
      to.beginPath(); to.arc(this.view.px(round.x[n] as number), this.view.py(round.y[n] as number), 4 + 12 * age, 0, 7); to.stroke();
      to.globalAlpha = 1;
    }
  }

  private actor(to: Context, actor: Actor, state: State, theme: Theme): void {
    const x = this.view.px(actor.place.x), y = this.view.py(actor.place.y), ink = colour(theme, actor.colour);
    if (x < -40 || y < -40 || x > this.view.width + 40 || y > this.view.height + 40) return;
    to.globalAlpha = actor.stale ? 0.45 : 1;
    if (actor.kind === "track") { frame(to, actor.identity, x, y, 8.5); to.lineWidth = 1.8; to.strokeStyle = ink; to.stroke(); }
    else if (actor.kind === "round") { dart(to, x, y, actor.place.course, 4.5); to.fillStyle = ink; to.fill(); }
    else { dart(to, x, y, actor.place.course, 6); to.fillStyle = ink; to.fill(); to.strokeStyle = colour(theme, "paper"); to.lineWidth = 0.8; to.stroke(); }
    to.globalAlpha = 1;
    if (actor.id === state.chosen) { to.beginPath(); to.arc(x, y, 14, 0, 7); to.strokeStyle = colour(theme, "ink"); to.lineWidth = 2; to.stroke(); }
    if (!state.layers.names) return;
    if (actor.kind === "track" && !state.layers.truth) this.text(to, actor.label, x + 11, y + 4, theme);
    if (actor.kind === "truth" && (this.view.perMetre > 1 / 900 || actor.id === state.chosen)) this.text(to, actor.label, x + 10, y - 7, theme);
  }

  private text(to: Context, text: string, x: number, y: number, theme: Theme, align: CanvasTextAlign = "left"): void {
    const label = this.labels.get(text, theme, this.ratio), left = align === "center" ? x - label.width / 2 : x;
    // a name that would lie on another is left out: hovering tells it
    if (this.taken.some(t => Math.abs(t.y - y) < 12 && left < t.x + t.w + 4 && t.x < left + label.width + 4)) return;
    this.taken.push({ x: left, y, w: label.width });
    to.drawImage(label.sheet, left - 2, y - 12, label.width + 4, 17);
  }
}

function looks(site: Site, time: number): boolean {
  const idle = [...site.states].reverse().find(([since]) => since <= time);
  if (idle && idle[1] !== "works") return false; // silent, turning, on the march, destroyed
  return site.kind === "radar" && site.boresight !== null && site.sector !== null && site.sector < 360 && (site.lost === null || time <= site.lost);
}

export function withAlpha(hex: string, alpha: number): string {
  const full = hex.length === 4 ? "#" + [...hex.slice(1)].map(c => c + c).join("") : hex;
  const [r, g, b] = [1, 3, 5].map(k => parseInt(full.slice(k, k + 2), 16));
  return `rgba(${r},${g},${b},${alpha})`;
}
