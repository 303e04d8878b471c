"""Least squares with errors that hold where scatter is uneven (HC3)."""

from __future__ import annotations

import numpy as np

from gbad.tables import Floats


def robust_slopes(columns: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients ``(k,)`` of ``y (n,)`` on ``columns (n, k)``, their HC3 errors ``(k,)``, and what is left ``(n,)``.

    J. G. MacKinnon and H. White, J. Econometrics 29 (1985) 305-325.
    """
    inverse = np.linalg.pinv(columns.T @ columns)
    fitted = inverse @ columns.T @ y
    rest = y - columns @ fitted
    leverage = np.einsum("ij,jk,ik->i", columns, inverse, columns)
    scaled = rest / (1.0 - np.minimum(leverage, 0.999))
    meat = (columns * scaled[:, None] ** 2).T @ columns
    return fitted, np.sqrt(np.diag(inverse @ meat @ inverse)), rest
