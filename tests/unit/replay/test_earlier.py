"""A shard as of an earlier moment, told from what all of its events came to, over more events than a test would write by hand."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from unit.replay.test_shard import RULES, synthetic

from desireline.replay import NEVER, ShardJourneys, as_of_earlier, left_of
from desireline.replay.keys import KEYLESS
from desireline.replay.reading import Matched
from desireline.replay.shard import journeys_of

COLUMNS = ("offset", "customer", "how", "ended_us", "again", "place", "entered_us", "move")
QUIET_US, PLACES = RULES.plan.map.trip.quiet_us, len(RULES.plan.places)


@pytest.fixture(scope="module")
def matched() -> Matched:
    """Customers who all begin at the same time."""
    found = synthetic(30_000, 300, 3)
    begins = np.searchsorted(found.customer, np.arange(300))
    return replace(found, time_us=found.time_us - found.time_us[begins][found.customer])


@pytest.fixture(scope="module")
def whole(matched: Matched) -> ShardJourneys:
    return journeys_of(RULES, matched, int(matched.time_us.max()) + 1)


def until(matched: Matched, moment_us: int) -> Matched:
    """The events up to a moment."""
    had = matched.time_us <= moment_us
    number = np.cumsum(had) - 1
    assert matched.own_key is not None
    assert matched.opens is not None
    own_key = matched.own_key[had]
    columns = {name: getattr(matched, name)[had] for name in ("customer", "time_us", "name", "target", "opens")}
    return Matched(**columns, own_key=np.where(own_key == KEYLESS, KEYLESS, number[own_key]))


def told(journeys: ShardJourneys) -> dict[str, Any]:
    made = journeys.promises
    done_us = np.full(len(journeys.place), NEVER) if journeys.done_us is None else journeys.done_us
    held = (
        {name: getattr(journeys, name) for name in COLUMNS}
        | {"done_us": done_us}
        | {field.name: getattr(made, field.name) for field in fields(made)}
    )
    return {name: column.tolist() for name, column in held.items()}


@pytest.mark.parametrize("share", [0.002, 0.03, 0.3, 0.6, 0.9, 1.0])
def test_what_was_is_told_without_the_events(matched: Matched, whole: ShardJourneys, share: float) -> None:
    moment_us = int(np.quantile(matched.time_us, share))
    anew = journeys_of(RULES, until(matched, moment_us), moment_us)
    earlier = as_of_earlier(whole, left_of(whole, None, moment_us), QUIET_US, PLACES, moment_us)
    assert told(earlier) == told(anew)
    assert anew.trips > 50


def test_a_trip_that_took_on_its_key_later_came_again_later(matched: Matched, whole: ShardJourneys) -> None:
    assert whole.keyed_us is not None
    later = np.flatnonzero((whole.keyed_us != NEVER) & whole.again)
    moment_us = int(whole.entered_us[whole.offset[later]].max())
    earlier = as_of_earlier(whole, left_of(whole, None, moment_us), QUIET_US, PLACES, moment_us)
    began = whole.entered_us[whole.offset[:-1]] <= moment_us
    assert np.any(earlier.again != whole.again[began])


def test_some_trips_are_as_they_are_among_all(matched: Matched, whole: ShardJourneys) -> None:
    moment_us = int(np.quantile(matched.time_us, 0.5))
    wanted = np.arange(whole.trips) % 3 == 0
    every, some = left_of(whole, None, moment_us), left_of(whole, wanted, moment_us)
    all_of_them, those = (as_of_earlier(whole, left, QUIET_US, PLACES, moment_us) for left in (every, some))
    kept = wanted[every.trips]
    assert those.again.tolist() == all_of_them.again[kept].tolist()
    assert those.how.tolist() == all_of_them.how[kept].tolist()
    assert those.place.tolist() == all_of_them.place[np.repeat(kept, np.diff(all_of_them.offset))].tolist()
