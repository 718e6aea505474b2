"""Problems inside a condition are marked in the text of the file, however it is written."""

import pytest
from support.map_texts import SMALL

from desireline.mapfile import parse_map


@pytest.mark.parametrize(
    ("written", "line", "marked"),
    [
        ("where: x = 1 and nope > 1", 9, "nope"),
        ("where: x = 1\n      and  nope > 1", 10, "nope"),
        ("where: 'x = 1 and k = ''it'' and nope > 1'", 9, "nope"),
        ("where: \"x = 1 and k = 'it' and nope > 1\"", 9, "nope"),
        ('where: "x = 1 and \\x6eope > 1"', 9, "\\x6eope"),
        ('where: "x = 1 and \\\n      nope > 1"', 10, "nope"),
        ("where: |\n      x = 1\n        and nope > 1", 11, "nope"),
        ("where: >-\n      x = 1\n\n      and\n      nope > 1", 13, "nope"),
    ],
)
def test_the_wrong_part_is_marked(written: str, line: int, marked: str) -> None:
    text = SMALL.replace(
        "  - {id: browse, stage: look, title: Browse, event: page.viewed, next: [basket]}",
        f"  - id: browse\n    {written}\n    stage: look\n    title: Browse\n    event: page.viewed\n    next: [basket]",
    )
    (found,) = parse_map(text + "fields: {x: number, k: text}\n").diagnostics
    assert found.code == "J152"
    assert found.span is not None
    assert (found.span.line, text.split("\n")[line - 1][found.span.column - 1 : found.span.end_column - 1]) == (line, marked)
