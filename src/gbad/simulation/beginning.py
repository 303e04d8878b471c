"""A batch before time starts: every room opened, all objects, assets and radars whole."""

from __future__ import annotations

import numpy as np

from gbad import assessment, engagement, identification, network, sensing, tracking
from gbad import weapon_assignment as weapons
from gbad.errors import InputError
from gbad.motion import reacting
from gbad.nodes import emissions
from gbad.recorder.book import Book
from gbad.simulation.pointing import pointing
from gbad.simulation.state import Batch, PlugIns, State
from gbad.tables import Ints, Tables
from gbad.truth import Trajectories, Truth


def begin(tables: Tables, trajectories: Trajectories, batch: Batch, plugs: PlugIns) -> State:
    """Every room before time starts."""
    given, tables = tables, emissions.heard(tables, trajectories).at(0.0)
    runs, defence, draw = len(batch.run_number), tables.defence, batch.draw_of_run
    if tables.reactions is not None and runs > 1:
        raise InputError("aircraft that react fly other ways in every run: begin the battle with runs=1")
    truth = whole_truth(tables, trajectories, draw)
    trackers = tracking.start(defence, draw, runs, batch.track_slots, plugs.trackers)
    strobes = tracking.open_strobes(defence, draw)
    net = network.start(defence, draw, batch.run_number, batch.seed, batch.picture_slots, batch.queue)
    picture = network.share(net, defence, 0.0)
    return State(
        given=given,
        tables=tables,
        batch=batch,
        plugs=plugs,
        truth=truth,
        sensors=sensing.start(tables, truth, batch.run_number, batch.seed),
        trackers=trackers,
        strobes=strobes,
        net=net,
        observers=identification.start(
            defence, draw, batch.run_number, batch.seed, batch.picture_slots, plugs.identifiers
        ),
        ledger=weapons.start(defence, batch.run_number, batch.seed),
        rounds=engagement.start(tables, runs, batch.run_number, batch.seed, record=batch.record == "full"),
        referee=assessment.start(tables, runs, batch.run_number, batch.seed),
        book=Book.open(tables, truth, batch),
        picture=picture,
        cues=pointing(trackers, strobes, net, defence, picture, 0.0),
        offer_pending=any(weapons.asks_pending(policy) for policy in plugs.policies),
        stand=tables.stand(0.0),
        planned=trajectories,
        reactions=reacting.start(tables, int(draw[0]), int(batch.run_number[0]), batch.seed) if runs else None,
    )


def whole_truth(tables: Tables, trajectories: Trajectories, draw_of_run: Ints) -> Truth:
    """Every world before the first shot: all objects whole, all assets and radars standing."""
    runs, defence = len(draw_of_run), tables.defence
    path_draw = np.minimum(draw_of_run, trajectories.start_s.shape[0] - 1)
    return Truth(
        trajectories=trajectories,
        draw_of_run=draw_of_run,
        end_s=trajectories.plan_end_s[path_draw].copy(),
        killed=np.zeros((runs, len(tables.objects.id)), np.bool_),
        asset_end_s=np.full((runs, len(defence.assets.id)), np.inf),
        radar_end_s=np.full((runs, len(defence.radars.id)), np.inf),
        killed_beside=np.full((runs, len(tables.objects.id)), -1, np.int64),
    )
