"""Shares of variance of the usual test functions."""

import numpy as np
from reference_values import Topic

from gbad.textbook.variance_shares import variance_shares

topic = Topic("sens")


@topic.claim(needs={"a", "b"}, gives={"mean", "variance", "S1", "S2", "S3", "S13", "ST1", "ST2", "ST3"})
def ishigami(given):
    found = variance_shares(
        lambda x, y, z: np.sin(x) + given["a"] * np.sin(y) ** 2 + given["b"] * z**4 * np.sin(x),
        [-np.pi] * 3, [np.pi] * 3, nodes=32,
    )  # fmt: skip
    first = {f"S{i + 1}": found.first[i] for i in range(3)}
    total = {f"ST{i + 1}": found.total[i] for i in range(3)}
    return {"mean": found.mean, "variance": found.variance, "S13": found.pair[0, 2]} | first | total


@topic.claim(needs={"a"}, gives={"variance", "S", "ST"}, where="G function")
def g_function(given):
    a = np.asarray(given["a"])

    def model(*x):
        y = 1.0
        for xi, ai in zip(x, a, strict=True):
            y = y * (np.abs(4.0 * xi - 2.0) + ai) / (1.0 + ai)
        return y

    # the kink is in the middle
    found = variance_shares(model, np.zeros(len(a)), np.ones(len(a)), nodes=2, pieces=2)
    return {"variance": found.variance, "S": found.first.tolist(), "ST": found.total.tolist()}


@topic.claim(needs={"coefficients", "std"}, gives={"variance", "S"})
def linear(given):
    half = np.sqrt(3.0) * np.asarray(given["std"])
    found = variance_shares(
        lambda *x: sum(c * xi for c, xi in zip(given["coefficients"], x, strict=True)), -half, half, nodes=2
    )
    return {"variance": found.variance, "S": found.first.tolist()}
