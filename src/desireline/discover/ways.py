"""The ways of a draft: `starts` and `next` that cover what was asked, lead to every place, and from every step to an outcome."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from desireline.discover.covering import covering_most
from desireline.discover.moves import Move, by_origin, covering
from desireline.discover.passages import Passages

MOST_NEXT = 20
"""Of one step, in a draft for people; more only where a place is reached by no other way."""


@dataclass(frozen=True, slots=True)
class Ways:
    """starts: places, with how many trips start there, most first. moves: those to be expected, most frequent first."""

    starts: tuple[tuple[int, int], ...]
    moves: tuple[Move, ...]


def ways_of(passages: Passages, moves: Sequence[Move], outcomes: Collection[int], wanted: Sequence[Move], coverage: float) -> Ways:
    """The most frequent starts and moves that cover the share of all, and those that are wanted in any case.

    Where they do not lead to some place, or from some step to no outcome, the most frequent ones that do are taken too.

    moves  all that were made, most frequent first
    """
    first = np.bincount(passages.first(), minlength=passages.places)
    order = [int(place) for place in np.lexsort((np.arange(len(first)), -first)) if first[place]]
    starts = order[: covering_most([int(first[place]) for place in order], coverage)]
    chosen = [move for out in by_origin(covering(moves, coverage)).values() for move in out[:MOST_NEXT]]
    chosen += [move for move in wanted if move not in chosen]
    _lead_everywhere(range(passages.places), order, starts, moves, chosen)
    if outcomes:
        _lead_out(range(passages.places), outcomes, moves, chosen)
    chosen.sort(key=lambda move: (-move.count, move.from_, move.to))
    return Ways(tuple((place, int(first[place])) for place in starts), tuple(chosen))


def all_lead_out(places: Iterable[int], outcomes: Collection[int], moves: Iterable[Move]) -> bool:
    """Whether the moves that were made lead from every place to one of the outcomes."""
    return set(places) <= _reached(outcomes, moves, backward=True)


def _lead_everywhere(places: Iterable[int], order: Sequence[int], starts: list[int], moves: Sequence[Move], chosen: list[Move]) -> None:
    """Add to `starts` and `chosen` until every place is reached."""
    while not set(places) <= (reached := _reached(starts, chosen)):
        further = next((move for move in moves if move.from_ in reached and move.to not in reached), None)
        if further is not None:
            chosen.append(further)
        else:
            starts.append(next(place for place in order if place not in reached))


def _lead_out(places: Iterable[int], outcomes: Collection[int], moves: Sequence[Move], chosen: list[Move]) -> None:
    """Add to `chosen` until every place leads to an outcome."""
    while not set(places) <= (leading := _reached(outcomes, chosen, backward=True)):
        chosen.append(next(move for move in moves if move.to in leading and move.from_ not in leading))


def _reached(from_: Iterable[int], moves: Iterable[Move], *, backward: bool = False) -> set[int]:
    """The places that can be reached along moves; `backward`: that they can be reached from."""
    ends: Callable[[Move], tuple[int, int]] = (lambda move: (move.to, move.from_)) if backward else (lambda move: (move.from_, move.to))
    ways: dict[int, list[int]] = {}
    for a, b in map(ends, moves):
        ways.setdefault(a, []).append(b)
    reached = set(from_)
    waiting = list(reached)
    while waiting:
        new = set(ways.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    return reached
