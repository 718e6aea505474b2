"""Trips by the way they took, and by segment: what is measured of them is the size of its list, and of the trips that plain loops find."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.journeys_generator import BEGIN_US, SLOT_US, Example
from support.journeys_generator import examples as generated

from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.measure import ALWAYS, Period, customers, measure
from desireline.measure.counting import Counting
from desireline.measure.criteria import narrowing_of
from desireline.measure.cube import Cube
from desireline.measure.customers import listed, trips_in
from desireline.measure.families import ALL, FAMILIES
from desireline.measure.passes import LakePass
from desireline.measure.reading import run_of, scope_of
from desireline.measure.returns import returns
from desireline.measure.routes import Routes
from desireline.measure.segments import BUILT_IN, Segment, SegmentKind
from desireline.measure.selection import Counted
from desireline.measure.tally import completed
from desireline.model import GONE_QUIET, OPEN, Map, Trip
from desireline.replay import replay

PERIODS = (ALWAYS, Period(BEGIN_US + 3 * SLOT_US, BEGIN_US + 9 * SLOT_US))
Asked = list[tuple[str, str]]


def _ways(map_: Map) -> st.SearchStrategy[Asked]:
    steps, outcomes = [step.id for step in map_.steps], [outcome.id for outcome in map_.outcomes]
    values = {"with": steps + outcomes, "without": steps + outcomes, "starts": steps, "ends": [*steps, *outcomes, GONE_QUIET, OPEN]}
    some = {way: st.lists(st.sampled_from(of), min_size=1, max_size=2, unique=True).map(",".join) for way, of in values.items()}
    return st.lists(st.one_of([st.tuples(st.just(way), texts) for way, texts in some.items()]), min_size=1, max_size=2)


def _holds(trip: Trip, came: list[str], way: str, text: str, steps: set[str]) -> bool:
    wanted = {*text.split(",")}
    if way == "starts":
        return came[0] in wanted
    if way == "ends":
        return trip.how in wanted or [step for step in came if step in steps][-1] in wanted
    return bool(wanted & {*came}) == (way == "with")


@given(generated(), st.sampled_from(PERIODS), st.data())
@examples(25, campaign=3_000)
def test_ways_count_the_trips_that_took_them(example: Example, period: Period, data: st.DataObject) -> None:
    map_ = map_from_data(example.map)
    lake = MemoryLake(example.events, aliases=example.aliases, shards=2)
    asked = data.draw(_ways(map_))
    found = measure(map_, lake, period, now_us=example.now_us, as_of_us=example.as_of_us, threads=1, only=asked)
    run = run_of(map_, lake, period, example.now_us, example.as_of_us)
    scope = scope_of(run, period)
    journeys = replay(map_, lake, as_of_us=scope.as_of_us, now_us=example.now_us, threads=1).journeys()
    visits = {trip.trip: [visit for visit in journeys.visits if visit.trip == trip.trip] for trip in journeys.trips}
    came = {trip: [visit.step for visit in those] for trip, those in visits.items()}
    steps = {step.id for step in map_.steps}
    held = [trip for trip in journeys.trips if all(_holds(trip, came[trip.trip], way, text, steps) for way, text in asked)]
    counted = [trip for trip in held if any(period.from_us <= visit.entered_us < period.until_us for visit in visits[trip.trip])]
    assert (found.trips, found.customers) == (len(counted), len({trip.customer for trip in counted}))
    assert int(found.routes.trips.sum()) == len(counted)
    chosen = narrowing_of(asked, scope)
    numbers = [(family, cell) for family in (ALL, *FAMILIES) for cell in found.cells(family.name)]
    for family, cell in data.draw(st.lists(st.sampled_from(numbers), max_size=6)) if numbers else ():
        criterion = Counted(family.name, family, {dimension: (value,) for dimension, value in cell.at.items()})
        shards = listed(run, scope, [criterion, *chosen], 1, None)
        assert sum(trips_in(found) for found, _ in shards) == cell.trips
        assert sum(int(found.rows.sum()) for found, _ in shards) == cell.count
        assert sum(len(found.customer) for found, _ in shards) == cell.customers


@given(generated(), st.sampled_from(PERIODS), st.data())
@examples(25, campaign=3_000)
def test_all_but_those_left_out_are_those_chosen(example: Example, period: Period, data: st.DataObject) -> None:
    map_ = map_from_data(example.map)
    run = run_of(map_, MemoryLake(example.events, aliases=example.aliases, shards=2), period, example.now_us, example.as_of_us)
    scope = scope_of(run, period)
    counting = Counting(run, scope, None, 1, None)
    chosen, look = narrowing_of(data.draw(_ways(map_)), scope), counting.looking(None)
    left, found = counting.all_but_left_out(look, chosen, counting.anew()), counting.chosen(look, chosen)
    for name, cube in found.cubes.items():
        assert columns_of(left.cubes[name]) == columns_of(cube), name
    assert columns_of(left.routes) == columns_of(found.routes)


@given(generated(), st.sampled_from(PERIODS), st.sampled_from(BUILT_IN))
@examples(25, campaign=3_000)
def test_segments_are_the_same_where_it_is_known_what_all_trips_come_to(example: Example, period: Period, told_by: SegmentKind) -> None:
    map_ = map_from_data(example.map)
    run = run_of(map_, MemoryLake(example.events, aliases=example.aliases, shards=2), period, example.now_us, example.as_of_us)
    scope = scope_of(run, period)
    counting, untold = (Counting(run, scope, segment, 1, None) for segment in (Segment(told_by, told_by), None))
    beside, anew = counting.told_apart(counting.looking(None), untold.anew()), counting.anew()
    assert columns_of(beside.routes) == columns_of(anew.routes)
    beside, anew = completed(scope, beside), completed(scope, anew)
    for name in anew.cubes:
        assert columns_of(beside.cubes[name]) == columns_of(anew.cubes[name]), name
        assert by_value(beside.segmented[name]) == by_value(anew.segmented[name]), name


def by_value(cube: Cube) -> dict[str | None, dict[str, list[int]]]:
    parts = {value: cube.part(index) for index, value in enumerate(cube.dimensions[0].values)}
    return {value: columns_of(part) for value, part in parts.items() if len(part.cell)}


def columns_of(counted: Cube | Routes) -> dict[str, list[int]]:
    return {field.name: getattr(counted, field.name).tolist() for field in fields(counted) if field.name != "dimensions"}


@given(generated(), st.data())
@examples(20, campaign=1_000)
def test_those_who_come_back_by_a_way_are_listed(example: Example, data: st.DataObject) -> None:
    map_ = map_from_data(example.map)
    lake = MemoryLake(example.events, aliases=example.aliases, shards=2)
    asked = data.draw(_ways(map_))
    over = LakePass(map_, lake, example.now_us, as_of_us=example.as_of_us, threads=1, only=asked)
    for cohort in returns(over, 2).cohorts:
        for week, n in ((None, cohort.customers), (1, cohort.returned[0]), (2, cohort.returned[1])):
            text = cohort.month if week is None else f"{cohort.month}:{week}"
            words = [("cohort", text), *asked]
            assert len(customers(map_, lake, words, now_us=example.now_us, as_of_us=example.as_of_us, threads=1)) == n
