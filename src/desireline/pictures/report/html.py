"""Elements of a page. All text is escaped where the page is written."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence

from desireline.pictures.canvas import clean

Part = ET.Element | str


def element(tag: str, *parts: Part, css: str = "", **attributes: str) -> ET.Element:
    """An element with its parts in order. `css`: its classes."""
    made = ET.Element(tag, {name: clean(value) for name, value in attributes.items()})
    if css:
        made.set("class", css)
    last: ET.Element | None = None
    for part in parts:
        if isinstance(part, str):
            if last is None:
                made.text = (made.text or "") + clean(part)
            else:
                last.tail = (last.tail or "") + clean(part)
        else:
            made.append(part)
            last = part
    return made


def section(title: str, *parts: Part, about: str = "") -> ET.Element:
    """A part of the page. `about`: whom its numbers count."""
    head = [element("h2", title)]
    if about:
        head.append(element("p", about, css="whom"))
    return element("section", *head, *parts)


def table(columns: Sequence[str], rows: Iterable[Sequence[Part]], texts: int = 1) -> ET.Element:
    """A table whose first columns hold text and whose others hold numbers. On a telephone a row is a card, its cells under their names."""
    css = ["" if place < texts else "n" for place in range(len(columns))]
    head = element("tr", *(element("th", column, css=one) for column, one in zip(columns, css, strict=True)))
    body = [element("tr", *(_cell(*cell) for cell in zip(row, columns, css, strict=True))) for row in rows]
    return element("div", element("table", element("thead", head), element("tbody", *body)), css="across")


def _cell(part: Part, column: str, css: str) -> ET.Element:
    cell = element("td", *([part] if part != "" else []), css=css)
    cell.set("data-name", column)
    return cell


def written(html: ET.Element) -> str:
    """The page as text."""
    return "<!doctype html>\n" + ET.tostring(html, encoding="unicode", method="html") + "\n"
