"""The laws of counting over random maps, logs, periods and segments: every number is that of a plain count, and shards add up."""

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import reduce
from typing import Any

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.counted import At, ByHand, Count, Row, counted
from support.journeys_generator import BEGIN_US, FIELDS, SLOT_US, TEAMS, TRAITS
from support.journeys_generator import examples as generated

from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.measure import ALWAYS, Measures, Numbers, Period, measure, segment_of
from desireline.measure.buckets import LARGEST_ERROR
from desireline.measure.cube import Cube
from desireline.measure.reading import look_at, run_of, scope_of
from desireline.measure.routes import Routes
from desireline.measure.segments import BUILT_IN, segmented
from desireline.measure.tally import Tally, added_up, nothing, tally_of
from desireline.model import LAST_US, Event, Map

SEGMENTS = (*TRAITS, *FIELDS, *BUILT_IN)
SCORES = (
    {"kind": "nps", "scale": "0..10"},
    {"kind": "csat", "scale": "1..5"},
    {"kind": "ces", "scale": "2..3"},
    {"kind": "mean", "scale": "-1..3"},
)
ANSWERS = (*range(-1, 12), 2.5, 9.999999, "4", "many", None)
ARRAYS = ("cell", "rows", "trips", "customers", "high", "low", "at", "bucket", "times")


@dataclass(frozen=True)
class Asked:
    """An example, and what is asked about it."""

    data: dict[str, Any]
    map: Map
    events: Sequence[Event]
    aliases: tuple[tuple[str, str], ...]
    as_of_us: int | None
    clock_us: int
    period: Period
    segment: str

    def lake(self, shards: int) -> MemoryLake:
        return MemoryLake(self.events, aliases=self.aliases, shards=shards)

    def measured(self, shards: int = 2) -> Measures:
        segment = segment_of(self.map, self.segment)
        return measure(self.map, self.lake(shards), self.period, now_us=self.clock_us, as_of_us=self.as_of_us, segment=segment, threads=1)

    def by_hand(self) -> ByHand:
        by_hand = ByHand(self.map, self.data, self.lake(1), self.events, self.aliases, self.period, self.clock_us)
        return by_hand.replayed(self.as_of_us)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """All of time, or a stretch among the events, its ends on the moments of events or a microsecond beside them."""
    slots = draw(st.none() | st.tuples(st.integers(-2, 12), st.integers(1, 40)))
    if slots is None:
        return ALWAYS
    from_us = BEGIN_US + slots[0] * SLOT_US + draw(st.sampled_from((0, 0, 1, -1)))
    return Period(from_us, from_us + slots[1] * SLOT_US)


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """An example whose steps have stages, owners and actors, which asks for scores of all kinds, and whose events have ids of their own."""
    example = draw(generated())
    data = deepcopy(example.map)
    data["stages"] = [{"id": stage, "title": stage, "any_order": draw(st.booleans())} for stage in ("g0", "g1")]
    for step in data["steps"]:
        step["stage"] = draw(st.sampled_from(("g0", "g1")))
        if owner := draw(st.sampled_from((None, *TEAMS))):
            step["owner"] = owner
        if (actor := draw(st.sampled_from((None, "self", "person", "company")))) and step.get("seen") != "offline":
            step["by"] = actor
    data["scores"] = data.get("scores", [{"id": "effort", "event": "q0", "value": "x"}])
    for score in data["scores"]:
        score.update(draw(st.sampled_from(SCORES)))
    events = [*example.events, *draw(_beside(data, example.events))]
    events = [msgspec.structs.replace(event, id=f"{event.id}/{event.source}") for event in events]
    period, segment = draw(periods()), draw(st.sampled_from(SEGMENTS))
    return Asked(data, map_from_data(data), events, example.aliases, example.as_of_us, example.now_us, period, segment)


