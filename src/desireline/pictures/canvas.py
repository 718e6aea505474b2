"""What pictures are drawn on: an SVG element of a width, with text that says how wide it may be."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Literal

from desireline.pictures.theme import SIZES
from desireline.pictures.widths import fitted, in_rows, width_of, wrapped

Size = Literal["small", "note", "base", "head", "number"]
Anchor = Literal["start", "middle", "end"]
# What XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HATCH = "dl-hatch"


def clean(text: str) -> str:
    """A text without characters that no XML can hold."""
    return _NOT_XML.sub("\ufffd", text)


class Canvas:
    """A picture that grows downwards. Lengths are pixels at the picture's own size; colours are the names of `theme`."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.root = ET.Element("g")
        self._into = self.root

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: Size = "note",
        ink: str = "ink",
        bold: bool = False,
        said: bool = False,
        anchor: Anchor = "start",
        most: float | None = None,
        hint: str | None = None,
    ) -> float:
        """One line of text on a baseline; its estimated width.

        most  how wide it may be: a longer one ends with an ellipsis, and shows all of itself when it is pointed at
        hint  what is shown when it is pointed at
        """
        whole = clean(text)
        shown = whole if most is None else fitted(whole, SIZES[size], max(0.0, most), bold)
        if not shown:
            return 0.0
        classes = f"t-{size} f-{ink}" + (" bold" if bold else "") + (" said" if said else "")
        element = self._add("text", {"x": _n(x), "y": _n(y), "class": classes})
        if anchor != "start":
            element.set("text-anchor", anchor)
        element.text = shown
        if hint is not None or shown != whole:
            ET.SubElement(element, "title").text = clean(hint) if hint is not None else whole
        return width_of(shown, SIZES[size], bold)

    def block(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: Size = "note",
        ink: str = "ink",
        bold: bool = False,
        said: bool = False,
        most: float,
        rows: int,
    ) -> float:
        """A name in so many lines at most; the baseline of the line that would come next."""
        whole = clean(text)
        lines = in_rows(whole, SIZES[size], most, rows, bold)
        # What is cut can be read by pointing at it.
        hint = whole if " ".join(lines) != " ".join(whole.split()) else None
        for line in lines:
            self.text(x, y, line, size=size, ink=ink, bold=bold, said=said, hint=hint)
            y += SIZES[size] * 1.3
        return y

    def paragraph(
        self, x: float, y: float, text: str, *, size: Size = "note", ink: str = "ink-2", most: float, leading: float = 1.4
    ) -> float:
        """Lines of text; the baseline of the line that would come next."""
        for line in wrapped(clean(text), SIZES[size], most):
            self.text(x, y, line, size=size, ink=ink)
            y += SIZES[size] * leading
        return y

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        line: str | None = None,
        radius: float = 0,
        hatched: bool = False,
        dashed: bool = False,
        strength: float = 1,
        hint: str | None = None,
    ) -> None:
        """A rectangle, filled, outlined or hatched. `strength`: of the filling, from 0 to 1."""
        at = {"x": _n(x), "y": _n(y), "width": _n(max(0.0, width)), "height": _n(max(0.0, height))}
        if radius:
            at["rx"] = _n(radius)
        if fill is not None:
            filled = {**at, "class": f"f-{fill}"} | ({"fill-opacity": f"{strength:.2f}"} if strength < 1 else {})
            self._hinted(self._add("rect", filled), hint)
        if hatched:
            self._hinted(self._add("rect", {**at, "fill": f"url(#{HATCH})"}), hint)
        if line is not None:
            outline = {**at, "class": f"s-{line}"}
            if dashed:
                outline["stroke-dasharray"] = "3 3"
            self._hinted(self._add("rect", outline), hint)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, ink: str = "line", width: float = 1, dashed: bool = False) -> None:
        """A straight line."""
        line = {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2), "class": f"s-{ink}", "stroke-width": _n(width)}
        if dashed:
            line["stroke-dasharray"] = "4 4"
        self._add("line", line)

    def curve(self, path: str, *, ink: str, width: float, dashed: bool = False, hint: str | None = None) -> None:
        """A line along an SVG path."""
        line = {"d": path, "class": f"s-{ink}", "stroke-width": _n(width), "stroke-linecap": "butt"}
        if dashed:
            line["stroke-dasharray"] = "5 3"
        self._hinted(self._add("path", line), hint)

    def shape(self, points: Sequence[tuple[float, float]], *, fill: str, hint: str | None = None) -> None:
        """A filled polygon."""
        listed = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._hinted(self._add("polygon", {"points": listed, "class": f"f-{fill}"}), hint)

    def dot(self, x: float, y: float, radius: float, *, fill: str | None, line: str | None = None, hint: str | None = None) -> None:
        """A disc or a ring."""
        at = {"cx": _n(x), "cy": _n(y), "r": _n(radius)}
        if fill is not None:
            self._hinted(self._add("circle", {**at, "class": f"f-{fill}"}), hint)
        if line is not None:
            self._hinted(self._add("circle", {**at, "class": f"s-{line}"}), hint)

    def _add(self, tag: str, attributes: dict[str, str]) -> ET.Element:
        return ET.SubElement(self._into, tag, attributes)

    @staticmethod
    def _hinted(element: ET.Element, hint: str | None) -> None:
        if hint is not None:
            ET.SubElement(element, "title").text = clean(hint)


def finished(canvas: Canvas, height: float, title: str, about: str, style: str | None) -> ET.Element:
    """The SVG element of what was drawn. `style`: its style sheet; None: the page that shows it has one, and `definitions`."""
    width, tall = _n(canvas.width), _n(height)
    svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "dl", "role": "img"})
    svg.attrib |= {"viewBox": f"0 0 {width} {tall}", "width": width, "height": tall}
    ET.SubElement(svg, "title").text = clean(title)
    ET.SubElement(svg, "desc").text = clean(about)
    if style is not None:
        ET.SubElement(svg, "style").text = style
        svg.append(definitions())
    ET.SubElement(svg, "rect", {"width": width, "height": tall, "class": "f-surface"})
    svg.append(canvas.root)
    return svg


def definitions() -> ET.Element:
    """What pictures refer to: once in each that stands alone, once in a page."""
    defs = ET.Element("defs")
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = ET.SubElement(defs, "pattern", {"id": HATCH, "width": "5", "height": "5", **turned})
    ET.SubElement(pattern, "rect", {"width": "1.4", "height": "5", "class": "f-ink-3", "fill-opacity": "0.4"})
    return defs


def _n(value: float) -> str:
    """A length with a tenth of a pixel at most."""
    return f"{value:.1f}".removesuffix(".0")
