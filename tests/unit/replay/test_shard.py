"""All passes together, over more events than a test would write by hand."""

import numpy as np
import pytest
from support.small_journeys import small_map

from desireline.replay.arrays import NEVER
from desireline.replay.keys import KEYLESS
from desireline.replay.plan import plan_of
from desireline.replay.reading import Matched
from desireline.replay.shard import Rules, ShardJourneys, journeys_of

NAMES = ("a", "b", "c", "won", "f", "survey", "zz")
PROMISE = {"id": "p", "title": "P", "within": "30m"}
MAP = small_map(
    {"a": {"next": ["b"], "done": "f", "promises": [PROMISE]}, "b": {"next": ["c", "won"]}, "c": {"next": ["a"]}},
    outcomes=["won"],
    trip={"quiet": "2h", "per": "k"},
    fields={"k": "text", "x": "integer"},
    scores=[{"id": "effort", "kind": "ces", "event": "survey", "value": "x", "scale": "1..7"}],
)
RULES = Rules.of(plan_of(MAP, NAMES))


def synthetic(events: int, customers: int, keys: int, seed: int = 1) -> Matched:
    """Events of random names about a minute apart; a third carry no key, and some of those that could may not open a trip."""
    rng = np.random.default_rng(seed)
    customer = np.sort(rng.integers(0, customers, events)).astype(np.int32)
    name = rng.integers(0, len(NAMES), events).astype(np.uint8)
    key = rng.integers(0, keys * 3 // 2, events)
    _, first, which = np.unique(customer.astype(np.int64) * keys * 2 + key, return_index=True, return_inverse=True)
    return Matched(
        customer=customer,
        time_us=np.cumsum(rng.integers(0, 120_000_000, events)),
        name=name,
        target=RULES.plan.sure.take(name),
        own_key=np.where(key < keys, first[which], KEYLESS),
        opens=rng.random(events) < 0.8,
    )


def each_event_counts_once(matched: Matched, found: ShardJourneys) -> bool:
    done = 0 if found.done_us is None else int((found.done_us != NEVER).sum())
    counted = len(found.row) + done + len(found.aside_row) + len(found.outside_row) + found.unmapped.sum()
    return len(np.unique(found.row)) == len(found.row) and counted == len(matched.name)


@pytest.mark.parametrize(("customers", "keys"), [(1, 3), (1, 200_000), (40_000, 3)])
def test_each_of_many_events_counts_once(customers: int, keys: int) -> None:
    matched = synthetic(400_000, customers, keys)
    found = journeys_of(RULES, matched, int(matched.time_us[-1]))
    assert each_event_counts_once(matched, found)
    first = found.row[found.offset[:-1]]
    assert np.all(np.diff(first) > 0), "trips are numbered by (customer, opening)"
    within = np.ones(len(found.row), dtype=bool)
    within[found.offset[:-1]] = False
    assert np.all(np.diff(found.row)[within[1:]] > 0), "the visits of a trip are in order"


def test_shards_are_apart() -> None:
    """Two halves of the customers, replayed one after the other, give what all of them give together."""
    matched = synthetic(20_000, 400, 3)
    half = int(np.searchsorted(matched.customer, 200))
    as_of_us = int(matched.time_us[-1])
    whole = journeys_of(RULES, matched, as_of_us)
    parts = [journeys_of(RULES, _rows(matched, slice(*ends)), as_of_us) for ends in ((0, half), (half, None))]
    assert whole.trips == sum(part.trips for part in parts)
    assert whole.move.tolist() == [move for part in parts for move in part.move.tolist()]
    assert whole.promises.state.tolist() == [state for part in parts for state in part.promises.state.tolist()]


def _rows(matched: Matched, rows: slice) -> Matched:
    begin = rows.start
    key = matched.own_key[rows]  # type: ignore[index]
    return Matched(
        customer=matched.customer[rows],
        time_us=matched.time_us[rows],
        name=matched.name[rows],
        target=matched.target[rows],
        own_key=np.where(key == KEYLESS, KEYLESS, key - begin),
        opens=matched.opens[rows],  # type: ignore[index]
    )
