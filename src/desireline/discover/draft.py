"""A log -> a draft of a map: everything that is decided before a word of it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desireline.discover.endings import Ending, endings, real_of
from desireline.discover.ids import Ids, journey_id
from desireline.discover.moves import Move, by_origin, moves_of
from desireline.discover.names import Counted, Group, Kept
from desireline.discover.passages import Key, Passages
from desireline.discover.promises import Keepable, promise_of
from desireline.discover.stages import first_visits, stages_of
from desireline.discover.ways import Ways, ways_of
from desireline.discover.wishes import Quiet, Wishes


@dataclass(frozen=True, slots=True)
class DraftStep:
    """A step. `next`: the moves that are to be expected; `others`: all others from it; `promise_id` names its promise, if it has one."""

    id: str
    group: Group
    visits: int
    trips: int
    next: tuple[Move, ...]
    others: tuple[Move, ...]
    promise: Keepable | None
    promise_id: str


@dataclass(frozen=True, slots=True)
class DraftStage:
    """A stage: its steps, and from where to where in a trip they are first come to (0 to 1, on average)."""

    id: str
    title: str
    steps: tuple[DraftStep, ...]
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class DraftOutcome:
    """An outcome, and what of its name was seen."""

    id: str
    group: Group
    ending: Ending


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a log, of which a draft is put together. `drawn`: the groups that are outcomes."""

    name: str
    log: Counted
    kept: Kept
    key: Key | None
    quiet: Quiet
    passages: Passages
    drawn: frozenset[int]
    wishes: Wishes


@dataclass(frozen=True, slots=True)
class DraftMap:
    """All that a draft says.

    ids       place -> id of its step or outcome
    starts    places where trips are hoped to start, with how many do; empty: anywhere
    outcomes  those drawn; `endings`: other names with which a real share of trips ends
    """

    found: Found
    journey: str
    ids: tuple[str, ...]
    starts: tuple[tuple[int, int], ...]
    stages: tuple[DraftStage, ...]
    outcomes: tuple[DraftOutcome, ...]
    endings: tuple[Ending, ...]


def draft_of(found: Found) -> DraftMap:
    """Put together what was found."""
    passages, groups = found.passages, found.kept.groups
    trips, position = first_visits(passages)
    staged = stages_of([place for place in range(len(groups)) if place not in found.drawn], position)
    given = Ids()
    order = [*(place for stage in staged for place in stage), *sorted(found.drawn)]
    by_place = {place: given.of(speaking(groups[place].title), f"step_{number}") for number, place in enumerate(order, start=1)}
    ids = tuple(by_place[place] for place in range(len(groups)))
    onward = _onward(found)
    drafted = _steps(found, ids, trips.tolist(), onward)
    ends = endings(passages)
    return DraftMap(
        found=found,
        journey=found.wishes.journey or journey_id(found.name),
        ids=ids,
        starts=onward.ways.starts,
        stages=tuple(
            DraftStage(
                f"stage_{number}",
                f"Stage {number}",
                tuple(drafted[place] for place in places),
                float(position[places[0]]),
                float(position[places[-1]]),
            )
            for number, places in enumerate(staged, start=1)
        ),
        outcomes=tuple(DraftOutcome(ids[each.place], groups[each.place], each) for each in ends if each.place in found.drawn),
        endings=tuple(each for each in real_of(ends, passages.trips) if each.place not in found.drawn),
    )


def speaking(title: str) -> str:
    """A title without the gap of a template, to make an id of."""
    return title.replace("…", " ")


def promise_id(given: Ids, ids: Sequence[str], place: int, promise: Keepable | None) -> str:
    """The id of a place's promise, which no other has; empty where it makes none. `ids`: of all places."""
    if promise is None:
        return ""
    return given.of(f"{ids[place]}_{'onward' if promise.to is None else f'to_{ids[promise.to]}'}", "promise")


@dataclass(frozen=True, slots=True)
class _Onward:
    """All moves that were made, those to be expected, and what can be promised of them, by place."""

    moves: tuple[Move, ...]
    ways: Ways
    promises: Mapping[int, Keepable]


def _onward(found: Found) -> _Onward:
    moves = moves_of(found.passages)
    proposed = ((place, promise_of(found.passages, out)) for place, out in by_origin(moves).items())
    promises = {place: promise for place, promise in proposed if promise is not None}
    ways = Ways((), tuple(moves))
    if not found.wishes.all:
        wanted = [move for move in moves if move.from_ in promises and move.to == promises[move.from_].to]
        ways = ways_of(found.passages, moves, found.drawn, wanted, found.wishes.coverage)
    return _Onward(tuple(moves), ways, promises)


def _steps(found: Found, ids: Sequence[str], trips: Sequence[int], onward: _Onward) -> dict[int, DraftStep]:
    made, expected = by_origin(onward.moves), by_origin(onward.ways.moves)
    visits = np.bincount(found.passages.place, minlength=found.passages.places).tolist()
    promise_ids = Ids()
    drafted = {}
    for place, group in enumerate(found.kept.groups):
        next_, promise = expected.get(place, []), onward.promises.get(place)
        listed = {move.to for move in next_}
        drafted[place] = DraftStep(
            id=ids[place],
            group=group,
            visits=visits[place],
            trips=trips[place],
            next=tuple(next_),
            others=tuple(move for move in made.get(place, ()) if move.to not in listed),
            promise=promise,
            promise_id=promise_id(promise_ids, ids, place, promise),
        )
    return drafted
