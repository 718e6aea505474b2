"""Advancing a state: nothing given is altered, what is not the next is refused, the state says what is due and does not grow."""

from dataclasses import replace

import msgspec
import pytest
from support.small_maps import at, happened, small_map

from desireline.engine import (
    Clock,
    CustomerTables,
    ForeignStateError,
    LateEventError,
    PersonOwed,
    Program,
    UnreadableStateError,
    advance,
    advance_bytes,
    compile_map,
    dump,
    is_late,
    journeys_of,
    load,
    new_state,
    next_moment_us,
    rebuild,
    run,
)
from desireline.model import LAST_US, Event

PROMISE = {"id": "soon", "title": "Soon", "within": "1h", "until": ["fix"]}
PROGRAM = compile_map(small_map(call={"promises": [PROMISE]}))


def test_the_state_that_is_given_stays_as_it_is() -> None:
    first = advance(PROGRAM, new_state(PROGRAM), happened("call", 0)).state
    before = dump(first)
    advance(PROGRAM, first, happened("fix", 10))
    advance(PROGRAM, first, Clock(at(99)))
    assert dump(first) == before


def test_a_state_survives_its_bytes() -> None:
    state = advance(PROGRAM, new_state(PROGRAM), happened("call", 0, channel="phone")).state
    assert load(dump(state)) == state


@pytest.mark.parametrize("data", [b"", b"\xc1", b"nonsense", b"\x93\xff\xff\xff", dump(new_state(PROGRAM))[:-1]])
def test_bytes_that_are_no_state_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableStateError, match="no state of a customer"):
        load(data)


def test_a_state_of_another_version_is_refused() -> None:
    other = compile_map(small_map(trip={"quiet": "2d"}))
    with pytest.raises(ForeignStateError):
        advance(PROGRAM, new_state(other), happened("look", 0))


def test_an_event_that_is_not_the_next_is_refused() -> None:
    state = advance(PROGRAM, new_state(PROGRAM), happened("call", 10, "b")).state
    for late in (happened("look", 9), happened("look", 10, "a"), happened("look", 10, "b")):
        assert is_late(state, late)
        with pytest.raises(LateEventError):
            advance(PROGRAM, state, late)
    assert not is_late(state, happened("look", 10, "c"))


def test_an_event_at_a_moment_that_has_passed_is_late_and_one_after_it_is_not() -> None:
    state = advance(PROGRAM, new_state(PROGRAM), happened("call", 0)).state
    ticked = advance(PROGRAM, state, Clock(at(60))).state
    assert not is_late(ticked, happened("fix", 60))
    passed = advance(PROGRAM, state, Clock(at(61))).state
    assert is_late(passed, happened("fix", 60))
    assert not is_late(passed, happened("fix", 60.5))


def test_the_state_says_its_next_moment() -> None:
    opened = advance_bytes(PROGRAM, None, happened("call", 0))
    assert opened.next_moment_us == at(60) == next_moment_us(load(opened.state))
    kept = advance_bytes(PROGRAM, opened.state, happened("fix", 5))
    assert kept.next_moment_us == at(5 + 1440)
    assert advance_bytes(PROGRAM, kept.state, Clock(at(9999))).next_moment_us is None
    assert next_moment_us(new_state(PROGRAM)) is None


def test_a_trip_that_is_never_quiet_has_no_moment_of_its_own() -> None:
    program = compile_map(small_map(trip={"quiet": "never"}))
    assert advance_bytes(program, None, happened("look", 0)).next_moment_us is None


def test_a_person_is_owed_beyond_at_most() -> None:
    offer = {"id": "person", "when": "visits('look') = 2", "handoff": "care"}
    program = compile_map(small_map(look={"at_most": 2, "do": [offer]}))
    changes = rebuild(program, [happened("look", minute) for minute in range(4)], at(9)).changes
    assert [(c.seq, c.visits, c.offered) for c in changes if isinstance(c, PersonOwed)] == [(2, 3, True), (3, 4, False)]


