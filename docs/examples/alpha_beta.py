"""A tracker of one's own in forty lines: fixed gains, the nearest plot within a fixed distance."""

import numpy as np

from gbad.tracking import LocalTracks, PlotGroup, RadarView

NEAR_M, POSITION_GAIN, VELOCITY_GAIN, GIVE_UP_VISITS = 4000.0, 0.6, 0.3, 4


class Tracker:
    """Alpha-beta filter; a track is confirmed by three plots and given up after four visits without one."""

    def __init__(self, radar: RadarView) -> None:
        self.period_s = radar.period_s
        self.tracks: dict[int, dict] = {}
        self.given = 0

    def update(self, plots: PlotGroup) -> LocalTracks:
        """Nearest plot first, oldest track first."""
        free = set(range(len(plots.time_s)))
        for track in self.tracks.values():
            track["plot"] = -1
            ahead = [track["place"] + track["speed"] * (t - track["time_s"]) for t in plots.time_s]
            apart = {k: float(np.linalg.norm(plots.position_enu_m[k] - ahead[k])) for k in free}
            k = min(apart, key=apart.get, default=None)
            if k is None or apart[k] > NEAR_M or plots.time_s[k] < track["time_s"] + 0.5 * self.period_s:
                continue
            free.remove(k)
            step, miss = plots.time_s[k] - track["time_s"], plots.position_enu_m[k] - ahead[k]
            first = track["hits"] == 1
            track["place"] = plots.position_enu_m[k] if first else ahead[k] + POSITION_GAIN * miss
            track["speed"] = track["speed"] + (1.0 if first else VELOCITY_GAIN) * miss / step
            track.update(time_s=plots.time_s[k], plot=k, hits=track["hits"] + 1, visit=plots.visit)
        self.tracks = {n: t for n, t in self.tracks.items() if plots.visit - t["visit"] <= GIVE_UP_VISITS}
        for k in sorted(free):
            self.given += 1
            self.tracks[self.given] = {"place": plots.position_enu_m[k], "speed": np.zeros(3), "hits": 1, "plot": k,
                                       "time_s": plots.time_s[k], "visit": plots.visit}  # fmt: skip
        kept = list(self.tracks.values())
        return LocalTracks(
            number=np.array(list(self.tracks), dtype=int),
            time_s=np.array([t["time_s"] for t in kept]),
            position_enu_m=np.array([t["place"] for t in kept]).reshape(-1, 3),
            velocity_enu_mps=np.array([t["speed"] for t in kept]).reshape(-1, 3),
            covariance=np.broadcast_to(np.diag([3e4, 3e4, 3e4, 1e3, 1e3, 1e3]), (len(kept), 6, 6)),
            plot=np.array([t["plot"] for t in kept], dtype=int),
            confirmed=np.array([t["hits"] >= 3 for t in kept], dtype=int),
        )
