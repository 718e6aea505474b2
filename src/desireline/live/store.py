"""What a store must be able to do. The runtime knows these interfaces alone, so that every store gives the same.

All work is done inside a transaction. What it wrote is there after `run`, or the block of `transaction`, returned, also if the power fails,
or none of it is. Lists of names and keys are handed over whole, so that a store can answer with one statement for a group.

Several nodes may write at once. A transaction keeps to one order, so that none waits for another in a circle: events are added, then names
locked, then what was read of these names before is read again (where `lock` says so), then all the rest is written.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from desireline.live.store_info import StoreInfo, StoreUse
from desireline.live.stored import EventKey, Noted, Quarantined, Received, Settled, Status, StoredEffect, StoredKey, StoredState, TaskStatus
from desireline.model import Event, Identification

Result = TypeVar("Result")


class ContendedError(Exception):
    """What a transaction is about was changed by another node meanwhile. Raised inside `Store.run`, it has the work done again."""


class EventTable(Protocol):
    """Events, each once, under the identity that they bear."""

    def stored(self, keys: Collection[EventKey]) -> Mapping[EventKey, Event]:
        """Those of the events that are there."""
        ...

    def add(self, events: Sequence[Event], received_us: int) -> Mapping[EventKey, Event]:
        """Keep those of the events, each given once, that are not there yet. The others, as they are there."""
        ...

    def of(self, identities: Collection[str]) -> list[Event]:
        """All events of these identities, in the contract's order."""
        ...

    def count(self) -> int:
        """How many there are."""
        ...

    def received(self, after: int, until: int, most: int) -> Sequence[Received]:
        """Events with numbers above `after` and at most `until`, in the order of their numbers. See `Store.complete_until`."""
        ...

    def received_us(self, identities: Collection[str]) -> Mapping[EventKey, int]:
        """When each event of these identities was taken in."""
        ...

    def last_received_us(self) -> int | None:
        """What the clock said when the latest one came in; None: there is none."""
        ...


