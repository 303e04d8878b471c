"""threats -> orders: which round at which track from which battery, under channels, magazines and doctrine."""

from __future__ import annotations

from collections.abc import Sequence

from gbad.messages import AirPicture, Gates, Orders, Threats
from gbad.tables import Defence, Ints
from gbad.weapon_assignment.allocation import allocate
from gbad.weapon_assignment.options import survey
from gbad.weapon_assignment.policy import Policy, PolicyError, decide, load_policy
from gbad.weapon_assignment.situation import CommandSituation
from gbad.weapon_assignment.state import Ledger, hear, start

__all__ = ["CommandSituation", "Ledger", "Policy", "PolicyError", "assign", "hear", "load_policy", "start"]


def assign(
    ledger: Ledger,
    defence: Defence,
    draw_of_run: Ints,
    policies: Sequence[Policy | None],
    picture: AirPicture,
    threats: Threats,
    time_s: float,
) -> tuple[Orders, Gates]:
    """One command cycle of every run: survey the options, let the policies pick, allocate rounds and launchers."""
    situation = survey(ledger, defence, draw_of_run, picture, threats, time_s)
    picks = decide(situation, defence, policies, ledger.run_number)
    orders = allocate(ledger, defence, draw_of_run, situation, picks, threats)
    return orders, situation.gates
