"""Sound maps broken at random in twelve ways, each by what the fault is, and whether a brute-force walk confirms it."""

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from support import brute_force_walk as walk
from support.brute_force_walk import Data


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken map. `codes`: the rules of which one must speak, where the fault is `confirmed`."""

    kind: str
    data: Data
    codes: frozenset[str]
    confirmed: bool


Breaker = Callable[[Data, random.Random], tuple[str, bool]]
"""Breaks a map in place; returns the codes that fit, and whether the fault is confirmed. IndexError where the map has no such thing."""


def _broken_ways(data: Data) -> bool:
    return bool(walk.never_come_to(data) or walk.without_end(data) or walk.ends_not_led_to(data))


def _without(data: Data, place: str) -> None:
    for step in data["steps"]:
        step["next"] = [to for to in step.get("next", ()) if to != place]
        for promise in step.get("promises", ()):
            if "until" in promise:
                promise["until"] = [to for to in promise["until"] if to != place]
                if not promise["until"]:
                    del promise["until"]


def cut_a_move(data: Data, chance: random.Random) -> tuple[str, bool]:
    step = chance.choice([step for step in data["steps"] if step.get("next")])
    step["next"].remove(chance.choice(step["next"]))
    return "J201 J202 J203 J205", _broken_ways(data)


def drop_an_outcome(data: Data, chance: random.Random) -> tuple[str, bool]:
    outcome = chance.choice(data["outcomes"])
    data["outcomes"].remove(outcome)
    _without(data, outcome["id"])
    return "J201 J202 J203 J206", _broken_ways(data) or not walk.leaving(data)


def delete_all_ways_on(data: Data, chance: random.Random) -> tuple[str, bool]:
    step = chance.choice([step for step in data["steps"] if step.get("next")])
    del step["next"]
    return "J201 J202 J203 J205", _broken_ways(data)


def remove_a_start(data: Data, chance: random.Random) -> tuple[str, bool]:
    starts = data["trip"]["starts"]
    starts.remove(chance.choice(starts if len(starts) > 1 else []))
    return "J201", bool(walk.never_come_to(data))


def shadow_a_branch(data: Data, chance: random.Random) -> tuple[str, bool]:
    step = chance.choice([step for step in data["steps"] if step.get("seen") != "offline" and not step.get("aftercare")])
    team = chance.choice(list(data["teams"]))
    first, second = chance.randint(1, 6), chance.randint(1, 6)
    limits = (("wide", first), ("narrow", second))
    branches = [{"id": id_, "when": f"visits('{step['id']}') >= {n}", "task": team, "title": "Look", "due": "30d"} for id_, n in limits]
    rest = {"id": "rest", "task": team, "title": "Look", "due": "30d"}
    step.setdefault("do", []).append({"id": "seeded", "choose": [*branches, rest]})
    return "J235", not any(second <= visits < first for visits in range(50))


def contradict_a_condition(data: Data, chance: random.Random) -> tuple[str, bool]:
    numbers = {
        name: said for name, said in data.get("fields", {}).items() if isinstance(said, dict) and {"number", "integer"} & said.keys()
    }
    name = chance.choice(list(numbers))
    above, below = chance.randint(0, 6), chance.randint(0, 6)
    step = chance.choice([step for step in data["steps"] if "event" in step and "where" not in step])
    step["where"] = f"{name} > {above} and {name} < {below}"
    kind, bounds = next(iter(numbers[name].items()))
    low, high = (bounds or {}).get("min", -10), (bounds or {}).get("max", 20)
    grid = (tenth / 10 for tenth in range(int(low * 10), int(high * 10) + 1, 10 if kind == "integer" else 1))
    return "J230", not any(above < value < below for value in grid)


def close_a_team(data: Data, chance: random.Random) -> tuple[str, bool]:
    team = chance.choice(list(data["teams"]))
    zone = data["teams"][team].get("hours", "Europe/Rome").split()[-1]
    days = chance.choice(["Mon-Sat", "Mon-Fri", "Tue-Thu", "Wed"])
    data["teams"][team]["hours"] = f"{days} {chance.randint(7, 11):02}:00-{chance.randint(13, 20)}:00 {zone}"
    return "J215 J216", walk.met_by_a_closed_door(data, team)


def _promises(data: Data) -> list[Data]:
    return [promise for step in data["steps"] for promise in step.get("promises", ())]


def drop_what_is_done_late(data: Data, chance: random.Random) -> tuple[str, bool]:
    promise = chance.choice([promise for promise in _promises(data) if promise.get("late")])
    del promise["late"]
    return "J211", bool(walk.broken_unheard(data))


def promise_past_quiet(data: Data, chance: random.Random) -> tuple[str, bool]:
    promise = chance.choice([promise for promise in _promises(data) if "hours_of" not in promise])
    quiet = walk.minutes(data["trip"]["quiet"])
    promise["within"] = f"{quiet * chance.randint(60, 200) // 100}m"
    return "J212", bool(walk.quiet_before_due(data))


def nobody_is_lost(data: Data, chance: random.Random) -> tuple[str, bool]:
    outcome = chance.choice([outcome for outcome in data["outcomes"] if outcome["kind"] == "lost"])
    outcome["kind"] = "other"
    return "J206", not walk.leaving(data)


def take_its_event_before(data: Data, chance: random.Random) -> tuple[str, bool]:
    steps = [step for step in data["steps"] if "event" in step and not step.get("aftercare")]
    taken = chance.choice(steps)
    before = {"id": "seeded", "stage": taken["stage"], "title": "The same again", "event": walk.events_of(taken)[0], "by": "self"}
    data["steps"].insert(0, {**before, "next": [taken["id"]]})
    data["trip"]["starts"].append("seeded")
    return "J207", walk.always_taken_before(data, taken["id"])


def _asked(data: Data) -> Iterator[Data]:
    for step in data["steps"]:
        for action in (*step.get("do", ()), *(action for promise in step.get("promises", ()) for action in promise.get("late", ()))):
            yield from action.get("choose", (action,))


def drop_when_it_is_due(data: Data, chance: random.Random) -> tuple[str, bool]:
    action = chance.choice([action for action in _asked(data) if {"task", "handoff"} & action.keys() and "due" in action])
    del action["due"]
    return "J214", bool(walk.asked_for_some_day(data))


WAYS: tuple[Breaker, ...] = (
    cut_a_move,
    drop_an_outcome,
    delete_all_ways_on,
    remove_a_start,
    shadow_a_branch,
    contradict_a_condition,
    close_a_team,
    drop_what_is_done_late,
    promise_past_quiet,
    nobody_is_lost,
    take_its_event_before,
    drop_when_it_is_due,
)


def seeded_fault(maps: list[Data], seed: int) -> Fault:
    """One of some sound maps, broken in the way that stands at this seed; the same each time."""
    chance, breaker = random.Random(seed), WAYS[seed % len(WAYS)]
    while True:
        data = copy.deepcopy(chance.choice(maps))
        try:
            codes, confirmed = breaker(data, chance)
        except IndexError:
            continue
        return Fault(breaker.__name__, data, frozenset(codes.split()), confirmed)
