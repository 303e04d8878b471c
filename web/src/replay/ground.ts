// The still part of the map: sea, relief, coast, grid, scale. Kept as a picture until the view or the colours change.

import type { Data } from "./data";
import { colour, type Theme } from "./theme";
import type { View } from "./view";

export class Ground {
  private readonly sheet = document.createElement("canvas");
  private key = "";
  private relief: HTMLImageElement | null = null;

  constructor(private readonly data: Data, ready: () => void) {
    if (!data.map) return;
    const image = new Image();
    image.onload = () => { this.relief = image; this.key = ""; ready(); };
    image.src = `data:image/png;base64,${data.map.png}`;
  }

  /** `over` paints what seldom changes on top; `more` names it. */
  draw(to: CanvasRenderingContext2D, view: View, theme: Theme, ratio: number, more: string, over: (sheet: CanvasRenderingContext2D) => void): void {
    const key = [more, view.width, view.height, view.px(0), view.py(0), view.scale, ratio, theme["paper"]].join();
    if (key !== this.key) { this.key = key; this.paint(view, theme, ratio, over); }
    to.drawImage(this.sheet, 0, 0, view.width, view.height);
  }

  private paint(view: View, theme: Theme, ratio: number, over: (sheet: CanvasRenderingContext2D) => void): void {
    this.sheet.width = Math.round(view.width * ratio);
    this.sheet.height = Math.round(view.height * ratio);
    const to = this.sheet.getContext("2d");
    if (!to) return;
    to.setTransform(ratio, 0, 0, ratio, 0, 0);
    const map = this.data.map;
    to.fillStyle = colour(theme, map ? "soft" : "land");
    to.fillRect(0, 0, view.width, view.height);
    if (map) {
      // beyond the map's edge nothing is known; within it what is no land is sea
      const left = view.px(map.west), top = view.py(map.north), across = view.px(map.east) - left, down = view.py(map.south) - top;
      to.fillStyle = colour(theme, "sea");
      to.fillRect(left, top, across, down);
      to.beginPath();
      for (const ring of map.coast) ring.forEach(([x, y], k) => k ? to.lineTo(view.px(x), view.py(y)) : to.moveTo(view.px(x), view.py(y)));
      to.fillStyle = colour(theme, "land");
      to.fill("evenodd");
      if (this.relief) {
        to.globalAlpha = Number(theme["relief"]) || 0.5;
        to.globalCompositeOperation = "multiply";
        to.drawImage(this.relief, left, top, across, down);
        to.globalCompositeOperation = "source-over";
        to.globalAlpha = 1;
      }
      to.strokeStyle = colour(theme, "coast");
      to.lineWidth = 0.9;
      to.stroke();
    }
    this.grid(to, view, theme);
    this.measure(to, view, theme);
    over(to);
  }

  /** Whole degrees, or halves when near. */
  private grid(to: CanvasRenderingContext2D, view: View, theme: Theme): void {
    const step = view.scale * 10_000 > 260 ? 5_000 : view.scale * 10_000 < 45 ? 20_000 : 10_000;
    const { home } = view, reach = 200_000;
    to.strokeStyle = colour(theme, "grid");
    to.fillStyle = colour(theme, "quiet");
    to.lineWidth = 1;
    to.font = "10px system-ui, sans-serif";
    const first = (low: number) => Math.ceil((low - reach) / step) * step;
    for (let x = first(home.west); x <= home.east + reach; x += step) {
      const px = view.px(x);
      if (px < 0 || px > view.width) continue;
      line(to, px, 0, px, view.height);
      to.fillText(degrees(x, "E", "W"), px + 3, view.height - 5);
    }
    for (let y = first(home.south); y <= home.north + reach; y += step) {
      const py = view.py(y);
      if (py < 0 || py > view.height) continue;
      line(to, 0, py, view.width, py);
      to.fillText(degrees(y, "N", "S"), 4, py - 4);
    }
  }

  private measure(to: CanvasRenderingContext2D, view: View, theme: Theme): void {
    const lengths = [1, 2, 5, 10, 20, 50, 100, 200, 500];
    const km = lengths.filter(each => each * 1000 * view.perMetre <= 120).pop() ?? 1, px = km * 1000 * view.perMetre;
    const x = view.width - px - 12, y = view.height - 22;
    to.strokeStyle = colour(theme, "ink");
    to.lineWidth = 1.5;
    to.beginPath();
    to.moveTo(x, y - 4); to.lineTo(x, y); to.lineTo(x + px, y); to.lineTo(x + px, y - 4);
    to.stroke();
    to.fillStyle = colour(theme, "ink");
    to.textAlign = "center";
    to.fillText(`${km} km`, x + px / 2, y - 5);
    to.textAlign = "left";
  }
}

function line(to: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  to.beginPath(); to.moveTo(x0, y0); to.lineTo(x1, y1); to.stroke();
}

function degrees(value: number, plus: string, minus: string): string {
  const size = Math.abs(value) / 10_000;
  return `${size % 1 ? size.toFixed(1) : size}° ${value >= 0 ? plus : minus}`;
}
