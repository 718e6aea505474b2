"""Maps, run live on a store: events in, each customer advanced in the moment, what is owed decided once."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from types import TracebackType

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.engine import Program, compile_map
from desireline.live.admission import Unreadable, unkept
from desireline.live.clock import Clock, SystemClock, VirtualClock
from desireline.live.customers import Customers
from desireline.live.hints import Hints
from desireline.live.intake import Answer, Intake
from desireline.live.naming import Naming
from desireline.live.reading import Reading
from desireline.live.reasons import aliased
from desireline.live.store import Store, Transaction
from desireline.live.use import use_for
from desireline.live.writer import Writer
from desireline.model import Event, Map

TICK_MOST = 500
"""How many customers one transaction lets time pass for."""


class Runtime:
    """Maps run on a store.

    maps          what customers are advanced on; one of each journey
    clock         what the time is
    group_most    how many events one transaction takes in, where `submit` finds them waiting
    queue_most    how many batches may wait in `submit`
    tick_seconds  how often timers are looked at by themselves while the writer of `submit` runs; None: only by `tick`
    writers       how many groups `submit` has at work at once; None: as many as the store does best with

    Several runtimes, in several processes, may share a store. Raises DesirelineError where two maps have one journey (L104), or the store
    is for rehearsals and the clock is no virtual one (L125).
    """

    def __init__(
        self,
        maps: Iterable[Map],
        store: Store,
        clock: Clock | None = None,
        *,
        group_most: int = 500,
        queue_most: int = 10_000,
        tick_seconds: float | None = None,
        writers: int | None = None,
    ) -> None:
        self.store = store
        self.clock = clock or SystemClock()
        self.programs: dict[str, Program] = {}
        for map_ in maps:
            if map_.journey in self.programs:
                raise DesirelineError(
                    Diagnostic("L104", f"two maps are of the journey `{map_.journey}`", fix=Fix("run one of them, or name one anew"))
                )
            self.programs[map_.journey] = compile_map(map_)
        self.hints = Hints(self.programs)
        self._group_most = group_most
        self._queue_most = queue_most
        self._tick_seconds = tick_seconds
        self._writers = writers or store.writers
        self._writer: Writer | None = None
        store.run(self._adopt)

    def __enter__(self) -> "Runtime":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def take(self, events: Sequence[Event | Unreadable]) -> list[Answer]:
        """Take events in their order of arrival, in one transaction: it is committed when this returns. An answer for each.
        What came as an event and is none (`Unreadable`) is set aside with its reason.

        Raises DesirelineError where the store fails: then none of them was taken, and all may be given again.
        """
        return self.store.run(lambda tx: Intake(self.programs, self.hints, tx, self.clock.now_us()).take(events))

    def submit(self, events: Sequence[Event | Unreadable]) -> "Future[list[Answer]]":
        """The same from many threads: what waits at the same time is taken in together. The future is done once it is committed. Events of
        one customer's name are taken in their order of arrival.

        Raises DesirelineError where too much waits already (L105), or the runtime is closed (L106).
        """
        return self._started().submit(events)

    def start(self) -> None:
        """Start the writer, where `submit` has not yet: from then on timers are looked at every `tick_seconds`."""
        self._started()

    def tick(self) -> int:
        """Let every moment pass that is before now. How many customers it concerned. Each moment is decided once."""
        passed = 0
        while True:
            due = self.store.run(self._pass_time)
            passed += due
            if due < TICK_MOST:
                return passed

    def next_due_us(self) -> int | None:
        """The next moment at which something is due by itself: once the clock is past it, a `tick` is owed. None: nothing is."""
        with self.store.snapshot() as tx:
            return tx.states.next_due_us(self.programs.keys())

    def alias(self, pairs: Sequence[tuple[str, str]], by: str | None = None) -> None:
        """Say of pairs of known identities that they are one customer. Their trips are computed anew. Raises DesirelineError (L110)
        where a name is none. `by`: the name of the key with which it was asked for, for the audit."""
        for name in {name for pair in pairs for name in pair}:
            if (why := unkept(name)) is not None:
                raise DesirelineError(Diagnostic("L110", f"`{ascii(name)[1:-1][:80]}` is no customer's name: {why}"))
        self.store.run(lambda tx: self._join(tx, pairs, by))

    def renew(self, most: int = 500) -> int:
        """Compute customers anew whose state is of another version of a map, those with something due first. How many were.

        Who is touched by an event or a moment before is computed anew then; so it is no matter of correctness when this is called.
        """
        return self.store.run(lambda tx: self._compute_outdated(tx, most))

    def reading(self) -> Reading:
        """What the store knows: trips, one customer's story, effects, what was set aside."""
        return Reading(self.programs, self.store, self.clock)

    @property
    def waiting(self) -> int:
        """How many batches of `submit` wait to be taken in."""
        return 0 if self._writer is None else self._writer.waiting

    @property
    def failure(self) -> Exception | None:
        """Why the latest `tick` of the writer did not succeed; None: it did."""
        return None if self._writer is None else self._writer.failure

    def close(self) -> None:
        """Take in what waits, and end. The store stays open: it belongs to who opened it."""
        if self._writer is not None:
            self._writer.close()

    def _adopt(self, tx: Transaction) -> None:
        if not isinstance(self.clock, VirtualClock):
            use_for(tx, "live", self.store.place)
        for journey in self.programs.keys() - set(tx.states.journeys()):
            tx.states.adopt(journey)

    def _tick_some(self) -> bool:
        """As `tick`, for so many customers that events need not wait long in between. Whether there may be more."""
        return self.store.run(self._pass_time) == TICK_MOST

    def _pass_time(self, tx: Transaction) -> int:
        now_us = self.clock.now_us()
        due = tx.states.due(self.programs.keys(), now_us, TICK_MOST)
        if due:
            customers = Customers(self.programs, tx, now_us)
            customers.pass_time(due)
            customers.write()
        return len(due)

    def _join(self, tx: Transaction, pairs: Sequence[tuple[str, str]], by: str | None) -> None:
        now_us = self.clock.now_us()
        anew = Naming(tx, now_us).alias(pairs, by)
        customers = Customers(self.programs, tx, now_us)
        customers.join(dict.fromkeys(anew, aliased(pairs)))
        customers.write()

    def _compute_outdated(self, tx: Transaction, most: int) -> int:
        outdated = tx.states.outdated({journey: program.version for journey, program in self.programs.items()}, most)
        customers = Customers(self.programs, tx, self.clock.now_us())
        customers.compute_anew(dict.fromkeys(outdated, "a map is another version than before, or new here"))
        customers.write()
        return len(outdated)

    def _started(self) -> Writer:
        if self._writer is None:
            self._writer = Writer(
                self.take,
                threads=self._writers,
                group_most=self._group_most,
                queue_most=self._queue_most,
                each=self._tick_some,
                each_seconds=self._tick_seconds,
            )
        return self._writer
