"""One customer of a real store, told: what was decided, what became of it, and why."""

import json
from typing import Any

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.diagnostics import DesirelineError
from desireline.live import GiveUpError, HandedOut, LiveStory, Outbox, Runtime, Store, Tasks, VirtualClock, pass_time, tell, why
from desireline.model import Map

SOON = {
    "id": "soon",
    "title": "Soon",
    "within": "1h",
    "until": ["look"],
    "late": [{"id": "hurry", "task": "care", "title": "Hurry", "due": "10m"}],
}
TEAMS = {"care": {"title": "Care"}}


def _map(do: list[dict[str, Any]] | None = None, **words: Any) -> Map:
    return small_map({"ask": {"do": do or [], **words}, "look": {}}, ["won"], teams=TEAMS, fields={"x": "number"}, traits={"plan": "text"})


def _at(minute: float) -> VirtualClock:
    return VirtualClock(BEGIN_US + round(minute * MINUTE_US))


def _told(runtime: Runtime, about: str | None = None, customer: str = "ann") -> LiveStory:
    maps = [program.map for program in runtime.programs.values()]
    return tell(runtime.store, maps, customer, now_us=runtime.clock.now_us(), why=about)


def _why(runtime: Runtime, about: str) -> dict[str, Any]:
    maps = [program.map for program in runtime.programs.values()]
    (answer,) = why(runtime.store, maps, "ann", about, now_us=runtime.clock.now_us())["answers"]
    assert json.loads(json.dumps(answer)) == answer
    return dict(answer)


def test_an_effect_names_its_condition_with_the_values_of_its_moment(store: Store) -> None:
    runtime = Runtime([_map([{"id": "tell", "call": "crm", "when": "visits('ask') >= 1 and x > 2"}])], store, _at(0))
    runtime.take([happened("ask", -1, x=7), happened("ask", 0, x=3)])
    answer = _why(runtime, "small:tell::ask-ann-0")
    assert answer["says"].endswith("by event ask-ann-0: decided: visits('ask') >= 1: visits('ask') is 1, so true; x > 2: x is 3, so true")
    assert (answer["effects"][0]["status"], answer["times"]) == ("owed", 1)


def test_an_action_that_was_not_decided_says_what_was_unknown(store: Store) -> None:
    runtime = Runtime([_map([{"id": "tell", "call": "crm", "when": "plan = 'fibre' or x > 2"}])], store, _at(0))
    runtime.take([happened("ask", 0, x=1)])
    (told,) = _why(runtime, "tell")["told"]
    assert (told["decided"], told["tried"][0]["when"]["names"]) == (False, {"plan": None, "x": 1.0})
    assert told["tried"][0]["when"]["value"] is None
    assert "not decided, because plan = 'fibre': plan is not known, so unknown" in told["says"]


def test_of_a_choice_the_branches_are_told_up_to_the_one_taken(store: Store) -> None:
    choice = {"id": "answer", "choose": [{"id": "again_here", "when": "again", "call": "crm"}, {"id": "first", "call": "shop"}]}
    runtime = Runtime([_map([choice])], store, _at(0))
    runtime.take([happened("ask", 0)])
    says = _why(runtime, "first")["effects"][0]["why"]
    assert says.endswith("decided: not again_here, because again: again is false, so false; first, which has no condition")
    assert _why(runtime, "again_here")["effects"] == []


def test_what_a_late_event_withdrew_says_which_event_it_was(store: Store) -> None:
    runtime = Runtime([_map(promises=[SOON])], store, clock := _at(0))
    runtime.take([happened("ask", 0)])
    pass_time(runtime, clock, BEGIN_US + 90 * MINUTE_US)
    runtime.take([happened("look", 30, id_="l1", source="crm")])
    (effect,) = _why(runtime, "hurry")["effects"]
    assert (effect["status"], effect["told"]) == ("withdrawn", None)
    assert effect["says"] == "withdrawn at 2026-03-02 09:30:00: event l1 of crm came late"
    assert effect["why"].endswith("by what is known now: it does not come up any more")
    assert _why(runtime, "hurry")["promises"][0]["state"] == "kept"


