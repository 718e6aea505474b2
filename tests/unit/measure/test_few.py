"""Of fewer than 20 customers there are counts only, however many rows these customers have."""

from collections.abc import Sequence
from typing import Any

from support.small_journeys import happened, small_map

from desireline.events import MemoryLake
from desireline.measure import measure
from desireline.model import LAST_US, Event

PROMISE = {"id": "soon", "title": "Soon", "within": "1h", "until": ["end"]}
STEPS = {"ask": {"promises": [PROMISE]}, "talk": {"by": "person"}}


def data_of(events: Sequence[Event]) -> dict[str, Any]:
    return measure(small_map(STEPS, ["end"]), MemoryLake(events, shards=2), now_us=LAST_US).as_data()


def twice(customers: int) -> list[Event]:
    """Each makes two trips: one keeps its promise without a person, the other breaks it and meets one."""
    events = []
    for number in range(customers):
        whom = f"c{number}"
        events += [happened("ask", 0, whom), happened("end", 10, whom)]
        events += [happened("ask", 100, whom), happened("talk", 110, whom), happened("end", 300, whom)]
    return events


def test_a_share_of_two_numbers_is_of_the_customers_of_both() -> None:
    few, enough = data_of(twice(19)), data_of(twice(20))
    assert (few["promises"][0]["kept"], few["promises"][0]["broken"], few["promises"][0]["share_kept"]) == (19, 19, None)
    assert enough["promises"][0]["share_kept"]["value"] == 0.5
    assert (few["without_person"]["trips"], few["without_person"]["of"], few["without_person"]["share"]) == (19, 38, None)
    assert enough["without_person"]["share"]["value"] == 0.5
