"""results -> one page: a self-contained HTML report that opens from disk. It reads results and computes no outcomes."""

from gbad.report.base_map import map_base, map_window
from gbad.report.page import build

__all__ = ["build", "map_base", "map_window"]
