"""The live store gives every worked case of the contract, on real stores."""

from collections.abc import Mapping
from typing import Any

import pytest
from support.contract_cases import CASES, MISSING, as_of_us, cases, events_of, expectation_of, map_of

from desireline.live import Runtime, Store, VirtualClock

pytestmark = pytest.mark.skipif(not CASES.exists(), reason=MISSING)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_the_live_store_gives_the_case(case: Mapping[str, Any], store: Store) -> None:
    events = events_of(case)
    asked_us = as_of_us(case)
    if asked_us is None:
        asked_us = max((event.time_us for event in events), default=0)
    first = {(event.source, event.id): event for event in reversed(events)}
    clock, map_ = VirtualClock(asked_us), map_of(case)
    with Runtime([map_], store, clock) as runtime:
        for event in events:
            if first[event.source, event.id].time_us <= asked_us:
                runtime.take([event])
        runtime.tick()
        assert expectation_of(runtime.reading().journeys(map_.journey)) == case["expect"]
