"""What customers really do: moves from step to step, heaviest first, each with the share that is drawn when it is the last one drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from desireline.measure.data import share_data
from desireline.service.studio.numbers import Count, Counting, Share, Times, share

if TYPE_CHECKING:
    from desireline.measure import Measures
    from desireline.model import Map

Weight = Literal["time", "customers", "trips", "moves"]
ENOUGH, FEWEST_DRAWN, MOST_DRAWN = 0.9, 12, 40
"""So much of the weight is drawn at first, by at least and at most so many kinds of move."""
Data = Mapping[str, Any]


class MoveNumbers(msgspec.Struct, frozen=True):
    """Moves from one place to another: a step or an outcome.

    kinds   how they are called by the map, the most first: expected, repeat, back, skip, jump
    weight  by which moves are ranked and drawn: seconds, customers, trips or moves
    drawn   share of all weight that moves up to this one have
    """

    from_step: str
    to: str
    kinds: list[str]
    expected: bool
    moves: Count
    trips: Count
    customers: Count
    time: Times
    weight: float
    drawn: float


class StepFlow(msgspec.Struct, frozen=True):
    """A step: trips that came, trips that began there. `rank`: by all trips of the period that came, whichever are looked at, from 0."""

    step: str
    rank: int
    trips: Count
    began: Count


class RouteNumbers(msgspec.Struct, frozen=True):
    """Trips that took just these steps. `share`: of all trips that are looked at; None where there are fewer than 20 customers."""

    steps: list[str]
    trips: Count
    share: Share | None


class FlowView(msgspec.Struct, frozen=True):
    """All moves, the heaviest first. `at_first`: how many are drawn until someone says otherwise.

    trips   that are looked at
    routes  the most taken of `all_routes`
    other_routes  trips on the routes that are not named
    """

    journey: str
    by: Weight
    at_first: int
    trips: Count
    moves: list[MoveNumbers]
    steps: list[StepFlow]
    ends: list[Count]
    routes: list[RouteNumbers]
    all_routes: int
    other_routes: int


def flow_view(
    measures: Measures,
    by: Weight,
    only: Sequence[str] = (),
    of_all: Measures | None = None,
    unranked: Sequence[MoveNumbers] | None = None,
) -> FlowView:
    """The moves of a period. `only`: by what trips were chosen; `of_all`: the measures of all trips, where some are chosen.

    unranked  what `moves_of` came to, where it is known already
    """
    map_, data, counting = measures.scope.map, measures.data, Counting(only)
    moves = _ranked(moves_of(measures, only) if unranked is None else unranked, by)
    enough = next((rank for rank, move in enumerate(moves, 1) if move.drawn >= ENOUGH), len(moves))
    routes = [_route(row, data, counting) for row in data["top_routes"]]
    return FlowView(
        journey=map_.journey,
        by=by,
        at_first=min(max(enough, FEWEST_DRAWN), MOST_DRAWN, len(moves)),
        trips=counting(data["trips"], "trips", "all"),
        moves=moves,
        steps=list(_steps(data, map_, counting, _ranks(of_all or measures))),
        ends=[counting(row["trips"], "trips", "trips", f"how:{row['how']}") for row in data["outcomes"]],
        routes=routes,
        all_routes=data["routes"],
        other_routes=data["trips"] - sum(route.trips.n for route in routes),
    )


def moves_of(measures: Measures, only: Sequence[str] = ()) -> list[MoveNumbers]:
    """All moves, whatever makes one heavy: without a weight."""
    return list(_moves(measures.data, Counting(only)))


def _ranks(measures: Measures) -> dict[str, int]:
    came = {cell.at["step"]: cell.trips for cell in measures.cells("visits")}
    ranked = sorted((step.id for step in measures.scope.map.steps), key=lambda step: -came.get(step, 0))
    return {step: rank for rank, step in enumerate(ranked)}


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
            customers=counting(row["customers"], "customers", "moves", f"move:{from_}:{to}"),
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
    return {
        "time": move.time.total_seconds,
        "customers": float(move.customers.n),
        "trips": float(move.trips.n),
        "moves": float(move.moves.n),
    }[by]


def _steps(data: Data, map_: Map, counting: Counting, ranks: Mapping[str, int]) -> Iterator[StepFlow]:
    came = {row["step"]: row["trips"] for row in data["steps"]}
    began: dict[str, int] = {}
    for row in data["first_contacts"]:
        began[row["step"]] = began.get(row["step"], 0) + row["count"]
    for step in map_.steps:
        yield StepFlow(
            step.id,
            ranks[step.id],
            counting(came.get(step.id, 0), "trips", "visits", f"step:{step.id}"),
            counting(began.get(step.id, 0), "trips", "first_contacts", f"first:{step.id}"),
        )


def _route(row: Data, data: Data, counting: Counting) -> RouteNumbers:
    steps = list(row["steps"])
    trips = counting(row["trips"], "trips", "routes", f"route:{','.join(steps)}")
    return RouteNumbers(steps, trips, share(share_data(row["trips"], data["trips"], data["customers"])))
