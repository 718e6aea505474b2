"""The engine and replay never disagree: for any map, any events in any order of arrival, any moment."""

from hypothesis import given
from support.campaign import examples
from support.journeys_generator import Example
from support.journeys_generator import examples as generated

from desireline.engine import compile_map, run
from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.model import LAST_US
from desireline.replay import replay


@given(generated())
@examples(500, campaign=20_000)
def test_engine_and_replay_give_the_same(example: Example) -> None:
    map_ = map_from_data(example.map)
    lake = MemoryLake(example.events, aliases=example.aliases, shards=2)
    replayed = replay(map_, lake, as_of_us=example.as_of_us, now_us=LAST_US, threads=1).journeys()
    lived = run(compile_map(map_), example.events, aliases=example.aliases, as_of_us=example.as_of_us)
    assert replayed.trips == lived.trips
    assert replayed.visits == lived.visits
    assert replayed.promises == lived.promises
    assert (replayed.outside, replayed.unmapped) == (lived.outside, lived.unmapped)
