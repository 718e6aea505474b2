"""Rules 3 and 4 where trips are parted by a key: what is open, what is the latest, who takes over, what is `again`."""

from support.small_maps import at, happened, small_map

from desireline.engine import FoundAgain, advance_bytes, compile_map, rebuild, run
from desireline.model import LAST_US, Event

SCORE = {"id": "effort", "kind": "ces", "event": "survey", "value": "mbps", "scale": "1..7"}
PROGRAM = compile_map(small_map(trip={"per": "case", "quiet": "1h"}, scores=[SCORE]))


def trips(*events: Event) -> list[tuple[str | None, int, str, bool, tuple[str, ...]]]:
    """(key, visits, how, again, aside) of each trip."""
    return [(t.key, t.visits, t.how, t.again, t.aside) for t in run(PROGRAM, events, now_us=LAST_US).trips]


def test_an_event_with_a_key_takes_over_the_keyless_trip() -> None:
    assert trips(happened("look", 0), happened("call", 60, case="a")) == [("a", 2, "open", False, ())]
    assert trips(happened("look", 0), happened("call", 60.1, case="a")) == [(None, 1, "gone_quiet", False, ()), ("a", 1, "open", False, ())]


def test_a_borrowed_key_takes_nothing_over() -> None:
    found = trips(happened("look", 0), happened("zz", 1, case="a"), happened("call", 2))
    assert found == [(None, 1, "open", False, ()), ("a", 1, "open", False, ())]


def test_a_trip_that_comes_to_a_key_later_makes_an_earlier_numbered_one_the_first() -> None:
    events = [
        happened("look", 0),
        happened("zz", 1, case="a"),
        happened("call", 2),
        happened("won", 3, case="a"),
        happened("look", 4, case="a"),
    ]
    assert trips(*events) == [("a", 2, "open", False, ()), ("a", 2, "won", True, ())]
    changes = rebuild(PROGRAM, events, at(9)).changes
    assert [change.trip[1] for change in changes if isinstance(change, FoundAgain)] == ["call2"]


def test_a_trip_that_was_taken_over_is_again_by_its_new_key_only() -> None:
    events = [happened("look", 0), happened("won", 1), happened("look", 2), happened("call", 3, case="a")]
    assert [(key, again) for key, _, _, again, _ in trips(*events)] == [(None, False), ("a", False)]
    assert [(key, again) for key, _, _, again, _ in trips(*events, happened("won", 4), happened("look", 5))][2] == (None, True)


def test_a_score_goes_to_the_latest_trip_of_its_key_open_or_over() -> None:
    events = [happened("look", 0, case="a"), happened("won", 1, case="a"), happened("look", 2, case="b")]
    assert trips(*events, happened("survey", 3, case="a"))[0][4] == ("survey3",)
    assert trips(*events, happened("survey", 3))[1][4] == ("survey3",)
    assert trips(*events, happened("survey", 61.5, case="a"))[0][4] == ()


def test_after_a_take_over_the_keyless_trip_before_is_the_latest_keyless_one_again() -> None:
    events = [happened("look", 0), happened("won", 1), happened("look", 2), happened("won", 3, case="a"), happened("survey", 4)]
    assert [(key, aside) for key, _, _, _, aside in trips(*events)] == [(None, ("survey4",)), ("a", ())]


def test_keys_are_typed_values() -> None:
    program = compile_map(small_map(trip={"per": "mbps"}))
    journeys = run(
        program,
        [happened("look", 0, mbps=4), happened("call", 1, mbps="4.0"), happened("fix", 2, mbps="4e0"), happened("look", 3, mbps="x")],
        now_us=LAST_US,
    )
    assert [(t.key, t.visits) for t in journeys.trips] == [("4.0", 4)]


def test_an_ended_trip_with_something_due_stays_beside_the_next_of_its_key() -> None:
    late = [{"id": "sorry", "task": "care", "title": "Sorry"}]
    promise = {"id": "slow", "title": "Slow", "within": "3h", "until": ["fix"], "late": late}
    program = compile_map(small_map(trip={"per": "case", "quiet": "1h"}, call={"promises": [promise]}, scores=[SCORE]))
    state, effects = None, []
    for event in (happened("call", 0, case="a"), happened("look", 90, case="a"), happened("survey", 91, case="a"), happened("zz", 200)):
        advanced = advance_bytes(program, state, event)
        state, effects = advanced.state, [*effects, *advanced.effects]
    assert [(effect.trip[1], effect.moment_us) for effect in effects] == [("call0", at(180))]
    events = [happened("call", 0, case="a"), happened("look", 90, case="a"), happened("survey", 91, case="a"), happened("zz", 200)]
    journeys = run(program, events, now_us=LAST_US)
    assert [(t.how, t.aside) for t in journeys.trips] == [("gone_quiet", ()), ("gone_quiet", ("survey91",))]
    assert [p.state for p in journeys.promises] == ["broken"]
