"""200 objects for an hour at one row a second: CZML in under 3 seconds of work, under 10 MB gzipped."""

from __future__ import annotations

import gzip
import time
from datetime import datetime

import numpy as np
import pytest

from gbad.export import czml
from gbad.export.scene import Mover, Scene


@pytest.mark.slow
def test_an_hour_of_two_hundred_objects():
    rng, count = np.random.default_rng(1), 3600
    movers = []
    for k in range(200):
        heading = rng.uniform(0.0, 6.28) + 0.0005 * np.cumsum(rng.normal(size=count))
        east, north = 240.0 * np.sin(heading), 240.0 * np.cos(heading)
        movers.append(
            Mover(
                id=f"o{k}", kind="object", name=f"Object {k}", type="airliner", side="neutral", parent="", target="",
                end="survived", time_s=np.arange(float(count)),
                latitude_deg=45.0 + rng.uniform(-2.0, 2.0) + np.cumsum(north) / 111e3,
                longitude_deg=10.0 + rng.uniform(-2.0, 2.0) + np.cumsum(east) / 78e3,
                height_m=9000.0 + np.cumsum(0.3 * rng.normal(size=count)), east_mps=east, north_mps=north,
                up_mps=np.zeros(count),
            )
        )  # fmt: skip
    made = Scene("an hour", "made up", datetime(2020, 1, 1), 3600.0, 0, tuple(movers), (), (), (), {})
    begin = time.process_time()
    text = czml.text(made)
    assert time.process_time() - begin < 3.0
    assert len(gzip.compress(text.encode())) < 10_000_000
