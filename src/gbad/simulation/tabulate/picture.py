"""Tables ``truth``, ``detections`` and ``tracks``: where everything was, was seen and was taken to be."""

from __future__ import annotations

import numpy as np

from gbad._truth_kernel import states_into
from gbad.messages import IDENTITY_NAMES
from gbad.physics import earth
from gbad.recorder.book import Book
from gbad.results.schema import TABLES
from gbad.simulation.tabulate.columns import AXES, Columns, empty, named, places, velocities
from gbad.tables import Floats

TRUTH_STEP_S = 5.0


def tell_truth(book: Book) -> Columns:
    """Real paths every few seconds, while the object exists."""
    paths, objects = book.truth.trajectories, book.tables.objects
    run_out, who_out, rows = [], [], []
    for run, number in enumerate(book.batch.run_number):
        draw = min(int(book.truth.draw_of_run[run]), paths.start_s.shape[0] - 1)
        for who in range(len(objects.id)):
            begin = paths.start_s[draw, who]
            end = min(book.truth.end_s[run, who], book.tables.duration_s)
            if end < begin:
                continue
            times = np.unique(np.r_[np.arange(begin, end, TRUTH_STEP_S), end])
            states = np.empty((len(times), 6))
            states_into(
                paths.position_ecef_m[draw, who], paths.velocity_ecef_mps[draw, who], begin, paths.knot_step_s, times,
                states,
            )  # fmt: skip
            rows.append(np.column_stack((times, states)))
            run_out.append(np.full(len(times), number))
            who_out.append(np.full(len(times), objects.id[who]))
    data = np.concatenate(rows) if rows else np.zeros((0, 7))
    run_out, who_out = run_out or [np.zeros(0, np.int64)], who_out or [np.zeros(0, "<U1")]
    place = places(data[:, 1:4])
    return (
        {"run": np.concatenate(run_out), "object": np.concatenate(who_out), "time_s": data[:, 0]}
        | place
        | velocities(data[:, 4:7], place)
    )


def tell_detections(book: Book) -> Columns:
    """Plots with their real origin beside them."""
    kept = book.table("detections")
    d = book.tables.defence
    if not kept:
        return empty("detections")
    replies = np.array(["none", "civil", "friendly"])
    columns = {
        "run": book.batch.run_number[kept["run"]],
        "radar": d.radars.id[kept["radar"]],
        "iff_reply": replies[kept["iff_reply"].astype(np.int64)],
        "object": named(book.tables.objects.id, kept["object"]),
    }
    # the rest as the message has it: what is declared in degrees from its radians
    for name, column in TABLES["detections"].columns.items():
        if name not in columns:
            plain = kept[name] if name in kept else np.degrees(kept[f"{name.removesuffix('_deg')}_rad"])
            columns[name] = plain.astype(column.dtype)
    order = np.argsort(kept["run"], kind="stable")
    return {name: values[order] for name, values in columns.items()}


def tell_tracks(book: Book) -> Columns:
    """The air picture of every command at every cycle."""
    kept = book.table("tracks")
    if not kept:
        return empty("tracks")
    order = np.argsort(kept["run"], kind="stable")
    kept = {name: values[order] for name, values in kept.items()}
    return (
        {
            "run": book.batch.run_number[kept["run"]],
            "command": book.tables.defence.commands.id[kept["command"]],
            "track": kept["track"],
            "time_s": kept["time_s"],
            "state_time_s": kept["state_time_s"],
        }
        | places(kept["position_ecef_m"])
        | spread(kept)
        | {
            "identity": np.array(IDENTITY_NAMES)[kept["identity"]],
            "object": named(book.tables.objects.id, kept["object"]),
        }
        | ends(kept, "impact")
        | ends(kept, "launch")
    )


def spread(kept: Columns) -> Columns:
    """Velocity of tracks along east, north and up, and the spread of their states in the same axes."""
    place = places(kept["position_ecef_m"])
    found = velocities(kept["velocity_ecef_mps"], place)
    axes = earth.ecef_to_enu_matrix(np.radians(place["latitude_deg"]), np.radians(place["longitude_deg"]))

    def turned(cov: Floats) -> Floats:
        half = (axes[:, :, :, None] * cov[:, None, :, :]).sum(axis=2)
        return (half[:, :, None, :] * axes[:, None, :, :]).sum(axis=3)

    where, how = turned(kept["covariance_ecef"][:, :3, :3]), turned(kept["covariance_ecef"][:, 3:, 3:])
    std = np.sqrt(np.einsum("nii->ni", where))
    for k, axis in enumerate(AXES):
        found[f"{axis}_std_m"] = std[:, k]
        found[f"{axis}_std_mps"] = np.sqrt(how[:, k, k])
    for a, b in ((0, 1), (0, 2), (1, 2)):
        found[f"{AXES[a]}_{AXES[b]}_correlation"] = where[:, a, b] / (std[:, a] * std[:, b])
    return found


def ends(kept: Columns, end: str) -> Columns:
    """Where and when ballistic tracks are taken to come down, or to have been launched; nan for others."""
    place = places(kept[f"{end}_position_ecef_m"], f"{end}_")
    del place[f"{end}_height_m"]
    return place | {f"{end}_{name}": kept[f"{end}_{name}"] for name in ("time_s", "std_m")}
