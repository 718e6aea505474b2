"""Random maps and random events for them, as Hypothesis strategies: what all executors of the contract are held equal on.

Small alphabets (few names, keys, ids, a coarse grid of times) make ties, duplicates and exact boundaries frequent, counterexamples short.
A map is made as data of the map language, as a YAML file would load: a counterexample can be kept as a file or a case.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from desireline.model.event import Event, PropertyValue
from desireline.model.instants import parse_instant_us

MapData = dict[str, Any]
BEGIN_US = parse_instant_us("2026-03-28T21:00:00Z")
"""Saturday evening before the night of the change to summer time in Europe/Rome (01:00 UTC)."""
SLOT_US = 30 * 60 * 1_000_000
QUIETS = ("2h", "30m", "1h", "5h", "1d", "never")
LENGTHS = ("1us", "30m", "1h", "2h", "6h", "3d")
TEAMS = {
    "day": {"title": "Day", "hours": "Mon-Sun 23:00-24:00, Mon-Sun 02:00-03:30 UTC"},
    "night": {"title": "Night", "hours": "Mon-Sun 23:30-04:00 Europe/Rome"},
    "always": {"title": "Always"},
}
NAMES = ("v0", "v1", "v2", "v3")
DONE_NAMES = ("d0", "d1", "v1")
SCORE_NAMES = ("q0", "v2")
OUTCOME_NAMES = ("w0", "w1", "v3")
ALL_NAMES = ("v0", "v1", "v2", "v0", "v1", "v3", "w0", "w1", "d0", "d1", "q0", "identify", "zz")
FIELDS = {"k": "text", "x": "number", "n": {"integer": {"min": 0}}, "flag": "boolean"}
TRAITS = {"plan": {"one of": ["basic", "fibre"]}, "age": "integer"}
CONDITIONS = (
    "x > 3",
    "x is null or x < 2",
    "x in (1, 2)",
    "not (x = 1)",
    "x between 2 and 3 and channel <> 'chat'",
    "n >= 2",
    "k = 'a'",
    "flag",
    "not flag",
    "channel = 'web'",
    "channel is null",
    "plan = 'fibre'",
    "plan is null",
    "age > 30 or x = 1",
)
FACT_CONDITIONS = (
    "visits('s0') >= 1",
    "again",
    "broken_promises > 0",
    "move in ('back', 'start')",
    "changed_channel",
    "elapsed > interval '1 hour'",
    "open('drawn')",
    "plan = 'fibre'",
    "x > 2 or channel = 'web'",
)


@dataclass(frozen=True)
class Example:
    """One map with what happened: events in order of arrival, pairs of known identities that are one customer, the moment asked for."""

    map: MapData
    events: tuple[Event, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    as_of_us: int | None = None


def conditions() -> st.SearchStrategy[str]:
    """Conditions over the declared fields and traits, and the channel."""
    return st.sampled_from(CONDITIONS)


def _subset(values: tuple[str, ...], largest: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=largest) if values else st.just([])


def _some(values: tuple[str, ...], largest: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=largest)


def _sometimes(draw: st.DrawFn, chances: int) -> bool:
    """True once in `chances` draws; shrinks to False."""
    return draw(st.integers(0, chances - 1)) == chances - 1


@st.composite
def _promise(draw: st.DrawFn, promise_id: str, waits_for: tuple[str, ...], acting: bool) -> MapData:
    promise: MapData = {"id": promise_id, "title": promise_id, "within": draw(st.sampled_from(LENGTHS))}
    if until := draw(_subset(waits_for, 3)):
        promise["until"] = until
    if _sometimes(draw, 4):
        promise["hours_of"] = draw(st.sampled_from(tuple(TEAMS)))
    if acting:
        if _sometimes(draw, 2):
            promise["late"] = [draw(action(f"{promise_id}_late"))]
        if _sometimes(draw, 2):
            promise["ahead"] = [draw(action(f"{promise_id}_ahead", before=LENGTHS[: LENGTHS.index(promise["within"]) + 1]))]
    return promise


@st.composite
def _step(draw: st.DrawFn, step_id: str, stages: tuple[str, ...], places: tuple[str, ...], acting: bool) -> MapData:
    step: MapData = {"id": step_id, "title": step_id, "stage": draw(st.sampled_from(stages))}
    if following := draw(_subset(places, 3)):
        step["next"] = following
    if _sometimes(draw, 7):
        return {**step, "seen": "offline"}
    step["event"] = draw(_some((*NAMES, "identify") if _sometimes(draw, 10) else NAMES, 2))
    if _sometimes(draw, 2):
        step["where"] = draw(conditions())
    if _sometimes(draw, 8):
        return {**step, "aftercare": True}
    if done := draw(_subset(DONE_NAMES, 2)):
        step["done"] = done
    promise_ids = [f"p{step_id[1:]}_{n}" for n in range(draw(st.integers(0, 2)))]
    if promise_ids:
        waits_for = (*places, "done") if done else places
        step["promises"] = [draw(_promise(promise_id, waits_for, acting)) for promise_id in promise_ids]
    if acting and _sometimes(draw, 2):
        step["do"] = [draw(action(f"do_{step_id}"))]
    if acting and _sometimes(draw, 4):
        step["at_most"] = draw(st.integers(1, 2))
        step["do"] = [{"id": f"person_{step_id}", "when": f"visits('{step_id}') > 0", "handoff": "day"}, *step.get("do", [])]
    return step


@st.composite
def _outcome(draw: st.DrawFn, number: int) -> MapData:
    kind = draw(st.sampled_from(("reached", "lost", "other")))
    outcome: MapData = {"id": f"o{number}", "kind": kind, "title": f"o{number}", "event": draw(_some(OUTCOME_NAMES, 2))}
    if _sometimes(draw, 3):
        outcome["where"] = draw(conditions())
    return outcome


@st.composite
def _score(draw: st.DrawFn) -> MapData:
    score: MapData = {"id": "effort", "kind": "ces", "event": draw(_some(SCORE_NAMES, 2)), "value": "x", "scale": "1..7"}
    if _sometimes(draw, 3):
        score["where"] = draw(conditions())
    return score


@st.composite
def _trip_rules(draw: st.DrawFn, step_ids: tuple[str, ...]) -> MapData:
    trip: MapData = {"quiet": draw(st.sampled_from(QUIETS))}
    if per := draw(st.sampled_from((None, "k", "k", "n"))):
        trip["per"] = per
    if starts := draw(_subset(step_ids, 2)):
        trip["starts"] = starts
    if _sometimes(draw, 4):
        trip["only"] = draw(conditions())
    return trip


@st.composite
def action(draw: st.DrawFn, action_id: str, before: tuple[str, ...] = ()) -> MapData:
    """One action of a map: a task or a choice, at times after a while (or one of `before` a due moment) or only where facts hold."""
    made: MapData = {"id": action_id}
    if _sometimes(draw, 3):
        when = draw(st.sampled_from(FACT_CONDITIONS))
        made["choose"] = [
            {"id": f"{action_id}_a", "when": when, "handoff": "day"},
            {"id": f"{action_id}_b", "call": "crm", "send": ["x", "plan"]},
        ]
    else:
        made |= {"task": "always", "title": action_id, "due": "1h"}
    if before:
        made["before"] = draw(st.sampled_from(before))
    elif _sometimes(draw, 3):
        made["after"] = draw(st.sampled_from(LENGTHS))
    if _sometimes(draw, 3):
        made["if_late"] = draw(st.sampled_from(("never", "always", "30m")))
    if _sometimes(draw, 2):
        made["when"] = draw(
            st.sampled_from(("visits('s0') >= 1", "again", "broken_promises > 0", "move = 'back'", "changed_channel", "plan = 'fibre'"))
        )
    return made


@st.composite
def maps(draw: st.DrawFn, acting: bool = False) -> MapData:
    """A map with every word that rules 1 to 8 use; where `acting`, with actions too."""
    stages = ("g0", "g1")[: draw(st.integers(1, 2))]
    step_ids = tuple(f"s{n}" for n in range(draw(st.integers(1, 4))))
    outcome_ids = tuple(f"o{n}" for n in range(draw(st.integers(0, 2))))
    places = step_ids + outcome_ids
    made: MapData = {
        "journey": "drawn",
        "title": "Drawn",
        "trip": draw(_trip_rules(step_ids)),
        "fields": FIELDS,
        "traits": TRAITS,
        "teams": TEAMS,
        "stages": [{"id": stage, "title": stage, "any_order": draw(st.booleans())} for stage in stages],
        "steps": [draw(_step(step_id, stages, places, acting)) for step_id in step_ids],
        "outcomes": [draw(_outcome(number)) for number in range(len(outcome_ids))],
    }
    if _sometimes(draw, 2):
        made["scores"] = [draw(_score())]
    if acting and made["trip"]["quiet"] != "never" and _sometimes(draw, 2):
        made["when_quiet"] = [draw(action("quiet_action"))]
    return made


def times_us(earliest_slot: int = 0) -> st.SearchStrategy[int]:
    """Moments on a grid of half hours; at times a microsecond beside it."""
    beside = st.sampled_from((0, 0, 0, 0, 1, -1))
    return st.builds(lambda slot, off: BEGIN_US + slot * SLOT_US + off, st.integers(earliest_slot, 30), beside)


_KEYS: st.SearchStrategy[PropertyValue] = st.sampled_from((None, "a", "b", "1"))
_NUMBERS: st.SearchStrategy[PropertyValue] = st.sampled_from((None, 1, 2, 3, 4, "3", "many", 2.5))
_WHOLE: st.SearchStrategy[PropertyValue] = st.sampled_from((None, 1, 2, "1", "01", 1.0, "x"))
_FLAGS: st.SearchStrategy[PropertyValue] = st.sampled_from((None, True, False, "true"))
_PLANS: st.SearchStrategy[PropertyValue] = st.sampled_from((None, "basic", "fibre", "other"))
_AGES: st.SearchStrategy[PropertyValue] = st.sampled_from((None, 30, 31, "40"))
_WAS: st.SearchStrategy[PropertyValue] = st.sampled_from(("anon1", "anon2", "bob", None))
_EVENT_PROPERTIES = st.fixed_dictionaries({}, optional={"k": _KEYS, "x": _NUMBERS, "n": _WHOLE, "flag": _FLAGS})
_IDENTIFY_PROPERTIES = st.fixed_dictionaries(
    {}, optional={"was": _WAS, "plan": _PLANS, "age": _AGES, "k": _KEYS, "x": _NUMBERS, "n": _WHOLE}
)
IDS = (*(f"e{n}" for n in range(24)), "E", "é", "￮", "😀")


@st.composite
def events(draw: st.DrawFn) -> Event:
    """One event of one of two known and two anonymous customers."""
    name = draw(st.sampled_from(ALL_NAMES))
    return Event(
        id=draw(st.sampled_from(IDS)),
        time_us=draw(times_us()),
        customer=draw(st.sampled_from(("ann", "ann", "ann", "bob", "anon1", "anon2"))),
        name=name,
        channel=draw(st.sampled_from((None, "web", "chat"))),
        source=draw(st.sampled_from(("", "", "", "crm"))),
        properties=draw(_IDENTIFY_PROPERTIES if name == "identify" else _EVENT_PROPERTIES),
    )


def aliases() -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    """No pair mostly; else pairs that join known identities."""
    pair = st.sampled_from((("bob", "ann"), ("ann", "zed"), ("anon1", "bob")))
    return st.one_of(st.just(()), st.just(()), st.lists(pair, unique=True, max_size=2).map(tuple))


@st.composite
def examples(draw: st.DrawFn, acting: bool = False, most_events: int = 16) -> Example:
    """A map, its events in any order of arrival, and a moment to ask for: any, also before the first event, or none given."""
    fewest = draw(st.sampled_from((0, 4, 8)))
    return Example(
        map=draw(maps(acting=acting)),
        events=tuple(draw(st.lists(events(), min_size=min(fewest, most_events), max_size=most_events))),
        aliases=draw(aliases()),
        as_of_us=draw(st.one_of(st.none(), times_us(earliest_slot=-2))),
    )
