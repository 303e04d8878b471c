"""Write docs/glossary.md: the words, then every column of every table as ``gbad.results.schema`` declares it."""

from __future__ import annotations

from pathlib import Path

from gbad.results.schema import TABLES

PLACE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
HEAD = """# Glossary

One name, unit and sign for code, YAML and results. The tables below are written by `tools/write_glossary.py` from
`src/gbad/results/schema/`; change them there.

## Names

A name says quantity, frame and unit: `slant_range_m`, `position_ecef_m`, `time_to_impact_s`. Inside: SI and radians; in
files and results: the unit people say (degrees, kilometres in YAML where a key ends in `_km`).

| part of a name | means |
|---|---|
| `_m`, `_s`, `_mps`, `_hz`, `_kg`, `_k`, `_pa` | metres, seconds, metres per second, hertz, kilograms, kelvin, pascal |
| `_rad`, `_deg` | radians (inside), degrees (files and results) |
| `_db`, `_dbsm` | decibels; decibels of one square metre |
| `_ecef_m`, `_enu_m` | Earth-centred, Earth-fixed (WGS-84); local east, north, up |
| `_msl_m`, `_above_ground_m` | above mean sea level; above ground. Any other height is above the WGS-84 ellipsoid |
| `_std_`, `_var_` | standard deviation; variance |
| `time_s`, `available_s` | when it happened; when it can be known. Seconds since the scenario's `start` (UTC) |

| quantity | sign and zero |
|---|---|
| azimuth, bearing, heading, boresight | clockwise from true north, 0 to 360 |
| elevation | up from the antenna's horizontal, geometric (refraction is in the line of sight, not in the angle) |
| latitude, longitude | positive north, positive east, WGS-84 |
| range rate, closing speed | range rate is positive when opening; closing speed is positive when closing |
| snr | signal over noise of one look, as a ratio; `snr_db` in decibels |
| rcs | mean radar cross-section in square metres; `_dbsm` in decibels |

## Words

| word | means here |
|---|---|
| system | what the article sells: one battalion of the S-400 |
| battalion | one engagement radar with its channels and launchers; `battery` in code and files |
| regiment | a command post with its 91N6E above battalions |
| threat | a hostile object |
| others | civil and friendly aircraft |
| killed, leaked, survived | a threat's fate: shot down, reached its aim, neither by the end. Together: all threats |
| engaged | at least one round was launched at it |
| round | one missile; `tube` and `cell` say where it sits |
| visit | a radar's look at one bearing; counted from the start of the scenario and never reset |
| group | part of a visit's period whose plots are handed to the tracker together |
| plot, detection | what a radar reports of one echo |
| track | what a tracker makes of plots; a *local* track at its radar, a *system* track in a command's picture |
| gate | a condition that kept a battery from firing; also the region in which a tracker looks for a plot |
| fire channel | target channels: targets engaged at once; missile channels: missiles guided at once |
| cause | why a threat leaked: one of the identifiers of `gbad.codes.causes` |
| unknown, friend, neutral, hostile | identities a command holds a track for; unknown is undecided |
| side | what an object really is: `hostile`, `neutral` or `friend` |
| misidentified | a threat held for friend or neutral; a friend or neutral held for hostile |
| rules of engagement | what turns an identity into permission to fire: weapons control status, zones, self-defence |
| weapons hold, tight, free | whom to fire at: self-defence only; hostiles; also unknowns about to hit an asset |
| self-defence | firing at whoever, neither friend nor neutral, flies at one's own battery; always a right |
| zone | a circle over the ground with its own weapons control, or that speaks for whom tracks come from |
| filed | of a flight: its plan is known to the defence |
| Pd, Pfa | probability that a target is detected in one look; that noise alone is taken for one |
| Swerling case | how an echo fluctuates: 0 steady, 1 and 3 from look to look, 2 and 4 from pulse to pulse |
| dwell | the time a radar points at one place, for one look at a cue |
| cue | a place handed to an engagement radar or a sensor: look there |
| IFF | asking transponders who they are: an answer speaks for friend or civil, silence for nobody |
| cycle, tick | how often commands decide; the numerical step between |
| GOSPA, OSPA | distance between the tracks and the truth in metres, missed objects and false tracks counted in |
| NEES | squared error of a track over its own covariance; 3 on average for a position whose covariance is honest |
| draw | one choice of all uncertain figures; a run takes the nominal ones, a study may draw |
| basis | what a number rests on: `published`, `second_hand`, `derived`, `assumed` |
| answer key | a column that the defender never had: what a plot or track really was |
| run | one throw of all dice; numbered from 0, absolute: run 37 is the same alone and among a thousand |

## Tables of a result

A missing number is nan (NULL in Parquet); a missing whole number is -1; a missing name is empty.
"""


def text() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, table in TABLES.items():
        parts.append(f"\n### {name}\n\n{table.says[0].upper()}{table.says[1:]}. One row per {', '.join(table.key)}.\n")
        parts.append("\n| column | unit | meaning |\n|---|---|---|\n")
        for key, column in table.columns.items():
            unit = column.unit or ("yes or no" if column.kind == "bool" else "text")
            parts.append(f"| `{key}` | {unit} | {column.says} |\n")
    return "".join(parts)


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