def test_traits_hold_from_the_event_that_says_them() -> None:
    program = compile_map(small_map(look={"where": "plan = 'fibre'"}))
    events = [
        happened("look", 0),
        happened("identify", 1, plan="fibre"),
        happened("look", 2),
        happened("identify", 3, plan=None),
        happened("look", 4),
        happened("identify", 5, plan="basic"),
        happened("look", 6),
    ]
    assert [visit.event for visit in run(program, events, now_us=LAST_US).visits] == ["look2", "look4"]


def test_an_identify_event_that_the_map_names_sees_its_own_traits() -> None:
    program = compile_map(small_map(look={"event": "identify", "where": "plan = 'fibre'"}))
    assert len(run(program, [happened("identify", 0, plan="fibre")], now_us=LAST_US).visits) == 1


def test_a_joined_identity_brings_its_events() -> None:
    anonymous = [of("anon", happened("look", 0)), happened("call", 1)]
    identify = happened("identify", 2, was="anon")
    journeys = run(PROGRAM, [identify, *anonymous], now_us=LAST_US)
    assert [(t.customer, t.visits) for t in journeys.trips] == [("ann", 2)]
    assert [t.customer for t in run(PROGRAM, [identify, *anonymous], as_of_us=at(1), now_us=LAST_US).trips] == ["ann", "anon"]


def of(customer: str, event: Event) -> Event:
    return msgspec.structs.replace(event, customer=customer)


def test_without_a_moment_it_is_asked_for_that_of_the_latest_event_that_is_not_in_the_future() -> None:
    events = [happened("call", 0), happened("fix", 50), happened("look", 90)]
    assert [v.event for v in run(PROGRAM, events, now_us=at(89)).visits] == ["call0", "fix50"]
    assert [v.event for v in run(PROGRAM, events, now_us=at(90)).visits] == ["call0", "fix50", "look90"]
    assert run(PROGRAM, events, now_us=at(-1)).trips == ()


def test_no_events_are_no_journeys() -> None:
    journeys = run(PROGRAM, [], now_us=LAST_US)
    assert (journeys.trips, journeys.visits, journeys.promises, journeys.outside, journeys.unmapped) == ((), (), (), 0, 0)


def test_tables_are_the_same_whether_folded_at_once_or_change_by_change() -> None:
    events = [happened("look", 0), happened("call", 1), happened("call.done", 2), happened("fix", 3), happened("won", 4), happened("zz", 5)]
    changes = rebuild(PROGRAM, events, at(9)).changes
    tables = CustomerTables()
    for change in changes:
        tables.add([change])
    assert journeys_of({"ann": tables}) == run(PROGRAM, events, now_us=LAST_US)


def size_after(program: Program, events: list[Event]) -> int:
    state = dump(new_state(program))
    for event in events:
        state = advance_bytes(program, state, event).state
    return len(state)


def test_the_state_does_not_grow_with_history() -> None:
    program = compile_map(
        small_map(
            call={
                "promises": [{**PROMISE, "late": [{"id": "sorry", "task": "care", "title": "Sorry"}]}],
                "do": [{"id": "a", "handoff": "care"}],
            },
            scores=[{"id": "effort", "kind": "ces", "event": "survey", "value": "mbps", "scale": "1..7"}],
        )
    )
    names = ("look", "call", "survey", "fix", "call.done", "zz", "won", "look", "look.done")
    week = [happened(names[n % len(names)], n * 37, f"{n:06}", mbps=n % 7) for n in range(9 * 30)]
    year = [happened(names[n % len(names)], n * 37, f"{n:06}", mbps=n % 7) for n in range(9 * 1500)]
    assert size_after(program, year) <= size_after(program, week) + 16


def test_of_keys_that_are_over_only_their_texts_remain() -> None:
    program = compile_map(small_map(trip={"per": "case"}))
    sizes = [size_after(program, _cases(count)) for count in (100, 200, 300)]
    assert sizes[2] - sizes[1] == sizes[1] - sizes[0] == 100 * (len("case00") + 2)


def _cases(count: int) -> list[Event]:
    return [
        happened(name, n * 60 + m, f"{n:06}{m}", case=f"{n:06}") for n in range(count) for m, name in enumerate(("look", "call", "won"))
    ]


def test_versions_of_programs_are_those_of_their_maps() -> None:
    map_ = small_map()
    assert compile_map(map_).version == compile_map(replace(map_)).version != compile_map(replace(map_, version="other")).version
