"""One customer's whole story: every event and what it was on each map, trips with their visits and promises, who the customer is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from desireline.diagnostics import DesirelineError
from desireline.engine import DoneAlready, OpenElsewhere, Openings, done_already, open_at, openings_of
from desireline.events import Lake, connect, moment_asked
from desireline.explain import data
from desireline.explain.customer import CustomerEvents, Extent
from desireline.explain.journey import TripTold
from desireline.explain.lake_events import LakeEvents
from desireline.explain.matching import Read
from desireline.explain.refusals import same_journey, unknown_about, unknown_customer, unknown_step, unreadable_name
from desireline.explain.teller import Teller, Was
from desireline.explain.why import WhyAction, action_asked, why_action
from desireline.explain.why_not import WhyNot
from desireline.mapfile import MapFile
from desireline.model import WAS, Event, Map, Outcome, Step

Progress = Callable[[int], None]
"""Called now and then with the number of events told."""
_BETWEEN_PROGRESS = 5_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a story is to answer besides: why not a step or outcome; why a step, outcome, action or effect."""

    why_not: str | None = None
    why: str | None = None

    def refuse_unknown(self, reads: Sequence[Read]) -> None:
        """Raises DesirelineError where no map has it (X103, X104)."""
        if self.why_not is not None and all(_place(read.map, self.why_not) is None for read in reads):
            raise unknown_step(self.why_not, reads)
        why = self.why
        if why is not None and all(_place(read.map, why) is None and action_asked(read, why) is None for read in reads):
            raise unknown_about(why, reads)


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the customer, numbered from 1, and what it was on each map."""

    number: int
    event: Event
    was: tuple[Was, ...]

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return data.told(self.number, self.event, self.was)


class Telling:
    """One pass over the customer's events. `tellers` (one for each map), `why_not` and `why` are whole when it has come to its end.

    why_not, why  for each map that has what was asked for: of `why` the answer for a step or for an action
    """

    def __init__(self, given: CustomerEvents, reads: Sequence[Read], asked: Asked, progress: Progress | None = None) -> None:
        elsewhere = _Elsewhere(given, reads)
        self.tellers = tuple(Teller(read, (asks := elsewhere.of(read.map.journey)), _done(given, read, reads, asks)) for read in reads)
        self.why_not = _about_steps(reads, asked.why_not, given.names)
        self._steps = _about_steps(reads, asked.why, given.names)
        self._given = given
        self._asked = asked
        self._progress = progress

    @property
    def why(self) -> tuple[WhyNot | WhyAction, ...]:
        """The answers to `why`, steps first."""
        about = self._asked.why
        if about is None:
            return ()
        found = [(teller, action_asked(teller.read, about)) for teller in self.tellers]
        return (*self._steps, *(why_action(teller, *place) for teller, place in found if place is not None))

    def __iter__(self) -> Iterator[Told]:
        for number, event in enumerate(_events_of(self._given, [teller.read for teller in self.tellers]), 1):
            was = tuple(teller.take(event) for teller in self.tellers)
            for answer in (*self.why_not, *self._steps):
                answer.note(event, next(one for one in was if one.read is answer.read))
            if self._progress is not None and number % _BETWEEN_PROGRESS == 0:
                self._progress(number)
            yield Told(number, event, was)
        for teller in self.tellers:
            teller.finish(self._given.customer.as_of_us)

    def trips_on(self, read: Read) -> Sequence[TripTold]:
        """The trips on one of the maps."""
        return next(teller.trips for teller in self.tellers if teller.read is read)


class _Elsewhere:
    """For `open('…')`: when the customer's trips on each map were open, looked up only where a condition asks."""

    def __init__(self, given: CustomerEvents, reads: Sequence[Read]) -> None:
        self._given = given
        self._reads = reads

    def of(self, journey: str) -> OpenElsewhere:
        """What one map asks."""
        return lambda moment_us: open_at(self._openings, journey, moment_us)

    @cached_property
    def _openings(self) -> Openings:
        return openings_of({read.map.journey: read.program for read in self._reads}, list(_events_of(self._given, self._reads)))


def _done(given: CustomerEvents, read: Read, reads: Sequence[Read], open_elsewhere: OpenElsewhere) -> DoneAlready:
    """What the customer had already, of actions that are not done again. Only where there is any are the events gone through for it."""
    caused = given.done(read.program)
    if not caused:
        return DoneAlready()
    return done_already(read.program, list(_events_of(given, reads)), caused, open_elsewhere=open_elsewhere)


def _events_of(given: CustomerEvents, reads: Sequence[Read]) -> Iterator[Event]:
    declared = {name: None for read in reads for name in (*read.map.fields, *read.map.traits)}
    return given.events({**declared, WAS: None})


