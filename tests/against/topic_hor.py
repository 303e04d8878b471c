"""Horizon, beam height, masking, heights between grid nodes."""

import numpy as np
from reference_values import Topic

from gbad.physics import diffraction, propagation
from gbad.terrain import Terrain, ground_height_m
from gbad.textbook import diffraction as exact_diffraction
from gbad.textbook import horizon
from gbad.textbook.horizon import parabolic_lowest_visible_height_m

topic = Topic("hor")


@topic.claim(
    needs={"radar_height", "target_height", "earth_radius", "k"},
    gives={"slant_to_horizon", "arc_to_horizon", "los_arc_limit", "rule_4_12"},
)
def smooth_horizon(given):
    radar, target, k, radius = (given[name] for name in ("radar_height", "target_height", "k", "earth_radius"))
    return {
        "slant_to_horizon": propagation.horizon_slant_m(radar, k, earth_radius_m=radius),
        "arc_to_horizon": propagation.horizon_arc_m(radar, k, earth_radius_m=radius),
        "los_arc_limit": propagation.line_of_sight_arc_m(radar, target, k, earth_radius_m=radius),
        "rule_4_12": horizon.horizon_rule_of_thumb_m(radar, target),
    }


@topic.claim(needs={"earth_radius", "dn_dh", "height"}, gives={"effective_radius", "k", "horizon"})
def refractivity(given):
    radius = given["earth_radius"]
    k = propagation.effective_earth_factor(given["dn_dh"], earth_radius_m=radius)
    horizon = propagation.horizon_slant_m(given["height"], k, earth_radius_m=radius)
    return {"effective_radius": k * radius, "k": k, "horizon": horizon}


@topic.claim(
    needs={"slant_range", "elevation", "antenna_height", "earth_radius", "k"}, gives={"height", "ground_distance"}
)
def beam(given):
    ray = (given["slant_range"], given["elevation"], given["antenna_height"], given["k"])
    return {
        "height": horizon.beam_height_m(*ray, earth_radius_m=given["earth_radius"]),
        "ground_distance": horizon.beam_ground_arc_m(*ray, earth_radius_m=given["earth_radius"]),
    }


@topic.claim(
    needs={"antenna_height", "crest_distance", "crest_height", "target_distance", "earth_radius", "k"},
    gives={"mask_elevation", "lowest_visible_height", "parabolic_approximation"},
)
def behind_a_crest(given):
    antenna, k, radius = given["antenna_height"], given["k"], given["earth_radius"]
    mask = propagation.elevation_rad(given["crest_distance"], given["crest_height"], antenna, k, earth_radius_m=radius)
    lowest = propagation.lowest_visible_height_m(given["target_distance"], mask, antenna, k, earth_radius_m=radius)
    parabola = parabolic_lowest_visible_height_m(
        given["target_distance"], given["crest_distance"], given["crest_height"], antenna, k, earth_radius_m=radius
    )
    return {"mask_elevation": mask, "lowest_visible_height": lowest, "parabolic_approximation": parabola}


@topic.claim(needs={"z00", "z10", "z01", "z11", "u", "v"}, gives={"height"}, where="bilinear")
def between_nodes(given):
    height = np.array([[given["z00"], given["z10"]], [given["z01"], given["z11"]]], dtype=np.float32)
    nothing = np.zeros((2, 2), dtype=np.bool_)
    cell = Terrain(
        name="one cell",
        kind="flat",
        height_m=height,
        south_deg=10.0,
        west_deg=20.0,
        step_deg=1.0,
        sea_mask=nothing,
        estimated_mask=nothing,
        outside_m=0.0,
        provenance="made up",
    )
    return {"height": ground_height_m(cell, np.radians(10.0 + given["v"]), np.radians(20.0 + given["u"]))}


@topic.claim(
    needs={"d1", "d2", "frequency", "height_above_line"}, gives={"fresnel_radius", "nu", "loss_exact", "loss_p526"}
)
def knife_edge(given):
    path = (given["d1"], given["d2"], 299_792_458.0 / given["frequency"])
    nu = diffraction.edge_parameter(given["height_above_line"], *path)
    return {
        "fresnel_radius": diffraction.fresnel_radius_m(*path),
        "nu": nu,
        "loss_exact": exact_diffraction.knife_edge_loss_exact_db(nu),
        "loss_p526": diffraction.knife_edge_loss_db(nu),
    }
