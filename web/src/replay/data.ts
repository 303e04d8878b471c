// What the page carries, as report/replay_data.py writes it: times in tenths of a second, places in 1e-4 degrees, metres.

export interface Line { t: number[]; x: number[]; y: number[]; z: number[] }

export interface Site {
  kind: "radar" | "battery" | "asset" | "command"; id: string; name: string; type: string; command: string;
  x: number; y: number; z: number; boresight: number | null; sector: number | null; range: number | null;
  lost: number | null; states: [number, string][];
}

export interface Thing extends Line {
  id: string; name: string; type: string; family: string; side: string; threat: boolean; aims: string; fate: string;
  cause: string; evidence: string; also: string; steps: [number, string][]; end: number | null;
}

export interface Round extends Line {
  id: string; battery: string; type: string; target: string; track: number; launch: number | null; end: number | null;
  reason: string; met: boolean; killed: boolean; pk: number | null; miss: number | null; straight: boolean;
}

export interface Track extends Line { n: number; by: string; i: [number, number][]; o: [number, string][] }

export interface Plots { radars: string[]; t: number[]; x: number[]; y: number[]; z: number[]; radar: number[]; real: number[] }

/** A stretch of time in which a sensor was told to look at one thing; `by` is the post that told it, if one did. */
export interface Cue { radar: string; n: number; by: string; end: number; t: number[]; x: number[]; y: number[] }

export interface Happening { t: number; kind: string; object: string; text: string }

export interface Score { by: string; type: string; t: number[]; objects: number[]; followed: number[]; tracks: number[]; error: number[] }

export interface Ground { west: number; south: number; east: number; north: number; png: string; coast: [number, number][][] }

export interface Data {
  title: string; scenario: string; region: string; hypothetical: boolean; run: number; end: number;
  map: Ground | null; sites: Site[]; objects: Thing[]; rounds: Round[]; tracks: Track[]; cues: Cue[]; plots: Plots;
  events: Happening[]; scores: Score[]; thinned: Record<string, number>;
}

export const IDENTITIES = ["unknown", "friend", "neutral", "hostile"] as const;

/** Number of values that are not above `value`, in a rising list. */
export function upTo(list: readonly number[], value: number): number {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as number) <= value) low = middle + 1; else high = middle;
  }
  return low;
}

export interface State { x: number; y: number; z: number; speed: number; course: number }

const DEGREE_M = 111_195, STEP = 1e-4;

/** Where something is at a time, between the two samples around; null before its first and after its last. */
export function at(line: Line, time: number): State | null {
  const n = line.t.length;
  if (n < 2 || time < (line.t[0] as number) || time > (line.t[n - 1] as number)) return null;
  const k = Math.min(Math.max(upTo(line.t, time) - 1, 0), n - 2);
  const t0 = line.t[k] as number, t1 = line.t[k + 1] as number, u = t1 > t0 ? (time - t0) / (t1 - t0) : 0;
  const between = (a: number[]) => (a[k] as number) + u * ((a[k + 1] as number) - (a[k] as number));
  const y = between(line.y), east = ((line.x[k + 1] as number) - (line.x[k] as number)) * Math.cos(y * STEP * Math.PI / 180);
  const north = (line.y[k + 1] as number) - (line.y[k] as number), up = (line.z[k + 1] as number) - (line.z[k] as number);
  const way = Math.hypot(east * STEP * DEGREE_M, north * STEP * DEGREE_M, up);
  return { x: between(line.x), y, z: between(line.z), speed: t1 > t0 ? way / ((t1 - t0) / 10) : 0, course: Math.atan2(east, north) };
}

/** The value in force at a row of a list of changes. */
export function inForce<T>(changes: readonly [number, T][], row: number): T | undefined {
  let found: T | undefined;
  for (const [from, value] of changes) { if (from > row) break; found = value; }
  return found;
}

/** Distance over the ground in metres, good to a per cent over some hundred kilometres. */
export function apart(a: { x: number; y: number }, b: { x: number; y: number }): number {
  const shrink = Math.cos((a.y + b.y) / 2 * STEP * Math.PI / 180);
  return Math.hypot((a.x - b.x) * shrink, a.y - b.y) * STEP * DEGREE_M;
}

export function clock(tenths: number): string {
  const seconds = Math.max(0, Math.floor(tenths / 10));
  const minutes = Math.floor(seconds / 60), rest = String(seconds % 60).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}
