"""Polar masks against closed forms and against the direct line of sight."""

import numpy as np
import pytest

from gbad import terrain
from gbad.physics.earth import MEAN_RADIUS, ecef_to_enu_matrix, ecef_to_geodetic, geodesic_inverse, geodetic_to_ecef
from gbad.terrain import _sight_kernel as kernel

K = 4.0 / 3.0
PLACE = {"latitude_deg": 39.0, "longitude_deg": 33.0}
CENTRE = np.radians(39.0), np.radians(33.0)
SEA = float(terrain.geoid_height_m(*CENTRE))
DEGREE = np.radians(1.0)


def foot(latitude_rad, longitude_rad, azimuth_rad, arc_m):
    """Place at an arc and azimuth of the mask, worked out apart from the kernel."""
    psi = np.asarray(arc_m) / MEAN_RADIUS
    east = MEAN_RADIUS * np.sin(psi) * np.sin(azimuth_rad)
    north = MEAN_RADIUS * np.sin(psi) * np.cos(azimuth_rad)
    local = np.stack([east, north, MEAN_RADIUS * (np.cos(psi) - 1.0)], axis=-1)
    site = geodetic_to_ecef(latitude_rad, longitude_rad, 0.0)
    latitude, longitude, _ = ecef_to_geodetic(site + local @ ecef_to_enu_matrix(latitude_rad, longitude_rad))
    return latitude, longitude


def test_reference_value_hor_008():
    radius = K * 6371000.0
    slope = kernel.slope_to(500.0, 30e3, 20.0, radius)
    assert np.degrees(np.arctan(slope)) == pytest.approx(0.815451572376482, abs=1e-9)
    assert kernel.ray_height_m(slope, 100e3, 20.0, radius) == pytest.approx(2032.3738806114, abs=1e-6)


def test_arc_of_the_mask_is_the_geodesic_distance():
    for azimuth in np.radians([0, 40, 90, 200, 315]):
        latitude, longitude = foot(*CENTRE, azimuth, 450e3)
        distance, start, _ = geodesic_inverse(*CENTRE, float(latitude), float(longitude))
        assert distance == pytest.approx(450e3, abs=60.0)
        assert abs((start - azimuth + np.pi) % (2 * np.pi) - np.pi) < 1e-4


@pytest.mark.parametrize("antenna_m", [10.0, 30.0, 100.0])
def test_flat_ground_gives_the_radar_horizon(antenna_m):
    ground = terrain.from_spec("flat", **PLACE)
    mask = terrain.polar_mask(ground, *CENTRE, SEA + antenna_m, 400e3, 90 * DEGREE, 500.0, K)
    # the smooth sphere has the radius of sea level at this place
    radius = K * MEAN_RADIUS + SEA
    horizon = radius * np.arccos(radius / (radius + antenna_m))
    arc = 500.0 * np.arange(mask.shape[1]) * radius / (K * MEAN_RADIUS)
    closed = radius * (1.0 / np.cos(np.maximum(arc - horizon, 0.0) / radius) - 1.0)
    # the crest of the Earth's bulge falls between two samples: the mask may be lower by the bulge between them
    np.testing.assert_allclose(mask - SEA, np.broadcast_to(closed, mask.shape), rtol=2e-3, atol=0.3)
    assert np.all(mask[:, arc < horizon - 600] == np.float32(SEA))


def test_flat_ground_never_shows_a_target_beyond_the_horizon():
    ground = terrain.from_spec("flat", **PLACE)
    radius = K * MEAN_RADIUS + SEA
    limit = radius * (np.arccos(radius / (radius + 20.0)) + np.arccos(radius / (radius + 100.0)))
    for extra_m, seen in ((-300.0, True), (300.0, False)):
        latitude, longitude = foot(*CENTRE, 1.1, limit * (K * MEAN_RADIUS / radius) + extra_m)
        got = terrain.line_of_sight(ground, *CENTRE, SEA + 20.0, latitude, longitude, SEA + 100.0, K)
        assert got == seen


