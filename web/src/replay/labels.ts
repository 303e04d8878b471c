// Names as small pictures: an outlined text is dear to draw, and the same few come back in every picture.

import { colour, type Theme } from "./theme";

interface Label { sheet: HTMLCanvasElement; width: number }

export class Labels {
  private readonly kept = new Map<string, Label>();
  private look = "";

  get(text: string, theme: Theme, ratio: number): Label {
    const look = `${theme["paper"]},${ratio}`;
    if (look !== this.look) { this.kept.clear(); this.look = look; }
    let label = this.kept.get(text);
    if (!label) { label = draw(text, theme, ratio); this.kept.set(text, label); }
    return label;
  }
}

function draw(text: string, theme: Theme, ratio: number): Label {
  const sheet = document.createElement("canvas"), to = sheet.getContext("2d"), font = "11px system-ui, sans-serif";
  if (!to) throw new Error("this browser draws no canvas");
  to.font = font;
  const width = Math.ceil(to.measureText(text).width);
  sheet.width = Math.ceil((width + 4) * ratio);
  sheet.height = Math.ceil(17 * ratio);
  to.setTransform(ratio, 0, 0, ratio, 0, 0);
  to.font = font;
  to.lineWidth = 3;
  to.lineJoin = "round";
  to.strokeStyle = colour(theme, "paper");
  to.strokeText(text, 2, 12);
  to.fillStyle = colour(theme, "ink");
  to.fillText(text, 2, 12);
  return { sheet, width };
}
