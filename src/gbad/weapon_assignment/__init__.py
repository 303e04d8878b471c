"""threats -> orders: which round at which track from which battery, under channels, magazines and doctrine."""

from __future__ import annotations

from collections.abc import Sequence

from gbad.messages import AirPicture, Gates, Orders, Threats
from gbad.tables import Defence, Ints
from gbad.weapon_assignment.carrying_out import carry_out
from gbad.weapon_assignment.checking import PolicyError
from gbad.weapon_assignment.options import Situation, survey
from gbad.weapon_assignment.orders import Decision, Order
from gbad.weapon_assignment.policy import Policy, decide, decide_from_outside, load_policy
from gbad.weapon_assignment.situation import CommandSituation, split, view_of
from gbad.weapon_assignment.state import Ledger, hear, start

__all__ = [
    "CommandSituation",
    "Decision",
    "Ledger",
    "Order",
    "Policy",
    "PolicyError",
    "Situation",
    "assign",
    "carry_out",
    "decide",
    "decide_from_outside",
    "hear",
    "load_policy",
    "split",
    "start",
    "survey",
    "view_of",
]


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
    asked = any(policy is not None for policy in policies)
    situation = survey(ledger, defence, draw_of_run, picture, threats, time_s, offer_pending=asked)
    decision = decide(situation, defence, policies, ledger.run_number)
    orders, _ = carry_out(ledger, defence, draw_of_run, situation, decision, threats)
    return orders, situation.gates