class Story:
    """What `explain` gives. Nothing is read of the events until it is asked for.

    customer  who it is, under which names, by what
    extent    how many events there are, from when to when
    reads     the maps
    asked     what else is to be answered
    """

    def __init__(self, given: CustomerEvents, reads: Sequence[Read], asked: Asked) -> None:
        self.customer = given.customer
        self.reads = tuple(reads)
        self.asked = asked
        self._given = given

    @property
    def as_of_us(self) -> int:
        """The moment for which it is told, UTC microseconds."""
        return self.customer.as_of_us

    @cached_property
    def extent(self) -> Extent:
        """How many events there are, and when."""
        return self._given.extent()

    def tell(self, progress: Progress | None = None) -> Telling:
        """Begin to tell: iterate over it for the events in order, then ask it for the trips. Memory is bounded by trips, not by events."""
        return Telling(self._given, self.reads, self.asked, progress)

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data for JSON: times as text, durations in seconds, None for what is not there.

        customer, as_of, identities, unfollowed, events_counted, events_later, first, last
        events    number, time, id, source, identity, name, channel, person, properties, and `on`: by journey, what the event `is` there
                  (step, outcome, done, aftercare, score or None), its id, line, trip, seq and move; `outside`, why it is in no trip;
                  `tried`, each candidate with its condition, the values of its names and what it came to; `near`, names like the event's
        journeys  journey, version, path, and trips with visits, promises (`late_seconds` below 0: early), asides and what is coming;
                  visits are numbered by `seq` from 0, trips from 1; `actions` that came up and why they were decided or not, see
                  `ActionTold`, and those `awaited`
        why_not   None where not asked, else for each map with the step: see `WhyNot`
        why       None where not asked, else for each map with the step (see `WhyNot`) or the action (see `WhyAction`)
        """
        telling = self.tell()
        return self.data_of(list(telling), telling)

    def data_of(self, told: Sequence[Told], telling: Telling) -> dict[str, Any]:
        """The same of a telling that has come to its end, with the events that it gave."""
        return {**self._head(), "events": [one.as_data() for one in told], **self._rest(telling)}

    def as_json(self, progress: Progress | None = None) -> Iterator[str]:
        """The same as JSON, piece by piece, one event a line: for customers of any number of events."""
        telling = self.tell(progress)
        yield _json(self._head())[:-1] + ', "events": [\n'
        comma = ""
        for told in telling:
            yield comma + _json(told.as_data())
            comma = ",\n"
        yield "\n], " + _json(self._rest(telling))[1:] + "\n"

    def _head(self) -> dict[str, Any]:
        return data.head(self.customer, self.extent, self.as_of_us)

    def _rest(self, telling: Telling) -> dict[str, Any]:
        answers = [answer.as_data(telling.trips_on(answer.read)) for answer in telling.why_not]
        journeys = [data.journey(teller, self.as_of_us) for teller in telling.tellers]
        return {
            "journeys": journeys,
            "why_not": answers if self.asked.why_not is not None else None,
            "why": why_data(telling) if self.asked.why is not None else None,
        }


def explain(
    identity: str,
    maps: Sequence[MapFile | Map],
    lake: Lake,
    as_of_us: int | None = None,
    *,
    now_us: int,
    why_not: str | None = None,
    why: str | None = None,
) -> Story:
    """Tell the story of the customer that an identity, known or anonymous, is.

    as_of_us  the moment to tell it for, UTC microseconds. Default: the latest event's time that is not later than `now_us`
    why_not   the id of a step or outcome, of at least one of the maps
    why       the same, or the id of an action or of an effect

    Raises DesirelineError where a map has errors, two are of one journey (X102), no map has what is asked for (X103, X104), nothing is
    known of the customer (X101), or the lake cannot be read.
    """
    reads, asked = reads_of(maps), Asked(why_not, why)
    asked.refuse_unknown(reads)
    con = connect()
    try:
        given = LakeEvents(lake, identity, moment_asked(lake, as_of_us, now_us), con)
    except UnicodeEncodeError:
        raise unreadable_name(identity) from None
    story = Story(given, reads, asked)
    if not story.extent.events and not story.extent.later and given.alone:
        raise unknown_customer(lake, identity, con)
    return story


def why_data(telling: Telling) -> list[dict[str, Any]]:
    """The answers to `why` as plain data for JSON."""
    return [one.as_data(telling.trips_on(one.read)) if isinstance(one, WhyNot) else one.as_data() for one in telling.why]


def reads_of(maps: Sequence[MapFile | Map]) -> Sequence[Read]:
    """Maps with their places. Raises DesirelineError where one has errors, or two are of one journey (X102)."""
    reads = [Read.of(source) for source in maps]
    if twice := same_journey(reads):
        raise DesirelineError(twice)
    return reads


def _about_steps(reads: Sequence[Read], step: str | None, names: Sequence[str] | None) -> tuple[WhyNot, ...]:
    places = [(read, _place(read.map, step)) for read in reads] if step is not None else []
    return tuple(WhyNot(read, place, names) for read, place in places if place is not None)


def _place(map_: Map, id_: str) -> Step | Outcome | None:
    return map_.step_by_id.get(id_) or map_.outcome_by_id.get(id_)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
