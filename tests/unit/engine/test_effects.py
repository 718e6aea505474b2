"""Rules 9 and 10: which effects are decided, when, by which facts."""

from typing import Any

import pytest
from support.small_maps import MINUTE_US, at, happened, small_map

from desireline.engine import Clock, Effect, Program, advance, advance_bytes, compile_map, effect_id, rebuild, reconcile
from desireline.model import Event, Map

TASK = {"task": "care", "title": "Do it"}


def decided(map_or_program: Map | Program, *happenings: Event | Clock, clock_us: int | None = None, **also: Any) -> list[Effect]:
    """All effects of what happened to one customer, with the state dumped and loaded in between."""
    program = compile_map(map_or_program) if isinstance(map_or_program, Map) else map_or_program
    state, effects = None, []
    for happening in happenings:
        advanced = advance_bytes(program, state, happening, clock_us=clock_us, **also)
        state = advanced.state
        effects.extend(advanced.effects)
    return effects


def brief(effects: list[Effect]) -> list[tuple[str, str, float]]:
    """(action, causing event, minute of its moment)."""
    return [(e.action, e.event, (e.moment_us - at(0)) / MINUTE_US) for e in effects]


def test_a_visit_causes_its_actions_at_its_entry() -> None:
    (effect,) = decided(small_map(call={"do": [{"id": "greet", **TASK, "due": "15m"}]}), happened("call", 5, channel="phone", source="crm"))
    assert effect.id == "small:greet:crm:call5"
    assert (effect.kind, effect.target, effect.title) == ("task", "care", "Do it")
    assert (effect.moment_us, effect.due_us) == (at(5), at(20))
    assert (effect.journey, effect.trip, effect.branch, effect.missed) == ("small", (at(5), "call5", "crm"), None, False)


@pytest.mark.parametrize(
    ("action", "kind", "target"),
    [
        ({"say": "hello"}, "say", "hello"),
        ({"handoff": "care"}, "handoff", "care"),
        ({"call": "ticketing", "send": ["case"]}, "call", "ticketing"),
        ({"offer": "free_month"}, "offer", "free_month"),
    ],
)
def test_each_kind_of_action(action: dict[str, Any], kind: str, target: str) -> None:
    (effect,) = decided(small_map(call={"do": [{"id": "act", **action}]}), happened("call", 0, case="c1"))
    assert (effect.kind, effect.target) == (kind, target)


def test_a_call_is_given_what_it_sends_as_last_known() -> None:
    map_ = small_map(call={"do": [{"id": "open", "call": "ticketing", "send": ["case", "mbps", "plan"]}]})
    events = [
        happened("identify", 0, plan="fibre"),
        happened("look", 1, case="c1", mbps="0.5"),
        happened("call", 2, case="c1", mbps="fast"),
    ]
    assert decided(map_, *events)[0].given == {"case": "c1", "mbps": 0.5, "plan": "fibre"}


def test_a_message_is_given_what_its_text_names() -> None:
    map_ = small_map(call={"do": [{"id": "greet", "say": "hello"}]})
    assert decided(map_, happened("call", 0, case="c1"))[0].given == {"case": "c1"}


@pytest.mark.parametrize(("visited", "said_by"), [("text", "text"), ("phone", "app"), (None, "app")])
def test_a_message_is_said_where_the_customer_is_if_it_has_a_text_for_it(visited: str | None, said_by: str) -> None:
    map_ = small_map(call={"do": [{"id": "greet", "say": "hello"}]})
    assert decided(map_, happened("call", 0, channel=visited))[0].channel == said_by


def test_after_is_decided_at_its_moment_by_the_facts_of_then() -> None:
    action = {"id": "ask", **TASK, "after": "30m", "when": "visits('fix') = 0"}
    map_ = small_map(call={"do": [action]})
    assert brief(decided(map_, happened("call", 0), happened("look", 30), Clock(at(31)))) == [("ask", "call0", 30)]
    assert decided(map_, happened("call", 0), happened("fix", 29), Clock(at(31))) == []
    assert decided(map_, happened("call", 0), Clock(at(30))) == []


def test_after_holds_beyond_the_end_of_the_trip() -> None:
    map_ = small_map(call={"do": [{"id": "ask", **TASK, "after": "2d"}]})
    assert brief(decided(map_, happened("call", 0), happened("won", 1), Clock(at(3000)))) == [("ask", "call0", 2880)]


