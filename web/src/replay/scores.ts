// How each class is followed over time: light in flight and once in sight, dark followed by a track.

import { upTo, type Data, type Score } from "./data";
import { element } from "./panel";
import type { State } from "./state";
import { colour, type Theme } from "./theme";

export class Scores {
  private rows: { score: Score; sheet: HTMLCanvasElement; said: HTMLElement }[] = [];

  constructor(private readonly data: Data, private readonly state: State, private readonly place: HTMLElement) { this.fill(); }

  fill(): void {
    this.rows = this.data.scores.filter(score => score.by === this.state.command).map(score => {
      const sheet = element("canvas"), said = element("span", "", "n");
      sheet.addEventListener("pointerdown", event => this.state.go(event.offsetX / sheet.clientWidth * this.data.end));
      return { score, sheet, said };
    });
    this.place.replaceChildren(...this.rows.map(({ score, sheet, said }) => {
      const row = element("div");
      row.append(element("span", score.type || "tracks of nothing"), sheet, said);
      return row;
    }));
  }

  draw(theme: Theme): void {
    if (!this.place.offsetParent) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2), height = 30;
    for (const { score, sheet, said } of this.rows) {
      const width = sheet.clientWidth, to = sheet.getContext("2d");
      if (!to) continue;
      if (sheet.width !== Math.round(width * ratio)) { sheet.width = Math.round(width * ratio); sheet.height = height * ratio; }
      to.setTransform(ratio, 0, 0, ratio, 0, 0);
      to.clearRect(0, 0, width, height);
      const most = Math.max(1, ...(score.type ? score.objects : score.tracks)), x = (t: number) => t / this.data.end * width;
      score.t.forEach((t, k) => {
        const left = x(t), across = x(score.t[k + 1] ?? this.data.end) - left + 0.4;
        const bar = (n: number, name: string) => { const tall = (height - 3) * n / most; to.fillStyle = colour(theme, name); to.fillRect(left, height - tall, across, tall); };
        if (score.type) { bar(score.objects[k] as number, "s2"); bar(score.followed[k] as number, "s6"); } else bar(score.tracks[k] as number, "unknown");
      });
      to.fillStyle = colour(theme, "ink");
      to.fillRect(x(this.state.time), 0, 1.5, height);
      const k = upTo(score.t, this.state.time) - 1;
      said.textContent = k < 0 ? "" : score.type ? `${score.followed[k]} of ${score.objects[k]}${(score.error[k] as number) >= 0 ? `, ${score.error[k]} m` : ""}` : `${score.tracks[k]} now`;
    }
  }
}
