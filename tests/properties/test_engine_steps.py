"""The engine says the same whichever way it is driven: event by event from dumped states, by the clock in between, or from scratch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import campaign
from support.journeys_generator import Example, examples

from desireline.engine import (
    Clock,
    CustomerTables,
    LateEventError,
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
    customers = customers_of(example.taken, example.aliases, example.asked_us)
    return {customer: sorted(events, key=lambda e: e.order) for customer, events in customers.items()}, example.asked_us


def _advance_all(program: Program, happenings: list[Event | Clock], clock_us: int):
    """The state, changes and effects after all of them, with the state dumped and loaded in between."""
    state, changes, effects = None, [], []
    for happening in happenings:
        advanced = advance_bytes(program, state, happening, clock_us=clock_us)
        state, changes, effects = advanced.state, [*changes, *advanced.changes], [*effects, *advanced.effects]
    return state, changes, effects


@campaign.examples(150, campaign=10_000)
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
    assert journeys_of(tables) == run(program, example.events, aliases=example.aliases, as_of_us=example.as_of_us, now_us=example.now_us)


@campaign.examples(80, campaign=5_000)
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


@campaign.examples(80, campaign=5_000)
@given(examples(acting=True), st.data())
def test_after_an_event_that_came_late_all_is_as_if_it_had_come_in_time(example: Example, data: st.DataObject) -> None:
    program = compile_map(map_from_data(example.map))
    customers, as_of_us = _customers(example)
    for events in customers.values():
        at = data.draw(st.integers(0, len(events) - 1))
        late, rest = events[at], [*events[:at], *events[at + 1 :]]
        state, _, recorded = _advance_all(program, [*rest, Clock(as_of_us)], as_of_us)
        in_time = _advance_all(program, [*events, Clock(as_of_us)], as_of_us)
        assert is_late(load(state), late) or at == len(events) - 1
        if is_late(load(state), late):
            with pytest.raises(LateEventError):
                advance_bytes(program, state, late)
        rebuilt = rebuild(program, events, as_of_us, clock_us=as_of_us)
        assert (rebuilt.state, rebuilt.changes) == (load(in_time[0]), in_time[1])
        handed_out = {effect.id for effect in recorded if data.draw(st.booleans())}
        found = reconcile(recorded, rebuilt.effects, handed_out)
        assert all(effect.moment_us >= late.time_us for effect in (*found.new, *found.withdrawn))
        held = {effect.id for effect in (*recorded, *found.new)} - {effect.id for effect in found.withdrawn}
        owed = {effect.id for effect in in_time[2]}
        final = handed_out | {effect.id for effect in recorded if effect.missed}
        assert held == owed | final
