"""Every number is the size of its list, over random maps, logs, moments, periods and segments."""

from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.journeys_generator import BEGIN_US, SLOT_US, Example
from support.journeys_generator import examples as generated

from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.measure import ALWAYS, Cell, Period, measure, segment_of
from desireline.measure.customers import listed, trips_in
from desireline.measure.families import ALL, FAMILIES
from desireline.measure.reading import run_of, scope_of
from desireline.measure.segments import BUILT_IN
from desireline.measure.selection import Counted, Criterion, InSegment
from desireline.replay import replay

PERIODS = (ALWAYS, Period(BEGIN_US + 3 * SLOT_US, BEGIN_US + 9 * SLOT_US))
BY_NAME = {family.name: family for family in (ALL, *FAMILIES)}


@given(generated(), st.sampled_from(PERIODS), st.sampled_from(("plan", *BUILT_IN)), st.data())
@examples(40, campaign=3_000)
def test_every_number_is_the_size_of_its_list(example: Example, period: Period, told_by: str, data: st.DataObject) -> None:
    map_ = map_from_data(example.map)
    lake = MemoryLake(example.events, aliases=example.aliases, shards=2)
    told_by = told_by if told_by in {*map_.traits, *map_.fields, *BUILT_IN} else "start"
    segment = segment_of(map_, told_by)
    found = measure(map_, lake, period, now_us=example.now_us, as_of_us=example.as_of_us, segment=segment, threads=1)
    run = run_of(map_, lake, period, example.now_us, example.as_of_us)
    scope = scope_of(run, period)
    journeys = replay(map_, lake, as_of_us=scope.as_of_us, now_us=example.now_us, threads=1).journeys()
    numbers: list[tuple[str, Cell, list[Criterion]]] = [(name, cell, []) for name in BY_NAME for cell in found.cells(name)]
    for value, of in found.segments.items():
        numbers += [(name, cell, [InSegment("", segment, value)]) for name in BY_NAME for cell in of.cells(name)]
    for name, cell, narrowing in data.draw(st.lists(st.sampled_from(numbers), max_size=6)) if numbers else ():
        criterion = Counted(name, BY_NAME[name], {dimension: (value,) for dimension, value in cell.at.items()})
        shards = listed(run, scope, [criterion, *narrowing], 1, None)
        assert sum(trips_in(found) for found, _ in shards) == cell.trips
        assert sum(int(found.rows.sum()) for found, _ in shards) == cell.count
        names = [name for _, named in shards for name in named()]
        assert len(set(names)) == len(names) == cell.customers
        assert {*names} <= {trip.customer for trip in journeys.trips}