def test_ridge_masks_as_a_single_crest():
    step = 300.0
    ground = terrain.from_spec("ridge", **PLACE, crest_m=500, half_width_km=5, offset_km=30, step_m=step, size_km=400)
    mask = terrain.polar_mask(ground, *CENTRE, SEA + 20.0, 150e3, 90 * DEGREE, 100.0, K)
    east = mask[1].astype(float)
    # the crest as the grid has it (it may fall between two nodes)
    slopes = [kernel.slope_to(east[r], 100.0 * r, SEA + 20.0, K * MEAN_RADIUS) for r in range(1, 306)]
    crest = int(np.argmax(slopes)) + 1
    assert abs(100.0 * crest - 30e3) < 2 * step
    assert 450 < east[crest] - SEA <= 500.001
    slope = kernel.slope_to(east[crest], 100.0 * crest, SEA + 20.0, K * MEAN_RADIUS)
    for arc in (40e3, 70e3, 100e3, 150e3):
        closed = kernel.ray_height_m(slope, arc, SEA + 20.0, K * MEAN_RADIUS)
        assert east[round(arc / 100.0)] == pytest.approx(closed, abs=0.02)
    # the side without a crest is flat
    assert mask[3, 100] == np.float32(SEA)


def test_cone_shades_its_shadow_only():
    ground = terrain.from_spec(
        "cone", **PLACE, peak_m=2000, base_radius_km=10, bearing_deg=60, distance_km=50, step_m=200, size_km=300
    )
    mask = terrain.polar_mask(ground, *CENTRE, SEA + 20.0, 140e3, DEGREE, 100.0, K).astype(float)
    slope = kernel.slope_to(SEA + 2000.0, 50e3, SEA + 20.0, K * MEAN_RADIUS)
    closed = kernel.ray_height_m(slope, 120e3, SEA + 20.0, K * MEAN_RADIUS)
    # the grid's peak is lower than the cone's by at most a step's fall: 40 m at 50 km
    assert closed - 110 < mask[60, 1200] <= closed + 5
    # the base spans asin(10 / 50) = 11.5 degrees either way
    flat = terrain.polar_mask(terrain.from_spec("flat", **PLACE), *CENTRE, SEA + 20.0, 140e3, DEGREE, 100.0, K)
    for azimuth in (0, 47, 73, 180):
        np.testing.assert_allclose(mask[azimuth], flat[azimuth], atol=0.05)
    assert mask[52, 1200] > flat[52, 1200] + 300


def test_straight_up_is_never_masked_and_far_ground_may_be_out_of_reach():
    ground = terrain.from_spec("flat", **PLACE)
    mask = terrain.polar_mask(ground, *CENTRE, SEA + 20.0, 100e3, 30 * DEGREE, 1000.0, K)
    assert np.all(mask[:, 0] == np.float32(SEA))
    assert mask.shape == (12, 101)
    assert mask.dtype == np.float32


@pytest.mark.parametrize("kind", ["built-in", "fractal"])
def test_mask_agrees_with_the_direct_line_of_sight(kind):
    ground = terrain.load() if kind == "built-in" else terrain.from_spec("fractal", **PLACE, size_km=700, seed=5)
    azimuth_step, range_step = 5 * DEGREE, 150.0
    antenna = float(terrain.ground_height_m(ground, *CENTRE)) + 30.0
    mask = terrain.polar_mask(ground, *CENTRE, antenna, 300e3, azimuth_step, range_step, K)
    rows, columns = np.meshgrid(np.arange(0, 72, 2), np.arange(40, 2000, 61), indexing="ij")
    lowest = mask[rows, columns].astype(float)
    latitude, longitude = foot(*CENTRE, rows * azimuth_step, columns * range_step)
    # a little above the mask a target is seen, a little below it is not: 2 m and 0.3 thousandths of the distance,
    # for crests between two samples (the direct ray samples every 50 m)
    margin = 2.0 + 3e-4 * columns * range_step

    def sight(height):
        return terrain.line_of_sight(ground, *CENTRE, antenna, latitude, longitude, height, K, step_m=50.0)

    above, below = sight(lowest + margin), sight(lowest - margin)
    assert not below.any()
    assert above.mean() > 0.99


