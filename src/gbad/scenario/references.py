"""Rules that look across entities: every name that is called must exist, and what it calls must fit."""

from __future__ import annotations

import re
from typing import Any

from gbad.errors import InputError
from gbad.library import catalogue
from gbad.scenario.beside import check_code, check_files, plug_ins_of
from gbad.scenario.check_units import check_units, units_of
from gbad.scenario.layout import ENTITY_SECTIONS
from gbad.scenario.layout.flights import Flight, Threat
from gbad.scenario.layout.sites import BatterySite, RadarSite
from gbad.scenario.marks import Mark, Problems
from gbad.scenario.nodes import Mapping, Node, Scalar, Sequence
from gbad.scenario.overlay import Library
from gbad.scenario.routes import Asked, fitting
from gbad.scenario.specs.ground import Battery, Launcher, LauncherGroup
from gbad.scenario.specs.radar import Radar
from gbad.scenario.words import did_you_mean

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")


LOWEST_ALOFT_M = 1000.0  # radars that fly


def radar_id_of(battery: str) -> str:
    """Id of the engagement radar that comes with a battery."""
    return f"{battery}-radar"


def shared_link_id(radar: str, command: str) -> str:
    """Key under ``links`` of a radar's link to a command that also hears it."""
    return f"{radar}-to-{command}"


def check_references(values: dict[str, Any], root: Mapping, library: Library, problems: Problems) -> None:
    """Note every finding; sections that could not be read are passed over."""
    _Check(values, root, library, problems).all()


