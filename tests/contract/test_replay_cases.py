"""Replay gives every worked case of the contract."""

from collections.abc import Mapping
from typing import Any

import pytest
from support.contract_cases import CASES, MISSING, as_of_us, cases, events_of, expectation_of, map_of

from desireline.events import MemoryLake
from desireline.model import LAST_US
from desireline.replay import replay

pytestmark = pytest.mark.skipif(not CASES.exists(), reason=MISSING)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_replay_gives_the_case(case: Mapping[str, Any]) -> None:
    found = replay(map_of(case), MemoryLake(events_of(case)), as_of_us=as_of_us(case), now_us=LAST_US)
    assert expectation_of(found.journeys()) == case["expect"]
