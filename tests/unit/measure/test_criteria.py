"""The words by which lists are asked for: what they select, and what is said of those that cannot be read."""

from __future__ import annotations

import pytest
from support.logs import BEGIN_US, LATER_US, MINUTE_US

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.events import MemoryLake
from desireline.mapfile import map_from_data
from desireline.measure import Customers, customers
from desireline.model import Event, Map

MAP: Map = map_from_data(
    {
        "journey": "desk",
        "title": "At the desk",
        "trip": {"quiet": "never"},
        "fields": {"stars": "number", "amount": "number"},
        "traits": {"plan": {"one of": ["basic", "plus"]}, "member": "boolean"},
        "teams": {"front": {"title": "Front"}, "back": {"title": "Back"}},
        "stages": [{"id": "come", "title": "Come"}, {"id": "go", "title": "Go"}],
        "steps": [
            {"id": "ask", "stage": "come", "title": "Ask", "event": "asked", "owner": "front", "next": ["wait"]},
            {"id": "wait", "stage": "come", "title": "Wait", "event": "waited", "owner": "back", "next": ["served"]},
        ],
        "outcomes": [
            {"id": "served", "kind": "reached", "event": "served", "title": "Served"},
            {"id": "left", "kind": "lost", "event": "left", "title": "Left"},
        ],
        "scores": [{"id": "liked", "kind": "csat", "event": "rated", "value": "stars", "scale": "1..5"}],
    }
)
STORIES = {
    "ann": "asked waited served rated:5",
    "bob": "asked waited asked left rated:2",
    "cid": "asked:web rated:9 coughed",
    "dan": "left coughed coughed",
}


def lake() -> MemoryLake:
    """Each story's events, ten minutes apart; `name:what` carries a channel or stars."""
    events = [
        Event(
            id=f"{customer}{place}",
            time_us=BEGIN_US + place * 10 * MINUTE_US,
            customer=customer,
            name=(parts := told.split(":"))[0],
            channel=parts[1] if parts[1:] and not parts[1].isdigit() else None,
            properties={"stars": parts[1]} if parts[1:] and parts[1].isdigit() else {},
        )
        for customer, story in STORIES.items()
        for place, told in enumerate(story.split())
    ]
    return MemoryLake(events, shards=2)


def asked(*words: str) -> Customers:
    pairs = [(name, text) for name, _, text in (word.partition(" ") for word in words)]
    return customers(MAP, lake(), pairs, now_us=LATER_US)


def who(*words: str) -> str:
    return " ".join(sorted(asked(*words).names))


def wrong(*words: str) -> Diagnostic:
    with pytest.raises(DesirelineError) as caught:
        asked(*words)
    return caught.value.diagnostics[0]


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        ([], "ann bob cid"),
        (["step ask"], "ann bob cid"),
        (["step wait"], "ann bob"),
        (["step wait", "how left"], "bob"),
        (["how left,open"], "bob cid"),
        (["move ask:wait,left"], "ann bob"),
        (["unmapped coughed,left"], "cid dan"),
        (["how open"], "cid"),
        (["move wait:ask"], "bob"),
        (["move wait:"], "ann bob"),
        (["move *:ask"], "bob"),
        (["move :ask"], "bob"),
        (["move ask:wait", "kind expected"], "ann bob"),
        (["move ask:wait", "kind back"], ""),
        (["kind back"], "bob"),
        (["stay ask", "at-least 10m"], "ann bob"),
        (["stay ask", "at-least 11m"], ""),
        (["stay ask", "at-most 10m"], "ann bob"),
        (["channel web"], "cid"),
        (["channel "], "ann bob"),
        (["first ask:web"], "cid"),
        (["first ask:"], "ann bob"),
        (["first ask"], "ann bob cid"),
        (["stage come:lost"], "bob"),
        (["stage come"], "ann bob cid"),
        (["team front"], "ann bob"),
        (["handoff back:front"], "bob"),
        (["effort served"], "ann"),
        (["effort served", "at-least 3"], ""),
        (["without-person"], "ann"),
        (["with-person"], ""),
        (["score liked"], "ann bob cid"),
        (["score liked:5"], "ann"),
        (["score liked:1..2"], "bob"),
        (["score liked:"], "cid"),
        (["score liked:5:served"], "ann"),
        (["score-in-stage liked::come"], "cid"),
        (["route ask,wait,served"], "ann"),
        (["funnel ask,wait,ask"], "bob"),
        (["cohort 2026-03"], "ann bob cid"),
        (["cohort 2026-02"], ""),
        (["cohort 2026-03:1"], ""),
        (["again"], ""),
        (["segment channel=web"], "cid"),
        (["segment plan="], "ann bob cid"),
        (["segment start=ask", "step wait"], "ann bob"),
        (["with wait"], "ann bob"),
        (["with wait,served", "without left"], "ann"),
        (["without wait"], "cid"),
        (["step ask", "without served,left"], "cid"),
        (["starts ask"], "ann bob cid"),
        (["starts wait"], ""),
        (["ends ask"], "bob cid"),
        (["ends served,open"], "ann cid"),
        (["ends gone_quiet"], ""),
        (["cohort 2026-03", "with left"], "bob"),
        (["event coughed"], "cid dan"),
        (["unmapped coughed"], "cid dan"),
        (["outside left"], "dan"),
        (["outside *"], "dan"),
    ],
    ids=str,
)
def test_words_select_customers(words: list[str], listed: str) -> None:
    assert who(*words) == listed


