"""Tracks of a radar that has moved stay where they are over the Earth."""

from dataclasses import replace

import numpy as np

from gbad.physics import earth
from gbad.simulation.prepare import prepare
from gbad.tracking import tracker


def test_places_rates_and_errors_are_the_same_over_the_earth():
    defence = prepare("one-aircraft").tables.defence
    state = tracker.start(defence, np.zeros(2, np.int64), 2, 4)
    rng = np.random.default_rng(1)
    radars = len(defence.radars.id)
    state.tracks.state[:] = rng.normal(0.0, 1e5, state.tracks.state.shape)
    root = rng.normal(0.0, 10.0, state.tracks.covariance.shape)
    state.tracks.covariance[:] = root @ root.swapaxes(-1, -2)

    def over_the_earth():
        local = state.tracks.state.reshape(2, radars, 4, 6)
        spread = state.tracks.covariance.reshape(2, radars, 4, 6, 6)
        turn, at = state.sites.rotation, state.sites.antenna
        place = np.einsum("ski,rstk->rsti", turn, local[..., :3]) + at[:, None]
        rate = np.einsum("ski,rstk->rsti", turn, local[..., 3:])
        error = np.einsum("ski,rstkl,slj->rstij", turn, spread[..., :3, 3:], turn)
        return place, rate, error

    before, kept = over_the_earth(), state.tracks.state.reshape(2, radars, 4, 6).copy()
    moved, where = 1, np.radians([41.0, 34.0])
    columns = {
        "position_ecef_m": earth.geodetic_to_ecef(*where, 9000.0).reshape(3),
        "ecef_to_enu": earth.ecef_to_enu_matrix(*where).reshape(3, 3),
    }
    tables = {name: getattr(defence.radars, name).copy() for name in columns}
    for name, value in columns.items():
        tables[name][moved] = value
    tracker.move(state, replace(defence, radars=replace(defence.radars, **tables)))
    for old, new, metres in zip(before, over_the_earth(), (1e-3, 1e-6, 1e-6), strict=True):
        np.testing.assert_allclose(new, old, atol=metres, rtol=1e-9)
    after = state.tracks.state.reshape(2, radars, 4, 6)
    np.testing.assert_array_equal(after[:, 0], kept[:, 0])
    assert (np.abs(after[:, 1] - kept[:, 1]).max(axis=(0, 1)) > 100.0).any()
