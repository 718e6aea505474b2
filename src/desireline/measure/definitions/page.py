"""The page of all definitions."""

from __future__ import annotations

from collections.abc import Iterator

from desireline.measure.definitions import SECTIONS, Definition

_HEAD = """\
# What each number counts

<!-- Made by `desireline.measure.definitions.page.definitions_page()`; change `src/desireline/measure/definitions`, not this page. -->

One definition for each measure of `desireline measure`, and for the words by which they are asked for. `desireline define NAME` prints one.
Every number that counts somebody is the size of a list: `desireline customers MAP LAKE` with the criteria given here prints whom.
"""


def definitions_page() -> str:
    """The reference page, as Markdown."""
    return "\n".join([_HEAD, *(line for title, section in SECTIONS.items() for line in _section(title, section))])


def _section(title: str, definitions: tuple[Definition, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    for definition in definitions:
        names = "".join(f", `{name}`" for name in definition.also)
        yield f"### `{definition.name}`{names}: {definition.title}\n"
        for label, text in definition.parts():
            yield f"- {label}: {text if label != 'listed by' else f'`{text}`' if '`' not in text else text}"
        yield ""
