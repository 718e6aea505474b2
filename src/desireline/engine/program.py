"""A map made ready for the engine, once: names to what they can be, places as numbers, conditions bound, promises and deeds numbered."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from desireline.conditions import Condition, Value, text_of
from desireline.conditions.types import READERS, read_text
from desireline.engine.calendar import due_function
from desireline.engine.facts import EventTest, SituationTest, bind_when, bind_where
from desireline.engine.state import FORMAT
from desireline.model import DONE, Action, Map, Promise, candidates_by_name, ways_of
from desireline.model.map import ActionKind

STEP, OUTCOME, WORK_DONE, AFTERCARE, SCORE = 1, 2, 3, 4, 5
"""What an event is; 0: nothing."""
_KINDS = {"step": STEP, "outcome": OUTCOME, "done": WORK_DONE, "aftercare": AFTERCARE, "score": SCORE}
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}", re.ASCII)
Read = Callable[[object], Value | None]


@dataclass(frozen=True, slots=True)
class Deed:
    """An action, made ready.

    number     its place in `Program.deeds`; -1 for a branch of a choice
    ahead_of   the number of the promise that it runs ahead of, else -1
    channels   where its message can be said, in the message's order
    given      the fields and traits that whoever performs it needs: what a call sends, what a message's text names
    """

    number: int
    id: str
    kind: ActionKind
    action: Action
    when: SituationTest | None
    ahead_of: int
    after_us: int
    before_us: int
    channels: tuple[str, ...]
    given: tuple[str, ...]
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

    candidates   event name -> (what it is, place or number of the score, condition), in the order in which they are tried
    quiet_us     None: never quiet
    asides       whether any event can be a score's or aftercare's
    fields       the fields that actions use, each with how it is read; their last values are kept in the trip
    """

    map: Map
    version: str
    journey: str
    candidates: Mapping[str, tuple[tuple[int, int, EventTest | None], ...]]
    per: str | None
    key_of: Callable[[object], str | None]
    quiet_us: int | None
    only: EventTest | None
    asides: bool
    places: tuple[PlaceRule, ...]
    promises: tuple[PromiseRule, ...]
    deeds: tuple[Deed, ...]
    when_quiet: tuple[Deed, ...]
    scores: tuple[str, ...]
    traits: Mapping[str, Read]
    fields: tuple[tuple[str, Read], ...]


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

    def program(self) -> Program:
        map_ = self.map
        places = tuple(self._place(id_) for id_ in self.place_of)
        when_quiet = self._deeds(map_.when_quiet)
        per = map_.trip.per
        return Program(
            map=map_,
            version=f"{FORMAT}:{map_.version[:20]}",
            journey=map_.journey,
            candidates=self._candidates(),
            per=per,
            key_of=_key_function(READERS[map_.fields[per].kind]) if per is not None else read_text,
            quiet_us=map_.trip.quiet_us,
            only=_bound(map_.trip.only),
            asides=bool(map_.scores) or any(step.aftercare for step in map_.steps),
            places=places,
            promises=tuple(self.promises),
            deeds=tuple(self.deeds),
            when_quiet=when_quiet,
            scores=tuple(score.id for score in map_.scores),
            traits={name: READERS[type_.kind] for name, type_ in map_.traits.items()},
            fields=self._used_fields(),
        )

    def _candidates(self) -> dict[str, tuple[tuple[int, int, EventTest | None], ...]]:
        score_of = {score.id: number for number, score in enumerate(self.map.scores)}
        bound: dict[int, EventTest | None] = {}
        found = {}
        for name, candidates in candidates_by_name(self.map).items():
            for c in candidates:
                bound.setdefault(id(c.where), _bound(c.where))
            found[name] = tuple(
                (_KINDS[c.kind], score_of[c.id] if c.kind == "score" else self.place_of[c.id], bound[id(c.where)]) for c in candidates
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
            due_us=self._due(promise),
            keeps=self._numbers(until - {DONE}),
            done_keeps=DONE in until,
            ahead=self._deeds(promise.ahead, ahead_of=number),
            late=self._deeds(promise.late),
        )
        self.promises.append(made)
        return made

    def _due(self, promise: Promise) -> Callable[[int], int]:
        hours = self.map.team_by_id[promise.hours_of].hours if promise.hours_of is not None else None
        if hours is not None:
            return due_function(hours, promise.within_us)
        return promise.within_us.__add__

    def _deeds(self, actions: Sequence[Action], ahead_of: int = -1) -> tuple[Deed, ...]:
        made = []
        for action in actions:
            made.append(self._deed(action, len(self.deeds), ahead_of))
            self.deeds.append(made[-1])
        return tuple(made)

    def _deed(self, action: Action, number: int, ahead_of: int) -> Deed:
        texts = self.texts.get(action.target or "", {}) if action.kind == "say" else {}
        named = {name for by_language in texts.values() for text in by_language.values() for name in _PLACEHOLDER.findall(text)}
        declared = sorted(name for name in named if name in self.map.fields or name in self.map.traits)
        return Deed(
            number=number,
            id=action.id,
            kind=action.kind,
            action=action,
            when=bind_when(action.when, self.map.journey, self.place_of) if action.when is not None else None,
            ahead_of=ahead_of,
            after_us=action.after_us,
            before_us=action.before_us,
            channels=tuple(texts),
            given=tuple(dict.fromkeys((*action.send, *declared))),
            branches=tuple(self._deed(branch, -1, -1) for branch in action.branches),
        )

    def _used_fields(self) -> tuple[tuple[str, Read], ...]:
        used: set[str] = set()
        for deed in _with_branches(self.deeds):
            used.update(deed.given)
            if deed.action.when is not None:
                used.update(name.id for name in deed.action.when.inputs if name.kind == "field")
        return tuple((name, READERS[type_.kind]) for name, type_ in self.map.fields.items() if name in used)


def _with_branches(deeds: Sequence[Deed]) -> Iterator[Deed]:
    for deed in deeds:
        yield deed
        yield from _with_branches(deed.branches)


def _bound(condition: Condition | None) -> EventTest | None:
    return None if condition is None else bind_where(condition)


def _key_function(read: Read) -> Callable[[object], str | None]:
    if read is read_text:
        return read_text

    def key_of(raw: object) -> str | None:
        value = read(raw)
        return None if value is None else text_of(value)

    return key_of
