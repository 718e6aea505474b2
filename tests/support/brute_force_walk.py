"""What is wrong with the data of a map, found by plain walking and counting: it shares nothing with check or the model of maps."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

Data = dict[str, Any]
WEEK_MINUTES = 7 * 24 * 60
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": WEEK_MINUTES}


def minutes(duration: str) -> int:
    """A duration such as 1d12h, in minutes."""
    return sum(int(number) * _MINUTES[unit] for number, unit in re.findall(r"(\d+)([mhdw])", duration))


def moves(data: Data) -> dict[str, set[str]]:
    """For each step where a customer can come next as prepared."""
    steps = [step for step in data["steps"] if not step.get("aftercare")]
    loose = {stage["id"] for stage in data["stages"] if stage.get("any_order")}
    found = {step["id"]: set(step.get("next", ())) for step in steps}
    for one, other in product(steps, steps):
        both = one is not other and one["stage"] == other["stage"] and one["stage"] in loose
        if both and "offline" not in (one.get("seen"), other.get("seen")):
            found[one["id"]].add(other["id"])
    return found


def reachable(first: Sequence[str], ways: Mapping[str, set[str]]) -> set[str]:
    """All places that one can walk to."""
    met, waiting = set(first), list(first)
    while waiting:
        new = ways.get(waiting.pop(), set()) - met
        met |= new
        waiting.extend(new)
    return met


def never_come_to(data: Data) -> set[str]:
    """Steps that no start leads to."""
    ways = moves(data)
    return set(ways) - reachable(data["trip"].get("starts") or list(ways), ways)


def without_end(data: Data) -> set[str]:
    """Steps from which no outcome can be walked to."""
    ways = moves(data)
    ends = {outcome["id"] for outcome in data["outcomes"]}
    return {step for step in ways if not reachable([step], ways) & ends}


def ends_not_led_to(data: Data) -> set[str]:
    """Outcomes, but for those that are lost, that stand after no step."""
    led_to = set().union(*moves(data).values())
    return {outcome["id"] for outcome in data["outcomes"] if outcome["kind"] != "lost"} - led_to


def open_minutes(hours: str) -> list[bool]:
    """For each minute of a week, from Monday on, whether a team is there."""
    there = [False] * WEEK_MINUTES
    for first, last, h1, m1, h2, m2 in re.findall(r"(\w{3})(?:-(\w{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)", hours):
        for day in range(_DAYS.index(first), _DAYS.index(last or first) + 1):
            opens, closes = day * 1440 + int(h1) * 60 + int(m1), day * 1440 + int(h2) * 60 + int(m2)
            there[opens:closes] = [True] * (closes - opens)
    return there


def longest_wait(hours: str) -> int:
    """From the worst minute of the week, how many minutes it is until a team is there."""
    longest = waited = 0
    for there in open_minutes(hours) * 2:
        waited = 0 if there else waited + 1
        longest = max(longest, waited)
    return longest


def asked_at_any_hour(data: Data) -> Iterator[Data]:
    """Actions that customers or bots cause at whatever hour they act, or that a promise of theirs causes which counts no hours."""
    for step in data["steps"]:
        if step.get("by") in ("self", "bot") and step.get("seen") != "offline":
            late = [action for promise in step.get("promises", ()) if "hours_of" not in promise for action in promise.get("late", ())]
            for action in (*step.get("do", ()), *late):
                yield from action.get("choose", (action,))


def met_by_a_closed_door(data: Data, team: str) -> bool:
    """Whether some minute of the week is one at which a team is asked for something that is due before it is there."""
    wait = longest_wait(data["teams"][team]["hours"])
    asked = (action for action in asked_at_any_hour(data) if team in (action.get("task"), action.get("handoff")))
    return any("due" in action and wait >= minutes(action["due"]) for action in asked)


def _counted_on(data: Data) -> Iterator[tuple[Data, int, float]]:
    """Promises of steps that customers come to: when each is due and when the trip goes quiet, in minutes of whoever comes and waits."""
    come_to = reachable(data["trip"].get("starts") or [step["id"] for step in data["steps"]], moves(data))
    quiet = data["trip"]["quiet"]
    for step in data["steps"]:
        if step["id"] in come_to and step.get("seen") != "offline":
            for promise in step.get("promises", ()):
                yield promise, minutes(promise["within"]), float("inf") if quiet == "never" else minutes(quiet)


def broken_unheard(data: Data) -> set[str]:
    """Promises that somebody who waits sees broken while nothing is done for them."""
    return {promise["id"] for promise, due, quiet in _counted_on(data) if due <= quiet and not promise.get("late")}


def quiet_before_due(data: Data) -> set[str]:
    """Promises by the clock that are not due yet when whoever waits for them has gone quiet."""
    return {promise["id"] for promise, due, quiet in _counted_on(data) if "hours_of" not in promise and due > quiet}


def asked_for_some_day(noun: Data) -> set[str]:
    """Tasks and handoffs anywhere in a map that are not overdue however long somebody waits for them."""
    found = {noun["id"]} if {"task", "handoff"} & noun.keys() and "due" not in noun else set()
    for value in noun.values():
        for inner in value if isinstance(value, list) else ():
            if isinstance(inner, dict):
                found |= asked_for_some_day(inner)
    return found


def leaving(data: Data) -> set[str]:
    """Outcomes at which a customer is counted as lost."""
    return {outcome["id"] for outcome in data["outcomes"] if outcome["kind"] == "lost"}


def always_taken_before(data: Data, id_: str) -> bool:
    """Whether each event of a step is without condition that of an outcome, or of a step before it."""
    at = next(n for n, step in enumerate(data["steps"]) if step["id"] == id_)
    taken = {name for place in (*data["outcomes"], *data["steps"][:at]) if "where" not in place for name in events_of(place)}
    return set(events_of(data["steps"][at])) <= taken


def events_of(place: Data) -> list[str]:
    """The names of a place's events."""
    event = place.get("event", [])
    return [event] if isinstance(event, str) else list(event)
