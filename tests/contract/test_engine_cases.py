"""The engine gives every worked case of the contract."""

from collections.abc import Mapping
from typing import Any

import pytest
from support.contract_cases import CASES, MISSING, as_of_us, cases, events_of, expectation_of, map_of

from desireline.engine import compile_map, run
from desireline.model import LAST_US

pytestmark = pytest.mark.skipif(not CASES.exists(), reason=MISSING)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_the_engine_gives_the_case(case: Mapping[str, Any]) -> None:
    journeys = run(compile_map(map_of(case)), events_of(case), as_of_us=as_of_us(case), now_us=LAST_US)
    assert expectation_of(journeys) == case["expect"]


def test_all_cases_are_there() -> None:
    assert len(cases()) == 335
