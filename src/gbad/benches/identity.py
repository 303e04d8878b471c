"""How well an identity that is held agrees with what flies: a table of who is engaged, and a reliability diagram.

``make bench-identity`` (or ``gbad bench identity``): runs of ``civil-traffic`` under weapons free, by rules and by
weighed evidence, with plans as they are filed, with all of them kept to, without any, and with half and twice the prior
of a hostile. ``--runs N`` (200), ``--only NAME`` takes variants whose name begins so, ``--out FILE.svg`` draws the
diagram.

A row of the diagram is a track at a command cycle whose object is real: the mean of the probabilities that were given
to *hostile*, and the share of rows whose object was. Rows of one track are not independent, so intervals are over runs
(bootstrap). A second table counts tracks when they are first held for hostile: what a rule of engagement acts on.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from gbad.messages import HOSTILE
from gbad.simulation.prepare import Prepared, prepare
from gbad.simulation.spine import Batch, advance, begin, decide, grown
from gbad.tables import HOSTILE_SIDE

SCENARIO, BATCH, SEED = "civil-traffic", 20, 1
EDGES = (0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1.0)
FREE = {"commands.post.weapons_control": "free"}
BAYES = FREE | {"commands.post.identification": "bayes"}


def variants() -> dict[str, Prepared]:
    """Each way of judging, compiled."""
    bayes = prepare(SCENARIO, BAYES)
    return {
        "rules": prepare(SCENARIO, FREE),
        "bayes": bayes,
        "bayes, plans kept to": _with_plans(bayes, filed_share=1.0, late_std_s=0.0, off_plan_share=0.0),
        "bayes, nobody files": _with_plans(bayes, filed_share=0.0),
        "bayes, hostile prior halved": _with_prior(bayes, 0.5),
        "bayes, hostile prior doubled": _with_prior(bayes, 2.0),
    }


def _with_plans(ready: Prepared, **shares: float) -> Prepared:
    """The same with other chances of filing and of keeping to a plan."""
    defence = ready.tables.defence
    columns: dict[str, Any] = {name: np.full_like(defence.plans.filed_share, x) for name, x in shares.items()}
    plans = replace(defence.plans, **columns)
    return replace(ready, tables=replace(ready.tables, defence=replace(defence, plans=plans)))


def _with_prior(ready: Prepared, times: float) -> Prepared:
    """The same with the prior of a hostile changed, the others shrunk or stretched alike."""
    defence = ready.tables.defence
    prior = defence.evidence.prior.copy()
    hostile = times * prior[..., 3:]
    prior = np.concatenate([prior[..., :3] * (1.0 - hostile) / (1.0 - prior[..., 3:]), hostile], axis=-1)
    evidence = replace(defence.evidence, prior=prior)
    return replace(ready, tables=replace(ready.tables, defence=replace(defence, evidence=evidence)))


def played(ready: Prepared, runs: int) -> dict[str, np.ndarray]:
    """Every real track at every cycle, and what was engaged: columns of ``rows``, and counts by run."""
    parts: list[tuple[np.ndarray, ...]] = []
    counts = {name: np.zeros(runs) for name in ("engaged", "killed", "leaked")}
    hostile = ready.tables.objects.side == HOSTILE_SIDE
    for first in range(0, runs, BATCH):
        numbers = np.arange(first, min(first + BATCH, runs), dtype=np.int64)
        state = begin(
            ready.tables, ready.trajectories, Batch(SEED, numbers, np.zeros(len(numbers), np.int64)), ready.plugs
        )
        while not state.over:
            state = grown(advance, state)
            scales = state.observers.scales
            at = np.nonzero(state.picture.number)
            held = None if state.identities is None else state.identities.identity[at].copy()
            sure = np.full(len(at[0]), np.nan) if scales is None else scales.hostile[at].copy()
            cycles = len(state.book.kept.get("tracks", []))
            decide(state)
            if len(state.book.kept.get("tracks", [])) == cycles or held is None:
                continue
            row = state.book.kept["tracks"][-1]
            parts.append((row["run"] + first, row["track"], row["object"], sure, held))
        shots = state.rounds.shots
        for k in range(len(numbers)):
            aimed, hit = np.unique(shots.aimed_at[k]), np.unique(shots.target[k][shots.killed[k]])
            counts["engaged"][first + k] = np.count_nonzero(~hostile[aimed[aimed >= 0]])
            counts["killed"][first + k] = np.count_nonzero(~hostile[hit[hit >= 0]])
        counts["leaked"][numbers] = state.referee.arrived[:, hostile].sum(axis=1)
    run, track, thing, sure, held = (np.concatenate(column) for column in zip(*parts, strict=True))
    real = thing >= 0
    named = {"run": run, "track": track, "sure": sure, "held": held}
    return {name: column[real] for name, column in named.items()} | {"hostile": hostile[thing[real]]} | counts


def first_held(rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Of each real track that was ever held for hostile, its row when it first was."""
    held = np.flatnonzero(rows["held"] == HOSTILE)
    _, first = np.unique(np.stack([rows["run"][held], rows["track"][held]]), axis=1, return_index=True)
    return {name: rows[name][held[first]] for name in ("run", "track", "sure", "hostile")}