def test_super_refraction_sees_lower():
    ground = terrain.load()
    antenna = float(terrain.ground_height_m(ground, *CENTRE)) + 20.0
    masks = [terrain.polar_mask(ground, *CENTRE, antenna, 200e3, 10 * DEGREE, 450.0, k) for k in (0.8, 4 / 3, 3.0)]
    assert np.all(masks[0] >= masks[1] - 0.01)
    assert np.all(masks[1] >= masks[2] - 0.01)
    assert np.all(masks[2][:, 1:] >= 0)


def test_four_masks_at_full_size_are_fast():
    import time

    ground = terrain.load()
    arguments = (1500.0, 450e3, 0.25 * DEGREE, 450.0, K)
    terrain.polar_mask(ground, *CENTRE, *arguments)
    started = time.process_time()
    for _ in range(4):
        mask = terrain.polar_mask(ground, *CENTRE, *arguments)
    assert mask.shape == (1440, 1001)
    # about 0.12 s on two ordinary cores; the bound leaves room for a slow machine
    assert time.process_time() - started < 1.0


def wall(step_deg, rows, distance_m, azimuth="north", high_m=300.0):
    """A plain at height 0 around 0.5 N 30.5 E with a wall ``rows`` nodes wide across one direction."""
    nodes = round(1.0 / step_deg) + 1
    height = np.zeros((nodes, nodes), np.float32)
    middle = nodes // 2
    at = middle + round(distance_m / (DEGREE * MEAN_RADIUS * step_deg))
    first = at - rows // 2
    if azimuth == "north":
        height[first : first + rows] = high_m
    else:
        height[:, first : first + rows] = high_m
    nothing = np.zeros(height.shape, np.bool_)
    ground = terrain.Terrain("wall", "file", height, 0.0, 30.0, step_deg, nothing, nothing, 0.0, "made up")
    # its near edge hides most
    return ground, (first - middle) * DEGREE * MEAN_RADIUS * step_deg


@pytest.mark.parametrize(("rows", "loss"), [(1, 0.26), (2, 0.02), (3, 0.02), (5, 0.02)])
@pytest.mark.parametrize("azimuth", ["north", "east"])
def test_no_wall_across_a_bearing_falls_between_two_looks(rows, loss, azimuth):
    place = np.radians(0.5), np.radians(30.5)
    dice = np.random.default_rng(rows)
    seen = []
    for distance in dice.uniform(3e3, 24e3, 40):
        ground, at = wall(1.0 / 1200.0, rows, distance, azimuth)
        mask = terrain.polar_mask(ground, *place, 8.0, 30e3, 90 * DEGREE, 500.0, K)
        behind = 60
        found = mask[0 if azimuth == "north" else 1, behind]
        earth = 2.0 * K * MEAN_RADIUS
        arc = 500.0 * behind
        closed = 8.0 + (300.0 - at**2 / earth - 8.0) / at * arc + arc**2 / earth
        seen.append((found - closed) / closed)
    # the crest of a wall one node wide is a point: half way between two looks it has lost a quarter
    assert min(seen) > -loss
    assert max(seen) < 0.02


@pytest.mark.parametrize(("step_deg", "looks_m"), [(1 / 120, 500.0), (1 / 1200, 500.0 / 11), (1 / 3600, 500.0 / 33)])
def test_the_ground_is_looked_at_twice_a_node_where_nodes_are_close(step_deg, looks_m):
    nothing = np.zeros((2, 2), np.bool_)
    ground = terrain.Terrain("x", "file", np.zeros((2, 2), np.float32), 0.0, 0.0, step_deg, nothing, nothing, 0.0, "")
    assert terrain.look_step_m(ground, np.radians(10.0), 500.0) == pytest.approx(looks_m)
    # nodes are closer eastwards in the north
    assert terrain.look_step_m(ground, np.radians(70.0), 500.0) < 0.51 * looks_m or looks_m == 500.0
