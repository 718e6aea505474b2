"""What a rule is, and what it finds: values. Each rule is a file in `rules/`, with its documentation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desireline.diagnostics import Edit, Example, ExampleEvent, Severity

if TYPE_CHECKING:
    from desireline.check.subject import Subject

Place = tuple[str | int, ...]
"""Where something stands in a map, as in `MapFile.spans`: `("steps", "call", "promises", "cause_soon", "within")`. `()`: the map itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One place where a rule does not hold.

    place     the smallest that shows it
    headline  what is wrong, one line, in the map's own words
    label     a few words set under the marked stretch
    why, fix  where they say more here than those of the rule
    edits     where there is one meaning: what to write
    near      other places of the map that belong to it, by the name that is shown
    example   a customer who falls in
    """

    place: Place
    headline: str
    label: str = ""
    why: str = ""
    fix: str = ""
    edits: tuple[Edit, ...] = ()
    near: tuple[tuple[str, Place], ...] = ()
    example: Example | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule and its page.

    code      its code; never given to another rule
    title     what it finds, in half a sentence: as in the catalogue of codes
    severity  how serious it is where the map does not say otherwise
    finds     exactly what it finds, and what not
    why       what it does to a customer
    fix       what to do
    bad, good maps in YAML: the first has this finding and no other, the second has none
    events    for a rule that holds maps against events: those that show it, of the bad map and of the good one
    look      finds it in a map; None for what is only known once all other rules have looked
    """

    code: str
    title: str
    severity: Severity
    finds: str
    why: str
    fix: str
    bad: str
    good: str
    look: Callable[[Subject], Iterator[Found]] | None
    events: tuple[ExampleEvent, ...] = ()