def promising(**words: Any) -> Map:
    """A call promises something within an hour, until `fix` or the end of its work."""
    promise = {"id": "soon", "title": "Soon", "within": "1h", "until": ["fix", "done"], **words}
    return small_map(call={"promises": [promise]})


def test_late_is_decided_when_the_promise_breaks() -> None:
    map_ = promising(late=[{"id": "sorry", **TASK, "due": "10m"}])
    assert brief(decided(map_, happened("call", 0), Clock(at(61)))) == [("sorry", "call0", 60)]
    assert decided(map_, happened("call", 0), Clock(at(60))) == []
    assert decided(map_, happened("call", 0), happened("fix", 60), Clock(at(90))) == []
    assert decided(map_, happened("call", 0), happened("call.done", 60), Clock(at(90))) == []
    assert decided(map_, happened("call", 0), happened("won", 10), Clock(at(90))) == []


def test_late_may_wait_further() -> None:
    map_ = promising(late=[{"id": "sorry", **TASK, "after": "1h"}])
    assert brief(decided(map_, happened("call", 0), happened("fix", 90), Clock(at(121)))) == [("sorry", "call0", 120)]


def test_ahead_is_decided_while_the_promise_is_pending() -> None:
    map_ = promising(ahead=[{"id": "hurry", **TASK, "before": "10m"}])
    assert brief(decided(map_, happened("call", 0), Clock(at(51)))) == [("hurry", "call0", 50)]
    assert brief(decided(map_, happened("call", 0), happened("fix", 51))) == [("hurry", "call0", 50)]
    assert decided(map_, happened("call", 0), happened("fix", 50), Clock(at(90))) == []
    assert decided(map_, happened("call", 0), happened("won", 49), Clock(at(90))) == []


def test_a_moment_before_the_promise_was_made_never_comes() -> None:
    map_ = promising(within="1h", hours_of="desk", ahead=[{"id": "hurry", **TASK, "before": "2h"}])
    assert decided(map_, happened("call", 0), Clock(at(90))) == []


def test_due_moments_count_the_hours_of_the_team() -> None:
    map_ = promising(hours_of="desk", late=[{"id": "sorry", **TASK}])
    friday_half_past_four = 4 * 1440 + 7.5 * 60
    (effect,) = decided(map_, happened("call", friday_half_past_four), Clock(at(9 * 1440)))
    assert (effect.moment_us - at(0)) / MINUTE_US == 7 * 1440 + 30


def test_quiet_actions_are_decided_at_the_quiet_end() -> None:
    map_ = small_map(when_quiet=[{"id": "still", **TASK}, {"id": "later", **TASK, "after": "1h"}])
    assert brief(decided(map_, happened("look", 0), Clock(at(1441)))) == [("still", "look0", 1440)]
    assert brief(decided(map_, happened("look", 0), Clock(at(1501)))) == [("still", "look0", 1440), ("later", "look0", 1500)]
    assert decided(map_, happened("look", 0), happened("won", 1), Clock(at(9999))) == []


def test_a_quiet_action_is_not_decided_where_an_event_of_the_trip_caused_it() -> None:
    program = compile_map(small_map(when_quiet=[{"id": "still", **TASK}]))
    (said,) = decided(program, happened("look", 0), Clock(at(1441)))
    events, as_of_us = [happened("look", 0), happened("call", 30)], at(1500)
    again = rebuild(program, events, as_of_us, caused=[said.caused])
    assert again.effects == []
    assert brief(rebuild(program, events, as_of_us).effects) == [("still", "call30", 1470)]


def test_what_was_caused_is_remembered_by_the_state() -> None:
    program = compile_map(small_map(when_quiet=[{"id": "still", **TASK}]))
    rebuilt = rebuild(program, [happened("look", 0), happened("call", 30)], at(60), caused=[("", "look0", "still")])
    assert advance(program, rebuilt.state, Clock(at(9999))).effects == []


def choosing() -> Map:
    branches = [
        {"id": "person", "when": "visits('look') >= 2", "handoff": "care"},
        {"id": "brief", "when": "again or plan = 'fibre'", "say": "hello"},
        {"id": "full", "call": "guide"},
    ]
    return small_map(look={"at_most": 2, "do": [{"id": "answer", "choose": branches}]})


def test_the_first_branch_that_holds_is_taken() -> None:
    taken = decided(choosing(), happened("look", 0), happened("identify", 1, plan="fibre"), happened("look", 2), happened("look", 3))
    assert [(e.action, e.branch, e.kind, e.id) for e in taken] == [
        ("answer", "full", "call", "small:answer::look0"),
        ("answer", "brief", "say", "small:answer::look2"),
        ("answer", "person", "handoff", "small:answer::look3"),
    ]


