"""What a replay comes to in numbers: counted per shard, added up over shards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desireline.model import GONE_QUIET, MOVES, OPEN, PROMISE_STATES, format_instant
from desireline.replay.arrays import MOST_PAIRS
from desireline.replay.shard import Rules, ShardJourneys

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Taken:
    """Goings from one place to the next: which (place x places + next place), how many, and the time all of them took together.

    That time is `high` x 2^20 + `low` microseconds: summed apart as float64, both parts stay exact.
    """

    pair: Counts
    times: Counts
    high: NDArray[np.float64]
    low: NDArray[np.float64]

    @property
    def total_us(self) -> list[int]:
        """The time of each pair."""
        return [(round(high) << 20) + round(low) for high, low in zip(self.high.tolist(), self.low.tolist(), strict=True)]

    def __add__(self, other: Taken) -> Taken:
        pair, which = np.unique(np.concatenate((self.pair, other.pair)), return_inverse=True)

        def added(ours: NDArray[Any], theirs: NDArray[Any]) -> NDArray[np.float64]:
            return _summed(which, np.concatenate((ours, theirs)), len(pair))

        times = added(self.times, other.times).astype(np.int64)
        return Taken(pair, times, added(self.high, other.high), added(self.low, other.low))


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one shard or of several. Two tallies of one map are added by `+`.

    events     all events
    customers  customers with a trip
    again      trips that came after an earlier one of the same customer and key
    how        trips by place of the outcome, then gone quiet, then open
    moves      visits by move
    promises   (promise, state) -> how many
    taken      goings from place to place
    outside    events that matched and found no trip, by name
    unmapped   events that matched nothing, by name
    """

    events: int
    customers: int
    again: int
    how: Counts
    moves: Counts
    promises: Counts
    taken: Taken
    outside: Counts
    unmapped: Counts

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            events=self.events + other.events,
            customers=self.customers + other.customers,
            again=self.again + other.again,
            how=self.how + other.how,
            moves=self.moves + other.moves,
            promises=self.promises + other.promises,
            taken=self.taken + other.taken,
            outside=self.outside + other.outside,
            unmapped=self.unmapped + other.unmapped,
        )


def tally_of(rules: Rules, journeys: ShardJourneys) -> Tally:
    """Count one shard."""
    places = len(rules.plan.places)
    made = journeys.promises
    kept_as = made.promise.astype(np.int64) * len(PROMISE_STATES) + made.state
    return Tally(
        events=journeys.events,
        customers=len(np.unique(journeys.customer)),
        again=int(journeys.again.sum()),
        how=np.bincount(journeys.how, minlength=places + 2),
        moves=np.bincount(journeys.move, minlength=len(MOVES)),
        promises=np.bincount(kept_as, minlength=len(rules.pledges.ids) * len(PROMISE_STATES)),
        taken=_taken(journeys, places),
        outside=np.bincount(journeys.outside_name, minlength=len(rules.plan.sure)),
        unmapped=journeys.unmapped.astype(np.int64),
    )


def _taken(journeys: ShardJourneys, places: int) -> Taken:
    going = np.ones(len(journeys.place), dtype=np.bool_)
    going[journeys.offset[1:] - 1] = False
    from_ = np.flatnonzero(going)
    pair = journeys.place[from_].astype(np.int64) * places + journeys.place[from_ + 1]
    waited_us = journeys.entered_us[from_ + 1] - journeys.entered_us[from_]
    if places**2 > MOST_PAIRS:
        found, pair = np.unique(pair, return_inverse=True)
        kinds = len(found)
    else:
        found, kinds = np.arange(places**2), places**2
    times = np.bincount(pair, minlength=kinds)
    taken = np.flatnonzero(times)
    high, low = _summed_us(pair, waited_us, kinds)
    return Taken(found[taken], times[taken], high[taken], low[taken])


