"""The engine says the same whichever way it is driven: event by event from dumped states, by the clock in between, or from scratch."""

from hypothesis import given
from hypothesis import strategies as st
from support import campaign
from support.journeys_generator import Example, examples

from desireline.engine import (
    Clock,
    CustomerTables,
    Program,
    advance_bytes,
    compile_map,
    customers_of,
    is_late,
    journeys_of,
    load,
    rebuild,
    reconcile,
    run,
)
from desireline.mapfile import map_from_data
from desireline.model import Event


def _customers(example: Example) -> tuple[dict[str, list[Event]], int]:
    """Each customer's events in order, and the moment asked for."""
    first: dict[tuple[str, str], Event] = {}
    for event in example.events:
        first.setdefault((event.source, event.id), event)
    latest_us = max((event.time_us for event in first.values()), default=0) if example.as_of_us is None else example.as_of_us
    customers = customers_of(first.values(), example.aliases, latest_us)
    return {customer: sorted(events, key=lambda e: e.order) for customer, events in customers.items()}, latest_us


def _advance_all(program: Program, happenings: list[Event | Clock], clock_us: int):
    """The state, changes and effects after all of them, with the state dumped and loaded in between."""
    state, changes, effects = None, [], []
    for happening in happenings:
        advanced = advance_bytes(program, state, happening, clock_us=clock_us)
        state, changes, effects = advanced.state, [*changes, *advanced.changes], [*effects, *advanced.effects]
    return state, changes, effects


@campaign.examples(300, campaign=10_000)
@given(examples(acting=True))
def test_event_by_event_is_the_same_as_from_scratch(example: Example) -> None:
    program = compile_map(map_from_data(example.map))
    customers, as_of_us = _customers(example)
    tables = {}
    for customer, events in customers.items():
        state, changes, effects = _advance_all(program, [*events, Clock(as_of_us)], as_of_us)
        rebuilt = rebuild(program, events, as_of_us, clock_us=as_of_us)
        assert (load(state), changes, effects) == (rebuilt.state, rebuilt.changes, rebuilt.effects)
        assert len({effect.id for effect in effects}) == len(effects)
        tables[customer] = CustomerTables()
        tables[customer].add(changes)
    assert journeys_of(tables) == run(program, example.events, aliases=example.aliases, as_of_us=example.as_of_us)


@campaign.examples(150, campaign=5_000)
@given(examples(acting=True), st.data())
def test_a_clock_that_ticks_between_events_changes_nothing(example: Example, data: st.DataObject) -> None:
    program = compile_map(map_from_data(example.map))
    customers, as_of_us = _customers(example)
    for events in customers.values():
        ticks = [Clock(data.draw(st.integers(event.time_us - 1, event.time_us))) for event in events]
        ticking = [happening for pair in zip(ticks, events, strict=True) for happening in pair]
        plain = _advance_all(program, [*events, Clock(as_of_us)], as_of_us)
        state, changes, effects = _advance_all(program, [*ticking, Clock(as_of_us)], as_of_us)
        assert (load(state), changes) == (load(plain[0]), plain[1])
        assert [effect.id for effect in effects] == [effect.id for effect in plain[2]]


@campaign.examples(150, campaign=5_000)
@given(examples(acting=True))
def test_a_state_says_which_events_are_late_and_a_rebuild_what_they_change(example: Example) -> None:
    program = compile_map(map_from_data(example.map))
    for events in _customers(example)[0].values():
        late, rest = events[0], events[1:]
        as_of_us = events[-1].time_us
        before = rebuild(program, rest, as_of_us)
        after = rebuild(program, events, as_of_us)
        assert not rest or is_late(before.state, late)
        found = reconcile(before.effects, after.effects)
        kept = {effect.id for effect in before.effects} - {effect.id for effect in found.withdrawn}
        assert kept | {effect.id for effect in found.new} == {effect.id for effect in after.effects}