def test_what_was_withdrawn_as_identities_joined_says_by_which_event(store: Store) -> None:
    runtime = Runtime([_map(promises=[SOON])], store, clock := _at(0))
    runtime.take([happened("ask", 0), happened("look", 30, "web-1")][:1])
    pass_time(runtime, clock, BEGIN_US + 90 * MINUTE_US)
    runtime.take([happened("look", 30, "web-1")])
    runtime.take([happened("identify", 80, id_="i1", was="web-1")])
    (effect,) = _why(runtime, "hurry")["effects"]
    assert effect["says"] == "withdrawn at 2026-03-02 09:30:00: event i1 said who is who"
    told = _told(runtime, customer="web-1")
    assert [(one.name, one.kind) for one in told.story.customer.identities] == [("ann", "known"), ("web-1", "anonymous")]


def test_what_was_performed_is_told_as_it_was_known_then(store: Store) -> None:
    runtime = Runtime([_map([{"id": "tell", "call": "crm", "when": "visits('ask') < 1"}])], store, clock := _at(5))
    runtime.take([happened("ask", 5)])
    assert Outbox(store, clock, {"call:crm": lambda handed: None}).deliver() == 1
    clock.move_to(BEGIN_US + 6 * MINUTE_US)
    runtime.take([happened("ask", 1)])
    effect = next(e for e in _why(runtime, "tell")["effects"] if e["event"] == "ask-ann-5")
    assert (effect["status"], effect["told"]["decided"], effect["told_then"]["decided"]) == ("done", False, True)
    assert "when it was decided: on a visit of ask" in effect["why"]
    assert "by what is known now" in effect["why"]
    assert "visits('ask') is 1, so false" in effect["why"]


def test_what_was_missed_says_by_how_much_and_what_the_map_allows(store: Store) -> None:
    runtime = Runtime([_map([{"id": "tell", "call": "crm", "if_late": "30m"}])], store, _at(120))
    runtime.take([happened("ask", 0)])
    (effect,) = _told(runtime).effects
    assert effect.status_says == "missed: first seen as owed at 2026-03-02 10:00:00, 2.0 h past its moment; the map allows 30 min"


def test_failed_attempts_and_given_up_ones_are_told(store: Store) -> None:
    def fail(handed: HandedOut) -> None:
        raise GiveUpError("no such number")

    runtime = Runtime([_map([{"id": "tell", "call": "crm"}])], store, clock := _at(0))
    runtime.take([happened("ask", 0)])
    Outbox(store, clock, {"call:crm": fail}).deliver()
    (effect,) = _told(runtime).effects
    assert effect.status_says == "given up at 2026-03-02 08:00:00 after 1 attempt: GiveUpError: no such number"


def test_tasks_and_what_waits_are_told(store: Store) -> None:
    runtime = Runtime([_map([{"id": "later", "after": "3h", "call": "crm", "when": "x > 1"}], promises=[SOON])], store, clock := _at(0))
    runtime.take([happened("ask", 0)])
    waiting = _told(runtime).as_data()["journeys"][0]["awaited"]
    assert [(one["action"], one["moment"][:16]) for one in waiting] == [("hurry", "2026-03-02T09:00"), ("later", "2026-03-02T11:00")]
    assert _why(runtime, "later")["says"].startswith("waits until 2026-03-02 11:00:00, if x > 1 then")
    pass_time(runtime, clock, BEGIN_US + 61 * MINUTE_US)
    (task,) = _told(runtime).tasks
    assert task.status_says == "waits for somebody of care, due 2026-03-02 09:10:00"
    Tasks(runtime).take(task.stored.effect.id, "kim")
    assert _told(runtime).tasks[0].status_says == "taken by kim"


def test_why_a_step_and_why_not_another(store: Store) -> None:
    map_ = small_map({"ask": {"where": "x > 1"}, "look": {"where": "x > 1"}}, fields={"x": "number"})
    runtime = Runtime([map_], store, _at(0))
    runtime.take([happened("ask", 0, x=2), happened("look", 0, x=1)])
    assert (
        _why(runtime, "ask")["reached"][0]["says"]
        == "event ask-ann-0 named ask, where x > 1: x is 2, so true; start: a trip may start here"
    )
    assert _why(runtime, "look")["examples"][0]["says"] == "x > 1: x is 1, so false"


def test_who_and_what_is_unknown_is_refused(store: Store) -> None:
    runtime = Runtime([_map()], store, _at(0))
    with pytest.raises(DesirelineError, match="X101"):
        _told(runtime)
    runtime.take([happened("ask", 0)])
    with pytest.raises(DesirelineError, match=r"X104: no map has a step, outcome or action `aks`"):
        _told(runtime, "aks")


