"""What a store knows, for those who ask: nothing here changes anything."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from desireline.engine import CustomerTables, journeys_of, rebuild
from desireline.live.clock import Clock
from desireline.live.customers import Programs
from desireline.live.known import StoreEvents, known_of
from desireline.live.store import Store, Transaction
from desireline.live.stored import Noted, Quarantined, Status, StoredEffect
from desireline.model import Event, Journeys


class CustomerStory(msgspec.Struct, frozen=True):
    """All that is known of one customer, so that nobody need tell it again.

    identities  the names that they bear, as sources say them
    events      in order
    journeys    journey -> trips, visits and promises, as of now, or of the moment asked for
    effects     what was decided for them, and what became of it, in order
    """

    customer: str
    identities: Sequence[str]
    events: Sequence[Event]
    journeys: dict[str, Journeys]
    effects: Sequence[StoredEffect]


class Reading:
    """Questions to a store."""

    def __init__(self, programs: Programs, store: Store, clock: Clock) -> None:
        self._programs = programs
        self._store = store
        self._clock = clock

    def journeys(self, journey: str, customers: Collection[str] | None = None) -> Journeys:
        """Trips, visits and promises on one map as of now, of these customers or of all."""
        with self._store.snapshot() as tx:
            asked = tx.identities.everyone() if customers is None else customers
            return self._journeys(journey, {customer: self._events(tx, customer) for customer in asked})

    def story(self, identity: str, as_of_us: int | None = None) -> CustomerStory:
        """One customer, by any of the names that they bear. All is empty where nothing is known.

        as_of_us  a moment to tell it for: nothing that happened later counts, nor what was owed later; None: now
        """
        if as_of_us is not None:
            return self._story_then(identity, as_of_us)
        with self._store.snapshot() as tx:
            customer = tx.identities.customers_of([identity]).get(identity, identity)
            events = self._events(tx, customer)
            return CustomerStory(
                customer,
                sorted(tx.identities.members_of([customer])[customer]),
                events,
                {journey: self._journeys(journey, {customer: events}) for journey in self._programs},
                tx.effects.of([customer]),
            )

    def _story_then(self, identity: str, as_of_us: int) -> CustomerStory:
        with self._store.snapshot() as tx:
            given = StoreEvents(known_of(tx, identity), self._clock.now_us(), as_of_us=as_of_us)
        customer, events = given.customer, list(given.events({}))
        journeys = {journey: self._journeys(journey, {customer.name: events}, as_of_us) for journey in self._programs}
        return CustomerStory(customer.name, sorted(one.name for one in customer.identities), events, journeys, given.effects)

    def effects(
        self,
        *statuses: Status,
        most: int = 1000,
        lane: str | None = None,
        after: str | None = None,
        most_bytes: int | None = None,
    ) -> Sequence[StoredEffect]:
        """Effects of these statuses, in the order in which they were decided. `after`: the id of the one that they come after;
        `most_bytes`: it ends with the one by which they have so many bytes, as they are kept."""
        with self._store.snapshot() as tx:
            return tx.effects.listed(statuses, most, lane, after, most_bytes)

    def effect(self, id_: str) -> StoredEffect | None:
        """One effect; None: there is none of this identity."""
        with self._store.snapshot() as tx:
            return next(iter(tx.effects.by_id([id_])), None)

    def quarantined(self, most: int = 1000, before: int | None = None, most_bytes: int | None = None) -> Sequence[Quarantined]:
        """Events that could not be taken, with the reasons, the latest first. `before`: only those with a smaller number; `most_bytes`: it
        ends with the one by which there are so many bytes of events."""
        with self._store.snapshot() as tx:
            return tx.records.quarantined(most, before, most_bytes)

    def audit(self, most: int = 1000, before: int | None = None, most_bytes: int | None = None) -> Sequence[Noted]:
        """The latest lines of the audit, the latest first. `before`: only those with a smaller number; `most_bytes`: it ends with the one
        by which so many bytes are said."""
        with self._store.snapshot() as tx:
            return tx.records.noted(most, before, most_bytes)

    def states(self) -> Mapping[tuple[str, str], int]:
        """(journey, version) -> how many customers were computed with it."""
        with self._store.snapshot() as tx:
            return tx.states.counts()

    def on_the_way(self) -> Mapping[tuple[str, Status], int]:
        """(lane, status) -> how many effects are owed, sending or dead."""
        with self._store.snapshot() as tx:
            return tx.effects.on_the_way()

    @staticmethod
    def _events(tx: Transaction, customer: str) -> list[Event]:
        return tx.events.of(tx.identities.members_of([customer])[customer])

    def _journeys(self, journey: str, events_of: dict[str, list[Event]], as_of_us: int | None = None) -> Journeys:
        now_us, program = self._clock.now_us(), self._programs[journey]
        tables = {}
        for customer, events in events_of.items():
            if events:
                tables[customer] = CustomerTables()
                latest_us = max(now_us, events[-1].time_us)
                tables[customer].add(rebuild(program, events, latest_us if as_of_us is None else as_of_us).changes)
        return journeys_of(tables)
