"""Engine, replay and a plain fold over events never disagree: for any map, any events in any order of arrival, any moment."""

from hypothesis import given
from support.campaign import examples
from support.journeys_generator import Example
from support.journeys_generator import examples as generated
from support.oracle import journeys_by_hand

from desireline.engine import compile_map, run
from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.model import LAST_US, Event
from desireline.replay import replay


@given(generated())
@examples(500, campaign=20_000)
def test_engine_replay_and_a_plain_fold_give_the_same(example: Example) -> None:
    map_ = map_from_data(example.map)
    lake = MemoryLake(example.events, aliases=example.aliases, shards=2)
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