class IdentityTable(Protocol):
    """Who is who: what `identify` events and aliases claim, and what follows from it."""

    def customers_of(self, identities: Collection[str]) -> Mapping[str, str]:
        """Identity -> customer, for those whose customer bears another name."""
        ...

    def members_of(self, customers: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Customer -> its identities, the one that names it among them."""
        ...

    def assign(self, customer_of: Mapping[str, str]) -> None:
        """Say whose the identities are from now on."""
        ...

    def claim(self, claims: Sequence[Identification]) -> None:
        """Keep what events claim of anonymous identities."""
        ...

    def first_claims(self, identities: Collection[str]) -> Sequence[Identification]:
        """For each of the identities that is claimed: the earliest claim on it."""
        ...

    def known(self, identities: Collection[str]) -> Collection[str]:
        """Those that bear an `identify` event."""
        ...

    def add_aliases(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Keep pairs of known identities that are one customer."""
        ...

    def aliases_around(self, identities: Collection[str]) -> Sequence[tuple[str, str]]:
        """All pairs that the identities are joined by, directly or over others."""
        ...

    def aliases(self) -> Sequence[tuple[str, str]]:
        """All pairs of known identities that are one customer. A pair that is there stays."""
        ...

    def count_aliases(self) -> int:
        """How many pairs `aliases` gives."""
        ...

    def identifications_of(self, identities: Collection[str]) -> Sequence[Identification]:
        """All that `identify` events say of these: those that they bear, and those that claim them."""
        ...

    def everyone(self) -> Sequence[str]:
        """All customers who have events, by name."""
        ...


class StateTable(Protocol):
    """States with their timers."""

    def of(self, customers: Collection[str]) -> Mapping[tuple[str, str], StoredState]:
        """The states of customers by (journey, customer)."""
        ...

    def of_maps(
        self, customers: Collection[str], journeys: Collection[str]
    ) -> tuple[Mapping[tuple[str, str], StoredState], Collection[str]]:
        """The states of customers on these maps by (journey, customer); and the journeys that were adopted besides these."""
        ...

    def put(self, states: Sequence[StoredState]) -> None:
        """Write states, in place of those that are there."""
        ...

    def outdate(self, customers: Collection[str], journeys: Collection[str], due_us: int) -> None:
        """Note that customers are to be computed anew on these maps, by whoever runs them, as soon as they look for what is due."""
        ...

    def drop(self, customers: Collection[str]) -> None:
        """Forget the states of customers."""
        ...

    def due(self, journeys: Collection[str], now_us: int, most: int) -> Sequence[StoredState]:
        """States whose moment is before now, the earliest first. Nobody else is given them until the transaction ends."""
        ...

    def next_due_us(self, journeys: Collection[str]) -> int | None:
        """The earliest moment at which something is due."""
        ...

    def outdated(self, versions: Mapping[str, str], most: int) -> Sequence[str]:
        """Customers with a state of another version than the one given for its journey; those with something due come first.

        Nobody else is given them until the transaction ends.
        """
        ...

    def adopt(self, journey: str) -> None:
        """Note that every customer who has events is yet to be computed on this map, where no state is there."""
        ...

    def journeys(self) -> Collection[str]:
        """The journeys that were adopted."""
        ...

    def counts(self) -> Mapping[tuple[str, str], int]:
        """(journey, version) -> how many customers have a state of it. Reads all states."""
        ...


class EffectTable(Protocol):
    """Effects, each decided once, and what became of them."""

    def add(self, effects: Sequence[StoredEffect]) -> None:
        """Keep newly decided effects. One that was withdrawn before is there again. Raises where one was decided already."""
        ...

    def of(self, customers: Collection[str], *, held: bool = False) -> Sequence[StoredEffect]:
        """All effects of customers, in the order in which they were decided. `held`: what is owed is handed to nobody meanwhile."""
        ...

    def by_id(self, ids: Collection[str]) -> Sequence[StoredEffect]:
        """The effects of these identities, in the order in which they were decided."""
        ...

    def withdraw(self, ids: Collection[str], at_us: int) -> None:
        """Take back what was not handed out."""
        ...

    def give_to(self, customer_of: Mapping[str, str]) -> None:
        """Effect id -> the customer whose it is from now on."""
        ...

    def claim(
        self, lanes: Collection[str], now_us: int, lease_until_us: int, most: int, journeys: Collection[str] | None = None
    ) -> Sequence[StoredEffect]:
        """Hand out owed effects, at most one of a customer and lane: each is `sending` until settled, or until its lease is over.

        journeys  only what maps of these decided, whatever those of others have before it; None: of all
        """
        ...

    def renew(self, ids: Collection[str], lease_until_us: int) -> None:
        """Give those that are `sending` a longer lease: whoever has them is still at work."""
        ...

    def settle(self, settled: Sequence[Settled]) -> None:
        """Say how attempts ended. What is no longer `sending` stays as it is."""
        ...

    def next_attempt_us(self, lanes: Collection[str], journeys: Collection[str] | None = None) -> int | None:
        """When the next effect of these lanes (and journeys, see `claim`) may be handed out, or is owed again since its lease is over."""
        ...

    def listed(
        self, statuses: Sequence[Status], most: int, lane: str | None = None, after: str | None = None, most_bytes: int | None = None
    ) -> Sequence[StoredEffect]:
        """Effects of these statuses, in the order in which they were decided. `after`: the id of the one that they come after;
        `most_bytes`: it ends with the one by which they have so many bytes, as they are kept."""
        ...

    def tasks(
        self, status: TaskStatus, most: int, team: str | None = None, after: str | None = None, most_bytes: int | None = None
    ) -> Sequence[StoredEffect]:
        """Tasks that wait, or that someone is at, of one team or of all; those due first at the head. `after`: the id of the one that they
        come after; `most_bytes`: it ends with the one by which they have so many bytes, as they are kept."""
        ...

    def on_the_way(self) -> Mapping[tuple[str, Status], int]:
        """(lane, status) -> how many there are, of what is owed, sending or dead."""
        ...

    def take(self, id_: str, by: str) -> bool:
        """Give an owed effect to a person. False: it is not owed (any more)."""
        ...

    def change(self, ids: Collection[str], before: Sequence[Status], after: Status, at_us: int) -> int:
        """Set the status of those that have one of the statuses before; nobody has them any more, and attempts at what is owed again are
        counted anew. How many had."""
        ...


class RecordTable(Protocol):
    """What was set aside, and what was done."""

    def quarantine(self, events: Sequence[Quarantined]) -> None:
        """Keep events that could not be taken; the same one with the same reason once."""
        ...

    def quarantined(self, most: int, before: int | None = None, most_bytes: int | None = None) -> Sequence[Quarantined]:
        """The latest that were set aside, the latest first. `before`: only those with a smaller number; `most_bytes`: it ends with the one
        by which there are so many bytes of events."""
        ...

    def note(self, lines: Sequence[Noted]) -> None:
        """Write to the audit."""
        ...

    def noted(self, most: int, before: int | None = None, most_bytes: int | None = None) -> Sequence[Noted]:
        """The latest lines of the audit, the latest first. `before`: only those with a smaller number; `most_bytes`: it ends with the one
        by which so many bytes are said."""
        ...

    def noted_about(self, about: Collection[str]) -> Sequence[Noted]:
        """The lines of the audit about these, in the order in which they were written."""
        ...


class KeyTable(Protocol):
    """Keys that admit callers."""

    def listed(self) -> Sequence[StoredKey]:
        """All of them, by name."""
        ...

    def add(self, key: StoredKey) -> None:
        """Keep a key. Raises where one has its name."""
        ...

    def remove(self, name: str) -> bool:
        """Forget a key. False: there is none of that name."""
        ...


class Transaction(Protocol):
    """One unit of work on a store."""

    @property
    def events(self) -> EventTable: ...
    @property
    def identities(self) -> IdentityTable: ...
    @property
    def states(self) -> StateTable: ...
    @property
    def effects(self) -> EffectTable: ...
    @property
    def records(self) -> RecordTable: ...
    @property
    def keys(self) -> KeyTable: ...

    def lock(self, names: Collection[str]) -> Collection[str] | None:
        """Until the transaction ends nobody else changes what these identities, and the customers whose they are, have, nor whose they are.
        Those that are locked: others may have changed what was read of them before. None: nobody else writes. Called again in a transaction
        only where that cannot be foreseen: two that do so may have to be undone and done again.
        """
        ...

    def use(self) -> StoreUse | None:
        """What the store is for. None: nobody has said yet."""
        ...

    def set_use(self, use: StoreUse) -> None:
        """Say what it is for."""
        ...

    def info(self) -> StoreInfo:
        """What the store holds, counted. Looks at all of it."""
        ...


class Store(Protocol):
    """A store of one installation, for several threads at once.

    place    where it is, as it may be told, without a password
    writers  with how many transactions at once one process takes events in fastest
    """

    place: str
    writers: int

    def run(self, work: Callable[[Transaction], Result]) -> Result:
        """Do work in a transaction, and commit it. What gets into another node's way is undone and done again, so `work` may be called
        several times. Raises DesirelineError where the store fails."""
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """One transaction, tried once: for reading. Commits where its block ends, and undoes all where an exception leaves it.

        Raises DesirelineError where the store fails.
        """
        ...

    @property
    def id(self) -> str:
        """What tells this store from others. A copy of it has the same."""
        ...

    def complete_until(self) -> int:
        """A number up to which all received events are there: none that is committed later has one as low."""
        ...

    def snapshot(self) -> AbstractContextManager[Transaction]:
        """For questions only: all of them are answered as of one moment, and nobody who writes waits for it."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...