def _summed_us(which: Counts, us: NDArray[np.int64], kinds: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sums by kind, in the two parts of `Taken`; in one where all of it together is exact as float64."""
    if len(us) * float(us.max(initial=0)) < 2**53:
        return np.zeros(kinds), _summed(which, us, kinds)
    return _summed(which, us >> 20, kinds), _summed(which, us & (2**20 - 1), kinds)


def _summed(which: Counts, values: NDArray[Any], kinds: int) -> NDArray[np.float64]:
    return np.bincount(which, weights=values, minlength=kinds).astype(np.float64, copy=False)


def _nothing(rules: Rules) -> Tally:
    """The tally of no shard."""
    plan = rules.plan

    def zeros(length: int) -> Counts:
        return np.zeros(length, dtype=np.int64)

    return Tally(
        events=0,
        customers=0,
        again=0,
        how=zeros(len(plan.places) + 2),
        moves=zeros(len(MOVES)),
        promises=zeros(len(rules.pledges.ids) * len(PROMISE_STATES)),
        taken=Taken(zeros(0), zeros(0), np.zeros(0), np.zeros(0)),
        outside=zeros(len(plan.sure)),
        unmapped=zeros(len(plan.sure)),
    )


@dataclass(frozen=True, slots=True)
class Wait:
    """What going from one step to the next cost all customers together. `share`: of the time between all visits."""

    step: str
    next: str
    times: int
    total_us: int
    share: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What a replay comes to. All numbers are counts of rows of its tables.

    trips     how a trip ended (an outcome's id, `gone_quiet`, `open`) -> trips, in the order of the map
    moves     move -> visits
    promises  promise -> state -> how many
    waits     what lies between visits, longest in total first: people x time, never a mean of few
    outside   name -> events that matched and found no trip to belong to
    unmapped  name -> events that matched nothing
    """

    journey: str
    version: str
    as_of_us: int
    events: int
    customers: int
    again: int
    trips: dict[str, int]
    moves: dict[str, int]
    promises: dict[str, dict[str, int]]
    waits: tuple[Wait, ...]
    outside: dict[str, int]
    unmapped: dict[str, int]

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON: the moment as text, durations in seconds."""
        data = asdict(self)
        data["as_of"] = format_instant(data.pop("as_of_us"))
        for wait in data["waits"]:
            wait["total_seconds"] = wait.pop("total_us") / 1_000_000
        return data


def summary_of(rules: Rules, tallies: Iterable[Tally], names: Sequence[str], as_of_us: int) -> Summary:
    """Put names to the counts of all shards. `names`: of events."""
    plan = rules.plan
    tally = sum(tallies, _nothing(rules))
    outcomes = [outcome.id for outcome in plan.map.outcomes]
    how = dict(zip((*plan.places, GONE_QUIET, OPEN), tally.how.tolist(), strict=True))
    states = tally.promises.reshape(len(rules.pledges.ids), len(PROMISE_STATES)).tolist()
    return Summary(
        journey=plan.map.journey,
        version=plan.map.version,
        as_of_us=as_of_us,
        events=tally.events,
        customers=tally.customers,
        again=tally.again,
        trips={ended: how[ended] for ended in (*outcomes, GONE_QUIET, OPEN)},
        moves=dict(zip(MOVES, tally.moves.tolist(), strict=True)),
        promises={id_: dict(zip(PROMISE_STATES, row, strict=True)) for id_, row in zip(rules.pledges.ids, states, strict=True)},
        waits=_waits(plan.places, tally.taken),
        outside=_largest_first(names, tally.outside),
        unmapped=_largest_first(names, tally.unmapped),
    )


def _waits(places: tuple[str, ...], taken: Taken) -> tuple[Wait, ...]:
    all_us = sum(taken.total_us)
    waits = []
    for pair, times, us in zip(taken.pair.tolist(), taken.times.tolist(), taken.total_us, strict=True):
        a, b = divmod(pair, len(places))
        waits.append(Wait(places[a], places[b], times, us, us / all_us if all_us else 0.0))
    return tuple(sorted(waits, key=lambda wait: (-wait.total_us, wait.step, wait.next)))


def _largest_first(names: Sequence[str], counts: Counts) -> dict[str, int]:
    counted = [(names[code], int(counts[code])) for code in np.flatnonzero(counts).tolist()]
    return dict(sorted(counted, key=lambda pair: (-pair[1], pair[0])))