def test_a_choice_without_a_branch_that_holds_is_nothing() -> None:
    map_ = small_map(look={"do": [{"id": "answer", "choose": [{"id": "a", "when": "plan = 'fibre'", "call": "x"}]}]})
    assert decided(map_, happened("look", 0)) == []


@pytest.mark.parametrize(
    ("when", "at_minutes"),
    [
        ("visits('look') = 1", [10]),
        ("elapsed >= interval '10 minutes'", [10, 20, 30]),
        ("move = 'start'", [0]),
        ("move in ('repeat', 'back')", [10, 30]),
        ("changed_channel", [20]),
        ("not changed_channel", [0, 10]),
        ("mbps < 1", [10, 20, 30]),
        ("channel = 'app'", [20]),
        ("open('small')", [10, 20, 30]),
        ("not open('small') and not open('other')", [0]),
    ],
)
def test_facts_are_those_just_before_the_visit(when: str, at_minutes: list[int]) -> None:
    do = {"do": [{"id": "a", **TASK, "when": when}]}
    map_ = small_map(look=do, call={"do": [{**do["do"][0], "id": "b"}]})
    events = [
        happened("look", 0, channel="web"),
        happened("look", 10, channel="web", mbps=0.4),
        happened("call", 20, channel="app"),
        happened("look", 30),
    ]
    assert [minute for _, _, minute in brief(decided(map_, *events))] == at_minutes


def test_a_promise_that_breaks_counts_after_its_moment() -> None:
    promises = [
        {
            "id": name,
            "title": name,
            "within": within,
            "until": ["fix"],
            "late": [{"id": f"late_{name}", **TASK, "when": f"broken_promises = {n}"}],
        }
        for name, within, n in (("a", "1h", 0), ("b", "1h", 0), ("c", "2h", 2))
    ]
    map_ = small_map(call={"promises": promises})
    assert [action for action, _, _ in brief(decided(map_, happened("call", 0), Clock(at(121))))] == ["late_a", "late_b", "late_c"]


def test_again_is_a_fact() -> None:
    map_ = small_map(look={"do": [{"id": "a", **TASK, "when": "again"}]})
    assert brief(decided(map_, happened("look", 0), happened("won", 1), happened("look", 2))) == [("a", "look2", 2)]


def test_trips_on_other_maps_are_said_by_the_caller() -> None:
    map_ = small_map(look={"do": [{"id": "a", **TASK, "when": "open('other')"}]})
    assert decided(map_, happened("look", 0)) == []
    assert len(decided(map_, happened("look", 0), open_elsewhere=lambda _: {"other"})) == 1


def test_trips_on_other_maps_are_asked_for_as_of_each_moment() -> None:
    sorry = {"id": "sorry", **TASK, "when": "open('other')"}
    map_ = small_map(
        look={"do": [{"id": "a", **TASK, "when": "open('other')"}]},
        call={"promises": [{"id": "soon", "title": "Soon", "within": "1h", "late": [sorry]}]},
    )
    events = [happened(name, minute) for name, minute in (("look", 0), ("call", 10), ("look", 90), ("look", 100))]
    until_70 = rebuild(compile_map(map_), events, at(100), open_elsewhere=lambda moment_us: ["other"] if moment_us <= at(70) else [])
    assert brief(list(until_70.effects)) == [("a", "look0", 0), ("sorry", "call10", 70)]
    from_90 = decided(map_, *events, open_elsewhere=lambda moment_us: ["other"] if moment_us >= at(90) else [])
    assert brief(from_90) == [("a", "look90", 90), ("a", "look100", 100)]


@pytest.mark.parametrize(
    ("if_late", "minutes_late", "missed"),
    [
        (None, 5, False),
        (None, 5.001, True),
        ("1h", 60, False),
        ("1h", 61, True),
        ("always", 1e6, False),
        ("never", 1, True),
        ("never", 0.1, False),
    ],
)
def test_what_is_first_seen_too_late_is_missed(if_late: str | None, minutes_late: float, missed: bool) -> None:
    action = {"id": "a", **TASK} if if_late is None else {"id": "a", **TASK, "if_late": if_late}
    (effect,) = decided(small_map(look={"do": [action]}), happened("look", 0), clock_us=at(minutes_late))
    assert effect.missed is missed


