"""Engine, replay and a plain fold over events never disagree: for any map, any events in any order of arrival, any moment."""

from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.journeys_generator import Example
from support.journeys_generator import examples as generated
from support.oracle import journeys_by_hand
from support.small_journeys import happened, small_map

from desireline.engine import compile_map, run
from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.model import LAST_US, Event, Journeys
from desireline.replay import replay


@given(generated(), st.sampled_from((1, 2)))
@examples(500, campaign=20_000)
def test_engine_replay_and_a_plain_fold_give_the_same(example: Example, shards: int) -> None:
    map_ = map_from_data(example.map)
    lake = MemoryLake(example.events, aliases=example.aliases, shards=shards)
    replayed = replay(map_, lake, as_of_us=example.as_of_us, now_us=example.now_us, threads=1).journeys()
    lived = run(compile_map(map_), example.events, aliases=example.aliases, as_of_us=example.as_of_us, now_us=example.now_us)
    folded = journeys_by_hand(map_, example)
    for other in (replayed, folded):
        assert lived.trips == other.trips
        assert lived.visits == other.visits
        assert lived.promises == other.promises
        assert (lived.outside, lived.unmapped) == (other.outside, other.unmapped)


def test_an_end_of_work_comes_before_a_visit_of_the_same_instant() -> None:
    promise = {"id": "p", "title": "p", "within": "1h", "until": ["done", "x"]}
    steps = [
        {"id": "s", "title": "s", "stage": "all", "event": "s", "done": "d", "promises": [promise], "next": ["x"]},
        {"id": "x", "title": "x", "stage": "all", "event": "x", "next": ["o"]},
    ]
    outcome = {"id": "o", "title": "o", "kind": "reached", "event": "o"}
    map_ = map_from_data(
        {
            "journey": "j",
            "title": "J",
            "trip": {"quiet": "1d"},
            "stages": [{"id": "all", "title": "A"}],
            "steps": steps,
            "outcomes": [outcome],
        }
    )
    seen = (("a", 0, "s"), ("b", 5, "d"), ("c", 5, "s"), ("d", 5, "x"))
    events = [Event(id=id_, time_us=second * 1_000_000, customer="ann", name=name) for id_, second, name in seen]
    replayed = replay(map_, MemoryLake(events), now_us=LAST_US).journeys()
    assert replayed.promises == run(compile_map(map_), events, now_us=LAST_US).promises
    assert len(replayed.promises) == 2


def _both(trip: dict[str, object], names: str, events: list[Event], **words: object) -> list[Journeys]:
    """What engine and replay make of events on a map of steps that bear the names of their events; `won` is the outcome."""
    steps = {name: {"where": "plan = 'fibre'"} if name == "sold" else {} for name in names.split()}
    map_ = small_map(steps, ["won"], trip={"quiet": "1d", **trip}, **words)
    replayed = replay(map_, MemoryLake(events), now_us=LAST_US).journeys()
    return [replayed, run(compile_map(map_), events, now_us=LAST_US)]


def test_a_trait_of_one_customer_says_nothing_of_the_next() -> None:
    events = [happened("identify", 0, "ann", plan="fibre"), happened("sold", 1, "ann"), happened("sold", 2, "bob")]
    for journeys in _both({}, "sold", events, traits={"plan": "text"}):
        assert ([trip.customer for trip in journeys.trips], journeys.unmapped) == (["ann"], 2)


def test_what_comes_after_a_take_over_does_not_find_the_trip_that_was_keyless() -> None:
    score = {"id": "effort", "kind": "ces", "event": "survey", "value": "x", "scale": "1..7"}
    events = [happened("look", 0), happened("won", 1, case="a"), happened("survey", 2)]
    for journeys in _both({"per": "case"}, "look", events, fields={"case": "text", "x": "number"}, scores=[score]):
        assert [(trip.key, trip.how, trip.aside) for trip in journeys.trips] == [("a", "won", ())]
        assert journeys.outside == 1
