"""A replay as objects: what tests and notebooks compare and read. For small results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from desireline.model import Journeys, PromiseMade, Trip, Visit
from desireline.replay.summary import Summary

if TYPE_CHECKING:
    from desireline.replay.tables import ShardTables, TableName


def journeys_listed(shards: Sequence[ShardTables], summary: Summary) -> Journeys:
    """Read all tables, and number the trips of all shards by (customer, opening)."""
    asides: dict[int, list[str]] = {}
    for trip, event in _rows(shards, "asides", "trip, event"):
        asides.setdefault(trip, []).append(event)
    # Each customer is in one shard, which has its trips in order: a stable sort by customer is enough.
    rows = sorted(
        _rows(shards, "trips", "trip, customer, key, epoch_us(started), epoch_us(ended), how, again, visits"), key=lambda row: row[1]
    )
    number = {row[0]: index for index, row in enumerate(rows)}
    trips = tuple(_trip(index, row, asides.get(row[0], ())) for index, row in enumerate(rows))
    columns = 'trip, seq, event, step, channel, epoch_us(entered), epoch_us("left"), epoch_us(done), move'
    visits = sorted((_visit(number[row[0]], row) for row in _rows(shards, "visits", columns)), key=lambda visit: (visit.trip, visit.seq))
    promises = [_promise(number[row[0]], row) for row in _rows(shards, "promises", "trip, seq, step, promise, epoch_us(due), state")]
    promises.sort(key=lambda promise: (promise.trip, promise.seq, promise.promise))
    return Journeys(
        trips=trips,
        visits=tuple(visits),
        promises=tuple(promises),
        outside=sum(summary.outside.values()),
        unmapped=sum(summary.unmapped.values()),
    )


def _rows(shards: Sequence[ShardTables], table: TableName, columns: str) -> Iterator[tuple[Any, ...]]:
    for shard in shards:
        yield from shard.opened.con.execute(f"SELECT {columns} FROM ({shard.sql(table)})").fetchall()


def _trip(index: int, row: tuple[Any, ...], aside: Sequence[str]) -> Trip:
    _, customer, key, started_us, ended_us, how, again, visits = row
    return Trip(
        trip=index,
        customer=customer,
        key=key,
        started_us=started_us,
        ended_us=ended_us,
        how=how,
        again=again,
        visits=visits,
        aside=tuple(aside),
    )


def _visit(trip: int, row: tuple[Any, ...]) -> Visit:
    _, seq, event, step, channel, entered_us, left_us, done_us, move = row
    return Visit(
        trip=trip,
        seq=seq,
        event=event,
        step=step,
        channel=channel,
        entered_us=entered_us,
        left_us=left_us,
        done_us=done_us,
        move=move,
    )


def _promise(trip: int, row: tuple[Any, ...]) -> PromiseMade:
    _, seq, step, promise, due_us, state = row
    return PromiseMade(trip=trip, seq=seq, step=step, promise=promise, due_us=due_us, state=state)
