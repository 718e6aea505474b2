"""All that a store has of one customer, read as of one moment."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from desireline.engine import Caused, Program
from desireline.explain import Customer, Extent, Said, customer_of
from desireline.live.store import Transaction
from desireline.live.stored import EventKey, Noted, StoredEffect
from desireline.model import Event, Identification


class Known(msgspec.Struct, frozen=True):
    """What was read of one customer.

    identity      as it was asked for
    said          who is who, of all identities that are or could be one with it
    events        of all these identities, in order
    received_us   when each of them was taken in
    effects       those of the customer, in the order in which they were decided
    notes         lines of the audit about the effects and the customer
    """

    identity: str
    said: Said
    events: Sequence[Event]
    received_us: Mapping[EventKey, int]
    effects: Sequence[StoredEffect]
    notes: Sequence[Noted]

    @property
    def anything(self) -> bool:
        """Whether the store knows anything of this name."""
        return bool(self.events or self.effects or len(self.said.identities) > 1)


class StoreEvents:
    """One customer of a store, for a story (see `desireline.explain.CustomerEvents`).

    until_us  only what was taken in until then is known; None: all
    as_of_us  the moment that it is told for, by all that is known: nothing that happened later counts; None: now
    effects   those of the customer that are told; what became of them is what is so now
    """

    names: Sequence[str] | None = None

    def __init__(self, known: Known, now_us: int, until_us: int | None = None, *, as_of_us: int | None = None) -> None:
        def was_known(source: str, id_: str) -> bool:
            return until_us is None or known.received_us.get((source, id_), now_us) <= until_us

        events = [event for event in known.events if was_known(event.source, event.id)]
        if as_of_us is not None:
            events = [event for event in events if event.time_us <= as_of_us]
        said = known.said
        if until_us is not None:
            said = Said(said.identities, [one for one in said.identifications if was_known(one.source, one.id)], said.aliases)
        latest_us = max([now_us, *(event.time_us for event in events[-1:])])
        self.customer: Customer = customer_of(known.identity, said, latest_us if as_of_us is None else as_of_us)
        own = {identity.name for identity in self.customer.identities}
        self._events = [event for event in events if event.customer in own]
        self.effects = [stored for stored in known.effects if until_us is None or stored.decided_us < until_us]
        if as_of_us is not None:
            causes = {(event.source, event.id) for event in self._events}
            self.effects = [one for one in self.effects if one.effect.moment_us <= as_of_us and one.effect.caused[:2] in causes]

    def done(self, program: Program) -> Collection[Caused]:
        """What was handed out or missed of actions that are not done again."""
        return [
            stored.effect.caused
            for stored in self.effects
            if stored.effect.journey == program.journey
            and stored.effect.action in program.remembered
            and stored.status != "withdrawn"
            and (stored.handed_out or stored.effect.missed)
        ]

    def extent(self) -> Extent:
        """How many events there are, and when."""
        if not self._events:
            return Extent(0, None, None, 0)
        return Extent(len(self._events), self._events[0].time_us, self._events[-1].time_us, 0)

    def events(self, declared: Mapping[str, Any]) -> Iterator[Event]:  # noqa: ARG002 (a lake needs it)
        """The events, in order."""
        return iter(self._events)


def known_of(tx: Transaction, identity: str) -> Known:
    """Read all that a store has of the customer that an identity is."""
    names, identifications, aliases = _joined(tx, identity)
    customer = tx.identities.customers_of([identity]).get(identity, identity)
    effects = tx.effects.of([customer])
    return Known(
        identity,
        Said(sorted(names), identifications, aliases),
        tx.events.of(names),
        tx.events.received_us(names),
        effects,
        tx.records.noted_about([customer, *(stored.effect.id for stored in effects)]),
    )


def _joined(tx: Transaction, identity: str) -> tuple[set[str], Sequence[Identification], Sequence[tuple[str, str]]]:
    """The identities that anything joins with one, directly or over others, and what says so."""
    names = {identity}
    while True:
        identifications, aliases = tx.identities.identifications_of(names), tx.identities.aliases_around(names)
        found = {name for one in identifications for name in (one.customer, one.was) if name}
        found.update(name for pair in aliases for name in pair)
        if found <= names:
            return names, identifications, sorted({(min(pair), max(pair)) for pair in aliases})
        names |= found
