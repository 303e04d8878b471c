// The strip under the clock: launches, kills and leaks of the whole fight, and the stages of what is chosen.

import type { Data } from "./data";
import { cross, triangle } from "./marks";
import type { State } from "./state";
import { colour, type Theme } from "./theme";

export function drawStrip(to: CanvasRenderingContext2D, width: number, height: number, ratio: number, data: Data, state: State, theme: Theme): void {
  to.setTransform(ratio, 0, 0, ratio, 0, 0);
  to.clearRect(0, 0, width, height);
  const x = (tenths: number) => 8 + tenths / Math.max(data.end, 1) * (width - 16), upper = height * 0.3, lower = height * 0.76;
  to.strokeStyle = colour(theme, "rule");
  to.lineWidth = 1;
  for (const y of [upper, lower]) { to.beginPath(); to.moveTo(8, y); to.lineTo(width - 8, y); to.stroke(); }
  for (const round of data.rounds) if (round.launch !== null) {
    to.strokeStyle = colour(theme, "round");
    to.globalAlpha = state.chosen === null || state.chosen === round.target || state.chosen === round.id ? 1 : 0.3;
    to.beginPath(); to.moveTo(x(round.launch), upper - 5); to.lineTo(x(round.launch), upper + 5); to.stroke();
  }
  for (const thing of data.objects) {
    if (thing.end === null || (thing.fate !== "killed" && thing.fate !== "leaked")) continue;
    to.globalAlpha = state.chosen === null || state.chosen === thing.id ? 1 : 0.3;
    if (thing.fate === "killed") { to.strokeStyle = colour(theme, "kill"); to.lineWidth = 1.8; cross(to, x(thing.end), lower, 3.5); to.stroke(); }
    else { to.fillStyle = colour(theme, "leak"); triangle(to, x(thing.end), lower, 4.5); to.fill(); }
  }
  to.globalAlpha = 1;
  const chosen = data.objects.find(o => o.id === state.chosen);
  if (chosen) {
    const stages = [...chosen.steps.map(([when]) => when), ...(chosen.end === null ? [] : [chosen.end])];
    stages.slice(0, -1).forEach((from, k) => {
      to.fillStyle = colour(theme, chosen.family);
      to.globalAlpha = 0.25 + 0.75 * k / Math.max(stages.length - 1, 1);
      to.fillRect(x(from), height / 2 - 2, Math.max(1, x(stages[k + 1] as number) - x(from) - 1), 4);
    });
    to.globalAlpha = 1;
  }
  to.strokeStyle = colour(theme, "ink");
  to.lineWidth = 1.5;
  to.beginPath(); to.moveTo(x(state.time), 0); to.lineTo(x(state.time), height); to.stroke();
}
