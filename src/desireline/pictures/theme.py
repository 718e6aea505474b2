"""How pictures look: colours by their roles, light and dark, and the style sheet made of them.

Strong colour is for what was broken, lost or off the map; all else is quiet. Meaning never rests on hue: it is said by a dash, a hatch or a
word as well.
"""

from __future__ import annotations

import re
from typing import Literal

Theme = Literal["auto", "light", "dark"]
LIGHT = {
    "canvas": "#f4f4f1",
    "surface": "#fdfdfb",
    "raised": "#ffffff",
    "sunken": "#eeeeea",
    "line": "#e2e2dc",
    "line-2": "#cfcfc7",
    "ink": "#1c232b",
    "ink-2": "#4b545e",
    "ink-3": "#5f6872",
    "blue": "#2b62a8",
    "blue-2": "#5b8cc6",
    "blue-3": "#c9dbef",
    "blue-4": "#e6eef7",
    "orange": "#b3470c",
    "orange-2": "#d2702f",
    "orange-3": "#f8d9c3",
    "orange-4": "#fcf0e7",
    "plum": "#7d3c86",
    "amber": "#8a6100",
}
DARK = {
    "canvas": "#0e1216",
    "surface": "#141a20",
    "raised": "#1a2129",
    "sunken": "#0b0f12",
    "line": "#242d36",
    "line-2": "#36424e",
    "ink": "#e8ebee",
    "ink-2": "#b4bdc6",
    "ink-3": "#8d98a3",
    "blue": "#7cb0ee",
    "blue-2": "#4678b4",
    "blue-3": "#274468",
    "blue-4": "#18283b",
    "orange": "#f59a5c",
    "orange-2": "#c2682f",
    "orange-3": "#55301b",
    "orange-4": "#221a14",
    "plum": "#cf97d8",
    "amber": "#e2b84e",
}
FONTS = 'Inter, "Segoe UI", system-ui, -apple-system, Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif'
SIZES = {"small": 10.5, "note": 11.5, "base": 12.5, "head": 14.0, "number": 19.0}
"""Sizes of type, in pixels."""


def tokens(where: str, theme: Theme) -> str:
    """The rules that give the colours their names, on the elements that `where` selects."""
    light, dark = f"{where} {{ {_declared(LIGHT)} }}", f"{where} {{ {_declared(DARK)} }}"
    if theme == "light":
        return light
    if theme == "dark":
        return dark
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}"


def picture_rules() -> str:
    """The rules of everything that pictures are drawn with. `f-` fills, `s-` strokes, `t-` sizes of type."""
    rules = [f"svg.dl text {{ font-family: {FONTS}; font-variant-numeric: tabular-nums; fill: var(--ink); }}"]
    rules += [f"svg.dl .f-{token} {{ fill: var(--{token}); }}" for token in LIGHT]
    rules += [f"svg.dl .s-{token} {{ stroke: var(--{token}); fill: none; }}" for token in LIGHT]
    rules += [f"svg.dl .t-{name} {{ font-size: {size}px; }}" for name, size in SIZES.items()]
    rules += ["svg.dl .bold { font-weight: 600; }", "svg.dl .said { font-style: italic; }"]
    return "\n".join(rules)


def style_sheet(theme: Theme) -> str:
    """All rules of a picture that stands alone."""
    return f"{tokens('svg.dl', theme)}\n{picture_rules()}"


def plain_style_sheet(theme: Literal["light", "dark"]) -> str:
    """The same without custom properties, which not everything that draws SVG knows."""
    colours = LIGHT if theme == "light" else DARK
    return re.sub(r"var\(--([a-z0-9-]+)\)", lambda found: colours[found[1]], picture_rules())


def _declared(colours: dict[str, str]) -> str:
    return " ".join(f"--{token}: {colour};" for token, colour in colours.items())