def diagram(rows: dict[str, np.ndarray]) -> list[dict[str, float]]:
    """Rows of the reliability diagram: mean probability given, share that was hostile with its 95 % interval."""
    known = np.isfinite(rows["sure"])
    run, sure, hostile = rows["run"][known], rows["sure"][known], rows["hostile"][known]
    runs = int(run.max()) + 1
    dice, out = np.random.default_rng(1), []
    again = dice.integers(0, runs, (1000, runs))
    for low, high in pairwise(EDGES):
        inside = (sure >= low) & ((sure < high) | (high == 1.0))
        if not inside.any():
            continue
        all_of, bad_of = (np.bincount(run[inside], weights=w, minlength=runs) for w in (None, hostile[inside]))
        total = all_of[again].sum(axis=1)
        share = bad_of[again].sum(axis=1)[total > 0] / total[total > 0]
        out.append({
            "from": low, "to": high, "rows": int(inside.sum()), "given": float(sure[inside].mean()),
            "hostile": float(hostile[inside].mean()), "low": float(np.quantile(share, 0.025)),
            "high": float(np.quantile(share, 0.975)),
        })  # fmt: skip
    return out


def drawn(named: dict[str, list[dict[str, float]]], runs: int) -> str:
    """The diagram of some variants, as SVG text."""
    size, left, top = 360.0, 60.0, 20.0
    colours = ("#1f4e8c", "#b4540a", "#3a7d44")

    def x(share: float) -> float:
        return left + size * share

    def y(share: float) -> float:
        return top + size * (1.0 - share)

    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 440" font-family="sans-serif" font-size="12">',
        '<rect width="620" height="440" fill="white"/>',
        f'<line x1="{x(0)}" y1="{y(0)}" x2="{x(1)}" y2="{y(1)}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="none" stroke="#444"/>',
    ]
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        lines.append(f'<text x="{x(tick)}" y="{top + size + 18}" text-anchor="middle">{tick:.1f}</text>')
        lines.append(f'<text x="{left - 8}" y="{y(tick) + 4}" text-anchor="end">{tick:.1f}</text>')
    lines.append(f'<text x="{x(0.5)}" y="{top + size + 40}" text-anchor="middle">probability given to hostile</text>')
    lines.append(f'<text x="16" y="{y(0.5)}" transform="rotate(-90 16 {y(0.5)})" text-anchor="middle">hostile</text>')
    for k, (name, points) in enumerate(named.items()):
        colour = colours[k % len(colours)]
        path = " ".join(f"{x(p['given']):.1f},{y(p['hostile']):.1f}" for p in points)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        for p in points:
            across = x(p["given"])
            lines.append(
                f'<line x1="{across:.1f}" x2="{across:.1f}" y1="{y(p["low"]):.1f}" y2="{y(p["high"]):.1f}" '
                f'stroke="{colour}" stroke-width="4" opacity="0.35"/>'
            )
            lines.append(f'<circle cx="{across:.1f}" cy="{y(p["hostile"]):.1f}" r="3.5" fill="{colour}"/>')
        lines.append(f'<rect x="{left + size + 16}" y="{top + 22 * k}" width="12" height="12" fill="{colour}"/>')
        lines.append(f'<text x="{left + size + 34}" y="{top + 10 + 22 * k}">{name}</text>')
    lines.append(f'<text x="{left + size + 16}" y="{top + 10 + 22 * len(named)}">{runs} runs; bars: 95 %</text>')
    lines.append(f'<text x="{left + size + 16}" y="{top + 26 + 22 * len(named)}">dashed: as sure as right</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _mean(values: np.ndarray) -> str:
    """Mean with its 95 % interval."""
    half = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():6.3f} +- {half:.3f}"


def main() -> None:
    """Print the tables and one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--only", help="variants whose name begins so")
    parser.add_argument("--out", type=Path, help="write the diagram here, as SVG")
    asked = parser.parse_args()
    answer: dict[str, Any] = {"scenario": SCENARIO, "runs": asked.runs}
    found: dict[str, list[dict[str, float]]] = {}
    for name, ready in variants().items():
        if asked.only and not name.startswith(asked.only):
            continue
        rows = played(ready, asked.runs)
        first = first_held(rows)
        print(
            f"{name}: a run has {_mean(rows['engaged'])} civil or friendly aircraft engaged, "
            f"{_mean(rows['killed'])} shot down, {_mean(rows['leaked'])} raiders through"
        )
        print(
            f"  first held for hostile: {len(first['hostile'])} tracks, {100 * first['hostile'].mean():.1f} % of them "
            f"hostile; mean probability {first['sure'].mean():.3f}"
        )
        answer[name] = {count: float(rows[count].mean()) for count in ("engaged", "killed", "leaked")}
        answer[name] |= {"held": len(first["hostile"]), "held_rightly": float(first["hostile"].mean())}
        if not np.isfinite(rows["sure"]).any():
            continue
        found[name] = diagram(rows)
        for p in found[name]:
            print(
                f"    {p['from']:4.2f} to {p['to']:4.2f}: {p['rows']:7d} rows, given {p['given']:.3f}, "
                f"hostile {p['hostile']:.3f} ({p['low']:.3f} to {p['high']:.3f})"
            )
        answer[name] |= {"diagram": found[name]}
    if asked.out is not None:
        shown = {name: points for name, points in found.items() if "prior" not in name}
        asked.out.write_text(drawn(shown, asked.runs), encoding="utf-8")
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
