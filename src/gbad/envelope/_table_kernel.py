"""Values of whole tables over ground range and height: fly-out plans, expected kill probability."""

from gbad._jit import lean


@lean
def table_value(table, range_step_m, height_step_m, range_m, height_m):
    """Bilinear value of a whole table; beyond its last range continued straight, beyond its heights constant."""
    ranges, heights = table.shape
    u = range_m / range_step_m
    v = min(max(height_m / height_step_m, 0.0), heights - 1.0)
    i, j = min(int(u), ranges - 2), min(int(v), heights - 2)
    u -= i
    v -= j
    return (table[i, j] * (1.0 - u) + table[i + 1, j] * u) * (1.0 - v) + (
        table[i, j + 1] * (1.0 - u) + table[i + 1, j + 1] * u
    ) * v
