"""Properties of the Earth's geometry and pull; its numbers against authorities are in tests/against."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.physics import _earth_kernel, earth
from gbad.textbook import ellipsoid

LATITUDE = st.floats(-np.pi / 2, np.pi / 2)
LONGITUDE = st.floats(-np.pi, np.pi)


@settings(max_examples=200, deadline=None)
@given(LATITUDE, LONGITUDE, st.floats(-11_000.0, 2_000_000.0))
def test_geodetic_there_and_back(latitude, longitude, height):
    position = earth.geodetic_to_ecef(latitude, longitude, height)
    back_latitude, back_longitude, back_height = earth.ecef_to_geodetic(position)
    assert back_latitude == pytest.approx(latitude, abs=1e-11)
    assert back_height == pytest.approx(height, abs=2e-8 * 1e3)
    assert _earth_kernel.height_m(*position) == back_height
    # longitude has no meaning at a pole: compare the arc
    turn = np.angle(np.exp(1j * (float(back_longitude) - longitude)))
    assert abs(turn) * np.cos(latitude) < 1e-11


def test_the_poles_have_no_singularity():
    latitude, _, height = earth.ecef_to_geodetic([[0.0, 0.0, earth.B + 5.0], [0.0, 0.0, -earth.B - 5.0]])
    assert latitude == pytest.approx([np.pi / 2, -np.pi / 2])
    assert height == pytest.approx([5.0, 5.0])
    assert _earth_kernel.up_vector(0.0, 0.0, -earth.B) == (0.0, 0.0, -1.0)


@settings(max_examples=50, deadline=None)
@given(LATITUDE, LONGITUDE)
def test_local_axes_are_a_right_handed_rotation(latitude, longitude):
    east, north, up = earth.ecef_to_enu_matrix(latitude, longitude)
    assert np.cross(east, north) == pytest.approx(up, abs=1e-12)
    assert np.linalg.norm([east, north, up], axis=1) == pytest.approx(1.0)
    assert _earth_kernel.up_vector(*earth.geodetic_to_ecef(latitude, longitude, 100.0)) == pytest.approx(up, abs=1e-9)


def test_enu_there_and_back():
    site = earth.geodetic_to_ecef(0.7, 0.6, 900.0)
    rotation = earth.ecef_to_enu_matrix(0.7, 0.6)
    local = np.array([[1e4, -2e4, 3e3], [0.0, 0.0, 1.0]])
    assert earth.ecef_to_enu(earth.enu_to_ecef(local, site, rotation), site, rotation) == pytest.approx(local, abs=1e-8)
    above = earth.ecef_to_enu(earth.geodetic_to_ecef(0.7, 0.6, 1000.0), site, rotation)
    assert above == pytest.approx([0.0, 0.0, 100.0], abs=1e-8)


def test_azimuth_counts_clockwise_from_north():
    azimuth, elevation, slant = earth.azimuth_elevation_range([[0, 1, 0], [1, 0, 0], [0, -1, 0], [-1, 0, 1.0]])
    assert np.degrees(azimuth) == pytest.approx([0.0, 90.0, 180.0, 270.0])
    assert np.degrees(elevation) == pytest.approx([0.0, 0.0, 0.0, 45.0])
    assert slant[3] == pytest.approx(np.sqrt(2.0))


@settings(max_examples=40, deadline=None)
@given(LATITUDE, LONGITUDE, st.floats(0.0, 6.28), st.floats(1.0, 5e6))
def test_geodesic_direct_undoes_inverse(latitude, longitude, azimuth, distance):
    latitude2, longitude2, _ = earth.geodesic_direct(latitude, longitude, azimuth, distance)
    found, _, _ = earth.geodesic_inverse(latitude, longitude, float(latitude2), float(longitude2))
    assert found == pytest.approx(distance, abs=1e-5)


def test_gravity_on_the_ellipsoid_is_close_to_somigliana():
    for latitude in np.radians([0.0, 30.0, 45.0, 60.0, 90.0]):
        position = earth.geodetic_to_ecef(latitude, 0.3, 0.0)
        total = earth.free_fall_acceleration(position, np.zeros(3))
        # J2 alone leaves out the smaller terms of the normal field
        assert np.linalg.norm(total) == pytest.approx(float(ellipsoid.normal_gravity(latitude)), rel=2e-5)


def test_gravitation_has_no_centrifugal_part():
    position = earth.geodetic_to_ecef(0.0, 0.0, 0.0)
    pull = earth.gravitation(position)
    rest = earth.free_fall_acceleration(position, np.zeros(3))
    assert rest[0] - pull[0] == pytest.approx(earth.OMEGA**2 * earth.A)
    assert _earth_kernel.gravity_ecef(*position) == pytest.approx(tuple(pull), abs=1e-12)
