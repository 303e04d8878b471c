// Who is in flight at a moment and where: worked out once for each picture, used by map, side view, hover and panel.

import { at, IDENTITIES, inForce, upTo, type Data, type Line, type Round, type State as Place, type Thing, type Track } from "./data";
import type { State } from "./state";

export interface Actor { id: string; label: string; line: Line; place: Place; colour: string; identity: number; kind: "truth" | "track" | "round"; of: Thing | Track | Round; stale: number }

const HELD = 150; // a track is drawn up to 15 s after its last sample: pictures are thinned

export function actors(data: Data, state: State): Actor[] {
  const found: Actor[] = [], time = state.time, layers = state.layers;
  if (layers.tracks) for (const track of data.tracks) if (track.by === state.command) {
    const actor = trackActor(track, time);
    if (actor) found.push(actor);
  }
  if (layers.truth) for (const thing of data.objects) {
    const place = thing.end !== null && time > thing.end ? null : at(thing, time);
    if (place) found.push({ id: thing.id, label: thing.name, line: thing, place, colour: thing.family, identity: -1, kind: "truth", of: thing, stale: 0 });
  }
  if (layers.rounds) for (const round of data.rounds) {
    const place = at(round, time);
    if (place) found.push({ id: round.id, label: round.type, line: round, place, colour: "round", identity: -1, kind: "round", of: round, stale: 0 });
  }
  return found;
}

function trackActor(track: Track, time: number): Actor | null {
  const first = track.t[0], last = track.t[track.t.length - 1];
  if (first === undefined || last === undefined || time < first || time > last + HELD) return null;
  const row = upTo(track.t, time) - 1, identity = inForce(track.i, row) ?? 0;
  const place = at(track, Math.min(time, last)) ?? { x: track.x[0] as number, y: track.y[0] as number, z: track.z[0] as number, speed: 0, course: 0 };
  return { id: `track ${track.n}`, label: String(track.n), line: track, place, colour: IDENTITIES[identity] ?? "unknown", identity, kind: "track", of: track, stale: Math.max(0, time - last) };
}

/** What a command held an object for: the identity of the track that followed it, if one did. */
export function heldAs(data: Data, command: string, id: string, time: number): string {
  for (const track of data.tracks) {
    if (track.by !== command) continue;
    const last = track.t[track.t.length - 1];
    if (last === undefined || time < (track.t[0] as number) || time > last + HELD) continue;
    const row = upTo(track.t, time) - 1;
    if (inForce(track.o, row) === id) return `track ${track.n}, ${IDENTITIES[inForce(track.i, row) ?? 0]}`;
  }
  return "no track";
}
