"""A light chain of air defence in plain Python: ``python light_chain.py RUNS SEED``. Equations: README.md beside it.

Prints runs, processor seconds, mean threats killed, mean that got through, mean rounds fired; as ``light_chain.c``.
"""

import math
import random
import sys
import time

THREATS, TRACKS, ROUNDS, CHANNELS, DURATION_S = 32, 64, 48, 16, 600
G, HORIZON_M = 9.81, 16_986_000.0  # twice four thirds of the Earth's radius


class Track:
    """One Kalman filter of place and speed for each axis."""

    def __init__(self, place, spread, who, time_s):
        self.p, self.v = list(place), [0.0, 0.0, 0.0]
        self.cov = [[spread * spread, 0.0, 640_000.0] for _ in range(3)]
        self.last_s, self.hits, self.missed, self.engaged, self.who = time_s, 1, 0, False, who

    def falls(self):
        """Whether it climbs or sinks like a ballistic missile."""
        return self.v[2] * self.v[2] > 40_000.0

    def predict(self, time_s):
        """Carry it on."""
        dt = time_s - self.last_s
        q, fall = (30.0, G) if self.falls() else (40.0, 0.0)
        for i, c in enumerate(self.cov):
            pull = fall if i == 2 else 0.0
            self.p[i] += self.v[i] * dt - 0.5 * pull * dt * dt
            self.v[i] -= pull * dt
            c[0] += 2.0 * dt * c[1] + dt * dt * c[2] + q * dt * dt * dt / 3.0
            c[1] += dt * c[2] + 0.5 * q * dt * dt
            c[2] += q * dt
        self.last_s = time_s

    def correct(self, place, spread, who):
        """Take a plot."""
        for i, c in enumerate(self.cov):
            s = c[0] + spread * spread
            k, m, error = c[0] / s, c[1] / s, place[i] - self.p[i]
            self.p[i] += k * error
            self.v[i] += m * error
            c[2] -= m * c[1]
            c[1] *= 1.0 - k
            c[0] *= 1.0 - k
        self.who, self.hits, self.missed = who, self.hits + 1, 0

    def arrives_in(self):
        """Time [s] to the ground or to the closest approach to the town; inf where it threatens nothing."""
        x, y = self.p[0] - 9_000.0, self.p[1]
        if self.falls():
            left = (self.v[2] + math.sqrt(self.v[2] ** 2 + 2.0 * G * max(self.p[2], 0.0))) / G
        else:
            left = -(x * self.v[0] + y * self.v[1]) / max(self.v[0] ** 2 + self.v[1] ** 2, 1.0)
        x, y = x + left * self.v[0], y + left * self.v[1]
        return left if left > 0.0 and x * x + y * y < 1e8 else math.inf

    def meeting(self, latest_s):
        """When a round of 1,000 m/s that leaves in 9 s is there; inf where it cannot be."""
        ahead, fall = 9.0, G if self.falls() else 0.0
        for _ in range(20):
            x, y = self.p[0] + self.v[0] * ahead, self.p[1] + self.v[1] * ahead
            z = self.p[2] + self.v[2] * ahead - 0.5 * fall * ahead * ahead
            r = math.sqrt(x * x + y * y + z * z)
            after = 9.0 + r / 1_000.0
            if abs(after - ahead) < 0.5:
                return ahead if 5_000.0 < r < 150_000.0 and z < 25_000.0 and ahead < latest_s else math.inf
            ahead = after
        return math.inf


def place(who, time_s):
    """Place of a threat; None before its start, False after its arrival."""
    k, ballistic = who % 16, who >= 16
    since, aside = time_s - 6.0 * k - (120.0 if ballistic else 0.0), (k - 8) * 4_000.0
    if since < 0.0:
        return None
    east = 276_000.0 if ballistic else 150_000.0
    flight = 240.0 if ballistic else (east - 9_000.0) / 280.0
    if since > flight:
        return False
    height = 0.5 * G * since * (flight - since) if ballistic else 8_000.0
    return east - (east - 9_000.0) / flight * since, aside - aside / flight * since, height


