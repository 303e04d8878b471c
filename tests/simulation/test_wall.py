"""The wall: detections, IFF replies and shot reports alone make the orders. Truth is not needed, so it is not used."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gbad import identification, network, threat_evaluation, tracking
from gbad import weapon_assignment as weapons
from gbad.messages import Detections, Orders, ShotReports
from gbad.scenario.document import open_document
from gbad.simulation.prepare import prepare
from gbad.simulation.spine import Batch, play

SEED = 11


def message(kind, table: dict[str, np.ndarray], rows: np.ndarray, runs: int):
    """A flat message of some rows of a kept table."""
    columns = {name: table[name][rows] for name in kind.__dataclass_fields__ if name != "offsets"}
    offsets = np.searchsorted(columns["run"], np.arange(runs + 1)).astype(np.int64)
    return kind(offsets=offsets, **columns)


OWN = """
class Suspicious:
    def __init__(self):
        self.seen = {}

    def identify(self, picture):
        held = []
        for track, civil, friendly in zip(picture.track, picture.civil_replies, picture.friendly_replies):
            self.seen[track] = self.seen.get(track, 0) + 1
            quiet = civil == 0 and friendly == 0
            held.append("hostile" if quiet and self.seen[track] > 10 else "unknown" if quiet else "neutral")
        return held
"""


TRACKER = Path(__file__).parents[2] / "docs" / "examples" / "alpha_beta.py"
WAYS = [
    *((way, "kalman", scenario)
      for way in ("rules", "bayes", "./own.py:Suspicious") for scenario in ("ankara", "saturation", "two_radars")),
    *(("rules", tracker, "ankara") for tracker in ("imm", "jpda", "./alpha_beta.py:Tracker")),
]  # fmt: skip


@pytest.mark.parametrize(("identification_by", "tracker", "scenario"), WAYS)
def test_replayed_detections_and_reports_reproduce_the_orders_exactly(
    scenario, identification_by, tracker, request, tmp_path
):
    ready = request.getfixturevalue(scenario)
    if (identification_by, tracker) != ("rules", "kalman"):
        document = open_document(ready.scenario.id)
        (tmp_path / "own.py").write_text(OWN)
        (tmp_path / "alpha_beta.py").write_text(TRACKER.read_text())
        chosen = {"identification": identification_by, "tracker": tracker}
        changes = {f"commands.{post}.{key}": way for post in ready.scenario.commands for key, way in chosen.items()}
        ready = prepare(replace(document, folder=tmp_path), changes)
    tables, defence = ready.tables, ready.tables.defence
    runs = 3
    numbers, draw = np.arange(runs, dtype=np.int64), np.zeros(runs, np.int64)
    batch = Batch(seed=SEED, run_number=numbers, draw_of_run=draw)
    book = play(tables, ready.trajectories, batch, ready.plugs)
    recorded = book.orders
    detections, reports = book.table("detections"), book.table("shot_reports")
    tick_of = np.concatenate([np.full(len(part["run"]), part["tick"][0]) for part in book.kept["detections"]])
    report_tick = (
        np.concatenate([np.full(len(part["run"]), part["tick"][0]) for part in book.kept["shot_reports"]])
        if reports
        else np.zeros(0)
    )

    trackers = tracking.start(defence, draw, runs, batch.track_slots, ready.plugs.trackers)
    strobes = tracking.open_strobes(defence, draw)
    net = network.start(defence, draw, numbers, SEED, batch.picture_slots, batch.queue)
    observers = identification.start(defence, draw, numbers, SEED, batch.picture_slots, ready.plugs.identifiers)
    ledger = weapons.start(defence, numbers)
    network.share(net, defence, 0.0)
    base = np.zeros(runs, np.int64)
    per_cycle = round(defence.cycle_s / tables.tick_s)
    orders: list[Orders] = []
    for tick in range(1, round(tables.duration_s / tables.tick_s) + 1):
        now = tick * tables.tick_s
        if reports:
            weapons.hear(
                ledger, message(ShotReports, reports, np.flatnonzero(report_tick == tick), runs), defence, base
            )
        plots = message(Detections, detections, np.flatnonzero(tick_of == tick), runs)
        tracking.note_strobes(strobes, defence, plots)
        network.send(net, defence, tracking.update(trackers, defence, plots, base, now))
        base += np.diff(plots.offsets)
        if tick % per_cycle == 0:
            picture = network.share(net, defence, now)
            identities = identification.identify(
                observers, defence, draw, picture, now, tracking.bearings_heard(strobes, defence, now)
            )
            threats = threat_evaluation.rank(defence, draw, picture, identities, now)
            orders.append(weapons.assign(ledger, defence, draw, ready.plugs.policies, picture, threats, now)[0])

    assert sum(len(o.run) for o in recorded) > 0
    for one, two in zip(recorded, orders, strict=True):
        for name in Orders.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)


def test_the_command_rooms_do_not_know_truth():
    """What the import walls say for all files, said once more for the names these rooms can reach."""
    for room in (tracking, network, identification, threat_evaluation, weapons):
        assert not any("truth" in name.lower() for name in vars(room))
