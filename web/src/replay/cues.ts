// Who is told to look where, and by whom: lines from sensors to what they are cued to, and from posts to sensors.

import { inForce, upTo, type Cue, type Data, type Site } from "./data";

export interface Told { cue: Cue; site: Site; post: Site | null; x: number; y: number }

/** The cues in force at a time, with their places then. */
export function cuesAt(data: Data, time: number): Told[] {
  const found: Told[] = [];
  for (const cue of data.cues) {
    if (time < (cue.t[0] as number)) break; // they are in order of their begin
    if (time >= cue.end) continue;
    const site = data.sites.find(s => s.id === cue.radar && s.kind === "radar");
    if (!site) continue;
    const k = Math.max(0, upTo(cue.t, time) - 1), next = Math.min(k + 1, cue.t.length - 1);
    const t0 = cue.t[k] as number, t1 = cue.t[next] as number, u = t1 > t0 ? Math.min(1, (time - t0) / (t1 - t0)) : 0;
    const between = (a: number[]) => (a[k] as number) + u * ((a[next] as number) - (a[k] as number));
    const post = cue.by ? data.sites.find(s => s.kind === "command" && s.id === cue.by) ?? null : null;
    found.push({ cue, site, post, x: between(cue.x), y: between(cue.y) });
  }
  return found;
}

/** In words, who looks at an object at a time because it was told to. */
export function lookedAt(data: Data, id: string, time: number): string {
  const said: string[] = [];
  for (const { cue } of cuesAt(data, time)) {
    const track = cue.by ? data.tracks.find(t => t.by === cue.by && t.n === cue.n) : undefined;
    if (track && inForce(track.o, upTo(track.t, time) - 1) === id) said.push(`${cue.radar} (told by ${cue.by}, track ${cue.n})`);
  }
  return said.length ? `Looked at by ${said.join(", ")}.` : "";
}
