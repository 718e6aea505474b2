"""A lake that is fed from a live store comes to what the store comes to, whatever came late, twice or was joined between two syncs."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support import campaign
from support.journeys_generator import Example, examples

from desireline.events import Lake
from desireline.live import Runtime, SqliteStore, VirtualClock, sync
from desireline.mapfile import map_from_data
from desireline.replay import replay


@campaign.examples(8, campaign=1_000)
@given(examples(), st.data())
def test_a_fed_lake_is_the_store(example: Example, data: st.DataObject) -> None:
    map_, asked_us = map_from_data(example.map), example.asked_us
    taken = {(e.source, e.id): e for e in example.taken}
    left = [e for e in example.events if taken[e.source, e.id].time_us <= asked_us]
    with tempfile.TemporaryDirectory() as folder:
        store, lake = SqliteStore(Path(folder) / "store.db"), Path(folder) / "lake"
        runtime = Runtime([map_], store, VirtualClock(asked_us))
        aliased = data.draw(st.integers(0, 2))
        while left or aliased >= 0:
            if aliased == 0:
                runtime.alias(example.aliases)
            aliased -= 1
            size = data.draw(st.integers(1, 12))
            group, left = left[:size], left[size:]
            runtime.take(group)
            if data.draw(st.integers(0, 2)) == 0:
                sync(store, lake, now_us=asked_us, batch=data.draw(st.integers(1, 20)))
        sync(store, lake, now_us=asked_us)
        assert sync(store, lake, now_us=asked_us).commits == 0
        lived = runtime.reading().journeys(map_.journey)
        store.close()
        fed = replay(map_, Lake.open(lake), as_of_us=asked_us, threads=1, now_us=example.now_us).journeys()
    assert (lived.trips, lived.visits, lived.promises) == (fed.trips, fed.visits, fed.promises)
    assert (lived.outside, lived.unmapped) == (fed.outside, fed.unmapped)
