"""What a scenario lays down, in sentences: for ``gbad check``. Nothing is run and no policy code is imported."""

from __future__ import annotations

from collections import Counter

from gbad.codes.policies import OWN_SALVO, split
from gbad.codes.units import UnitState
from gbad.physics.propagation import line_of_sight_arc_m
from gbad.scenario.compile_batteries import placed_launchers, rounds_of
from gbad.scenario.compile_commands import link_ids
from gbad.scenario.compile_draws import Draws
from gbad.scenario.compile_units import unit_table
from gbad.scenario.compiling import unknown_ground
from gbad.scenario.figures_used import assumptions
from gbad.scenario.flyers import singles
from gbad.scenario.known_ground import ground_told
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.flights import Threat
from gbad.scenario.placed import PlacedRadar, placed_radars
from gbad.scenario.recording_notes import recording_notes
from gbad.text.readable import counted

_LOW_FLYER_M = (100.0, 1000.0, 10_000.0)
_BASES = ("published", "second_hand", "derived", "assumed")


def explain(scenario: Scenario) -> list[tuple[str, list[str]]]:
    """Headings with their lines, in reading order."""
    return [
        ("Scenario", _heading(scenario)),
        ("Command posts", [_command(scenario, key) for key in sorted(scenario.commands)]),
        ("Radars", [line for radar in placed_radars(scenario) for line in _radar(scenario, radar)]),
        ("Batteries", [_battery(scenario, key) for key in sorted(scenario.batteries)]),
        *([("Units", _units(scenario))] if scenario.units else []),
        ("Defended", [_asset(scenario, key) for key in sorted(scenario.assets)]),
        *([("Airways and zones", _airspace(scenario))] if scenario.corridors or scenario.zones else []),
        ("Raid", _flyers(scenario, threats=True)),
        ("Others", _flyers(scenario, threats=False)),
        ("Figures", _figures(scenario)),
    ]


def _heading(scenario: Scenario) -> list[str]:
    lines = [scenario.title, *([scenario.about] if scenario.about else []), *scenario.notes]
    lines += [f"{switch}: {option}" for switch, option in scenario.choices.items()]
    decisions = f"decisions every {scenario.cycle_s:g} s, step {scenario.tick_s:g} s"
    lines.append(f"{scenario.duration_s:g} s from {scenario.start:%Y-%m-%dT%H:%M:%SZ}; {decisions}")
    place = f", {scenario.region.name}" if scenario.region else ""
    made_up = ", hypothetical" if scenario.hypothetical else ""
    ground = f" ({told})" if (told := ground_told(scenario.terrain)) else ""
    return [*lines, f"terrain {scenario.terrain.kind}{ground}{place}{made_up}", *unknown_ground(scenario)]


def _command(scenario: Scenario, key: str) -> str:
    command = scenario.commands[key]
    rules = command.figures
    looks = "shoot, look, shoot" if rules.shoot_look_shoot else "without waiting for the result"
    rounds = f"{rules.salvo} per engagement, {looks}; "
    if split(rules.policy)[0] in OWN_SALVO:
        rounds = ""  # the policy says how many rounds go at a target
    control = {
        "hold": "weapons hold: no fire but in self-defence",
        "tight": "weapons tight: only tracks identified as hostile are engaged",
        "free": "weapons free: unknowns may be engaged",
    }[rules.weapons_control]
    if rules.weapons_control == "hold" and not rules.self_defence:
        control = "weapons hold without self-defence: no fire at all"
    radars = [radar.id for radar in placed_radars(scenario) if key in (radar.command, *radar.also_reports_to)]
    return (
        f"{key} ({command.type}): hears {', '.join(radars)} over {command.network}; policy {rules.policy}; "
        f"{rounds}{control}; "
        f"tracks by {rules.tracker}; identity by {rules.identification}"
    )


def _airspace(scenario: Scenario) -> list[str]:
    lines = [
        f"{key}: {2.0 * c.half_width_km:g} km wide, {c.min_height_m:g} to {c.max_height_m:g} m"
        for key, c in sorted(scenario.corridors.items())
    ]
    for key, zone in sorted(scenario.zones.items()):
        says = [] if zone.origin == "none" else [f"tracks first seen in it speak for {zone.origin}"]
        whose = f" for {zone.command}" if zone.command else ""
        says += [] if zone.weapons_control is None else [f"weapons {zone.weapons_control}{whose}"]
        lines.append(f"{key}: radius {zone.radius_km:g} km; {', '.join(says) or 'it says nothing'}")
    return lines