@st.composite
def _beside(draw: st.DrawFn, data: dict[str, Any], events: Sequence[Event]) -> list[Event]:
    """Answers to scores and ends of work, up to an hour after other events."""
    if not events:
        return []
    said = [noun[word] for nouns, word in ((data["steps"], "done"), (data["scores"], "event")) for noun in nouns if word in noun]
    names = [name for words in said for name in ([words] if isinstance(words, str) else words)]
    after = draw(
        st.lists(st.tuples(st.sampled_from(events), st.sampled_from(names), st.integers(0, 2), st.sampled_from(ANSWERS)), max_size=8)
    )
    return [
        Event(
            id=f"a{number}", time_us=event.time_us + slots * SLOT_US, customer=event.customer, name=name, properties={"x": answer, "k": "a"}
        )
        for number, (event, name, slots, answer) in enumerate(after)
    ]


def cells(cube: Cube) -> dict[At, Count]:
    """The cells of a cube by the values of its dimensions, with all their quantiles."""
    columns = [[d.values[i] for i in index.tolist()] for d, index in zip(cube.dimensions, cube.coordinates(), strict=True)]
    keys = list(zip(*columns, strict=True)) if columns else [()] * len(cube.cell)
    counts = zip(cube.rows.tolist(), cube.trips.tolist(), cube.customers.tolist(), cube.totals(), strict=True)
    quantiles = [(cube.quantile(position, 0.5), cube.quantile(position, 0.9)) for position in range(len(cube.cell))]
    return {key: Count(*count, *both) for key, count, both in zip(keys, counts, quantiles, strict=True)}


def assert_counts(numbers: Numbers, rows: dict[str, list[Row]]) -> None:
    """Every family has the counts of its rows; quantiles are within what buckets can be off."""
    assert set(numbers.cubes) == set(rows)
    for family, cube in numbers.cubes.items():
        found, known = cells(cube), counted(rows[family])
        assert found.keys() == known.keys(), family
        for at, count in known.items():
            mine = found[at]
            assert (mine.rows, mine.trips, mine.customers, mine.total) == (count.rows, count.trips, count.customers, count.total), family
            for near, exact in ((mine.p50, count.p50), (mine.p90, count.p90)):
                assert near == exact or (near is not None and exact is not None and abs(near - exact) <= exact * LARGEST_ERROR), family


@given(asked())
@examples(50, campaign=10_000)
def test_every_number_is_that_of_a_plain_count(given_: Asked) -> None:
    found, by_hand = given_.measured(), given_.by_hand()
    assert found.scope.as_of_us == by_hand.now_us
    rows = by_hand.families()
    assert_counts(found, rows)
    assert_routes(found.routes, by_hand.routes(), found.scope.places)
    assert_events(found, by_hand)
    segment = {trip.trip: by_hand.segment_of(trip, given_.segment) for trip in by_hand.journeys.trips}
    assert set(found.segments) == {segment[row.trip.trip] for listed in rows.values() for row in listed}
    for value, numbers in found.segments.items():
        assert_counts(numbers, {family: [row for row in listed if segment[row.trip.trip] == value] for family, listed in rows.items()})
    assert_laws(found)


def assert_routes(routes: Routes, known: dict[tuple[str, ...], int], places: Sequence[str]) -> None:
    named = [tuple(places[place] for place in routes.route(index)) for index in range(len(routes.trips))]
    assert len(named) == len(set(named))
    assert dict(zip(named, routes.trips.tolist(), strict=True)) == known


def assert_events(found: Measures, by_hand: ByHand) -> None:
    counting = [event for event in by_hand.event.values() if event.time_us <= by_hand.now_us]
    names = Counter(event.name for event in counting if by_hand.within(event.time_us))
    assert {name: count for name, count in zip(found.names, found.events.all.tolist(), strict=True) if count} == names
    if all(by_hand.within(event.time_us) for event in counting):
        touched_none = int(found.events.outside.sum()), int(found.events.unmapped.sum())
        assert touched_none == (by_hand.journeys.outside, by_hand.journeys.unmapped)


