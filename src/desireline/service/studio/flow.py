"""What customers really do: moves from step to step, heaviest first, each with the share that is drawn when it is the last one drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from desireline.service.studio.measuring import counting_of, narrowed
from desireline.service.studio.numbers import Count, Counting, Times

if TYPE_CHECKING:
    from desireline.measure import Measures
    from desireline.model import Map

Weight = Literal["time", "moves", "trips"]
ENOUGH, FEWEST_DRAWN, MOST_DRAWN = 0.9, 12, 40
"""So much of the weight is drawn at first, by at least and at most so many kinds of move."""
Data = Mapping[str, Any]


class MoveNumbers(msgspec.Struct, frozen=True):
    """Moves from one place to another: a step or an outcome.

    kinds   how they are called by the map, the most first: expected, repeat, back, skip, jump
    weight  by which moves are ranked and drawn: seconds, moves or trips
    drawn   share of all weight that moves up to this one have
    """

    from_step: str
    to: str
    kinds: list[str]
    expected: bool
    moves: Count
    trips: Count
    time: Times
    weight: float
    drawn: float


class StepFlow(msgspec.Struct, frozen=True):
    """A step: trips that came, and trips that began there."""

    step: str
    trips: Count
    began: Count


class RouteNumbers(msgspec.Struct, frozen=True):
    """Trips that took just these steps. `share`: of all trips."""

    steps: list[str]
    trips: Count
    share: float


class FlowView(msgspec.Struct, frozen=True):
    """All moves, the heaviest first. `at_first`: how many are drawn until someone says otherwise.

    routes  the most taken of `all_routes`; None where one segment is looked at: routes are counted for all trips
    other_routes  trips on the routes that are not named
    """

    journey: str
    by: Weight
    at_first: int
    moves: list[MoveNumbers]
    steps: list[StepFlow]
    ends: list[Count]
    routes: list[RouteNumbers] | None
    all_routes: int
    other_routes: int


def flow_view(measures: Measures, value: str | None, by: Weight) -> FlowView:
    """The moves of a period. Raises DesirelineError where there is no such segment."""
    map_, data = measures.scope.map, measures.as_data()
    now, counting = narrowed(data, value), counting_of(data, value)
    moves = _ranked(list(_moves(now, counting)), by)
    enough = next((rank for rank, move in enumerate(moves, 1) if move.drawn >= ENOUGH), len(moves))
    routes = None if value is not None else [_route(row, counting) for row in data["top_routes"]]
    return FlowView(
        journey=map_.journey,
        by=by,
        at_first=min(max(enough, FEWEST_DRAWN), MOST_DRAWN, len(moves)),
        moves=moves,
        steps=list(_steps(now, map_, counting)),
        ends=[counting(row["trips"], "trips", "trips", f"how:{row['how']}") for row in now["outcomes"]],
        routes=routes,
        all_routes=data["routes"],
        other_routes=0 if routes is None else data["trips"] - sum(route.trips.n for route in routes),
    )


def _moves(data: Data, counting: Counting) -> Iterator[MoveNumbers]:
    kinds: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for row in data["moves"]:
        kinds.setdefault((row["from"], row["to"]), []).append((row["count"], row["kind"]))
    for row in data["findings"]:
        from_, to = row["wait"]["from"], row["wait"]["to"]
        named = [kind for _, kind in sorted(kinds[from_, to], reverse=True)]
        yield MoveNumbers(
            from_step=from_,
            to=to,
            kinds=named,
            expected="expected" in named,
            moves=counting(row["count"], "moves", "moves", f"move:{from_}:{to}"),
            trips=counting(row["trips"], "trips", "moves", f"move:{from_}:{to}"),
            time=Times(row["total_seconds"], row["p50_seconds"], row["p90_seconds"]),
            weight=0.0,
            drawn=0.0,
        )


def _ranked(moves: Sequence[MoveNumbers], by: Weight) -> list[MoveNumbers]:
    """By weight, the heaviest first; those of equal weight as they were."""
    weights = {id(move): _weight(move, by) for move in moves}
    ranked = sorted(moves, key=lambda move: -weights[id(move)])
    whole = sum(weights.values()) or 1.0
    drawn = accumulate(weights[id(move)] for move in ranked)
    return [
        msgspec.structs.replace(move, weight=weights[id(move)], drawn=min(1.0, so_far / whole))
        for move, so_far in zip(ranked, drawn, strict=True)
    ]


def _weight(move: MoveNumbers, by: Weight) -> float:
    return {"time": move.time.total_seconds, "moves": float(move.moves.n), "trips": float(move.trips.n)}[by]


def _steps(data: Data, map_: Map, counting: Counting) -> Iterator[StepFlow]:
    came = {row["step"]: row["trips"] for row in data["steps"]}
    began: dict[str, int] = {}
    for row in data["first_contacts"]:
        began[row["step"]] = began.get(row["step"], 0) + row["count"]
    for step in map_.steps:
        yield StepFlow(
            step.id,
            counting(came.get(step.id, 0), "trips", "visits", f"step:{step.id}"),
            counting(began.get(step.id, 0), "trips", "first_contacts", f"first:{step.id}"),
        )


def _route(row: Data, counting: Counting) -> RouteNumbers:
    steps = list(row["steps"])
    return RouteNumbers(steps, counting(row["trips"], "trips", "routes", f"route:{','.join(steps)}"), row["share"])
