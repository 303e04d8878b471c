// What is shown, in one place: time, choice, layers. Whoever changes it says so; whoever draws listens.

import type { Data } from "./data";

export interface Layers { truth: boolean; plots: boolean; tracks: boolean; rounds: boolean; names: boolean; sectors: boolean; cues: boolean }

export class State {
  time = 0;
  playing = false;
  speed = 30;
  chosen: string | null = null;
  follow = false;
  radar = -1; // of the plots shown; -1: every radar
  command: string;
  layers: Layers = { truth: true, plots: false, tracks: true, rounds: true, names: true, sectors: true, cues: true };
  private readonly listeners: ((what: string) => void)[] = [];

  constructor(readonly data: Data) {
    this.command = data.tracks[0]?.by ?? "";
  }

  onChange(listener: (what: string) => void): void { this.listeners.push(listener); }

  tell(what: string): void { for (const listener of this.listeners) listener(what); }

  go(tenths: number): void {
    this.time = Math.min(Math.max(tenths, 0), this.data.end);
    this.tell("time");
  }

  choose(id: string | null): void {
    this.chosen = id;
    this.tell("chosen");
  }
}

/** Read `#t=312&id=cm-e-1` into the state; false where there is nothing to read. */
export function readLink(state: State): boolean {
  const given = new URLSearchParams(location.hash.slice(1));
  const time = Number(given.get("t") ?? NaN);
  if (Number.isFinite(time)) state.time = Math.min(Math.max(10 * time, 0), state.data.end);
  const id = given.get("id");
  const known = id !== null && (state.data.objects.some(o => o.id === id) || state.data.rounds.some(r => r.id === id));
  if (known) state.chosen = id;
  return Number.isFinite(time) || known;
}

/** The address of this moment. */
export function link(state: State): string {
  const words = new URLSearchParams({ t: String(Math.round(state.time / 10)) });
  if (state.chosen) words.set("id", state.chosen);
  return "#" + words.toString();
}