def test_rows_are_those_of_the_first_criterion() -> None:
    found = asked("step ask", "how left")
    assert (found.all_trips, found.all_rows) == (1, 2)
    assert asked("how left", "step ask").all_rows == 1


def test_events_are_counted_without_trips() -> None:
    found = asked("unmapped coughed")
    assert dict(zip(found.names, found.rows, strict=True)) == {"dan": 2, "cid": 1}
    assert found.trips is None


def test_where_nobody_is_listed_each_criterion_is_counted_alone() -> None:
    found = asked("how served", "how left")
    assert (len(found), found.alone) == (0, (1, 1))


@pytest.mark.parametrize(
    ("words", "code", "near"),
    [
        (["step asks"], "M110", "ask"),
        (["how gone"], "M110", None),
        (["how left,opne"], "M110", "open"),
        (["segment start=ask,wait"], "M110", None),
        (["route *"], "M110", None),
        (["with asks"], "M110", "ask"),
        (["starts served"], "M110", None),
        (["ends opne"], "M110", "open"),
        (["move ask:wat"], "M110", "wait"),
        (["stage come:movedon"], "M110", "moved_on"),
        (["score lked"], "M110", "liked"),
        (["team fornt"], "M110", "front"),
        (["route ask,wiat"], "M110", "wait"),
        (["unmapped cough"], "M110", "coughed"),
        (["segment start=aks"], "M110", "ask"),
        (["segment plan=pluss"], "M110", "plus"),
        (["segment paln=plus"], "M102", "plan"),
        (["steps ask"], "M111", "step"),
        (["score liked:9"], "M112", None),
        (["score liked:nan"], "M112", None),
        (["score liked:often"], "M112", None),
        (["segment plan"], "M112", None),
        (["segment member=perhaps"], "M112", None),
        (["move ask:wait:served"], "M112", None),
        (["cohort March"], "M112", None),
        (["cohort 2026-13"], "M112", None),
        (["cohort 2026-03:0"], "M112", None),
        (["at-least 1d"], "M112", None),
        (["step ask", "at-least 1d"], "M112", None),
        (["segment plan=", "at-least 1d"], "M112", None),
        (["stay ask", "at-least soon"], "M112", None),
        (["effort served", "at-least 1d"], "M112", None),
        (["unmapped coughed", "step ask"], "M113", None),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_said_with_what_may_have_been_meant(words: list[str], code: str, near: str | None) -> None:
    found = wrong(*words)
    assert found.code == code
    assert near is None or near in [one.name for one in found.near]
    assert found.fix is not None


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(DesirelineError) as caught:
        asked("step asks", "how gone", "team fornt")
    assert len(caught.value.diagnostics) == 3


def test_what_narrows_a_criterion_that_cannot_be_read_is_no_second_mistake() -> None:
    with pytest.raises(DesirelineError) as caught:
        asked("step ask", "move ask:wat", "kind back", "at-least 1d")
    assert [found.code for found in caught.value.diagnostics] == ["M110"]


def test_a_name_with_a_colon_is_parted_where_the_parts_are_known() -> None:
    events = [
        Event(id=str(place), time_us=BEGIN_US + place, customer="ann", name="asked", channel=channel)
        for place, channel in enumerate(["app:push", "web"])
    ]
    found = customers(MAP, MemoryLake(events), [("channel-change", "app:push:web")], now_us=LATER_US)
    assert list(found.names) == ["ann"]