def look(acquisition, time_s, end_s, tracks, dice):
    """One look of a radar: plots, nearest plot in each track's gate, new tracks, lost ones."""
    reference, limit, angle, across = (
        (390_000.0, 600_000.0, 0.0026, 15.0) if acquisition else (283_000.0, 340_000.0, 0.0009, 3.0)
    )
    plots = []
    for who in range(THREATS):
        p = place(who, time_s)
        if end_s[who] <= time_s or not p:
            continue
        r = math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
        if r > limit or (not acquisition and abs(p[1]) > p[0]):
            continue
        if r > math.sqrt(HORIZON_M * 7.0) + math.sqrt(HORIZON_M * p[2]):
            continue
        snr = 18.9 * (1.0 if who < 16 else 0.025) * (reference / r) ** 4
        if dice.random() >= 1e-6 ** (1.0 / (1.0 + snr)):
            continue
        spread = math.sqrt(across * across + angle * r * angle * r)
        plots.append(([x + spread * dice.gauss(0.0, 1.0) for x in p], spread, who))
    taken = [False] * len(plots)
    for n, track in enumerate(tracks):
        if track is None:
            continue
        track.predict(time_s)
        best, least = -1, 16.0
        for k, (at, spread, _) in enumerate(plots):
            if taken[k]:
                continue
            apart = sum((at[i] - track.p[i]) ** 2 / (track.cov[i][0] + spread * spread) for i in range(3))
            if apart < least:
                best, least = k, apart
        if best >= 0:
            track.correct(*plots[best])
            taken[best] = True
        elif acquisition:
            track.missed += 1
            if track.missed > 5:
                tracks[n] = None
    if acquisition:
        for used, plot in zip(taken, plots, strict=True):
            if not used and None in tracks:
                tracks[tracks.index(None)] = Track(*plot, time_s)


def run(dice):
    """One run: threats killed, threats that got through, rounds fired."""
    end_s, tracks = [math.inf] * THREATS, [None] * TRACKS
    flying, fired, killed, changed = [], 0, 0, True
    for time_s in range(1, DURATION_S + 1):
        for shot in [shot for shot in flying if shot[0] <= time_s]:
            _, track, who = shot
            if end_s[who] == math.inf and dice.random() < 0.7:
                end_s[who], killed = time_s, killed + 1
            track.engaged, changed = False, True
            flying.remove(shot)
        if time_s % 6 == 0:
            look(True, time_s, end_s, tracks, dice)
            changed = True
        look(False, time_s, end_s, tracks, dice)
        if time_s % 2 or not changed:
            continue
        changed = False
        free = [t for t in tracks if t is not None and t.hits >= 3 and not t.engaged]
        asked = sorted(((t.arrives_in(), n) for n, t in enumerate(free)), key=lambda pair: max(pair[0], 1.0))
        for left, n in asked:
            if left == math.inf or len(flying) == CHANNELS or fired == ROUNDS:
                break
            ahead = free[n].meeting(left)
            if ahead < math.inf:
                flying.append((time_s + ahead + 5.0, free[n], free[n].who))
                free[n].engaged, fired = True, fired + 1
    through = sum(end_s[k] == math.inf and place(k, DURATION_S) is False for k in range(THREATS))
    return killed, through, fired


def main():
    """Play and print."""
    runs, seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20, int(sys.argv[2]) if len(sys.argv) > 2 else 7
    began = time.process_time()
    told = [run(random.Random(seed * 1_000_003 + k)) for k in range(runs)]
    spent = time.process_time() - began
    print(runs, f"{spent:.6f}", *(f"{sum(column) / runs:.3f}" for column in zip(*told, strict=True)))


if __name__ == "__main__":
    main()
