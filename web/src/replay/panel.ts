// The words beside the map: what happens, who is there, and the story of what is chosen. Names are text only.

import { heldAs } from "./actors";
import { lookedAt } from "./cues";
import { at, clock, upTo, type Data, type Happening, type Round, type Thing } from "./data";
import type { State } from "./state";

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, text = "", kind = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

const LOUD = new Set(["killed", "leaked", "launch", "intercept", "shot_lost", "track_swapped", "track_lost", "track_false"]);

export class Events {
  private readonly times: number[] = [];
  private shown: Happening[] = [];
  private now = -1;

  constructor(private readonly data: Data, private readonly state: State, private readonly list: HTMLElement, private readonly all: HTMLInputElement) {
    all.addEventListener("change", () => this.fill());
    this.fill();
  }

  fill(): void {
    const chosen = this.state.chosen;
    this.shown = this.data.events.filter(event => this.all.checked || LOUD.has(event.kind) || (chosen !== null && event.object === chosen));
    this.times.length = 0;
    this.list.replaceChildren(...this.shown.map(event => {
      this.times.push(event.t);
      const row = element("li"), button = element("button", "", event.kind);
      button.type = "button";
      button.append(element("time", clock(event.t)), element("span", event.text));
      if (event.object === chosen && chosen) button.classList.add("of-chosen");
      button.addEventListener("click", () => { if (event.object) this.state.choose(event.object); this.state.go(event.t); });
      row.append(button);
      return row;
    }));
    this.now = -1;
    this.mark();
  }

  /** The newest event is marked and kept in sight. */
  mark(): void {
    const now = upTo(this.times, this.state.time) - 1;
    if (now === this.now) return;
    this.list.children[this.now]?.firstElementChild?.removeAttribute("aria-current");
    this.now = now;
    const row = this.list.children[now];
    row?.firstElementChild?.setAttribute("aria-current", "true");
    if (row instanceof HTMLElement) this.list.scrollTop = row.offsetTop - this.list.clientHeight / 2;
  }

  /** Time of the next event of those shown, or the one before. */
  step(ahead: number): void {
    const time = this.state.time;
    const next = ahead > 0 ? this.times[upTo(this.times, time)] : this.times[upTo(this.times, time - 1) - 1];
    if (next !== undefined) this.state.go(next);
  }
}

export function fillObjects(data: Data, state: State, list: HTMLElement): void {
  list.replaceChildren(...data.objects.map(thing => {
    const row = element("li"), button = element("button", "", thing.fate);
    button.type = "button";
    button.append(element("i", "", `swatch ${thing.family}`), element("span", thing.name), element("small", fate(thing)));
    button.setAttribute("aria-pressed", String(state.chosen === thing.id));
    button.addEventListener("click", () => { state.choose(state.chosen === thing.id ? null : thing.id); });
    row.append(button);
    return row;
  }));
}

function fate(thing: Thing): string {
  if (thing.fate === "leaked") return "got through";
  return thing.fate === "killed" && !thing.threat ? "shot down" : thing.fate;
}

export class Story {
  private moving: HTMLElement[] = [];

  constructor(private readonly data: Data, private readonly state: State, private readonly place: HTMLElement) {}

  tell(): void {
    const { chosen } = this.state, thing = this.data.objects.find(o => o.id === chosen), round = this.data.rounds.find(r => r.id === chosen);
    this.moving = [];
    if (thing) this.place.replaceChildren(...this.ofThing(thing));
    else if (round) this.place.replaceChildren(...this.ofRound(round));
    else this.place.replaceChildren(element("p", "Choose an aircraft, a missile or a round: on the map, in the list, or among the events.", "note"));
    this.move();
  }

  /** What changes with time: place, speed, what it is held for. */
  move(): void {
    const { chosen, time, command } = this.state, [where, held, looked] = this.moving, thing = this.data.objects.find(o => o.id === chosen);
    const line = thing ?? this.data.rounds.find(r => r.id === chosen);
    if (!where || !line) return;
    const gone = line.end !== null && time > line.end, place = gone ? null : at(line, time);
    where.textContent = place ? `${Math.round(place.z).toLocaleString("en")} m high, ${Math.round(place.speed)} m/s` : line.t.length && time < (line.t[0] as number) ? "not yet in flight" : "no longer in flight";
    if (looked && thing) looked.textContent = place ? lookedAt(this.data, thing.id, time) : "";
    if (held && thing) held.textContent = command ? `${command} holds it for: ${place ? heldAs(this.data, command, thing.id, time) : "-"}` : "";
  }

  private ofThing(thing: Thing): HTMLElement[] {
    const parts: HTMLElement[] = [element("h3", thing.name)];
    parts.push(element("p", `${thing.type}${thing.aims ? `, aims at ${thing.aims}` : ""}`, "note"));
    this.moving = [element("p"), element("p", "", "note"), element("p", "", "note")];
    parts.push(...this.moving);
    if (thing.fate === "leaked") {
      const why = element("p", "", "cause");
      why.append(element("b", "Got through: "), thing.cause + ".");
      parts.push(why);
      if (thing.evidence) parts.push(element("p", thing.evidence.replace(/\.?$/, "."), "note"));
      if (thing.also) parts.push(element("p", `Also: ${thing.also}.`.replace("..", "."), "note"));
    }
    const chain = element("ol", "", "chain");
    const rounds = this.data.rounds.filter(r => r.target === thing.id);
    for (const [when, word] of thing.steps) if (word !== "launched" || !rounds.length) chain.append(this.jump(when, word));
    for (const round of rounds) {
      if (round.launch !== null) chain.append(this.jump(round.launch, `${round.type} of ${round.battery} launched`, round.id));
      if (round.end !== null) chain.append(this.jump(round.end, became(round), round.id));
    }
    if (thing.end !== null) chain.append(this.jump(thing.end, fate(thing)));
    const rows = [...chain.children].sort((a, b) => Number(a.getAttribute("data-t")) - Number(b.getAttribute("data-t")));
    chain.replaceChildren(...rows);
    parts.push(chain);
    return parts;
  }

  private ofRound(round: Round): HTMLElement[] {
    this.moving = [element("p")];
    const target = element("p"), button = element("button", round.target || "nothing real", "link");
    button.type = "button";
    if (round.target) button.addEventListener("click", () => this.state.choose(round.target)); else button.disabled = true;
    target.append(`Of ${round.battery}, at track ${round.track}; flew at `, button);
    const chain = element("ol", "", "chain");
    if (round.launch !== null) chain.append(this.jump(round.launch, "launched"));
    if (round.end !== null) chain.append(this.jump(round.end, became(round)));
    const parts = [element("h3", `${round.type}, ${round.id}`), ...this.moving, target, chain];
    if (round.straight) parts.push(element("p", "This result keeps no flight paths of rounds: a straight line is drawn.", "note"));
    return parts;
  }

  private jump(time: number, words: string, id?: string): HTMLElement {
    const row = element("li"), button = element("button");
    row.setAttribute("data-t", String(time));
    button.type = "button";
    button.append(element("time", clock(time)), element("span", words));
    button.addEventListener("click", () => { if (id && id !== this.state.chosen) this.state.choose(id); this.state.go(time); });
    row.append(button);
    return row;
  }
}

function became(round: Round): string {
  if (!round.met) return `${round.type}: ${round.reason}`;
  const odds = round.pk === null ? "" : ` (kill probability ${round.pk.toFixed(2)})`;
  return `${round.type} ${round.killed ? "killed it" : "missed"}${odds}`;
}
