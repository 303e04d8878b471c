// Colours are the style sheet's; they are read again when the page turns dark or light.

export type Theme = Record<string, string>;

const NAMES = ["paper", "ink", "quiet", "rule", "soft", "sea", "land", "coast", "grid", "fan", "relief", "aircraft", "stealth",
  "cruise", "drone", "ballistic", "other", "hostile", "neutral", "friend", "unknown", "plot", "round", "kill", "leak", "s2", "s6"] as const;

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map(name => [name, style.getPropertyValue(`--${name}`).trim() || "#888"]));
}

export function colour(theme: Theme, name: string): string { return theme[name] ?? "#888"; }