class _Check:
    def __init__(self, values: dict[str, Any], root: Mapping, library: Library, problems: Problems) -> None:
        self.values, self.root, self.library, self.problems = values, root, library, problems
        # only what could be read; names are looked up in the file itself
        self.section = {key: value for key, value in values.items() if isinstance(value, dict)}
        self.files: tuple[str, ...] = values.get("files") or ()
        self.names = {key: _names(root.get(key)) for key in ENTITY_SECTIONS}

    def all(self) -> None:
        self.ids()
        if not self.names["commands"]:
            self.problems.add(self.root.mark, "commands", "at least one command post is needed")
        if not self.names["radars"] and not self.names["batteries"]:
            self.problems.add(self.root.mark, "radars", "at least one radar or battery is needed")
        for key, command in self.section.get("commands", {}).items():
            self.library.entry(self.scalar(f"commands.{key}.network", command.network), ("network",), "network")
        self.evidence()
        self.beside()
        for key, battery in self.section.get("batteries", {}).items():
            self.battery(f"batteries.{key}", battery)
        for key, radar in self.section.get("radars", {}).items():
            self.radar(f"radars.{key}", radar)
        for key, sensor in self.section.get("passive_sensors", {}).items():
            self.exists(f"passive_sensors.{key}.command", sensor.command, "commands")
            self.sector(f"passive_sensors.{key}", sensor.boresight_deg, sensor.figures, sensor.type)
            if key in self.names["radars"] or key in self.derived("radars"):
                self.say(f"passive_sensors.{key}", f"{key} is already a radar; every sensor needs its own id")
        for key, asset in self.section.get("assets", {}).items():
            self.exists(f"assets.{key}.radar", asset.radar, "radars")
            self.unit(f"assets.{key}.unit", asset.unit)
        for key, zone in self.section.get("zones", {}).items():
            self.exists(f"zones.{key}.command", zone.command, "commands")
        self.links()
        check_units(self.values, self.section, self.library, self.scalar, self.say)
        for name in ("threats", "others"):
            for key, flight in self.section.get(name, {}).items():
                self.flight(f"{name}.{key}", flight)

    def unit(self, path: str, name: str | None) -> None:
        """An asset that is a unit: a post with a place, a battery or a launcher."""
        if name is None:
            return
        known = units_of(self.section)
        kind = known.get(name)
        if kind == "radar":
            self.say(path, f"{name} is a radar; write radar: {name}")
        elif kind == "link":
            self.say(path, f"{name} is a link, which nothing hits; a command post, battery or launcher is allowed")
        elif kind is None:
            able = {key: what for key, what in known.items() if what not in ("radar", "link")}
            self.say(path, f"{name} is no command post, battery or launcher. {did_you_mean(name, able)}")
        elif kind == "command post" and self.section["commands"][name].at is None:
            self.say(path, f"{name} has no place; give it one (commands.{name}.at), or nothing can come for it")

    def evidence(self) -> None:
        """Priors and likelihoods are needed, and leaned on, only where a command weighs evidence."""
        commands = self.section.get("commands", {})
        if any(command.figures.identification == "bayes" for command in commands.values()):
            for key, command in commands.items():
                path = f"commands.{key}.evidence"
                self.library.entry(self.scalar(path, command.figures.evidence), ("identity_evidence",), path)

    def beside(self) -> None:
        """Code of the user's, and what it reads, must be there; the code is not run."""
        for key, command in self.section.get("commands", {}).items():
            for setting, reference in plug_ins_of(command.figures).items():
                try:
                    check_code(setting, reference, self.library.folder)
                except InputError as error:
                    self.say(f"commands.{key}.{setting}", str(error))
        for index, finding in check_files(self.files, self.library.folder):
            self.say(f"files[{index}]", finding)

    def say(self, path: str, finding: str) -> None:
        self.problems.add(self.mark(path), path, finding)

    def mark(self, path: str) -> Mark:
        """The place of a path in the file, or of the nearest block above it."""
        node: Node = self.root
        for part in path.replace("[", ".").replace("]", "").split("."):
            inner: Node | None = None
            if isinstance(node, Mapping):
                inner = node.get(part)
            elif isinstance(node, Sequence) and part.isdecimal() and int(part) < len(node.items):
                inner = node.items[int(part)]
            if inner is None:
                break
            node = inner
        return node.mark

    def scalar(self, path: str, text: str) -> Scalar:
        return Scalar(text, True, self.mark(path))

    def exists(self, path: str, name: str | None, section: str) -> None:
        if name is not None and name not in self.names[section] and name not in self.derived(section):
            known = [*self.names[section], *self.derived(section)]
            self.say(path, f"{name} is not among {section}. {did_you_mean(name, known)}")

    def derived(self, section: str) -> list[str]:
        """Ids that the compilation makes: engagement radars of batteries that bring no radar of their own."""
        if section != "radars":
            return []
        owned = {radar.battery for radar in self.section.get("radars", {}).values()}
        return [radar_id_of(battery) for battery in self.names["batteries"] if battery not in owned]

    def ids(self) -> None:
        for section, names in self.names.items():
            for name in names:
                if _ID.match(name) is None:
                    self.say(
                        f"{section}.{name}", "an id is letters, digits, - and _, at most 64, beginning with no sign"
                    )
            seen: dict[str, str] = {}
            for name in names:
                if seen.setdefault(name.lower(), name) != name:
                    self.say(
                        f"{section}.{name}", f"differs from {seen[name.lower()]} only by capitals; give it another id"
                    )
        for name in self.names["threats"]:
            if name in self.names["others"]:
                self.say(f"others.{name}", f"{name} is already a threat; every flight needs its own id")
        self.members()

    def members(self) -> None:
        """No flight may have the id, and so the dice, of a member of a group."""
        flights = {s: self.section.get(s, {}) for s in ("threats", "others")}
        counts = {key: flight.count for section in flights.values() for key, flight in section.items()}
        for section, own in flights.items():
            for key in own:
                group, _, index = key.rpartition("-")
                carriers = counts.get(getattr(flights["threats"].get(group), "released_by", None) or "", 1)
                if index.isdecimal() and str(int(index)) == index and 0 < int(index) <= counts.get(group, 0) * carriers:
                    why = f"{key} is also number {index} of the {counts[group] * carriers} of {group}"
                    self.say(f"{section}.{key}", f"{why}; every flyer needs its own id")

    def battery(self, path: str, battery: BatterySite) -> None:
        self.exists(f"{path}.command", battery.command, "commands")
        for index, post in enumerate(battery.successors):
            self.exists(f"{path}.successors[{index}]", post, "commands")
            if post == battery.command or post in battery.successors[:index]:
                self.say(f"{path}.successors[{index}]", f"{post} commands {battery.id} already; name others, each once")
        figures: Battery = battery.figures
        given = "" if "engagement_radar" in battery.overridden else f" (of {battery.type})"
        reference = self.scalar(f"{path}.engagement_radar", figures.engagement_radar)
        radar = self.library.entry(reference, ("radar",), f"{path}.engagement_radar{given}")
        own = [r for r in self.section.get("radars", {}).values() if r.battery == path.split(".")[1]]
        if len(own) > 1:
            self.say(path, f"has {len(own)} engagement radars ({', '.join(r.id for r in own)}); one is allowed")
        if not own and isinstance(radar, Radar):
            self.sector(path, battery.boresight_deg, radar, figures.engagement_radar)
        for index, group in enumerate(figures.launchers):
            self.launchers(f"{path}.launchers[{index}]", group)

    def launchers(self, path: str, group: LauncherGroup) -> None:
        launcher = self.library.entry(self.scalar(f"{path}.type", group.type), ("launcher",), f"{path}.type")
        if not isinstance(launcher, Launcher):
            return
        tubes, loaded = group.tubes or launcher.tubes, sum(group.load.values())
        if loaded > tubes:
            self.say(f"{path}.load", f"{loaded} tubes loaded, {group.type} has {tubes}")
        for name in group.load:
            where = f"{path}.load.{name}"
            entry = self.library.entry(self.scalar(where, name), ("interceptor",), where)
            # who writes a missile of his own says where it goes by loading it
            if entry is not None and name not in launcher.takes and not catalogue.is_file_reference(name):
                self.say(where, f"{group.type} does not take {name}. Allowed: {', '.join(launcher.takes)}")

    def radar(self, path: str, radar: RadarSite) -> None:
        self.exists(f"{path}.command", radar.command, "commands")
        self.exists(f"{path}.battery", radar.battery, "batteries")
        for index, command in enumerate(radar.also_reports_to):
            self.exists(f"{path}.also_reports_to[{index}]", command, "commands")
        posts = {radar.command, getattr(self.section.get("batteries", {}).get(radar.battery), "command", None)} - {None}
        if radar.battery is not None and len(posts) > 1:
            why = f"{radar.id} is in two commands, {radar.command} and that of its battery {radar.battery}"
            self.say(f"{path}.command", f"{why}; leave command out")
        elif (radar.command is None) == (radar.battery is None):
            self.say(path, "needs either command (whom it reports to) or battery (whose engagement radar it is)")
        elif radar.at is None and radar.battery is None:
            self.say(path, "at is missing: its place")
        if radar.id in self.derived("radars") and radar.battery != radar.id.removesuffix("-radar"):
            self.say(path, f"{radar.id} is the id of a battery's own radar; choose another")
        battery = self.section.get("batteries", {}).get(radar.battery)
        boresight = radar.boresight_deg if radar.boresight_deg is not None else getattr(battery, "boresight_deg", None)
        self.sector(path, boresight, radar.figures, radar.type)
        if radar.racetrack is not None:
            self.aloft(path, radar)

    def aloft(self, path: str, radar: RadarSite) -> None:
        """A radar that flies round: high enough, of nobody's battery, and in nobody's timetable."""
        low_m = radar.figures.antenna_height_m.low
        if low_m < LOWEST_ALOFT_M:
            self.say(
                f"{path}.racetrack",
                f"the antenna of {radar.type} is {low_m:g} m up; {LOWEST_ALOFT_M:g} m or more (antenna_height_m) fly",
            )
        if radar.battery is not None:
            self.say(
                f"{path}.racetrack", f"{radar.id} is the radar of battery {radar.battery}, which stays on the ground"
            )
        post = self.section.get("commands", {}).get(radar.command)
        if post is not None and post.figures.tracker != "kalman":
            why = f"the tracker of {radar.command}, {post.figures.tracker}, cannot be told that a radar flies on"
            self.say(f"{path}.racetrack", f"{why}; kalman can")
        if radar.id in self.section.get("units", {}):
            self.say(f"{path}.racetrack", f"{radar.id} has a timetable under units; keep one of them")

    def sector(self, path: str, boresight_deg: float | None, radar: Any, name: str) -> None:
        width = radar.sector_width_deg.nominal
        if boresight_deg is None and width < 360.0:
            self.say(path, f"boresight_deg is missing: {name} looks at a sector of {width:g} degrees; say where")

    def links(self) -> None:
        shared = {
            shared_link_id(radar.id, command)
            for radar in self.section.get("radars", {}).values()
            for command in radar.also_reports_to
        }
        for battery in self.section.get("batteries", {}).values():
            own = [r.id for r in self.section.get("radars", {}).values() if r.battery == battery.id]
            radar_id = own[0] if own else radar_id_of(battery.id)
            shared |= {shared_link_id(radar_id, post) for post in battery.successors}
        for key in self.names["links"]:
            if key not in shared and key not in self.names["passive_sensors"]:
                self.exists(f"links.{key}", key, "radars")

    def flight(self, path: str, flight: Flight) -> None:
        route, falls = flight.route, flight.figures.target_class == "ballistic"
        aims_at = flight.aims_at if isinstance(flight, Threat) else None
        carrier = flight.released_by if isinstance(flight, Threat) else None
        self.exists(f"{path}.aims_at", aims_at, "assets")
        self.release(path, flight, carrier)
        target = self.section.get("assets", {}).get(aims_at or "")
        if getattr(flight.figures, "homing", None) is not None and getattr(target, "radar", None) is None:
            radars = [key for key, asset in self.section.get("assets", {}).items() if asset.radar is not None]
            why = f"{flight.type} homes on a radar; let it aim at an asset that is one (radar: ...)"
            self.say(f"{path}.aims_at", f"{why}: {', '.join(radars) or 'there is none yet'}")
        if route.falls != falls and not route.of_any_type:
            self.say(f"{path}.route.kind", f"{route.kind} does not go with {flight.type}; {fitting(falls=falls)} does")
            return
        route.check(Asked(path, flight, aims_at, carrier, self.library.folder, self.say, self.exists))

    def release(self, path: str, flight: Flight, carrier: str | None) -> None:
        """What a carrier lets go, and what belongs to that."""
        if not isinstance(flight, Threat):
            return
        if carrier is None:
            if flight.release_after_s:
                self.say(f"{path}.release_after_s", "goes with released_by, and only with it")
            return
        self.exists(f"{path}.released_by", carrier, "threats")
        if flight.start_s:
            self.say(f"{path}.start_s", "what is released starts with its release: write release_after_s")
        if not flight.route.can_be_released:
            self.say(
                f"{path}.route.kind",
                f"{flight.route.kind} does not go with released_by; waypoints, drifting or falling does",
            )
        above = self.section.get("threats", {}).get(carrier)
        if above is not None and above.released_by is not None:
            self.say(f"{path}.released_by", f"{carrier} is itself released; a carrier flies by itself")


def _names(node: Node | None) -> list[str]:
    return list(node.entries) if isinstance(node, Mapping) else []
