// The side view: height against distance over the ground from a site, the same actors in the same colours. Heights are
// drawn by their square root, so that a missile at 100 km and a drone at 100 m both have room.

import type { Actor } from "./actors";
import { apart, upTo, type Data, type Line } from "./data";
import { dart, frame } from "./marks";
import type { State } from "./state";
import { colour, type Theme } from "./theme";

type Context = CanvasRenderingContext2D;
const LEFT = 44, BOTTOM = 22, TOP = 10, RIGHT = 12, TRAIL = 1200;
const HEIGHTS = [0, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 50_000, 80_000, 120_000, 180_000, 250_000, 400_000, 600_000, 1_000_000];

export class SideView {
  private readonly far: number;
  private readonly high: number;

  constructor(private readonly data: Data, public site: number) {
    const from = data.sites[site], lines = [...data.objects.filter(o => o.threat), ...data.rounds];
    let far = 50_000, high = 5_000;
    if (from) for (const line of lines) for (let k = 0; k < line.t.length; k++) {
      far = Math.max(far, apart({ x: line.x[k] as number, y: line.y[k] as number }, from));
      high = Math.max(high, line.z[k] as number);
    }
    this.far = far * 1.03;
    this.high = high * 1.08;
  }

  draw(to: Context, width: number, height: number, ratio: number, state: State, present: readonly Actor[], theme: Theme): void {
    const from = this.data.sites[this.site];
    to.setTransform(ratio, 0, 0, ratio, 0, 0);
    to.fillStyle = colour(theme, "paper");
    to.fillRect(0, 0, width, height);
    if (!from) return;
    const x = (metres: number) => LEFT + metres / this.far * (width - LEFT - RIGHT), y = (metres: number) => height - BOTTOM - Math.sqrt(Math.max(metres, 0) / this.high) * (height - BOTTOM - TOP);
    this.axes(to, width, height, x, y, theme);
    for (const actor of present) {
      to.strokeStyle = colour(theme, actor.colour);
      to.globalAlpha = actor.kind === "track" ? 0.5 : 0.8;
      to.lineWidth = actor.kind === "track" ? 1 : 1.5;
      to.setLineDash(actor.kind === "track" ? [2, 3] : []);
      this.trail(to, actor.line, actor.kind === "round" ? -1 : state.time - TRAIL, state.time, from, x, y, actor.place);
    }
    to.setLineDash([]);
    to.globalAlpha = 1;
    for (const actor of present) {
      const px = x(apart(actor.place, from)), py = y(actor.place.z);
      if (actor.kind === "track") { frame(to, actor.identity, px, py, 7); to.strokeStyle = colour(theme, actor.colour); to.lineWidth = 1.6; to.stroke(); }
      else { dart(to, px, py, -Math.PI / 2, actor.kind === "round" ? 3.5 : 5); to.fillStyle = colour(theme, actor.colour); to.fill(); }
      if (actor.id === state.chosen) { to.beginPath(); to.arc(px, py, 11, 0, 7); to.strokeStyle = colour(theme, "ink"); to.lineWidth = 1.8; to.stroke(); }
    }
  }

  private trail(to: Context, line: Line, since: number, time: number, from: { x: number; y: number }, x: (m: number) => number, y: (m: number) => number, now: { x: number; y: number; z: number }): void {
    to.beginPath();
    for (let k = Math.max(upTo(line.t, since) - 1, 0), first = k, last = upTo(line.t, time); k < last; k++) {
      const px = x(apart({ x: line.x[k] as number, y: line.y[k] as number }, from)), py = y(line.z[k] as number);
      if (k === first) to.moveTo(px, py); else to.lineTo(px, py);
    }
    to.lineTo(x(apart(now, from)), y(now.z));
    to.stroke();
  }

  private axes(to: Context, width: number, height: number, x: (m: number) => number, y: (m: number) => number, theme: Theme): void {
    to.font = "10px system-ui, sans-serif";
    to.fillStyle = colour(theme, "quiet");
    to.strokeStyle = colour(theme, "rule");
    to.lineWidth = 1;
    const across = step(this.far, (width - LEFT) / 75);
    for (let m = 0; m <= this.far; m += across) { rule(to, x(m), TOP, x(m), height - BOTTOM); to.textAlign = "center"; to.fillText(`${m / 1000}${m + across > this.far ? " km" : ""}`, x(m), height - 8); }
    let above = height;
    for (const m of HEIGHTS) {
      if (m > this.high || above - y(m) < 16) continue;
      above = y(m);
      rule(to, LEFT, above, width - RIGHT, above);
      to.textAlign = "right";
      to.fillText(m < 1000 ? `${m} m` : `${m / 1000} km`, LEFT - 5, above + 3);
    }
    to.textAlign = "left";
  }
}

function step(span: number, lines: number): number {
  const rough = span / Math.max(lines, 1), ten = 10 ** Math.floor(Math.log10(rough));
  return (rough / ten > 5 ? 10 : rough / ten > 2 ? 5 : rough / ten > 1 ? 2 : 1) * ten;
}

function rule(to: Context, x0: number, y0: number, x1: number, y1: number): void { to.beginPath(); to.moveTo(x0, y0); to.lineTo(x1, y1); to.stroke(); }