def test_a_clock_that_comes_late_misses_what_was_due_long_ago() -> None:
    map_ = promising(late=[{"id": "sorry", **TASK}])
    assert [e.missed for e in decided(map_, happened("call", 0), Clock(at(64)))] == [False]
    assert [e.missed for e in decided(map_, happened("call", 0), Clock(at(66)))] == [True]


def test_at_one_moment_effects_come_by_their_ids() -> None:
    late = [{"id": name, **TASK} for name in ("z", "a", "m")]
    assert [action for action, _, _ in brief(decided(promising(late=late), happened("call", 0), Clock(at(61))))] == ["a", "m", "z"]


def test_moments_pass_in_order_before_a_later_event() -> None:
    map_ = promising(ahead=[{"id": "hurry", **TASK, "before": "10m"}], late=[{"id": "sorry", **TASK}])
    assert [action for action, _, _ in brief(decided(map_, happened("call", 0), happened("fix", 200)))] == ["hurry", "sorry"]


def test_what_a_late_event_undoes_is_withdrawn_unless_handed_out() -> None:
    program = compile_map(promising(late=[{"id": "sorry", **TASK}]))
    before = rebuild(program, [happened("call", 0)], at(90)).effects
    after = rebuild(program, [happened("call", 0), happened("fix", 40)], at(90)).effects
    (sorry,) = before
    assert reconcile(before, after).withdrawn == (sorry,)
    assert reconcile(before, after, handed_out={sorry.id}).withdrawn == ()
    assert reconcile(before, before).withdrawn == reconcile(before, before).new == ()
    assert reconcile((), before).new == (sorry,)


def test_different_causes_have_different_ids() -> None:
    causes = [("a:b", "c"), ("a", "b:c"), ("a%3Ab", "c"), ("", "a:b:c"), ("a", "b%3Ac")]
    assert len({effect_id("j", "act", source, event) for source, event in causes}) == len(causes)


def test_while_here_is_void_once_the_customer_moved_on() -> None:
    map_ = small_map(call={"do": [{"id": "nudge", "after": "1h", "while_here": True, **TASK}]})
    assert brief(decided(map_, happened("call", 0), Clock(at(61)))) == [("nudge", "call0", 60)]
    assert decided(map_, happened("call", 0), happened("look", 30), Clock(at(61))) == []
    assert brief(decided(map_, happened("call", 0), happened("call", 30), Clock(at(91)))) == [("nudge", "call30", 90)]


@pytest.mark.parametrize("after", ["0s", "10m"])
def test_late_while_here_is_void_where_another_visit_came(after: str) -> None:
    late = {"id": "sorry", "after": after, "while_here": True, **TASK}
    promise = {"id": "soon", "title": "Soon", "within": "1h", "until": ["look"], "late": [late]}
    map_ = small_map(call={"promises": [promise]})
    assert [e.action for e in decided(map_, happened("call", 0), Clock(at(90)))] == ["sorry"]
    assert decided(map_, happened("call", 0), happened("fix", 30), Clock(at(90))) == []


def test_once_in_a_trip_is_decided_for_the_first_cause() -> None:
    map_ = small_map({"quiet": "1h"}, call={"do": [{"id": "nudge", "once": "trip", **TASK}]})
    calls = [happened("call", minute) for minute in (0, 10, 120)]
    assert brief(decided(map_, *calls)) == [("nudge", "call0", 0), ("nudge", "call120", 120)]


def test_once_for_a_customer_is_decided_for_the_first_trip() -> None:
    map_ = small_map({"quiet": "1h"}, call={"do": [{"id": "nudge", "once": "customer", "when": "again", **TASK}]})
    calls = [happened("call", minute) for minute in (0, 120, 240)]
    assert brief(decided(map_, *calls)) == [("nudge", "call120", 120)]


@pytest.mark.parametrize("once", ["trip", "customer"])
def test_what_was_done_once_is_not_done_for_an_earlier_cause_that_comes_late(once: str) -> None:
    program = compile_map(small_map(call={"do": [{"id": "nudge", "once": once, **TASK}]}))
    early, known = happened("call", 0), happened("call", 10)
    (done,) = rebuild(program, [known], at(20)).effects
    assert [e.event for e in rebuild(program, [early, known], at(20)).effects] == ["call0"]
    rebuilt = rebuild(program, [early, known], at(20), caused=[done.caused])
    assert not rebuilt.effects
    assert not advance(program, rebuilt.state, happened("call", 30)).effects
    assert rebuild(program, [early], at(20), caused=[done.caused]).effects
