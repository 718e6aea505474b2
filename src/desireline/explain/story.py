"""One customer's whole story: every event and what it was on each map, trips with their visits and promises, who the customer is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from desireline.diagnostics import DesirelineError
from desireline.events import Lake, connect, moment_asked
from desireline.explain import data
from desireline.explain.customer import Customer, Extent, Rows, find_customer
from desireline.explain.journey import TripTold
from desireline.explain.matching import Read
from desireline.explain.refusals import same_journey, unknown_customer, unknown_step, unreadable_name
from desireline.explain.teller import Teller, Was
from desireline.explain.why_not import WhyNot
from desireline.mapfile import MapFile
from desireline.model import WAS, Event, Map, Outcome, Step

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[int], None]
"""Called now and then with the number of events told."""
_BETWEEN_PROGRESS = 5_000


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
    """One pass over the customer's events. `tellers` (one for each map) and `why_not` are whole when it has come to its end."""

    def __init__(self, rows: Rows, reads: Sequence[Read], why_not: str | None, progress: Progress | None = None) -> None:
        self.tellers = tuple(Teller(read) for read in reads)
        asked = [(read, _place(read.map, why_not)) for read in reads] if why_not is not None else []
        self.why_not = tuple(WhyNot(read, place, rows.lake.names) for read, place in asked if place is not None)
        self._rows = rows
        self._progress = progress

    def __iter__(self) -> Iterator[Told]:
        declared = {name: None for teller in self.tellers for name in (*teller.read.map.fields, *teller.read.map.traits)}
        for number, event in enumerate(self._rows.events({**declared, WAS: None}), 1):
            was = tuple(teller.take(event) for teller in self.tellers)
            for answer in self.why_not:
                answer.note(event, next(one for one in was if one.read is answer.read))
            if self._progress is not None and number % _BETWEEN_PROGRESS == 0:
                self._progress(number)
            yield Told(number, event, was)
        for teller in self.tellers:
            teller.finish(self._rows.customer.as_of_us)

    def trips_on(self, read: Read) -> Sequence[TripTold]:
        """The trips on one of the maps."""
        return next(teller.trips for teller in self.tellers if teller.read is read)


class Story:
    """What `explain` gives. Nothing is read of the events until it is asked for.

    customer  who it is, under which names, by what
    extent    how many events there are, from when to when
    reads     the maps
    """

    def __init__(self, lake: Lake, customer: Customer, reads: Sequence[Read], why_not: str | None, con: DuckDBPyConnection) -> None:
        self.customer = customer
        self.reads = tuple(reads)
        self.why_not = why_not
        self._rows = Rows(lake, customer, con)

    @property
    def as_of_us(self) -> int:
        """The moment for which it is told, UTC microseconds."""
        return self.customer.as_of_us

    @cached_property
    def extent(self) -> Extent:
        """How many events there are, and when."""
        return self._rows.extent()

    def tell(self, progress: Progress | None = None) -> Telling:
        """Begin to tell: iterate over it for the events in order, then ask it for the trips. Memory is bounded by trips, not by events."""
        return Telling(self._rows, self.reads, self.why_not, progress)

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data for JSON: times as text, durations in seconds, None for what is not there.

        customer, as_of, identities, unfollowed, events_counted, events_later, first, last
        events    number, time, id, source, identity, name, channel, person, properties, and `on`: by journey, what the event `is` there
                  (step, outcome, done, aftercare, score or None), its id, line, trip, seq and move; `outside`, why it is in no trip;
                  `tried`, each candidate with its condition, the values of its names and what it came to; `near`, names like the event's
        journeys  journey, version, path, and trips with visits, promises (`late_seconds` below 0: early), asides and what is coming;
                  visits are numbered by `seq` from 0, trips from 1
        why_not   None where not asked, else for each map with the step: see `WhyNot`
        """
        telling = self.tell()
        events = [told.as_data() for told in telling]
        return {**self._head(), "events": events, **self._rest(telling)}

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
        return {"journeys": journeys, "why_not": answers if self.why_not is not None else None}


def explain(
    identity: str,
    maps: Sequence[MapFile | Map],
    lake: Lake,
    as_of_us: int | None = None,
    *,
    now_us: int,
    why_not: str | None = None,
) -> Story:
    """Tell the story of the customer that an identity, known or anonymous, is.

    as_of_us  the moment to tell it for, UTC microseconds. Default: the latest event's time that is not later than `now_us`
    why_not   the id of a step or outcome, of at least one of the maps

    Raises DesirelineError where a map has errors, two are of one journey (X102), no map has the step (X103), nothing is known of the
    customer (X101), or the lake cannot be read.
    """
    reads = _apart([Read.of(source) for source in maps])
    if why_not is not None and all(_place(read.map, why_not) is None for read in reads):
        raise unknown_step(why_not, reads)
    con = connect()
    try:
        customer = find_customer(lake, identity, moment_asked(lake, as_of_us, now_us), con)
    except UnicodeEncodeError:
        raise unreadable_name(identity) from None
    story = Story(lake, customer, reads, why_not, con)
    if not story.extent.events and not story.extent.later and len(customer.component.identities) == 1:
        raise unknown_customer(lake, identity, con)
    return story


def _apart(reads: Sequence[Read]) -> Sequence[Read]:
    if twice := same_journey(reads):
        raise DesirelineError(twice)
    return reads


def _place(map_: Map, id_: str) -> Step | Outcome | None:
    return map_.step_by_id.get(id_) or map_.outcome_by_id.get(id_)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