def test_events_and_trips_are_those_of_the_reading(store: Store) -> None:
    runtime = Runtime([_map(promises=[SOON])], store, clock := _at(0))
    runtime.take([happened("ask", 0), happened("look", 0, "bob")])
    pass_time(runtime, clock, BEGIN_US + 120 * MINUTE_US)
    told, telling = _told(runtime).told
    assert [one.event for one in told] == runtime.reading().story("ann").events
    assert [promise.state for promise in telling.tellers[0].trips[0].promises] == ["broken"]


@pytest.mark.parametrize("once", ["trip", "customer"])
def test_what_was_done_once_stays_with_its_cause_where_an_earlier_one_comes_late(store: Store, once: str) -> None:
    clock = _at(10)
    runtime = Runtime([_map([{"id": "tell", "call": "crm", "once": once}])], store, clock)
    runtime.take([happened("ask", 10)])
    assert Outbox(store, clock, {"call:crm": lambda _: None}).deliver() == 1
    runtime.take([happened("ask", 8), happened("ask", 9)])
    told = _why(runtime, "tell")["told"]
    assert [(one["event"], one["decided"], one["void"]) for one in told] == [
        ("ask-ann-8", False, "done before"),
        ("ask-ann-9", False, "done before"),
        ("ask-ann-10", True, None),
    ]
    (effect,) = _told(runtime).effects
    assert effect.why_says == "on a visit of ask, by event ask-ann-10: decided; it has no condition"


def test_a_quiet_action_that_was_done_is_not_told_as_decided_anew(store: Store) -> None:
    clock = _at(0)
    map_ = small_map({"ask": {}, "look": {}}, trip={"quiet": "1h"}, when_quiet=[{"id": "nudge", "call": "crm"}])
    runtime, outbox = Runtime([map_], store, clock), Outbox(store, clock, {"call:crm": lambda _: None})
    runtime.take([happened("ask", 0)])
    pass_time(runtime, clock, BEGIN_US + 61 * MINUTE_US, outbox)
    runtime.take([happened("look", 30)])
    pass_time(runtime, clock, BEGIN_US + 95 * MINUTE_US, outbox)
    assert [(one.stored.effect.event, one.stored.status) for one in _told(runtime).effects] == [("ask-ann-0", "done")]
    assert _why(runtime, "nudge")["told"] == []


def test_an_earlier_moment_is_told_without_what_came_or_was_said_later(store: Store) -> None:
    clock = _at(0)
    runtime = Runtime([_map([{"id": "tell", "call": "crm"}], promises=[SOON])], store, clock)
    runtime.take([happened("ask", 0, "web-1")])
    pass_time(runtime, clock, BEGIN_US + 90 * MINUTE_US)
    runtime.take([happened("won", 90, "web-1"), happened("identify", 90, was="web-1")])
    maps = [program.map for program in runtime.programs.values()]
    then_us = BEGIN_US + 30 * MINUTE_US
    then = tell(store, maps, "web-1", now_us=clock.now_us(), as_of_us=then_us)
    assert (then.story.customer.name, then.story.as_of_us) == ("web-1", then_us)
    assert [told.event.name for told in then.told[0]] == ["ask"]
    assert [(one.stored.effect.action, one.stored.status) for one in then.effects] == [("tell", "owed")]
    story, now = runtime.reading().story("web-1", then_us), runtime.reading().story("web-1")
    assert (story.customer, len(story.events), [one.effect.action for one in story.effects]) == ("web-1", 1, ["tell"])
    assert [promise.state for promise in story.journeys["small"].promises] == ["pending"]
    assert (now.customer, [promise.state for promise in now.journeys["small"].promises]) == ("ann", ["broken"])
    assert tell(store, maps, "ann", now_us=clock.now_us(), as_of_us=then_us).effects == []
    (answer,) = why(store, maps, "web-1", "hurry", now_us=clock.now_us(), as_of_us=then_us)["answers"]
    assert (answer["told"], answer["effects"], len(answer["awaited"])) == ([], [], 1)


def test_what_became_of_an_effect_is_told_where_the_map_has_its_action_no_more(store: Store) -> None:
    Runtime([_map([{"id": "tell", "call": "crm"}])], store, _at(0)).take([happened("ask", 0)])
    after = Runtime([_map()], store, _at(1))
    after.renew()
    for about in ("small:tell::ask-ann-0", "tell"):
        answer = _why(after, about)
        assert (answer["about"], answer["effects"][0]["status"]) == ("effect", "withdrawn")
        assert answer["says"].endswith("the map has no such action")
        assert _told(after, about).as_data()["why"] == [answer]
    with pytest.raises(DesirelineError, match="X104"):
        _told(after, "telll")
