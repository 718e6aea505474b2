"""Random maps and random events for them, as Hypothesis strategies: what all executors of the contract are held equal on.

Small alphabets (few names, keys, ids, a coarse grid of times) make ties, duplicates and exact boundaries frequent, counterexamples short.
A map is made as data of the map language, as a YAML file would load: a counterexample can be kept as a file or a case.
Strategies are kept and used again: to make one and look it over takes longer than to draw from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st

from desireline.model.event import Event, PropertyValue
from desireline.model.instants import LAST_US, parse_instant_us

MapData = dict[str, Any]
BEGIN_US = parse_instant_us("2026-03-28T21:00:00Z")
"""Saturday evening before the night of the change to summer time in Europe/Rome (01:00 UTC)."""
SLOT_US = 30 * 60 * 1_000_000
QUIETS = ("2h", "5h", "1d", "2h", "5h", "1d", "5h", "1h", "30m", "never", "2h", "0s")
LENGTHS = ("0s", "1us", "30m", "1h", "2h", "6h", "3d")
TEAMS = {
    "day": {"title": "Day", "hours": "Mon-Sun 23:00-24:00, Mon-Sun 02:00-03:30 UTC"},
    "night": {"title": "Night", "hours": "Mon-Sun 23:30-04:00 Europe/Rome"},
    "shifts": {"title": "Shifts", "hours": "Mon-Sun 21:00-23:00, Sat-Sun 22:30-01:00, Sun 00:00-02:15, Sun 02:45-05:00 Europe/Rome"},
    "abroad": {"title": "Abroad", "hours": "Sat 16:00-22:00, Sat 17:00-19:00, Mon-Tue 08:00-12:00 America/New_York"},
    "always": {"title": "Always"},
}
NAMES = ("v0", "v1", "v2", "v3")
DONE_NAMES = ("d0", "d1", "d0", "v1")
SCORE_NAMES = ("q0", "q1", "q0", "v2")
OUTCOME_NAMES = ("w0", "w1", "w0", "v3")
ANY_NAMES = (*NAMES, "w0", "w1", "d0", "d1", "q0", "identify", "zz")
FIELDS = {
    "k": "text",
    "x": "number",
    "n": {"integer": {"min": 0}},
    "flag": "boolean",
    "at": "time",
    "size": {"one of": ["small", "large"]},
}
TRAITS = {"plan": {"one of": ["basic", "fibre"]}, "age": "integer", "vip": "boolean", "since": "time"}
CONDITIONS = (
    "x is null or x < 4",
    "x > 3",
    "x in (1, 2)",
    "not (x = 1)",
    "x between 2 and 3 and channel <> 'chat'",
    "n >= 2",
    "k = 'a'",
    "k <> ''",
    "flag",
    "not flag",
    "at >= timestamp '2026-03-28T22:00:00Z'",
    "size = 'small' or size is null",
    "channel = 'web'",
    "channel is null or channel = ''",
)
TRAIT_CONDITIONS = (
    "plan is null",
    "plan = 'fibre'",
    "age > 30 or x = 1",
    "vip or vip is null",
    "since is null or since < timestamp '2026-01-01T00:00:00Z'",
    "age is null",
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
    """One map with what happened.

    events    in order of arrival
    aliases   pairs of known identities that are one customer
    as_of_us  the moment asked for; None: the latest event's, as far as `now_us`, the clock, allows
    """

    map: MapData
    events: tuple[Event, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    as_of_us: int | None = None
    now_us: int = LAST_US

    @property
    def taken(self) -> list[Event]:
        """Each event once, as it first arrived."""
        first: dict[tuple[str, str], Event] = {}
        for event in self.events:
            first.setdefault((event.source, event.id), event)
        return list(first.values())

    @property
    def asked_us(self) -> int:
        """The moment asked for, also where none is given."""
        past = [event.time_us for event in self.taken if event.time_us <= self.now_us]
        return max(past, default=self.now_us) if self.as_of_us is None else self.as_of_us


@cache
def conditions() -> st.SearchStrategy[str]:
    """Conditions over the declared fields and traits, and the channel."""
    return st.one_of(st.sampled_from(CONDITIONS), st.sampled_from(TRAIT_CONDITIONS))


_one_of, _list_of, _integers = cache(st.sampled_from), cache(st.lists), cache(st.integers)


@cache
def _subset(values: tuple[str, ...], largest: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=largest) if values else st.just([])


@cache
def _some(values: tuple[str, ...], largest: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=largest)


def _sometimes(draw: st.DrawFn, chances: int) -> bool:
    """True once in `chances` draws; shrinks to False."""
    return draw(_integers(0, chances - 1)) == chances - 1


@cache
@st.composite
def _promise(draw: st.DrawFn, promise_id: str, waits_for: tuple[str, ...], acting: bool) -> MapData:
    promise: MapData = {"id": promise_id, "title": promise_id, "within": draw(_one_of(LENGTHS))}
    if until := draw(_subset(waits_for, 3)):
        promise["until"] = until
    if _sometimes(draw, 4):
        promise["hours_of"] = draw(_one_of(tuple(TEAMS)))
    if acting:
        if _sometimes(draw, 2):
            promise["late"] = [draw(action(f"{promise_id}_late"))]
        if _sometimes(draw, 2):
            promise["ahead"] = [draw(action(f"{promise_id}_ahead", before=LENGTHS[: LENGTHS.index(promise["within"]) + 1]))]
    return promise


@cache
@st.composite
def _step(draw: st.DrawFn, step_id: str, stages: tuple[str, ...], places: tuple[str, ...], acting: bool) -> MapData:
    step: MapData = {"id": step_id, "title": step_id, "stage": draw(_one_of(stages))}
    in_file_order = list(places[places.index(step_id) + 1 :][:1])
    if following := in_file_order if _sometimes(draw, 2) else draw(_subset(places, 3)):
        step["next"] = following
    if _sometimes(draw, 12):
        return {**step, "seen": "offline"}
    own = f"v{step_id[1:]}"
    step["event"] = draw(_some((*NAMES, "identify"), 2)) if _sometimes(draw, 4) else own
    if _sometimes(draw, 5):
        step["where"] = draw(conditions())
    if _sometimes(draw, 12):
        return {**step, "aftercare": True}
    if done := draw(_subset(DONE_NAMES, 2)):
        step["done"] = done
    promise_ids = [f"p{step_id[1:]}_{n}" for n in range(draw(_integers(0, 2)))]
    if promise_ids:
        waits_for = (*places, "done") if done else places
        step["promises"] = [draw(_promise(promise_id, waits_for, acting)) for promise_id in promise_ids]
    if acting and _sometimes(draw, 2):
        step["do"] = [draw(action(f"do_{step_id}"))]
    if acting and _sometimes(draw, 4):
        step["at_most"] = draw(_integers(1, 2))
        step["do"] = [{"id": f"person_{step_id}", "when": f"visits('{step_id}') > 0", "handoff": "day"}, *step.get("do", [])]
    return step


@cache
@st.composite
def _outcome(draw: st.DrawFn, number: int) -> MapData:
    kind = draw(_one_of(("reached", "lost", "other")))
    outcome: MapData = {"id": f"o{number}", "kind": kind, "title": f"o{number}", "event": draw(_some(OUTCOME_NAMES, 2))}
    if _sometimes(draw, 5):
        outcome["where"] = draw(conditions())
    return outcome


@cache
@st.composite
def _score(draw: st.DrawFn, score_id: str) -> MapData:
    score: MapData = {"id": score_id, "kind": "ces", "event": draw(_some(SCORE_NAMES, 2)), "value": "x", "scale": "1..7"}
    if _sometimes(draw, 4):
        score["where"] = draw(conditions())
    return score


@cache
@st.composite
def _trip_rules(draw: st.DrawFn, step_ids: tuple[str, ...]) -> MapData:
    trip: MapData = {"quiet": draw(_one_of(QUIETS))}
    if per := draw(_one_of((None, None, None, None, "k", "k", "k", "n", "x", "flag", "at", "size"))):
        trip["per"] = per
    if _sometimes(draw, 2) and (starts := draw(_subset(step_ids, 2))):
        trip["starts"] = starts
    if _sometimes(draw, 10):
        trip["only"] = draw(conditions())
    return trip


@cache
@st.composite
def action(draw: st.DrawFn, action_id: str, before: tuple[str, ...] = ()) -> MapData:
    """One action of a map: a task or a choice, at times after a while (or one of `before` a due moment) or only where facts hold."""
    made: MapData = {"id": action_id}
    if _sometimes(draw, 3):
        when = draw(_one_of(FACT_CONDITIONS))
        made["choose"] = [
            {"id": f"{action_id}_a", "when": when, "handoff": "day"},
            {"id": f"{action_id}_b", "call": "crm", "send": ["x", "plan"]},
        ]
    else:
        made |= {"task": "always", "title": action_id, "due": "1h"}
    if before:
        made["before"] = draw(_one_of(before))
    else:
        if _sometimes(draw, 3):
            made["after"] = draw(_one_of(LENGTHS))
        if action_id.startswith(("do_", "late_")) and _sometimes(draw, 3):
            made["while_here"] = True
    if _sometimes(draw, 4):
        made["once"] = draw(_one_of(("trip", "customer")))
    if _sometimes(draw, 3):
        made["if_late"] = draw(_one_of(("never", "always", "30m")))
    if _sometimes(draw, 2):
        made["when"] = draw(
            st.sampled_from(("visits('s0') >= 1", "again", "broken_promises > 0", "move = 'back'", "changed_channel", "plan = 'fibre'"))
        )
    return made


@cache
@st.composite
def maps(draw: st.DrawFn, acting: bool = False) -> MapData:
    """A map with every word that rules 1 to 8 use; where `acting`, with actions too."""
    stages = ("g0", "g1")[: draw(_integers(1, 2))]
    step_ids = tuple(f"s{n}" for n in range(draw(_one_of((2, 3, 4, 3, 1)))))
    outcome_ids = tuple(f"o{n}" for n in range(draw(_one_of((1, 2, 1, 0)))))
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
    _wait_for_visits_only(made)
    if scores := draw(_one_of(((), (), ("effort",), ("effort", "mood")))):
        made["scores"] = [draw(_score(score_id)) for score_id in scores]
    if acting and made["trip"]["quiet"] != "never" and _sometimes(draw, 2):
        made["when_quiet"] = [draw(action("quiet_action"))]
    return made


def _wait_for_visits_only(made: MapData) -> None:
    """Leave out of `starts` and `until` the steps that are never visited: a map that names one is refused."""
    never = {step["id"] for step in made["steps"] if "seen" in step or "aftercare" in step}
    promises = [promise for step in made["steps"] for promise in step.get("promises", ())]
    for noun, word in ((made["trip"], "starts"), *((promise, "until") for promise in promises)):
        if left := [place for place in noun.pop(word, ()) if place not in never]:
            noun[word] = left


@cache
def times_us(earliest_slot: int = 0, latest_slot: int = 30) -> st.SearchStrategy[int]:
    """Moments on a grid of half hours; at times a microsecond beside it."""
    beside = st.sampled_from((0, 0, 0, 0, 0, 0, 1, -1))
    return st.builds(lambda slot, off: BEGIN_US + slot * SLOT_US + off, st.integers(earliest_slot, latest_slot), beside)


@cache
def _far_us() -> st.SearchStrategy[int]:
    """Moments up to 40 days on."""
    return st.integers(1, 40).map(lambda days: BEGIN_US + days * 48 * SLOT_US)


VALUES: dict[str, tuple[PropertyValue, ...]] = {
    "k": ("a", "a", "a", None, "b", "1", ""),
    "x": (1, 3, 2, 4, 1.0, "3", "1e0", None, "many", 2.5, -0.0),
    "n": (1, 2, 1, "1", "01", 1.0, None, "x"),
    "flag": (True, True, False, "true", 1, None),
    "at": ("2026-03-28T22:00:00Z", "2026-03-28 23:00+01:00", "2026-03-28T22:00:00.0Z", "2026-01-01T00:00:00Z", None, "noon"),
    "size": ("small", "small", "large", "huge", "", None),
    "plan": ("fibre", "basic", "other", None),
    "age": (31, 30, "40", None),
    "vip": (True, False, "true", None),
    "since": ("2025-06-01T00:00:00Z", "2026-02-01T00:00:00Z", None),
    "was": ("anon1", "bob", "anon1", "anon2", "", None),
}
IDS = (*(f"e{n}" for n in range(24)), "E", "é", "￮", "😀")
CUSTOMERS = (
    ("ann",),
    ("ann", "ann", "ann", "bob"),
    ("ann", "ann", "anon1"),
    ("ann", "ann", "bob", "anon1", "anon2"),
)


_VALUE = {name: st.sampled_from(values) for name, values in VALUES.items()}
_SEEN = st.fixed_dictionaries({}, optional={name: _VALUE[name] for name in FIELDS})
_SAID = st.fixed_dictionaries({"was": _VALUE["was"]}, optional={name: _VALUE[name] for name in (*TRAITS, "k", "x", "n")})


@cache
@st.composite
def _event(draw: st.DrawFn, names: tuple[str, ...], customers: tuple[str, ...], moments: st.SearchStrategy[int]) -> Event:
    name = draw(_one_of(names))
    return Event(
        id=draw(_one_of(IDS)),
        time_us=draw(moments),
        customer=draw(_one_of(customers)),
        name=name,
        channel=draw(_one_of((None, "web", "chat", "web", ""))),
        source=draw(_one_of(("", "", "", "crm"))),
        properties=draw(_SAID if name == "identify" else _SEEN),
    )


def _named(nouns: Iterable[MapData], word: str = "event") -> tuple[str, ...]:
    """The names of events that steps, outcomes or scores give under a word."""
    said = [noun.get(word, []) for noun in nouns]
    return tuple(name for names in said for name in ([names] if isinstance(names, str) else names))


def _names_on(map_: MapData) -> tuple[str, ...]:
    """The names that events of a map have: mostly its steps', then what else it names, rarely any."""
    steps, done = _named(map_["steps"]), _named(map_["steps"], "done")
    outcomes, scores = _named(map_["outcomes"]), _named(map_.get("scores", ()))
    odd = ANY_NAMES[len(steps + scores) % len(ANY_NAMES)]
    return (*steps, *steps, *steps, *steps, *done, *outcomes, *outcomes, *scores, *scores, "identify", "identify", odd)


