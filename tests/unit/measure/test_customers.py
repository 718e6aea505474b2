"""Every number is the size of a list: of each cell of each family, the customers, trips and rows are those that are listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from desireline.events import MemoryLake
from desireline.mapfile import read_map
from desireline.measure import ALWAYS, Cell, Measures, Numbers, Period, customers, measure, parse_period, segment_of
from desireline.measure.cube import Rows
from desireline.measure.customers import Found, found_in
from desireline.measure.families import ALL, FAMILIES, Family
from desireline.measure.funnel import funnel
from desireline.measure.narrowing import names_of, narrowed, needs_of
from desireline.measure.passes import LakePass
from desireline.measure.reading import look_at, run_of, scope_of
from desireline.measure.returns import returns
from desireline.measure.scores import scores_of
from desireline.measure.seen import Seen
from desireline.measure.selection import Counted, Criterion, InSegment, OnRoute, of_promises
from desireline.model import Map
from desireline.replay import OpenShard, replay
from desireline.simulate import simulate

EXAMPLES = Path(__file__).parents[3] / "examples"
CLOCK_US = 2_000_000_000_000_000
FEBRUARY = parse_period("2026-02")
SEGMENTS = {"connection_down": "plan", "hospital_outpatient": "channel"}


@cache
def example(name: str) -> Map:
    return read_map(EXAMPLES / name / f"{name}.journey.yaml")


@cache
def log(name: str) -> MemoryLake:
    return MemoryLake(simulate(example(name), 60, seed=3), shards=2)


@cache
def measured(name: str, period: Period) -> Measures:
    map_ = example(name)
    return measure(map_, log(name), period, now_us=CLOCK_US, segment=segment_of(map_, SEGMENTS[name]))


@dataclass
class Kept:
    """A criterion whose rows are asked of each shard once."""

    criterion: InSegment
    unit: None = None
    text: str = ""
    kept: dict[int, Rows] = field(default_factory=dict)

    def rows(self, seen: Seen, opened: OpenShard) -> Rows:
        if opened.shard.number not in self.kept:
            self.kept[opened.shard.number] = self.criterion.rows(seen, opened)
        return self.kept[opened.shard.number]


def sizes_of(name: str, period: Period, lists: list[list[Criterion]]) -> list[tuple[int, int, int, int]]:
    """Customers, trips, rows and total of each list, from one replay."""
    run = run_of(example(name), log(name), period, CLOCK_US, None)
    scope = scope_of(run, period)

    def found(opened: OpenShard, _: int) -> list[Found]:
        seen = look_at(run, opened, scope)
        return [found_in(seen, opened, criteria) for criteria in lists]

    shards = run.each_shard(found, 1, None)
    parts = zip(*shards, strict=True)
    return [tuple(sum(numbers) for numbers in zip(*map(size_of, part), strict=True)) for part in parts]


def size_of(found: Found) -> tuple[int, int, int, int]:
    assert found.trips is not None
    return len(found.customer), int(found.trips.sum()), int(found.rows.sum()), 0 if found.total is None else int(found.total.sum())


def size_told(cell: Cell) -> tuple[int, int, int, int]:
    return cell.customers, cell.trips, cell.count, cell.total


def cells(numbers: Numbers) -> Iterator[tuple[Family, Cell]]:
    for family in (ALL, *FAMILIES):
        for cell in numbers.cells(family.name):
            yield family, cell


def criterion(family: Family, cell: Cell) -> Counted:
    return Counted(family.name, family, {name: (value,) for name, value in cell.at.items()})


@pytest.mark.parametrize("period", [ALWAYS, FEBRUARY], ids=["always", "february"])
@pytest.mark.parametrize("name", SEGMENTS)
def test_each_number_of_each_family_is_the_size_of_its_list(name: str, period: Period) -> None:
    told = list(cells(measured(name, period)))
    sizes = sizes_of(name, period, [[criterion(family, cell)] for family, cell in told])
    assert sizes == [size_told(cell) for _, cell in told]


@pytest.mark.parametrize("name", SEGMENTS)
def test_each_number_of_each_segment_is_the_size_of_its_list(name: str) -> None:
    found = measured(name, FEBRUARY)
    assert found.segment is not None
    told = [(value, family, cell) for value, numbers in found.segments.items() for family, cell in cells(numbers)]
    segments = {value: Kept(InSegment("", found.segment, value)) for value in found.segments}
    lists = [[criterion(family, cell), segments[value]] for value, family, cell in told]
    assert sizes_of(name, FEBRUARY, lists) == [size_told(cell) for _, _, cell in told]


def test_every_family_has_numbers_on_one_of_the_examples() -> None:
    seen = {family.name for name in SEGMENTS for family, _ in cells(measured(name, ALWAYS))}
    assert {family.name for family in (ALL, *FAMILIES)} == seen


@pytest.mark.parametrize("name", SEGMENTS)
def test_customers_are_left_out_only_where_nothing_of_them_is_listed(name: str) -> None:
    run = run_of(example(name), log(name), FEBRUARY, CLOCK_US, None)
    scope, without = scope_of(run, FEBRUARY), run.without_promises()
    told = list(cells(measured(name, FEBRUARY)))[::15]
    fewer = []

    def compared(whole: OpenShard, _: int) -> None:
        seen = look_at(run, whole, scope)
        for family, cell in told:
            listed = criterion(family, cell)
            opened = narrowed(whole, needs_of([listed], run.rules.plan, scope))
            seen_of_them = look_at(run if of_promises(listed, scope) else without, opened, scope)
            fewer.append(seen_of_them.journeys.trips < seen.journeys.trips)
            found, expected = found_in(seen_of_them, opened, [listed]), found_in(seen, whole, [listed])
            assert [*names_of(opened, found.customer)] == [*names_of(whole, expected.customer)]
            assert size_of(found) == size_of(expected)

    run.each_shard(compared, 1, None)
    assert sum(fewer) > len(fewer) / 3


def test_names_are_those_of_the_customers_numbers() -> None:
    found = customers(example("connection_down"), log("connection_down"), [("step", "chat")], now_us=CLOCK_US)
    journeys = replay(example("connection_down"), log("connection_down"), now_us=CLOCK_US).journeys()
    visits = Counter(journeys.trips[visit.trip].customer for visit in journeys.visits if visit.step == "chat")
    assert dict(zip(found.names, found.rows, strict=True)) == visits


def test_the_list_goes_from_most_to_least() -> None:
    found = customers(example("connection_down"), log("connection_down"), [("stay", "chat")], now_us=CLOCK_US)
    assert found.total is not None
    assert list(found.total) == sorted(found.total, reverse=True)
    by_rows = customers(example("connection_down"), log("connection_down"), [("step", "chat")], now_us=CLOCK_US)
    assert list(zip(by_rows.rows, by_rows.names, strict=True)) == sorted(
        zip(by_rows.rows, by_rows.names, strict=True), key=lambda line: (-line[0], line[1])
    )


@pytest.mark.parametrize("period", [ALWAYS, FEBRUARY], ids=["always", "february"])
@pytest.mark.parametrize("name", SEGMENTS)
def test_the_trips_of_each_route_are_those_listed(name: str, period: Period) -> None:
    routes = measured(name, period).routes
    lists: list[list[Criterion]] = [[OnRoute("", tuple(routes.route(index)))] for index in range(len(routes.trips))]
    assert [trips for _, trips, _, _ in sizes_of(name, period, lists)] == routes.trips.tolist()


@pytest.mark.parametrize("kind", ["event", "unmapped", "outside"])
@pytest.mark.parametrize("name", SEGMENTS)
def test_events_are_those_of_the_customers_listed(name: str, kind: str) -> None:
    found = measured(name, FEBRUARY)
    counts = {"event": found.events.all, "unmapped": found.events.unmapped, "outside": found.events.outside}[kind]
    for code in (*np.argsort(-counts)[:2].tolist(), *np.argsort(counts)[:1].tolist()):
        listed = customers(example(name), log(name), [(kind, found.names[code])], FEBRUARY, now_us=CLOCK_US)
        assert listed.all_rows == counts[code]
    assert customers(example(name), log(name), [(kind, "*")], FEBRUARY, now_us=CLOCK_US).all_rows == counts.sum()


def test_the_trips_of_a_funnel_are_those_listed() -> None:
    map_ = example("connection_down")
    steps = ["speed_test", "call", "line_test"]
    rows = funnel(LakePass(map_, log(map_.journey), CLOCK_US, FEBRUARY), steps).rows()
    for count, row in enumerate(rows, start=1):
        listed = customers(map_, log(map_.journey), [("funnel", ",".join(steps[:count]))], FEBRUARY, now_us=CLOCK_US)
        assert (len(listed), listed.all_trips) == (row.customers, row.made)


def test_the_customers_of_a_cohort_and_those_who_came_back_are_those_listed() -> None:
    map_ = example("connection_down")
    cohorts = returns(LakePass(map_, log(map_.journey), CLOCK_US)).cohorts
    assert sum(sum(cohort.returned) for cohort in cohorts)
    for cohort in cohorts:
        listed = customers(map_, log(map_.journey), [("cohort", cohort.month)], now_us=CLOCK_US)
        assert len(listed) == cohort.customers
        for week, returned in enumerate(cohort.returned, start=1):
            back = customers(map_, log(map_.journey), [("cohort", f"{cohort.month}:{week}")], now_us=CLOCK_US)
            assert len(back) == returned


@pytest.mark.parametrize("name", SEGMENTS)
def test_each_answer_to_a_score_is_that_of_the_customers_listed(name: str) -> None:
    scores = scores_of(measured(name, ALWAYS))
    assert scores
    for one in scores:
        places = [("score", "*", one.all), *(("score", step, answered) for step, answered in one.by_step.items())]
        for word, place, answered in [*places, *(("score-in-stage", stage or "", answered) for stage, answered in one.by_stage.items())]:
            for answer, count in list((answered.by_answer or {}).items())[:2]:
                listed = customers(example(name), log(name), [(word, f"{one.score.id}:{answer}:{place}")], now_us=CLOCK_US)
                assert listed.all_rows == count