def _radar(scenario: Scenario, radar: PlacedRadar) -> list[str]:
    figures, looks = radar.figures, radar.figures.calibration.looks
    half = 0.5 * figures.sector_width_deg.nominal
    first, last = (radar.boresight_deg - half) % 360.0, (radar.boresight_deg + half) % 360.0
    sector = "all round" if half >= 180.0 else f"sector {first:g} to {last:g} degrees"
    cued = ", looks only where it is told" if figures.cued else ""
    look = "one look" if looks == 1 else f"{looks} looks"
    mast = figures.antenna_height_m.nominal
    reach = [
        f"{line_of_sight_arc_m(mast, height, factor=scenario.effective_earth_factor) / 1e3:.0f} km at {height:g} m"
        for height in _LOW_FLYER_M
    ]
    if figures.passive:
        unit = figures.strength_unit
        heard = figures.calibration
        source = getattr(heard, figures.calibrated_on)
        return [
            f"{radar.id} ({radar.holder.name}): senses {figures.senses}, sends nothing, bearings only; {sector}, every "
            f"{figures.period_s.nominal:g} s; to {radar.command}",
            f"  calibrated at {heard.range_km} km for {source} {unit}, Pd {heard.pd}, Pfa {heard.pfa}",
            f"  {mast:g} m above the ground: over flat ground it sees {', '.join(reach)}",
        ]
    point = figures.calibration
    notch = figures.moving_target_notch_mps
    hides = [f"silent {silence.from_s:g} to {silence.to_s:g} s" for silence in radar.silent]
    hides += [f"blind to radial speeds under {notch} m/s"] if notch else []
    return [
        f"{radar.id} ({radar.holder.name}): {sector}, every {figures.period_s.nominal:g} s{cued}; to {radar.command}"
        + "".join(f"; {words}" for words in hides),
        f"  calibrated at {point.range_km} km for {point.rcs_m2} m2, Pd {point.pd} in {look}, Pfa {point.pfa}, "
        f"Swerling {point.swerling}; instrumented to {figures.instrumented_range_km} km",
        f"  antenna {mast:g} m above the ground: over flat ground it sees {', '.join(reach)}",
    ]


def _battery(scenario: Scenario, key: str) -> str:
    battery = scenario.batteries[key]
    launchers = [launcher for launcher in placed_launchers(scenario) if launcher.battery == key]
    rounds = Counter(missile for launcher in launchers for _, _, missile in rounds_of(scenario, launcher))
    tubes = sum(len(launcher.load) for launcher in launchers)
    load = ", ".join(f"{count} {missile}" for missile, count in sorted(rounds.items()))
    return (
        f"{key} ({battery.type}): {counted(len(launchers), 'launcher')}, {counted(tubes, 'loaded tube')}, "
        f"{counted(rounds.total(), 'round')} ({load}); "
        + (f"{counted(battery.spare_loads, 'spare load')} of each launcher; " if battery.spare_loads else "")
        + f"{battery.figures.target_channels} target and "
        f"{counted(battery.figures.missile_channels, 'missile channel')}; "
        f"under {', then '.join((battery.command, *battery.successors))}"
    )


def _units(scenario: Scenario) -> list[str]:
    """What is on each timetable, by the nominal figures."""
    links = link_ids(scenario)
    table = unit_table(scenario, Draws(({},)), links)
    lines, told = [], set()
    for spell in range(len(table.id)):
        name, state = str(table.id[spell]), UnitState(int(table.state[spell])).identifier.replace("_", " ")
        from_s, to_s = float(table.from_s[0, spell]), float(table.to_s[0, spell])
        until = f"{from_s:.0f} to {to_s:.0f} s" if to_s < float("inf") else f"from {from_s:.0f} s on"
        line = f"{name}: {state} {until}"
        if line not in told:
            told.add(line)
            lines.append((name, from_s, line))
    return [line for _, _, line in sorted(lines)] + [
        f"{name}: no order" for name, unit in sorted(scenario.units.items()) if not unit.timetable
    ]


def _asset(scenario: Scenario, key: str) -> str:
    asset = scenario.assets[key]
    aimed = sum(flight.count for flight in scenario.threats.values() if flight.aims_at == key)
    node = f", the radar {asset.radar}" if asset.radar else f", the unit {asset.unit}" if asset.unit else ""
    what = f"{key} ({asset.label}{node})"
    return f"{what}: value {asset.value:g}, {aimed} aim at it"


def _flyers(scenario: Scenario, *, threats: bool) -> list[str]:
    rows = [row for row in singles(scenario) if isinstance(row.flight, Threat) == threats]
    kinds = Counter(row.flight.type for row in rows)
    lines = [f"{len(rows)} in all" if rows else "none"]
    for name, count in sorted(kinds.items()):
        figures = next(row.figures for row in rows if row.flight.type == name)
        table, jammer = figures.cross_section, figures.jammer
        echo = f"{figures.rcs_m2} m2" + (f", headline; by aspect in {', '.join(table.bands)}" if table else "")
        jams = f"; jams {jammer.from_ghz:g} to {jammer.to_ghz:g} GHz with {jammer.erp_kw} kW" if jammer else ""
        lines.append(f"{count} {name} ({figures.target_class}, {echo}{jams})")
    return lines if threats else [*lines, *recording_notes(scenario)]


def _figures(scenario: Scenario) -> list[str]:
    found = assumptions(scenario)
    counts = Counter(assumption.basis for assumption in found)
    shares = ", ".join(f"{counts[basis]} {basis.replace('_', '-')}" for basis in _BASES)
    spreads = sum(not assumption.is_plain for assumption in found)
    return [f"{len(found)} figures are used: {shares}; {spreads} have a spread"]