@st.composite
def _around_a_key(draw: st.DrawFn, map_: MapData) -> tuple[Event, ...]:
    """Three events in a row, of which only the second carries a key: by it the trip of the first may be taken over."""
    steps, per = _named(map_["steps"]), map_["trip"].get("per")
    if per is None or not steps:
        return ()
    beside = (*_named(map_["steps"], "done"), *_named(map_.get("scores", ())), *steps)
    names = [draw(_one_of(choice)) for choice in (steps, (*_named(map_["outcomes"]), *steps), beside)]
    slot = draw(_integers(0, 8))
    times = [BEGIN_US + (slot + n) * SLOT_US for n in range(3)]
    keys = [{}, {per: VALUES[per][0]}, {}]
    rows = zip(names, times, keys, strict=True)
    return tuple(Event(id=f"k{n}", time_us=us, customer="ann", name=name, properties=key) for n, (name, us, key) in enumerate(rows))


_MOMENTS = st.sampled_from((times_us(0, 8), times_us(0, 8), times_us(0, 16), times_us(), st.one_of(times_us(0, 8), _far_us())))
_ASKED = st.one_of(st.none(), _far_us(), times_us(6), st.none(), _far_us(), times_us(6), st.none(), _far_us(), times_us(-2))


@st.composite
def events(draw: st.DrawFn, map_: MapData, most: int = 20) -> tuple[Event, ...]:
    """Events in order of arrival: mostly of one customer, and close to each other in time."""
    names = draw(_one_of((_names_on(map_),) * 7 + (ANY_NAMES,)))
    customers = draw(_one_of(CUSTOMERS))
    moments = draw(_MOMENTS)
    fewest = min(draw(_one_of((3, 8, 12, 14, 16, 16))), most)
    if _sometimes(draw, 40):
        return ()
    first = draw(_around_a_key(map_)) if _sometimes(draw, 3) else ()
    return (*first, *draw(_list_of(_event(names, customers, moments), min_size=fewest, max_size=most)))


@cache
def aliases() -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    """No pair mostly; else pairs that join known identities."""
    pair = st.sampled_from((("bob", "ann"), ("bob", "ann"), ("ann", "zed"), ("anon1", "bob")))
    return st.one_of(st.just(()), st.lists(pair, unique=True, min_size=1, max_size=2).map(tuple))


@cache
@st.composite
def examples(draw: st.DrawFn, acting: bool = False, most_events: int = 20) -> Example:
    """A map, its events in any order of arrival, and a moment to ask for: any, also before the first event, or none given."""
    map_ = draw(maps(acting=acting))
    return Example(
        map=map_,
        events=draw(events(map_, most_events)),
        aliases=draw(aliases()),
        now_us=draw(_one_of((LAST_US, LAST_US, LAST_US, LAST_US, BEGIN_US + 5 * SLOT_US, BEGIN_US + 20 * SLOT_US))),
        as_of_us=draw(_ASKED),
    )
