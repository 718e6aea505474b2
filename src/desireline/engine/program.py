"""A map made ready for the engine, once: names to what they can be, places as numbers, conditions bound, promises and deeds numbered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from desireline.conditions import Condition, Value, text_of
from desireline.conditions.types import READERS, read_text
from desireline.engine.calendar import due_function
from desireline.engine.facts import EventTest, SituationTest, bind_when, bind_where
from desireline.engine.state import FORMAT
from desireline.model import DONE, Action, Map, Promise, candidates_by_name, ways_of
from desireline.model.map import ActionKind, Once
from desireline.texts import read_message_text

STEP, OUTCOME, WORK_DONE, AFTERCARE, SCORE = 1, 2, 3, 4, 5
"""What an event is."""
Match = tuple[int, int]
"""What an event is, and the place or the number of the score."""
NOTHING: Match = (0, -1)
_KINDS = {"step": STEP, "outcome": OUTCOME, "done": WORK_DONE, "aftercare": AFTERCARE, "score": SCORE}
Read = Callable[[object], Value | None]


@dataclass(frozen=True, slots=True)
class Deed:
    """An action, made ready.

    number     its place in `Program.deeds`; -1 for a branch of a choice
    ahead_of   the number of the promise that it runs ahead of, else -1
    follows    whether it is said or offered where the customer was last, if it can be: the map says no channel
    channels   where its message can be said, in the message's order
    due_us     its moment -> until when its team has, in the hours of the team; None: no limit
    given      the fields and traits that whoever performs it needs: what a call sends, what a message's text names, and
               the trait that says in which language; each with where the field is in `TripState.known`, None for a trait
    """

    number: int
    id: str
    kind: ActionKind
    action: Action
    when: SituationTest | None
    ahead_of: int
    after_us: int
    before_us: int
    due_us: Callable[[int], int] | None
    once: Once | None
    while_here: bool
    follows: bool
    channels: tuple[str, ...]
    given: tuple[tuple[str, int | None], ...]
    branches: tuple["Deed", ...]


@dataclass(frozen=True, slots=True)
class PromiseRule:
    """A promise, made ready. `keeps`: the places whose visit keeps it; `done_keeps`: so does the end of its visit's work."""

    number: int
    id: str
    due_us: Callable[[int], int]
    keeps: frozenset[int]
    done_keeps: bool
    ahead: tuple[Deed, ...]
    late: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """A step or outcome, made ready. Places are numbered by the file's order of steps, then of outcomes."""

    id: str
    start: bool
    expected: frozenset[int]
    reachable: frozenset[int]
    at_most: int | None
    promises: tuple[PromiseRule, ...]
    do: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A map made ready: made once by `compile_map`, used for every customer.

    certain      event name -> what it is, where the name alone says it
    candidates   all other names -> what it can be, with the condition, in the order in which they are tried
    quiet_us     None: never quiet
    asides       whether any event can be a score's or aftercare's
    remembered   the actions of which it counts, if all is computed anew, what they caused already: when quiet, or `once`
    fields       the fields that actions use: where in `TripState.known` the last value is kept, the name, how it is read
    """

    map: Map
    version: str
    journey: str
    certain: Mapping[str, Match]
    candidates: Mapping[str, tuple[tuple[Match, EventTest | None], ...]]
    per: str | None
    key_of: Callable[[object], str | None]
    quiet_us: int | None
    only: EventTest | None
    asides: bool
    places: tuple[PlaceRule, ...]
    promises: tuple[PromiseRule, ...]
    deeds: tuple[Deed, ...]
    when_quiet: tuple[Deed, ...]
    remembered: frozenset[str]
    scores: tuple[str, ...]
    traits: Mapping[str, Read]
    fields: tuple[tuple[int, str, Read], ...]


def compile_map(map_: Map) -> Program:
    """Make a map ready for the engine."""
    return _Compiler(map_).program()


class _Compiler:
    def __init__(self, map_: Map) -> None:
        self.map = map_
        self.ways = ways_of(map_)
        self.place_of = {id_: n for n, id_ in enumerate((*map_.step_by_id, *map_.outcome_by_id))}
        self.deeds: list[Deed] = []
        self.promises: list[PromiseRule] = []
        self.texts = {message.id: message.texts for message in map_.messages}
        self.types = {**map_.fields, **map_.traits}
        used = {name for action in _all_actions(map_) for name in self._fields_of(action)}
        self.field_at = {name: at for at, name in enumerate(sorted(used & map_.fields.keys()))}

    def program(self) -> Program:
        map_ = self.map
        candidates = self._candidates()
        places = tuple(self._place(id_) for id_ in self.place_of)
        when_quiet = self._deeds(map_.when_quiet)
        per = map_.trip.per
        return Program(
            map=map_,
            version=f"{FORMAT}:{map_.version[:12]}",
            journey=map_.journey,
            certain={name: tried[0][0] for name, tried in candidates.items() if tried[0][1] is None},
            candidates={name: tried for name, tried in candidates.items() if tried[0][1] is not None},
            per=per,
            key_of=_key_function(READERS[map_.fields[per].kind]) if per is not None else read_text,
            quiet_us=map_.trip.quiet_us,
            only=_bound(map_.trip.only),
            asides=bool(map_.scores) or any(step.aftercare for step in map_.steps),
            places=places,
            promises=tuple(self.promises),
            deeds=tuple(self.deeds),
            when_quiet=when_quiet,
            remembered=frozenset(deed.id for deed in self.deeds if deed.once is not None or deed in when_quiet),
            scores=tuple(score.id for score in map_.scores),
            traits={name: READERS[type_.kind] for name, type_ in map_.traits.items()},
            fields=tuple((at, name, READERS[map_.fields[name].kind]) for name, at in self.field_at.items()),
        )

    def _candidates(self) -> dict[str, tuple[tuple[Match, EventTest | None], ...]]:
        score_of = {score.id: number for number, score in enumerate(self.map.scores)}
        bound: dict[int, EventTest | None] = {}
        found = {}
        for name, candidates in candidates_by_name(self.map).items():
            for c in candidates:
                bound.setdefault(id(c.where), _bound(c.where))
            found[name] = tuple(
                ((_KINDS[c.kind], score_of[c.id] if c.kind == "score" else self.place_of[c.id]), bound[id(c.where)]) for c in candidates
            )
        return found

    def _place(self, id_: str) -> PlaceRule:
        step = self.map.step_by_id.get(id_)
        if step is None:
            return PlaceRule(id_, False, frozenset(), frozenset(), None, (), ())
        return PlaceRule(
            id=id_,
            start=id_ in self.ways.starts,
            expected=self._numbers(self.ways.expected[id_]),
            reachable=self._numbers(self.ways.reachable[id_]),
            at_most=step.at_most,
            promises=tuple(self._promise(promise, id_) for promise in sorted(step.promises, key=lambda p: p.id)),
            do=self._deeds(step.do),
        )

    def _numbers(self, ids: frozenset[str]) -> frozenset[int]:
        return frozenset(self.place_of[id_] for id_ in ids)

    def _promise(self, promise: Promise, step: str) -> PromiseRule:
        number = len(self.promises)
        until = frozenset(promise.until) or frozenset(self.place_of) - {step}
        made = PromiseRule(
            number=number,
            id=promise.id,
            due_us=self._due(promise.hours_of, promise.within_us),
            keeps=self._numbers(until - {DONE}),
            done_keeps=DONE in until,
            ahead=self._deeds(promise.ahead, ahead_of=number),
            late=self._deeds(promise.late),
        )
        self.promises.append(made)
        return made

    def _due(self, team: str | None, within_us: int) -> Callable[[int], int]:
        """A moment -> when so much time has passed since, of the hours of a team where one is named that has hours."""
        hours = self.map.team_by_id[team].hours if team is not None else None
        if hours is not None and hours.spans:
            return due_function(hours, within_us)
        return within_us.__add__

    def _deeds(self, actions: Sequence[Action], ahead_of: int = -1) -> tuple[Deed, ...]:
        made = []
        for action in actions:
            made.append(self._deed(action, len(self.deeds), ahead_of))
            self.deeds.append(made[-1])
        return tuple(made)

    def _deed(self, action: Action, number: int, ahead_of: int) -> Deed:
        return Deed(
            number=number,
            id=action.id,
            kind=action.kind,
            action=action,
            when=bind_when(action.when, self.map.journey, self.place_of, self.field_at) if action.when is not None else None,
            ahead_of=ahead_of,
            after_us=action.after_us,
            before_us=action.before_us,
            due_us=None if action.due_us is None else self._due(action.target, action.due_us),
            once=action.once,
            while_here=action.while_here,
            follows=action.channel is None and action.kind in ("say", "offer"),
            channels=tuple(self._texts_of(action)),
            given=tuple((name, self.field_at.get(name)) for name in self._given(action)),
            branches=tuple(self._deed(branch, -1, -1) for branch in action.branches),
        )

    def _texts_of(self, action: Action) -> Mapping[str, Mapping[str, str]]:
        return self.texts.get(action.target or "", {}) if action.kind == "say" else {}

    def _given(self, action: Action) -> tuple[str, ...]:
        """The fields and traits that a call sends, or that a message's text names, and the trait that says in which language."""
        texts = [text for by_language in self._texts_of(action).values() for text in by_language.values()]
        named = {name for text in texts for name in read_message_text(text, self.types).names}
        spoken = (self.map.language,) if texts and self.map.language is not None else ()
        return tuple(dict.fromkeys((*action.send, *sorted(named), *spoken)))

    def _fields_of(self, action: Action) -> Iterator[str]:
        yield from (name for name in self._given(action) if name in self.map.fields)
        yield from (name.id for name in (action.when.inputs if action.when is not None else ()) if name.kind == "field")


def _all_actions(map_: Map) -> Iterator[Action]:
    """Every action of a map, and every branch."""
    promises = [promise for step in map_.steps for promise in step.promises]
    groups = [map_.when_quiet, *(step.do for step in map_.steps), *(p.ahead for p in promises), *(p.late for p in promises)]
    for action in chain.from_iterable(groups):
        yield action
        yield from action.branches


def _bound(condition: Condition | None) -> EventTest | None:
    return None if condition is None else bind_where(condition)


def _key_function(read: Read) -> Callable[[object], str | None]:
    if read is read_text:
        return read_text

    def key_of(raw: object) -> str | None:
        value = read(raw)
        return None if value is None else text_of(value)

    return key_of