def assert_laws(found: Measures) -> None:
    """What adds up to what, for all trips and for each segment."""
    for numbers in (found, *found.segments.values()):
        totals = {family: sum(cube.totals()) for family, cube in numbers.cubes.items()}
        rows = {family: int(cube.rows.sum()) for family, cube in numbers.cubes.items()}
        assert totals["moves"] == totals["waits"] == totals["stays"] == totals["owners"]
        assert rows["moves"] == rows["waits"] == rows["stays"] == rows["owners"]
        assert rows["visits"] == rows["kinds"] == rows["channels"] == rows["channels_by_stage"]
        assert rows["trips"] == rows["all"] == numbers.trips
        assert rows["lifetimes"] == rows["begun"] == rows["first_contacts"]
        assert rows["effort"] == rows["help"]
        assert totals["working"] + totals["waiting"] <= totals["stays"]
    for family, cube in found.cubes.items():
        parts = [numbers.cubes[family] for numbers in found.segments.values()]
        for name in ("rows", "trips"):
            assert sum(int(getattr(part, name).sum()) for part in parts) == int(getattr(cube, name).sum())
        assert sum(sum(part.totals()) for part in parts) == sum(cube.totals())


def tallies(given_: Asked, shards: int) -> list[Tally]:
    """What no shard comes to, and what each one does."""
    lake = given_.lake(shards)
    run = run_of(given_.map, lake, given_.period, given_.clock_us, given_.as_of_us)
    scope, segment = scope_of(run, given_.period), segment_of(given_.map, given_.segment)

    def counted_shard(opened: Any, _: int) -> Tally:
        seen = look_at(run, opened, scope)
        return tally_of(seen, len(lake.names), segmented(segment, seen, opened))

    return [nothing(scope, len(lake.names), segmented=True), *run.each_shard(counted_shard, 1, None)]


def arrays(tally: Tally) -> dict[str, Any]:
    """All that a tally holds."""
    by_segment = {f"by {name}.{part}": getattr(cube, part).tolist() for name, cube in tally.segmented.items() for part in ARRAYS}
    return counts(tally) | by_segment | {name: cube.dimensions[0].values for name, cube in tally.segmented.items()}


def counts(tally: Tally) -> dict[str, Any]:
    """What it holds; by segment with the segments' values, so that segments without rows make no difference."""
    cubes = {f"{name}.{part}": getattr(cube, part).tolist() for name, cube in tally.cubes.items() for part in ARRAYS}
    by_segment = {f"by {name}": cells(cube) for name, cube in tally.segmented.items()}
    routes, events = tally.routes, tally.events
    others = (routes.trips, routes.offset, routes.place, events.all, events.outside, events.unmapped)
    return {**cubes, **by_segment, "others": [array.tolist() for array in others]}


def differing(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """What two tallies hold that is not the same."""
    return {name: (ours.get(name), theirs.get(name)) for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)}


@given(asked(), st.randoms(use_true_random=False))
@examples(30, campaign=5_000)
def test_shards_add_up_in_any_grouping_and_order_and_can_be_taken_away(given_: Asked, random: Any) -> None:
    parts = tallies(given_, 4)
    whole = added_up(parts)
    assert differing(arrays(whole), arrays(added_up(tallies(given_, 1)))) == {}
    gone, *others = random.sample(parts, len(parts))
    assert differing(counts(added_up([whole], [gone])), counts(added_up([parts[0], *others]))) == {}
    while len(parts) > 1:
        random.shuffle(parts)
        together = random.randint(2, len(parts))
        parts = [added_up(parts[:together]), *parts[together:]]
    assert differing(arrays(parts[0]), arrays(whole)) == {}


def test_times_beyond_what_one_float_holds_add_up() -> None:
    """Customers who each wait for a thousand years: their shards' sums are beyond 2^53 microseconds."""
    step = {"id": "s", "title": "s", "stage": "g", "event": "s"}
    data = {"journey": "j", "title": "J", "trip": {"quiet": "never"}, "stages": [{"id": "g", "title": "G"}], "steps": [step]}
    thousand_years_us = 31_556_952_000_000_001
    events = [
        Event(id=f"{customer}{nth}", time_us=nth * thousand_years_us, customer=f"c{customer}", name="s")
        for customer in range(40)
        for nth in range(3)
    ]
    found = measure(map_from_data(data), MemoryLake(events, shards=8), now_us=LAST_US)
    assert found.cell("stays", step="s").total == 80 * thousand_years_us
    assert reduce(np.add, [cube.rows for cube in (found.cubes["moves"], found.cubes["waits"])]).tolist() == [160]
