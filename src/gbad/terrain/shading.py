"""Pictures of the ground: hill shading and coast, in plain numpy. First row is the south edge, as in ``Terrain``."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gbad.terrain.grid import Terrain
from gbad.terrain.synthetic import _M_PER_DEGREE


def hillshade(
    terrain: Terrain,
    sun_azimuth_deg: float = 315.0,
    sun_elevation_deg: float = 45.0,
    exaggeration: float = 4.0,
) -> NDArray[np.uint8]:
    """Brightness ``(rows, columns)`` 0..255 of a matt ground under a far sun; level ground gives 255 sin(elevation).

    Heights are multiplied by ``exaggeration`` (whole countries look flat without it). No cast shadows.
    """
    north_m = terrain.step_deg * _M_PER_DEGREE
    latitude = np.radians(terrain.south_deg + terrain.step_deg * np.arange(terrain.shape[0]))
    east_m = (north_m * np.cos(latitude)).astype(np.float32)[:, None]
    up_north, up_east = np.gradient(terrain.height_m * np.float32(exaggeration))
    up_north /= np.float32(north_m)
    up_east /= east_m
    azimuth, elevation = math.radians(sun_azimuth_deg), math.radians(sun_elevation_deg)
    # the normal (-up_east, -up_north, 1) against the direction of the sun
    light = math.sin(elevation) - math.cos(elevation) * (math.sin(azimuth) * up_east + math.cos(azimuth) * up_north)
    light /= np.sqrt(1.0 + up_east * up_east + up_north * up_north)
    return (255.0 * np.clip(light, 0.0, 1.0)).astype(np.uint8)


def coast(terrain: Terrain) -> NDArray[np.bool_]:
    """True on land nodes that have sea beside them (north, south, east or west): a coast line one node wide."""
    sea = terrain.sea_mask
    beside = np.zeros_like(sea)
    beside[1:] |= sea[:-1]
    beside[:-1] |= sea[1:]
    beside[:, 1:] |= sea[:, :-1]
    beside[:, :-1] |= sea[:, 1:]
    return beside & ~sea
