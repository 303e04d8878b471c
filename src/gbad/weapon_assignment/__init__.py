"""threats -> orders: which round at which track from which battery, under channels, magazines and doctrine."""

from __future__ import annotations

from collections.abc import Sequence

from gbad.messages import AirPicture, Gates, Orders, Threats
from gbad.tables import Defence, Ints
from gbad.weapon_assignment.carrying_out import carry_out
from gbad.weapon_assignment.checking import PolicyError
from gbad.weapon_assignment.comparing import DECISIONS, compared, given_away, told_unproven
from gbad.weapon_assignment.options import Situation, survey
from gbad.weapon_assignment.orders import Decision, Order, Telling
from gbad.weapon_assignment.policy import (
    Policy,
    asks_pending,
    decide,
    decide_from_outside,
    load_policy,
    runs_in_kernel,
)
from gbad.weapon_assignment.readiness import readiness, shut
from gbad.weapon_assignment.reloading import reload
from gbad.weapon_assignment.situation import CommandSituation, split, view_of
from gbad.weapon_assignment.state import Ledger, hear, put_back, start
from gbad.weapon_assignment.under_fire import under_fire

__all__ = [
    "DECISIONS",
    "CommandSituation",
    "Decision",
    "Ledger",
    "Order",
    "Policy",
    "PolicyError",
    "Situation",
    "Telling",
    "asks_pending",
    "assign",
    "carry_out",
    "compared",
    "decide",
    "decide_from_outside",
    "given_away",
    "hear",
    "load_policy",
    "put_back",
    "readiness",
    "reload",
    "runs_in_kernel",
    "shut",
    "split",
    "start",
    "survey",
    "told_unproven",
    "under_fire",
    "view_of",
]


def assign(
    ledger: Ledger,
    defence: Defence,
    draw_of_run: Ints,
    policies: Sequence[Policy],
    picture: AirPicture,
    threats: Threats,
    time_s: float,
) -> tuple[Orders, Gates]:
    """One command cycle of every run: survey the options, let the policies pick, allocate rounds and launchers."""
    asked = any(asks_pending(policy) for policy in policies)
    situation = survey(ledger, defence, draw_of_run, picture, threats, time_s, offer_pending=asked)
    decision = decide(situation, defence, policies, ledger.run_number)
    orders, _ = carry_out(ledger, defence, draw_of_run, situation, decision, threats)
    return orders, situation.gates
