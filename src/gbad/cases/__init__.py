"""questions of a press article that no battle answers -> a page each: dates and counts, with intervals carried through.

``fielding``: when systems were contracted, produced, delivered and ready, and how many there were at each time.
``border``: what share of a long line so many systems reach. Both draw what nobody knows; nothing is played.
"""

from gbad.cases.border import border_page
from gbad.cases.fielding import fielding_page
from gbad.cases.page import Page

PAGES = {"fielding-timeline": fielding_page, "india-border": border_page}

__all__ = ["PAGES", "Page", "border_page", "fielding_page"]
