"""Names that differ only in what they are about: `order 4711 shipped`, `order 4712 shipped`. Evidence tells whether they are one thing.

`level 1` and `level 2` differ in meaning: few values, each with many customers. A value that names a single thing is long (an order
number, not a year), or there are many of them, and either each belongs to one customer or none makes up much of the whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

GAP = "…"
"""Stands in a template for what differs."""
FEW, MANY, VERY_MANY = 10, 50, 100
OF_ONE_CUSTOMER = 0.9
LARGEST_SHARE = 0.05

_LONG_NUMBER = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}|(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{4,}")
_NUMBER = re.compile("[0-9]+")
_WORDS = re.compile(r"([^\w]+|_)")


class Counted(Protocol):
    """A name, how many events bear it, and of how many customers."""

    @property
    def name(self) -> str: ...
    @property
    def events(self) -> int: ...
    @property
    def customers(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Template:
    """Names that are one thing. `text`: with `…` where they differ."""

    text: str
    places: tuple[int, ...]


def templates_of(names: Sequence[Counted], customers: int) -> list[Template]:
    """The templates in a list of names; `places` are positions in it, in order. A name is in one of them at most.

    customers  of the whole log: that one customer's names are this customer's alone tells nothing
    """
    left = dict(enumerate(names))
    found: list[Template] = []
    for templated, is_one_thing in _TRIES:
        for text, places in _by_template(left, templated):
            free = [place for place in places if place in left]
            if len(free) > 1 and is_one_thing([left[place] for place in free], customers):
                found.append(Template(text, tuple(free)))
                for place in free:
                    del left[place]
    return found


def _by_template(names: dict[int, Counted], templated: Callable[[str], Iterable[str]]) -> list[tuple[str, list[int]]]:
    """Template -> places of the names that fit it; the one with most names first."""
    fitting: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in names.items():
        for text in templated(one.name):
            fitting[text].append(place)
    return sorted(fitting.items(), key=lambda item: (-len(item[1]), item[0]))


def _without_long_numbers(name: str) -> Iterator[str]:
    text, count = _LONG_NUMBER.subn(GAP, name)
    if count:
        yield text


def _without_numbers(name: str) -> Iterator[str]:
    text, count = _NUMBER.subn(GAP, name)
    if count:
        yield text


def _without_a_word(name: str) -> Iterator[str]:
    parts = _WORDS.split(name)
    if len(parts) > 1:
        for place in range(0, len(parts), 2):
            if parts[place]:
                yield "".join((*parts[:place], GAP, *parts[place + 1 :]))


def _each_of_one_customer(names: Sequence[Counted]) -> bool:
    return sum(one.customers == 1 for one in names) >= OF_ONE_CUSTOMER * len(names)


def _none_is_large(names: Sequence[Counted]) -> bool:
    return max(one.events for one in names) <= LARGEST_SHARE * sum(one.events for one in names)


def _numbers_of_things(names: Sequence[Counted], customers: int) -> bool:
    return _each_of_one_customer(names) or _numbered_things(names, customers)


def _numbered_things(names: Sequence[Counted], customers: int) -> bool:
    of_one = len(names) >= FEW and 2 * customers >= len(names) and _each_of_one_customer(names)
    return of_one or (len(names) >= MANY and _none_is_large(names))


def _worded_things(names: Sequence[Counted], customers: int) -> bool:  # noqa: ARG001 - as the others are asked
    return len(names) >= VERY_MANY and _none_is_large(names)


_TRIES: tuple[tuple[Callable[[str], Iterable[str]], Callable[[Sequence[Counted], int], bool]], ...] = (
    (_without_long_numbers, _numbers_of_things),
    (_without_numbers, _numbered_things),
    (_without_a_word, _worded_things),
)
