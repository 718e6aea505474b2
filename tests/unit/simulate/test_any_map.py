"""On any map: simulated events are what they are meant to be."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.journeys_generator import MapData, maps

from desireline.diagnostics import DesirelineError
from desireline.mapfile import map_from_data
from desireline.model import Map, candidates_by_name
from desireline.simulate import simulate
from desireline.simulate.showing import Place, Showing, key_value


@examples(40, campaign=3_000)
@given(maps(), st.integers(0, 5))
def test_each_event_of_a_place_is_read_as_that_place(data: MapData, seed: int) -> None:
    map_ = map_from_data(data)
    showing = Showing(map_, seed)
    key = {map_.trip.per: key_value(map_, "0", 1)} if map_.trip.per is not None else {}
    steps = [Place("aftercare" if step.aftercare else "step", step.id) for step in map_.steps]
    for place in [*steps, *(Place("outcome", outcome.id) for outcome in map_.outcomes)]:
        shown = showing.shown(place, 3)
        for channel, rows in shown.by_channel.items() if shown else ():
            for name, row in rows:
                assert read_as(map_, name, {**key, **row, "channel": channel, **showing.profiles[3]}) == place


def read_as(map_: Map, name: str, values: dict[str, object]) -> Place | None:
    """What the map takes an event for."""
    kinds = {**map_.fields, **map_.traits}
    for candidate in candidates_by_name(map_)[name]:
        where = candidate.where
        inputs = where.inputs if where is not None else ()
        read = [values.get(i.id) if i.id == "channel" else kinds[i.id].read(values.get(i.id)) for i in inputs]
        if where is None or where.evaluate(*read) is True:
            return Place(candidate.kind, candidate.id)
    return None


@examples(40, campaign=3_000)
@given(maps(), st.integers(0, 5))
def test_a_map_is_simulated_or_refused(data: MapData, seed: int) -> None:
    try:
        simulation = simulate(map_from_data(data), 15, days=5, seed=seed)
    except DesirelineError as refusal:
        if [found.code for found in refusal.diagnostics] != ["S111"]:
            raise
        return
    events = list(simulation)
    assert events == list(simulation)
    assert sum(simulation.truth()["events"].values()) == len(events)
    assert max(Counter(event.id for event in events).values(), default=1) == 1
