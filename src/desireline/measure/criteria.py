"""The words by which lists are asked for, such as `move: speed_test:call`, and the criteria that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import inf
from typing import get_args

from desireline.conditions import text_of
from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.measure.cube import Dimension
from desireline.measure.families import Family
from desireline.measure.families.channels import CHANNEL_CHANGES, CHANNELS, CHANNELS_BY_STAGE, FIRST_CONTACTS
from desireline.measure.families.effort import EFFORT, HELP
from desireline.measure.families.family import Bounds
from desireline.measure.families.moves import MOVES_BY_KIND, MOVES_MADE, WAITS
from desireline.measure.families.owners import HANDOFFS, OWNERS
from desireline.measure.families.promises import BROKEN_PROMISES, PROMISES
from desireline.measure.families.scores import SAID, SCORES, SCORES_BY_STAGE, SCORES_BY_STEP, amount_of
from desireline.measure.families.stages import PASSED, STAGES
from desireline.measure.families.steps import STAYS, VISITS, WAITING, WORKING
from desireline.measure.families.trips import ENDED, LIFETIMES, TRIPS
from desireline.measure.refusals import malformed, not_of_trips, unknown
from desireline.measure.seen import Scope
from desireline.measure.segments import EXAMPLES, TIMES_OF_BEGINNING, Segment, as_begun, segment_of
from desireline.measure.selection import (
    Counted,
    Criterion,
    InSegment,
    Narrowing,
    OfCohort,
    OfEvents,
    OnRoute,
    Through,
    Touched,
    Values,
    all_trips,
    bounded,
)
from desireline.measure.ways import OnWay, Way
from desireline.model import GONE_QUIET, OPEN, Score, parse_duration_us

ANY = "*"
Asked = tuple[str, str]
"""A word and what stands behind it; nothing behind a word that takes nothing."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    takes   what stands behind it, parts between colons; "" for nothing
    family  whose rows it asks for, and which of the family's dimensions the parts are values of, in their order
    """

    name: str
    takes: str
    says: str
    family: Family | None = None
    dimensions: tuple[str, ...] = ()


WORDS: tuple[Word, ...] = (
    Word("how", "HOW", "the trip ended so: an outcome, gone_quiet or open", TRIPS, ("how",)),
    Word("ended", "HOW", "the trip ended so in the period, whenever it began", ENDED, ("how",)),
    Word("lifetime", "HOW", "as --how; times run until the end, or until now", LIFETIMES, ("how",)),
    Word("stage", "STAGE[:STATE]", "came to the stage, and what became of it", STAGES, ("stage", "state")),
    Word("stage-stay", "STAGE", "a passage through the stage that is over; times are its length", PASSED, ("stage",)),
    Word("step", "STEP", "a visit to the step or outcome", VISITS, ("step",)),
    Word("stay", "STEP", "a stay at the step that is over; times are its length", STAYS, ("step",)),
    Word("working", "STEP", "the same, where the end of work is known; times are those until then", WORKING, ("step",)),
    Word("waiting", "STEP", "the same; times are those after the end of work", WAITING, ("step",)),
    Word("move", "FROM:TO", "a move between two steps; times are those of the wait before", WAITS, ("from", "to")),
    Word("kind", "KIND", "a visit come to so (start, back, …); behind --move, moves of this kind only", MOVES_BY_KIND, ("kind",)),
    Word("promise", "PROMISE[:STATE]", "a promise made, and whether it is kept, broken, void or pending", PROMISES, ("promise", "state")),
    Word(
        "missed",
        "PROMISE[:SETTLED]",
        "a broken promise, settled late or not_settled; times are how late",
        BROKEN_PROMISES,
        ("promise", "settled"),
    ),
    Word("channel", "CHANNEL", "a visit over the channel", CHANNELS, ("channel",)),
    Word("channel-in-stage", "STAGE[:CHANNEL]", "the same, at a step of the stage", CHANNELS_BY_STAGE, ("stage", "channel")),
    Word("channel-change", "FROM:TO", "a move from one channel to another", CHANNEL_CHANGES, ("from", "to")),
    Word("first", "STEP[:CHANNEL]", "the trip began in the period, at the step", FIRST_CONTACTS, ("step", "channel")),
    Word("team", "TEAM", "a stay that is over at a step of the team", OWNERS, ("team",)),
    Word("handoff", "FROM:TO", "a move from a step of one team to a step of another", HANDOFFS, ("from", "to")),
    Word("effort", "OUTCOME", "reached its outcome; how many contacts that took", EFFORT, ("how",)),
    Word("with-person", "", "reached its outcome by way of a step at which a person acts", HELP),
    Word("without-person", "", "reached its outcome without such a step", HELP),
    Word("score", "SCORE[:ANSWER[:STEP]]", "an answer, such as 9 or 9..10; nothing in its place: one off the scale", SCORES_BY_STEP),
    Word("score-in-stage", "SCORE[:ANSWER[:STAGE]]", "the same, by the stage where the trip was", SCORES_BY_STAGE),
    Word("route", "STEP,STEP,…", "the trip took just these steps and outcomes"),
    Word("funnel", "STEP,STEP,…", "the trip came to these one after another, whatever lay between"),
    Word(
        "cohort",
        "MONTH[:WEEK]",
        "the customer's first trip, begun in the month, * for any; with a week, from 1: a trip begun in that week after",
    ),
    Word("with", "STEP", "the trip came to the step or outcome, also before the period or after it"),
    Word("without", "STEP", "the trip did not"),
    Word("starts", "STEP", "the trip began at the step, whenever that was"),
    Word("ends", "STEP", "the step was the trip's last one; an outcome, gone_quiet or open: it ended so"),
    Word("again", "", "the customer had made an earlier trip"),
    Word("segment", "NAME=VALUE", "a trait, field, channel, start, again, day, week, month, year, as the trip began; no value: not known"),
    Word("event", "NAME", "an event of the period, whatever it is"),
    Word("unmapped", "NAME", "an event that matched nothing"),
    Word("outside", "NAME", "an event that matched and found no trip"),
    Word("at-least", "LENGTH", "of the criterion before: times of so much at least, such as 1d; for --effort contacts"),
    Word("at-most", "LENGTH", "and at most"),
)
WAYS: dict[str, Way] = {way: way for way in get_args(Way)}
BY_NAME = {word.name: word for word in WORDS}
TOUCHED: dict[str, Touched] = {"event": "all", "unmapped": "unmapped", "outside": "outside"}


def criteria_of(asked: Sequence[Asked], scope: Scope, names: Sequence[str]) -> list[Criterion] | OfEvents:
    """What was asked for: what is listed, then what narrows it. `names`: of the lake's events.

    A word of a family takes values of its dimensions, between colons; several of one, between commas. A part that is left out, or `*`, is
    any; an empty one is what is not known, where there is such a thing. Segments and ways only say which trips are looked at: where
    nothing else is asked for, all of these are listed.

    Raises DesirelineError with everything that is wrong.
    """
    reader = _Reader(scope, names)
    wrong: list[Diagnostic] = []
    for name, text in asked:
        try:
            reader.read(name, text)
        except DesirelineError as error:
            wrong.extend(error.diagnostics)
    events = [criterion for criterion in reader.found if isinstance(criterion, OfEvents)]
    if events and len(reader.found) > 1:
        wrong.append(not_of_trips(events[0].text, [criterion.text for criterion in reader.found if criterion is not events[0]]))
    if wrong:
        raise DesirelineError(wrong)
    if events:
        return events[0]
    found = [criterion for criterion in reader.found if not isinstance(criterion, OfEvents)]
    narrowing = [criterion for criterion in found if isinstance(criterion, Narrowing)]
    rows = [criterion for criterion in found if not isinstance(criterion, Narrowing)]
    return [*(rows or [all_trips()]), *narrowing]


def narrowing_of(asked: Sequence[Asked], scope: Scope) -> list[Narrowing]:
    """Which trips are looked at, by segments and ways. Raises DesirelineError with everything that is wrong."""
    narrows = [word.name for word in WORDS if word.name in ("segment", "again") or word.name in WAYS]
    wrong = [unknown(name, "word that says which trips are looked at", narrows, "M111") for name, _ in asked if name not in narrows]
    if wrong:
        raise DesirelineError(wrong)
    found = criteria_of(asked, scope, ())
    return [] if isinstance(found, OfEvents) else [criterion for criterion in found if isinstance(criterion, Narrowing)]


class _Reader:
    """Reads words one after another: some narrow the one before."""

    def __init__(self, scope: Scope, names: Sequence[str]) -> None:
        self.scope = scope
        self.names = names
        self.found: list[Criterion | OfEvents] = []
        self.unread = False

    def read(self, name: str, text: str) -> None:
        """Read one word. What narrows a criterion that could not be read is passed over."""
        narrows = name in ("at-least", "at-most", "kind")
        if narrows and self.unread:
            return
        self.unread = True
        self._read(name, text)
        self.unread = False

    def _read(self, name: str, text: str) -> None:
        word = BY_NAME.get(name)
        if word is None:
            raise DesirelineError(unknown(name, "word by which lists are asked for", BY_NAME, "M111"))
        shown = f"--{name} {text}" if text else f"--{name}" if not word.takes else f'--{name} ""'
        if name in ("at-least", "at-most"):
            self.found[-1:] = [self._bounded(name, text, shown)]
        elif name == "kind" and self.found and isinstance(before := self.found[-1], Counted) and before.family is WAITS:
            at = {**before.at, **self._fits(word, text)}
            self.found[-1] = replace(before, text=f"{before.text} {shown}", family=MOVES_MADE, at=at)
        else:
            self.found.append(self._criterion(word, text, shown))

    def _criterion(self, word: Word, text: str, shown: str) -> Criterion | OfEvents:
        if word.name in TOUCHED:
            return OfEvents(shown, TOUCHED[word.name], self._events(text))
        if word.name == "route":
            return OnRoute(shown, tuple(self._route(text)))
        if word.name == "funnel":
            return Through(shown, tuple(self._route(text)))
        if word.name == "cohort":
            return self._cohort(text, shown)
        if word.name == "again":
            return InSegment(shown, Segment("again", "again"), "true")
        if word.name == "segment":
            return self._segment(text, shown)
        if word.name in WAYS:
            return self._way(WAYS[word.name], text, shown)
        assert word.family is not None
        if word.family is HELP:
            return Counted(shown, HELP, {"help": (word.name.replace("-", "_"),)})
        if word.family in (SCORES_BY_STEP, SCORES_BY_STAGE):
            return self._answers(word, text, shown)
        return Counted(shown, word.family, self._fits(word, text))

    def _fits(self, word: Word, text: str) -> dict[str, Values]:
        """What fits of each dimension."""
        assert word.family is not None
        told = {dimension.name: dimension for dimension in word.family.dimensions(self.scope)}
        dimensions = [told[name] for name in word.dimensions]
        parts = _parts(word, text, dimensions)
        return {
            dimension.name: _value(dimension, part) for dimension, part in zip(dimensions, parts, strict=False) if not _any(dimension, part)
        }

    def _answers(self, word: Word, text: str, shown: str) -> Counted:
        """Answers to a score: `SCORE`, `SCORE:9`, `SCORE:9..10`, `SCORE:` for those off the scale; then where the trip was."""
        scores = {score.id: score for score in self.scope.map.scores}
        id_, *parts = text.split(":", 2)
        if id_ not in scores:
            raise DesirelineError(unknown(id_, f"score of `{self.scope.map.journey}`", scores))
        said, place = [*parts, ANY, ANY][:2]
        family: Family = SCORES
        at: dict[str, Values] = {"score": (id_,)}
        if place != ANY:
            family = word.family or SCORES
            where = family.dimensions(self.scope)[-1]
            at |= {where.name: _value(where, place)}
        if said == ANY:
            return Counted(shown, family, at)
        low, high = _answers(scores[id_], said) if said else (None, None)
        return Counted(shown, family, at | {"said": (SAID[0] if said else SAID[1],)}, Bounds(low, high))

    def _route(self, text: str) -> Iterator[int]:
        steps = Dimension("step", self.scope.places)
        for part in text.split(","):
            yield steps.values.index(_one(steps, part.strip()))

    def _way(self, way: Way, text: str, shown: str) -> OnWay:
        """`starts` takes steps, `ends` other ways to end as well."""
        places, steps = self.scope.places, self.scope.steps
        known = {"starts": places[:steps], "ends": (*places, GONE_QUIET, OPEN)}.get(way, places)
        found = [known.index(str(value)) for value in _value(Dimension("step", known), text)]
        if way != "ends":
            return OnWay(shown, way, tuple(found))
        return OnWay(shown, way, tuple(at for at in found if at < steps), tuple(at - steps for at in found if at >= steps))

    def _cohort(self, text: str, shown: str) -> OfCohort:
        month, colon, week = text.partition(":")
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])|\*", month, re.ASCII) or (colon and not re.fullmatch(r"[1-9]\d{0,3}", week, re.ASCII)):
            raise DesirelineError(malformed(f"`{text}` is no month, with or without a week", "write one such as 2026-03 or 2026-03:1"))
        return OfCohort(shown, None if month == ANY else month, int(week) - 1 if week else None)

    def _segment(self, text: str, shown: str) -> InSegment:
        name, equals, value = text.partition("=")
        segment = segment_of(self.scope.map, name)
        if not equals:
            fix = f"write {name}=VALUE, or {name}= for those of whom it is not known"
            raise DesirelineError(malformed(f"`{text}` does not say which `{name}`", fix))
        return InSegment(shown, segment, self._value_of_segment(segment, value) if value else None)

    def _value_of_segment(self, segment: Segment, value: str) -> str:
        """The text by which a segment is known, such as `4.0` for the number 4. Texts are whatever events carry."""
        if segment.kind in TIMES_OF_BEGINNING:
            if value != as_begun(segment.kind, value):
                raise DesirelineError(malformed(f"`{value}` is no {segment.kind} in which trips begin", EXAMPLES[segment.kind]))
            return value
        built_in = {"start": self.scope.places, "channel": self.scope.channels, "again": ("false", "true")}
        if segment.kind in built_in:
            return _one(Dimension(segment.name, built_in[segment.kind]), value)
        declared = (self.scope.map.traits if segment.kind == "trait" else self.scope.map.fields)[segment.name]
        if declared.kind not in ("number", "integer", "boolean"):
            return value
        read = declared.read(value)
        if read is None:
            fix = f"write {segment.name}={'true' if declared.kind == 'boolean' else '1'}"
            raise DesirelineError(malformed(f"`{value}` is no {declared.kind}, and `{segment.name}` is declared as one", fix))
        return text_of(read)

    def _events(self, text: str) -> tuple[int, ...]:
        if text == ANY:
            return tuple(range(len(self.names)))
        return tuple(self.names.index(name) for name in _value(Dimension("event", tuple(self.names)), text) if name is not None)

    def _bounded(self, name: str, text: str, shown: str) -> Counted:
        before = self.found[-1] if self.found else None
        if not isinstance(before, Counted):
            raise DesirelineError(
                malformed(
                    f"`{shown}` has nothing before it whose length it could bound",
                    "write it behind a criterion, such as --move a:b --at-least 1d",
                )
            )
        unit = before.unit
        if unit is None:
            raise DesirelineError(
                malformed(
                    f"`{before.text}` has no length that `{shown}` could bound", "write it behind one that has, such as --stay or --move"
                )
            )
        try:
            bound = parse_duration_us(text) if unit == "time" else int(text)
        except ValueError:
            what, example = ("duration", "1h30m") if unit == "time" else (f"number of {unit}", "5")
            raise DesirelineError(malformed(f"`{text}` is no {what}", f"write one such as --{name} {example}")) from None
        narrowed = bounded(before, at_least=bound) if name == "at-least" else bounded(before, at_most=bound)
        return replace(narrowed, text=f"{before.text} {shown}")


def _any(dimension: Dimension, part: str) -> bool:
    return part == ANY or (not part and None not in dimension.values)


def _value(dimension: Dimension, part: str) -> Values:
    """The values that a part says: one, several between commas, `*` for all."""
    if part == ANY:
        return dimension.values
    if not part and None in dimension.values:
        return (None,)
    if part in dimension.values:
        return (part,)
    return tuple(_one(dimension, one) for one in part.split(","))


def _one(dimension: Dimension, part: str) -> str:
    """A value of a dimension."""
    if part not in dimension.values:
        raise DesirelineError(unknown(part, dimension.name, [value for value in dimension.values if value is not None]))
    return part


def _parts(word: Word, text: str, dimensions: Sequence[Dimension]) -> list[str]:
    """The parts of a text. Names may have colons of their own: of several ways to part it, the one whose parts are all known."""
    pieces = text.split(":")
    most = len(dimensions)
    if len(pieces) <= most:
        return pieces
    for cuts in combinations(range(1, len(pieces)), most - 1):
        bounds = (0, *cuts, len(pieces))
        parts = [":".join(pieces[begin:end]) for begin, end in pairwise(bounds)]
        if all(_any(dimension, part) or part in dimension.values for dimension, part in zip(dimensions, parts, strict=True)):
            return parts
    if most == 1:
        return [text]
    raise DesirelineError(malformed(f"`--{word.name} {text}` has more parts than it takes", f"write --{word.name} {word.takes}"))


def _answers(score: Score, text: str) -> tuple[int, int]:
    """The values that rows have for an answer or for answers `LOW..HIGH`."""
    low, dots, high = text.partition("..")
    try:
        lowest, highest = float(low), float(high if dots else low)
    except ValueError:
        lowest = highest = inf
    if not score.lowest <= lowest <= highest <= score.highest:
        fix = f"write one such as {score.id}:{score.highest}, or some such as {score.id}:{score.lowest}..{score.highest}"
        raise DesirelineError(malformed(f"`{text}` is no answer on the scale of `{score.id}`", fix))
    return amount_of(score, lowest), amount_of(score, highest)
