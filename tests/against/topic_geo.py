"""WGS-84 geodesy and gravity."""

import math

import numpy as np
import pytest
from reference_values import Topic

from gbad.physics import earth
from gbad.textbook import ellipsoid

topic = Topic("geo")


@topic.claim(needs={"latitude", "longitude", "ellipsoidal_height"}, gives={"x", "y", "z"})
def to_ecef_and_back(given):
    latitude, longitude, height = given["latitude"], given["longitude"], given["ellipsoidal_height"]
    position = earth.geodetic_to_ecef(latitude, longitude, height)
    back_latitude, back_longitude, back_height = earth.ecef_to_geodetic(position)
    assert back_latitude == pytest.approx(latitude, abs=math.radians(1e-8))
    turn = (float(back_longitude) - longitude + math.pi) % (2.0 * math.pi) - math.pi
    assert abs(turn) <= math.radians(1e-8)
    assert back_height == pytest.approx(height, abs=1e-3)
    return dict(zip("xyz", position, strict=True))


@topic.claim(needs={"x", "y", "z"}, gives={"latitude", "longitude", "ellipsoidal_height", "height"})
def to_geodetic(given):
    latitude, longitude, height = earth.ecef_to_geodetic([given["x"], given["y"], given["z"]])
    return {"latitude": latitude, "longitude": longitude, "ellipsoidal_height": height, "height": height}


@topic.claim(needs={"a", "inverse_flattening"}, gives={"b", "e_squared", "second_e_squared", "mean_radius"})
def constants(given):
    assert (given["a"], 1.0 / given["inverse_flattening"]) == (earth.A, earth.F)
    return {
        "b": earth.B,
        "e_squared": earth.E2,
        "second_e_squared": earth.SECOND_E2,
        "mean_radius": earth.MEAN_RADIUS,
    }


@topic.claim(needs={"latitude"}, gives={"prime_vertical", "meridional"})
def curvature(given):
    across, along = ellipsoid.curvature_radii_m(given["latitude"])
    return {"prime_vertical": across, "meridional": along}


@topic.claim(needs={"lat1", "lon1", "lat2", "lon2"}, gives={"distance", "azimuth1", "azimuth2"})
def inverse_and_direct(given):
    distance, azimuth1, azimuth2 = earth.geodesic_inverse(given["lat1"], given["lon1"], given["lat2"], given["lon2"])
    latitude, longitude, _ = earth.geodesic_direct(given["lat1"], given["lon1"], azimuth1, distance)
    assert latitude == pytest.approx(given["lat2"], abs=math.radians(1e-9))
    turn = (float(longitude) - given["lon2"] + math.pi) % (2.0 * math.pi) - math.pi
    assert abs(turn) <= math.radians(1e-9)
    return {"distance": distance, "azimuth1": azimuth1, "azimuth2": azimuth2}


@topic.claim(needs={"lat1", "lon1", "azimuth1", "distance"}, gives={"lat2", "lon2", "azimuth2"})
def direct(given):
    found = earth.geodesic_direct(given["lat1"], given["lon1"], given["azimuth1"], given["distance"])
    return dict(zip(("lat2", "lon2", "azimuth2"), found, strict=True))


@topic.claim(
    needs={"site_latitude", "site_longitude", "site_height", "object_latitude", "object_longitude", "object_height"},
    gives={"east", "north", "up", "azimuth", "elevation", "slant_range"},
)
def seen_from_a_site(given):
    site = earth.geodetic_to_ecef(given["site_latitude"], given["site_longitude"], given["site_height"])
    target = earth.geodetic_to_ecef(given["object_latitude"], given["object_longitude"], given["object_height"])
    local = earth.ecef_to_enu(target, site, earth.ecef_to_enu_matrix(given["site_latitude"], given["site_longitude"]))
    azimuth, elevation, slant_range = earth.azimuth_elevation_range(local)
    names = ("east", "north", "up", "azimuth", "elevation", "slant_range")
    return dict(zip(names, (*local, azimuth, elevation, slant_range), strict=True))


@topic.claim(needs={"latitude", "ge", "gp"}, gives={"gravity"}, where="somigliana")
def normal_gravity(given):
    for name, latitude in (("ge", 0.0), ("gp", 0.5 * np.pi)):
        assert ellipsoid.normal_gravity(latitude) == pytest.approx(given[name], abs=1e-10)
    return {"gravity": ellipsoid.normal_gravity(given["latitude"])}
