"""Symbols for air tracks and sites after NATO APP-6, as small SVG pictures: frame by side, icon by what it is.

Frames of the air dimension are open below: red pointed (hostile), blue round (friend), green square (neutral); sites
have closed ones. Icons: a missile upright, wings, a dish, a tube, a flag. A small share of APP-6 only; no modifiers.
"""

from __future__ import annotations

import base64

FILLS = {"hostile": "#ff8080", "friend": "#80e0ff", "neutral": "#aaffaa"}
_AIR = {
    "hostile": "M6 30V16L16 4L26 16V30",
    "friend": "M6 30V16A10 11 0 0 1 26 16V30",
    "neutral": "M6 30V6H26V30",
}
_LAND = {"hostile": "M16 3L29 16L16 29L3 16Z", "friend": "M4 8H28V24H4Z", "neutral": "M6 6H26V26H6Z"}
_ICONS = {
    "missile": "M14 25V13L16 9L18 13V25M14 25L12 27M18 25L20 27",
    "aircraft": "M8 20L16 16L24 20V23L16 20L8 23Z",
    "radar": "M11 12A7 7 0 0 0 21 21M16 16L21 11",
    "battery": "M13 23V13A3 3 0 0 1 19 13V23",
    "command": "M12 23V10H22V15H12",
    "asset": "M12 22V14L16 11L20 14V22Z",
}


def icon_of(kind: str, type_: str) -> str:
    """Which icon stands for a mover or site: by its kind, and for objects by the name of their library entry."""
    if kind in _ICONS:
        return kind
    if kind == "round" or any(word in type_ for word in ("missile", "ballistic", "rocket", "cruise", "srbm", "mrbm")):
        return "missile"
    return "aircraft"


def svg(side: str, icon: str) -> str:
    """The picture as SVG text."""
    frame = (_AIR if icon in ("missile", "aircraft") else _LAND)[side]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">'
        f'<path d="{frame}" fill="{FILLS[side]}" stroke="#000" stroke-width="2"/>'
        f'<path d="{_ICONS[icon]}" fill="none" stroke="#000" stroke-width="2"/></svg>'
    )


def data_uri(side: str, icon: str) -> str:
    """The picture as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(side, icon).encode()).decode()
