"""What a log holds that a map does not know: names that it never names, and moves off it with a real share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from desireline.discover.covering import covering_most
from desireline.discover.draft import DraftStep, promise_id, speaking
from desireline.discover.ids import Ids
from desireline.discover.moves import Move, by_origin, moves_of
from desireline.discover.names import DONE, Counted, Group, Kept, counted_of, kept_of
from desireline.discover.passages import Passages, of_map
from desireline.discover.promises import promise_of
from desireline.discover.stages import first_visits
from desireline.discover.ways import MOST_NEXT
from desireline.discover.wishes import Wishes
from desireline.events import EventLake
from desireline.model import Map, Step, candidates_by_name, ways_of
from desireline.replay import Run

FEWEST_MOVES = 5
"""Of fewer than that nothing is proposed, however large their share."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new to a map.

    map    with the new steps; a place is the number of one of its steps, then of its outcomes
    steps  the new ones, with the ids of their stages
    done   step of the map -> the name that ends its work
    moves  step of the map -> the moves from it that are new, and how many moves there are from it
    kept   what of the names that the map does not name is new, and what is left out
    """

    map: Map
    passages: Passages
    steps: tuple[tuple[DraftStep, str], ...]
    done: Mapping[str, str]
    moves: Mapping[str, tuple[tuple[Move, ...], int]]
    kept: Kept


def news_of(map_: Map, lake: EventLake, wishes: Wishes, *, now_us: int, threads: int) -> News:
    """Hold a log against a map. Of `wishes`, only `all` and `coverage` count: trips are the map's.

    New names are drafted as in a draft. A move from a step is new where the map does not expect it, if more than what `coverage`
    leaves of all moves from the step are such, and it is not of few; with `all`, every such move is.
    """
    run = Run.of(map_, lake, None, now_us)
    log = counted_of(run, threads)
    done = _ends_of_work(map_, log)
    known = {*candidates_by_name(map_), *done.values()}
    unknown = tuple(one for one in log.names if one.name not in known)
    kept = kept_of(Counted(unknown, log.events, log.customers), wishes)
    ids = _ids(map_, kept.groups)
    wider = _wider(map_, kept.groups, ids, done)
    passages = of_map(lake, wider, run.source.as_of_us, threads=threads)
    moves = moves_of(passages)
    return News(
        map=wider,
        passages=passages,
        steps=_steps(wider, kept.groups, passages, moves, wishes),
        done=done,
        moves=_off_the_map(wider, len(map_.steps), moves, wishes),
        kept=kept,
    )


def _ends_of_work(map_: Map, log: Counted) -> dict[str, str]:
    """Names such as `call.done` that the map does not name, where one step without a `done` is `call`."""
    known = candidates_by_name(map_)
    found: dict[str, str] = {}
    for one in log.names:
        work = one.name.removesuffix(DONE)
        steps = [step for step in map_.steps if work in step.events and not step.done]
        if one.name.endswith(DONE) and one.name not in known and len(steps) == 1 and steps[0].id not in found:
            found[steps[0].id] = one.name
    return found


def _ids(map_: Map, groups: Sequence[Group]) -> list[str]:
    given = Ids({*map_.step_by_id, *map_.outcome_by_id})
    return [given.of(speaking(group.title), f"step_{len(map_.steps) + number}") for number, group in enumerate(groups, start=1)]


def _wider(map_: Map, groups: Sequence[Group], ids: Sequence[str], done: Mapping[str, str]) -> Map:
    """The map with the new steps, all of them in its first stage."""
    old = (replace(step, done=(done[step.id],)) if step.id in done else step for step in map_.steps)
    new = (
        Step(
            id=id_,
            title=group.title,
            stage=map_.stages[0].id,
            events=tuple(one.name for one in group.names),
            done=tuple(one.name for one in group.done),
        )
        for id_, group in zip(ids, groups, strict=True)
    )
    return replace(map_, steps=(*old, *new))


def _steps(
    map_: Map, groups: Sequence[Group], passages: Passages, moves: Sequence[Move], wishes: Wishes
) -> tuple[tuple[DraftStep, str], ...]:
    """The new steps, each in the stage whose steps are, on average, come to at about the same point of a trip."""
    trips, position = first_visits(passages)
    visits = np.bincount(passages.place, minlength=passages.places).tolist()
    made, promise_ids = by_origin(moves), Ids({promise.id for step in map_.steps for promise in step.promises})
    ids = _place_ids(map_)
    first = len(map_.steps) - len(groups)
    points = {
        stage.id: float(np.mean(at))
        for stage in map_.stages
        if (at := [position[place] for place, step in enumerate(map_.steps[:first]) if step.stage == stage.id and trips[place]])
    }
    found = []
    for place, group in enumerate(groups, start=first):
        out = made.get(place, [])
        most = len(out) if wishes.all else min(MOST_NEXT, covering_most([move.count for move in out], wishes.coverage))
        promise = promise_of(passages, out)
        step = DraftStep(
            id=ids[place],
            group=group,
            visits=visits[place],
            trips=int(trips[place]),
            next=tuple(out[:most]),
            others=tuple(out[most:]),
            promise=promise,
            promise_id=promise_id(promise_ids, ids, place, promise),
        )
        nearest = min(points, key=lambda stage: abs(points[stage] - position[place]), default=map_.stages[0].id)
        found.append((step, nearest))
    return tuple(found)


def _off_the_map(map_: Map, old: int, moves: Sequence[Move], wishes: Wishes) -> dict[str, tuple[tuple[Move, ...], int]]:
    """The new moves from the steps that the map has already; among them the most frequent one to each new step, however few made it."""
    expected, ids = ways_of(map_).expected, _place_ids(map_)
    least = 0.0 if wishes.all else 1 - wishes.coverage
    fewest = 1 if wishes.all else FEWEST_MOVES
    ways_in: dict[int, Move] = {}
    for move in moves:
        if move.from_ < old <= move.to < len(map_.steps):
            ways_in.setdefault(move.to, move)
    found = {}
    for place, out in by_origin(moves).items():
        if place >= old:
            continue
        total = sum(move.count for move in out)
        real = (move for move in out if ways_in.get(move.to) is move or (move.count >= fewest and move.count > least * total))
        new = tuple(move for move in real if ids[move.to] not in expected[ids[place]])
        if new:
            found[ids[place]] = (new, total)
    return found


def _place_ids(map_: Map) -> list[str]:
    return [*(step.id for step in map_.steps), *(outcome.id for outcome in map_.outcomes)]
