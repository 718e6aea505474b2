"""What all pictures are: numbers first, and forms in which they are shown."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from desireline.mapfile.saving import save
from desireline.measure.data import scope_data
from desireline.pictures.canvas import Canvas, finished
from desireline.pictures.raster import rasterised
from desireline.pictures.terminal import Line, shown
from desireline.pictures.theme import Theme, plain_style_sheet, style_sheet

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

    from desireline.measure.seen import Scope

USUAL_WIDTH = 960
NARROWEST = 320
"""Narrower ones are drawn as if they were so wide."""
NARROW = 700
"""Below this width pictures are laid out for a telephone: what stands side by side stands in lines."""
MARGIN = 16


class Picture(ABC):
    """Numbers, whom they count, and how they are shown: as rows, SVG, PNG, in a notebook and in a terminal.

    scope       of which map, period and moment they speak
    title       a few words
    whom        one sentence: whom it counts, and as of when
    definition  population, formula, unit, and what is left out
    """

    scope: Scope
    title: str
    whom: str
    definition: ClassVar[str]

    @abstractmethod
    def data(self) -> list[dict[str, Any]]:
        """All numbers that are shown, as plain rows; times in seconds, moments as ISO 8601."""

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON: what was asked about, whom it counts, and all numbers."""
        told = {"title": self.title, "whom": self.whom, "definition": self.definition}
        return {**scope_data(self.scope), **told, "data": self.data()}

    @abstractmethod
    def draw(self, canvas: Canvas, y: float) -> float:
        """Draw below `y`; how far down it came."""

    @abstractmethod
    def lines(self) -> Iterable[Line]:
        """What a terminal shows below the title."""

    def svg(self, width_px: int = USUAL_WIDTH, theme: Theme = "auto") -> str:
        """The picture as SVG text.

        width_px  for how wide a place it is laid out
        theme     `auto` follows what the reader's machine is set to
        """
        return ET.tostring(self.element(width_px, style_sheet(theme)), encoding="unicode")

    def png(self, path: str | Path, width_px: int = USUAL_WIDTH, theme: Literal["light", "dark"] = "light", *, scale: int = 2) -> None:
        """Write the picture as PNG, `scale` pixels for each of the SVG. Needs the extra `pictures` and a font on this machine.

        Raises DesirelineError where the extra or every font is missing, OSError where it cannot be written; what stood there then stays.
        """
        svg = ET.tostring(self.element(width_px, plain_style_sheet(theme)), encoding="unicode")
        save(Path(path), rasterised(svg, scale))

    def element(self, width_px: int = USUAL_WIDTH, style: str | None = None) -> ET.Element:
        """The picture as an SVG element. `style`: its style sheet; None: without title and style sheet, for a page that has its own."""
        canvas = Canvas(max(NARROWEST, width_px))
        y: float = MARGIN
        if style is not None:
            canvas.text(MARGIN, y + 8, self.title, size="head", bold=True, most=canvas.width - 2 * MARGIN)
            y += 28
        y = canvas.paragraph(MARGIN, y + 4, self.whom, ink="ink-3", most=canvas.width - 2 * MARGIN)
        return finished(canvas, self.draw(canvas, y) + MARGIN, self.title, f"{self.whom} {self.definition}", style)

    def _repr_svg_(self) -> str:
        return self.svg()

    def _repr_html_(self) -> str:
        """For notebooks that show no SVG. As an image, so that its style is its own."""
        encoded = b64encode(self.svg().encode()).decode()
        return f'<img alt="{escape(self.title)}" style="max-width: 100%" src="data:image/svg+xml;base64,{encoded}">'

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[RenderableType]:
        from rich.text import Text

        yield Text(self.title, style="bold")
        yield Text(self.whom, style="dim")
        yield from map(shown, self.lines())
