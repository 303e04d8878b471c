"""grid -> what can be seen and reached: the functions of sensing and engagement over a map, without a clock."""

from __future__ import annotations

from gbad.coverage.viewshed import minimum_visible_height

__all__ = ["minimum_visible_height"]
