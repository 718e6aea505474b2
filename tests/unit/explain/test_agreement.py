"""What is told of a customer is what replay's tables say: for any map, any events in any order of arrival, any moment."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given
from support.campaign import examples
from support.importing import CLOCK_US
from support.journeys_generator import Example
from support.journeys_generator import examples as generated
from support.written_lakes import lake_of

from desireline.diagnostics import DesirelineError
from desireline.events import Lake
from desireline.explain import Story, Told, TripTold, explain
from desireline.mapfile import map_from_data
from desireline.model import PROMISE_STATES, WAS, Journeys, Map, PromiseMade, Trip, Visit
from desireline.replay import NEVER, Replay, replay


@dataclass(frozen=True)
class Whole:
    """All that is told of one customer."""

    events: tuple[Told, ...]
    trips: tuple[TripTold, ...]


@given(generated())
@examples(30, campaign=3_000)
def test_a_story_is_what_replay_says(example: Example) -> None:
    if not example.events:
        return
    map_ = map_from_data(example.map)
    with tempfile.TemporaryDirectory() as folder:
        lake = lake_of(Path(folder), example.events, example.aliases, rows_per_shard=3)
        replayed = replay(map_, lake, as_of_us=example.as_of_us, now_us=CLOCK_US, threads=1)
        told = _told(example, map_, lake)
        journeys = replayed.journeys()
    assert _journeys(told) == journeys
    assert _late(told) == sorted(_late_by_replay(replayed))
    assert sum(len(whole.events) for whole in told.values()) == replayed.summary.events


def _late(told: Mapping[str, Whole]) -> list[tuple[int, int]]:
    """Of all broken promises: when each was due, and when what was promised came; `NEVER` where it did not."""
    made = [promise for whole in told.values() for trip in whole.trips for promise in trip.promises if promise.state == "broken"]
    return sorted((one.due_us, NEVER if one.came_us is None else one.came_us) for one in made)


def _late_by_replay(replayed: Replay) -> Iterator[tuple[int, int]]:
    for shard in replayed.shards:
        made = shard.promises
        for due_us, settled_us, state in zip(made.due_us.tolist(), made.settled_us.tolist(), made.state.tolist(), strict=True):
            if PROMISE_STATES[state] == "broken":
                yield due_us, settled_us


def _told(example: Example, map_: Map, lake: Lake) -> dict[str, Whole]:
    """The customers of all identities that are named anywhere."""
    found = {}
    for name in _names(example):
        # A name that only an alias has, or an `identify` event that was not taken, may be unknown.
        with suppress(DesirelineError):
            story = explain(name, [map_], lake, example.as_of_us, now_us=CLOCK_US)
            found[story.customer.name] = _whole(story)
    return found


def _whole(story: Story) -> Whole:
    telling = story.tell()
    events = tuple(telling)
    assert len(events) == story.extent.events
    for told in events:
        visit, match = told.was[0].visit, told.was[0].match
        assert visit is None or match is None or visit.step == match.candidate.id
    return Whole(events, tuple(telling.tellers[0].trips))


def _names(example: Example) -> set[str]:
    named = {event.properties.get(WAS) for event in example.events} | {name for pair in example.aliases for name in pair}
    return {event.customer for event in example.events} | {name for name in named if isinstance(name, str) and name}


def _journeys(told: Mapping[str, Whole]) -> Journeys:
    """The same as replay's, put together of stories."""
    numbered = list(enumerate((customer, trip) for customer in sorted(told) for trip in told[customer].trips))
    was = [one.was[0] for whole in told.values() for one in whole.events]
    return Journeys(
        trips=tuple(_trip(number, customer, trip) for number, (customer, trip) in numbered),
        visits=tuple(visit for number, (_, trip) in numbered for visit in _visits(number, trip)),
        promises=tuple(promise for number, (_, trip) in numbered for promise in _promises(number, trip)),
        outside=sum(one.outside is not None for one in was),
        unmapped=sum(one.match is None for one in was),
    )


def _trip(number: int, customer: str, trip: TripTold) -> Trip:
    return Trip(
        trip=number,
        customer=customer,
        key=trip.key,
        started_us=trip.started_us,
        ended_us=trip.ended_us,
        how=trip.how,
        again=trip.again,
        visits=len(trip.visits),
        aside=tuple(aside.event for aside in trip.asides),
    )


def _visits(number: int, trip: TripTold) -> Iterator[Visit]:
    for visit in trip.visits:
        yield Visit(
            trip=number,
            seq=visit.seq,
            event=visit.event,
            step=visit.step,
            channel=visit.channel,
            entered_us=visit.entered_us,
            left_us=visit.left_us,
            done_us=visit.done_us,
            move=visit.move,
        )


def _promises(number: int, trip: TripTold) -> Iterator[PromiseMade]:
    for made in trip.promises:
        yield PromiseMade(trip=number, seq=made.seq, step=made.step, promise=made.promise, due_us=made.due_us, state=made.state)
