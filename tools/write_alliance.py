"""Write docs/alliance.md: the pieces of the alliance and of its neighbours, what each rests on, what was not found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from gbad import library
from gbad.library.figures import Figure

PLACE = Path(__file__).resolve().parent.parent / "docs" / "alliance.md"
BASES = ("published", "second_hand", "derived", "assumed")
# piece, its entries
PIECES = (
    ("forward radar, AN/TPY-2 class", "AN-TPY-2"),
    ("upper layer, THAAD class", "thaad-class AN-TPY-2"),
    ("Aegis Ashore class and destroyer class with SM-3", "sm-3-class SPY-1D"),
    ("Patriot with PAC-2", "patriot-pac2 pac-2-gem-t patriot-launcher AN-MPQ-65"),
    ("Patriot with PAC-3", "patriot-pac3 pac-3-mse patriot-launcher AN-MPQ-65"),
    ("NASAMS", "nasams amraam nasams-launcher AN-MPQ-64"),
    ("IRIS-T SLM", "iris-t-slm iris-t-sl iris-t-launcher TRML-4D"),
    ("SAMP/T", "samp-t aster-30 samp-t-launcher Arabel"),
    ("airborne warning", "airborne-warning"),
    ("S-400", "s400-battalion 48N6E3 40N6E 9M96E 9M96E2 5P85TE2 51P6E 92N6E 91N6E 55K6E"),
    ("S-300PMU2", "s300pmu2-battalion 48N6E2 5P85TE2 30N6E2 64N6E2"),
    ("Buk-M2", "buk-m2 9M317 buk-m2-launcher 9S36 9S18M1"),
    ("Pantsir-S1", "pantsir 57E6 pantsir-launcher pantsir-radar"),
    ("Tor-M2", "tor-m2 9M338 9M331 tor-launcher tor-radar"),
    ("posts and links between organisations", "allied-post shared-link"),
)
REACH = {
    "radar": ("calibration.range_km", "calibration.rcs_m2"),
    "interceptor": ("max_range_km", "single_shot.aircraft", "single_shot.ballistic"),
    "outer_interceptor": ("max_range_km", "min_altitude_km", "single_shot"),
}
HEAD = """# The alliance and its neighbours: what each piece rests on

The pieces that [what isolation costs](cases/what-isolation-costs.md) and the other pages put together, as the library
has them. `tools/write_alliance.py` writes this page. Every figure has a basis and a source or a reason, its low and its
high end too (a test asks each of them); `gbad show NAME` prints them, `gbad show A B` sets two beside each other.
Counted are nominal figures. An entry stands for a class, not for one model of it.

"""
NOT_FOUND = """
## Looked for and not found

Sought in press, agencies, makers' pages, catalogues and threads that are open; what was read is in
`library/references.yaml`. A figure *recalled* from reading that could not be opened again counts as assumed.

- **A radar's range with its cross-section and its probability: for none.** A range and a cross-section together were
  found for `92N6E`, `AN-MPQ-65`, `AN-MPQ-64`, `Arabel` and the Pantsir's radar, each second-hand from one catalogue,
  which scales some of them itself; for `91N6E`, `SPY-1D`, `30N6E2`, `64N6E2`, `9S36` and the Tor's radar both are
  assumed, for the others one of the two. No chance of detection, rate of false alarms or dwell was found for any.
- **A forward radar's cross-section**: 870 km and 2,000 km are told of the AN/TPY-2, and nothing of what they are seen
  on. The two ends that are assumed (0.01 and 1 m2) are a factor of three in range.
- **A ship of the destroyer class as a battery: not built.** Its radar has no published range with a cross-section.
  Range, ceiling, top speed and mass of the SM-2 are told; a chance of a kill, how many targets a ship guides to at
  once, or how quickly it reacts were not found, and a search anew for this page found tests, an accident and exports
  without figures. It would be guesses under a real name. So the ship is a radar here, which is unkind to the alliance.
- **A ship or a site ashore with SM-3** is `sm-3-class` with `SPY-1D`, an envelope with a mean speed, on the page of
  [ballistic footprints](cases/ballistic-footprints.md), and so is `thaad-class`. Batteries of a scenario load neither:
  nothing here flies or steers above the air. `anatolia` has neither, though its ballistic raid rises to 116 to 120 km,
  some two minutes of it above 100 km: with them fewer might get through, connected or not.
- **Chances of a kill that a third party saw**: none but audits of 1991. Claims of makers and ministries were found for
  the 48N6E2, AMRAAM, IRIS-T SL and PAC-2; low ends follow the audits or are guessed.
- **Motors**: propellant and exhaust speed of no missile here are published, a burn time for the 48N6 only, second-hand.
  Others fly one of the motors with which they do what is stated (`gbad fit`).
- **Links between an S-400 and an alliance's net**: there are none to measure. `shared-link` is assumed throughout, and
  [what isolation costs](cases/what-isolation-costs.md) lets it stand anywhere between its ends.
- **Rules of engagement, crews, the reaction of posts**: of neither side.
- **Numbers and dates**: what was found stands with each date in `library/fielding.yaml`
  ([the dates](cases/fielding-timeline.md)): whether Turkey's two are ready, and how many China has, nobody says.
"""


def text() -> str:
    """The whole page."""
    lines = [
        "| piece | entries | figures | published | second-hand | derived | assumed | basis of reach and kills |",
        "|---|---|---:|---:|---:|---:|---:|---|",
    ]
    for piece, entries in PIECES:
        found = [figure for name in entries.split() for figure in library.figures(name)]
        bases = Counter(figure.basis for figure in found)
        counts = " | ".join(str(bases[basis]) for basis in BASES)
        named = ", ".join(f"`{name}`" for name in entries.split())
        rests = "; ".join(filter(None, map(_rests, entries.split()))) or "-"
        lines.append(f"| {piece} | {named} | {len(found)} | {counts} | {rests} |")
    return HEAD + "\n".join(lines) + "\n" + NOT_FOUND


def _rests(name: str) -> str:
    """Bases of the figures that rule what an entry can do."""
    paths = REACH.get(library.load(name).kind, ())
    held: dict[str, Figure] = {figure.path: figure for figure in library.figures(name)}
    said = [f"{_short(path)} {held[path].basis.replace('_', '-')}" for path in paths if path in held]
    return f"`{name}`: {', '.join(said)}" if said else ""


def _short(path: str) -> str:
    words = {"calibration.range_km": "range", "calibration.rcs_m2": "cross-section", "max_range_km": "range"}
    words |= {"single_shot.aircraft": "kills aircraft", "single_shot.ballistic": "kills ballistic"}
    return (words | {"single_shot": "kills", "min_altitude_km": "lowest"})[path]


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
