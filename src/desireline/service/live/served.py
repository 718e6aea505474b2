"""What the operations of the live service work on."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property

from desireline.engine import Program
from desireline.live import Answer, Feeding, Outbox, Reading, Rehearsal, Runtime, Tasks, Unreadable, Wording
from desireline.mapfile import MapFile
from desireline.model import Event, Map, ways_of
from desireline.service.live.kept import Kept
from desireline.service.live.meters import Meters


@dataclass(frozen=True)
class Served:
    """A runtime that is served.

    outbox     by which dead letters are retried and dropped
    rehearsal  None: time is the machine's
    sources    the maps, as files where they were read from files: then reasons name their lines
    feeding    feeds the lake that the studio beside it shows; None: there is no studio
    """

    runtime: Runtime
    outbox: Outbox
    rehearsal: Rehearsal | None = None
    meters: Meters = field(default_factory=Meters)
    sources: Sequence[MapFile | Map] = ()
    feeding: Feeding | None = None

    @property
    def programs(self) -> Mapping[str, Program]:
        """The maps that are run, by journey."""
        return self.runtime.programs

    @property
    def reading(self) -> Reading:
        """Questions to the store."""
        return self.runtime.reading()

    @cached_property
    def tasks(self) -> Tasks:
        """Tasks for people."""
        return Tasks(self.runtime)

    @cached_property
    def wording(self) -> Wording:
        """What the maps' messages say."""
        return Wording(program.map for program in self.programs.values())

    @cached_property
    def states(self) -> Kept[Mapping[tuple[str, str], int]]:
        """(journey, version) -> how many customers were computed with it: all of them are counted."""
        return Kept(self.reading.states)

    @cached_property
    def expected(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """What each map expects after each of its steps, in the file's order."""
        return {journey: _expected(program.map) for journey, program in self.programs.items()}

    @property
    def waiting(self) -> int:
        """How many batches of events wait to be taken in."""
        return (self.rehearsal or self.runtime).waiting

    def submit(self, events: Sequence[Event | Unreadable]) -> "Future[list[Answer]]":
        """Hand in events. Raises DesirelineError where too much waits (L105), or it is being stopped (L106)."""
        return (self.rehearsal or self.runtime).submit(events)

    def now_us(self) -> int:
        """What the clock says."""
        return self.runtime.clock.now_us()


def _expected(map_: Map) -> Mapping[str, Sequence[str]]:
    places, ways = (*map_.step_by_id, *map_.outcome_by_id), ways_of(map_)
    return {step: [place for place in places if place in ways.expected[step]] for step in map_.step_by_id}
