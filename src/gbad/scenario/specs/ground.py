"""What stands on the ground beside radars: launchers, batteries, command posts and the links between them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.codes.policies import OWN_SALVO
from gbad.scenario.policy_text import PolicyText
from gbad.scenario.quantity import Count, CountOrNone, Fraction, Frozen, NotNegative, Positive, PositiveNumber, limited
from gbad.scenario.specs.base import Entry, register


@register("launcher")
class Launcher(Entry):
    """A launcher type: tubes, and how fast they follow each other."""

    kind: Literal["launcher"]
    tubes: Count = Field(description="of one launcher")
    launch_interval_s: NotNegative = Field(description="between two rounds of one launcher")
    takes: tuple[str, ...] = Field(
        description="interceptors of the library it can fire; a file of your own goes into any"
    )


class LauncherGroup(Frozen):
    """Some launchers of one type with the same load: ``{count: 8, type: 5P85TE2, load: {48N6E3: 4}}``.

    A type of which 0 are loaded is counted all the same: variants of a study then have the same measures.
    """

    count: Count = Field(description="how many launchers")
    type: str = Field(description="library entry of the launcher")
    load: dict[str, CountOrNone] = Field(description="tubes by interceptor; 0 for one that is only counted")
    tubes: Count | None = Field(None, description="tubes of each launcher where they are not the type's")

    @model_validator(mode="after")
    def _loaded(self) -> LauncherGroup:
        if not any(self.load.values()):
            raise ValueError("load: no round was found; one at least is needed")
        return self


@register("battery")
class Battery(Entry):
    """A fire unit (for the S-400 a battalion): one engagement radar, its channels, launchers and load."""

    kind: Literal["battery"]
    engagement_radar: str = Field(description="library entry of its radar")
    target_channels: Count = Field(description="targets it can engage at once")
    missile_channels: Count = Field(description="rounds it can guide at once")
    launchers: tuple[LauncherGroup, ...] = Field(description="groups of launchers with their load")
    reaction_time_s: NotNegative = Field(description="from order to launch")
    assessment_delay_s: NotNegative = Field(description="from closest approach to the report of the result")
    false_kill_probability: Fraction = Field(description="that a miss is reported as a kill")
    false_miss_probability: Fraction = Field(description="that a kill is reported as a miss")

    @model_validator(mode="after")
    def _armed(self) -> Battery:
        if not self.launchers:
            raise ValueError("launchers: at least one group is needed")
        return self


@register("command_post")
class CommandPost(Entry):
    """A command post: its rules of engagement and how it judges tracks."""

    kind: Literal["command_post"]
    weapons_control: Literal["hold", "tight", "free"] = Field(
        description="hold: only in self-defence; tight: only hostiles; free: also unknowns about to hit an asset"
    )
    self_defence: bool = Field(description="whoever flies at its own batteries may be fired at under any control")
    self_defence_distance_km: Positive = Field(description="who will pass a battery closer than this flies at it")
    self_defence_time_s: Positive = Field(description="and this soon")
    tracker: str = Field(
        "kalman", description="of its radars: kalman, imm, jpda, or a reference like ./mine.py:Tracker"
    )
    identification: str = Field("rules", description="rules, bayes, or a reference like ./mine.py:Identifier")
    evidence: str = Field("identity-evidence", description="library entry of priors and likelihoods, for bayes")
    salvo: Annotated[int, limited(at_least=1, at_most=8)] = Field(description="rounds at one target at once")
    shoot_look_shoot: bool = Field(description="one round, then wait for its result")
    launch_spacing_s: Annotated[float, limited(at_least=0.0)] = Field(description="between rounds of one salvo")
    policy: PolicyText = Field(
        description="a built-in one, or a reference like ./earliest_first.py:assign; with parameters as a block "
        "{reference: greedy, reserve: 4}"
    )
    identification_time_s: NotNegative = Field(description="a track is this old before it is called anything")
    iff_replies_required: Count = Field(description="answers that make a friend or a neutral")
    hostile_speed_mps: Positive = Field(description="who is faster is hostile")
    threat_miss_distance_km: Positive = Field(description="who will pass an asset closer than this aims at it")
    engagement_horizon_s: Positive = Field(description="unknowns are engaged only this close to impact")
    interrogations_before_fire: Annotated[int, limited(at_least=0)] = Field(
        0,
        description="unknowns are engaged (self-defence apart) only once asked so often and old enough to be called "
        "something; 0: without asking",
    )
    correlation_gate: PositiveNumber = Field(
        description="squared normalised distance within which tracks of two radars are one"
    )
    reassessment_s: NotNegative = Field(description="who lives this long after a reported kill is open to fire again")
    fusion: Literal["best_report", "independent", "covariance_intersection"] = Field(
        "best_report", description="how tracks of several radars become one state"
    )
    orders_travel: bool = Field(
        False, description="orders and results of shots take the way of the link: late, lost, said again; else at once"
    )
    silent_under_attack: bool = Field(
        False, description="silence an engagement radar while something is about to hit it"
    )
    turns_radars: bool = Field(
        False, description="turn an engagement radar to where more is worth it; its battery needs a vehicle (units)"
    )
    remote_tracks: Literal["any", "checked", "own"] = Field(
        "any",
        description="rounds that home by themselves go on any track of the picture; or only where its errors lie "
        "within the seeker's basket and the uplink sees the round; or only on what the battery's radar holds",
    )
    estimates_registration: bool = Field(
        False, description="estimate its radars' constant errors from common tracks and take them off"
    )

    @model_validator(mode="after")
    def _salvos_act(self) -> CommandPost:
        if self.salvo > 1 and self.shoot_look_shoot:
            raise ValueError(
                f"salvo: {self.salvo} would have no effect with shoot_look_shoot: true, which fires one round and "
                "waits for its result; set shoot_look_shoot: false for salvos, or leave salvo at 1"
            )
        own = str(self.policy).split(" ")[0]
        if own in OWN_SALVO and (self.salvo > 1 or not self.shoot_look_shoot):
            name = "salvo" if self.salvo > 1 else "shoot_look_shoot"
            raise ValueError(
                f"{name}: has no effect with the policy {own}, which says itself how many rounds go at a target; "
                "leave salvo at 1 and shoot_look_shoot at true"
            )
        return self


@register("network")
class Network(Entry):
    """A data link between a radar (or battery) and its command post."""

    kind: Literal["network"]
    latency_s: NotNegative = Field(description="from sender to receiver")
    loss_probability: Fraction = Field(description="of one message")
    latency_jitter_s: NotNegative | None = Field(
        None, description="up to this much later, evenly; reports may overtake each other"
    )
    rate_reports_per_s: Positive | None = Field(None, description="track reports a second; unlimited if left out")
    waiting_reports: Count | None = Field(None, description="room in line before it; what finds it full is dropped")

    @model_validator(mode="after")
    def _rate_and_room(self) -> Network:
        if (self.rate_reports_per_s is None) != (self.waiting_reports is None):
            raise ValueError("waiting_reports goes with rate_reports_per_s, and only with it")
        return self
