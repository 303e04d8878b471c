"""``gbad envelope``: where one missile type can meet a target, how long it takes to come to that, what it defends."""

from __future__ import annotations

from pathlib import Path

from gbad.commands.printing import print_answer
from gbad.errors import InputError
from gbad.zones.approach import approach_of
from gbad.zones.footprint import PROFILES, Footprint, footprint_of
from gbad.zones.manoeuvres import manoeuvres_of
from gbad.zones.outer import Outer, any_missile
from gbad.zones.page import build
from gbad.zones.telling import tell, tell_upper
from gbad.zones.zone import Missile, Target, zone_of


def envelope(
    interceptor: str,
    target: str,
    *,
    radar: str,
    height: str | None,
    crossing: str,
    footprint: list[str],
    load_limit: float | None,
    page: Path | None,
    as_json: bool,
) -> None:
    """Print the zone and the chain of one approach; with ``--footprint`` what is defended against ballistic types."""
    from gbad.commands.places import length_m

    if page is not None and page.exists():
        raise InputError(f"--html {page}: exists; nothing is ever overwritten")
    missile, aim = any_missile(interceptor), Target.of(target)
    if isinstance(missile, Outer):
        if load_limit is not None:
            raise InputError(f"--load-limit: {missile.name} is an envelope without a flight; nothing weaves against it")
        _upper_layer(missile, aim, footprint or ["1000km"], page, as_json=as_json)
        return
    zone = zone_of(missile, aim)
    approach = None
    if aim.speed_mps == aim.speed_mps:  # ballistic types have none
        height_m = length_m(height, "height") if height else None
        approach = approach_of(missile, aim, height_m=height_m, crossing_m=length_m(crossing, "crossing"), radar=radar)
    elif height or not footprint:
        footprint = footprint or ["300km"]
    prints = [each for text in footprint for each in _footprints(missile, text)]
    answer = tell(zone, approach, prints, manoeuvres_of(missile, aim, load_limit))
    if page is not None:
        page.write_text(build(zone, answer, prints), encoding="utf-8")
    print_answer(answer, as_json=as_json)
    if page is not None and not as_json:
        print(f"page:    {page}")


def _upper_layer(missile: Outer, aim: Target, footprint: list[str], page: Path | None, *, as_json: bool) -> None:
    """Footprints alone: what is known of it is an envelope."""
    if aim.speed_mps == aim.speed_mps:
        raise InputError(
            f"--target {aim.name}: {missile.name} meets ballistic missiles from {missile.lowest_m / 1e3:.0f} km up; "
            "give a ballistic type like srbm-500, and --footprint for range and profile"
        )
    if page is not None:
        raise InputError(f"--html {page}: is for missiles of a battery; {missile.name} has footprints alone, printed")
    print_answer(
        tell_upper(missile, [each for text in footprint for each in _footprints(missile, text)]), as_json=as_json
    )


def _footprints(missile: Missile | Outer, text: str) -> list[Footprint]:
    """``300km`` or ``300km:lofted``: cued, and with the battery's radar alone."""
    from gbad.commands.places import length_m

    length, _, profile = text.partition(":")
    profile = (profile or "minimum_energy").replace("-", "_")
    if profile not in PROFILES:
        raise InputError(f"--footprint {text}: profile {profile} is not known; one of {', '.join(PROFILES)}")
    range_m = length_m(length, "footprint")
    return [footprint_of(missile, range_m=range_m, profile=profile, cued=cued) for cued in (True, False)]
