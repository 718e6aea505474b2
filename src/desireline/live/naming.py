"""Rule 1, live: what `identify` events and aliases say, and whose events are to be computed anew for it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from desireline.live.reasons import with_key
from desireline.live.store import ContendedError, Transaction
from desireline.live.stored import Noted
from desireline.model import Event, Identification, identification_of, resolve


class _Found(NamedTuple):
    """Whose identities are.

    names   all that this was found from, customers before and after among them: while they are locked, it holds
    before  identity -> customer, for those whose customer bore another name
    after   identity -> customer, for those who come to another one
    """

    names: set[str]
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def customers(self) -> set[str]:
        """The customers whose events are others now, before and after."""
        return {*self.after.values(), *(self.before.get(name, name) for name in self.after)}


class Naming:
    """Who is who in a store, as of a transaction. It locks all whom the transaction is about."""

    def __init__(self, tx: Transaction, now_us: int) -> None:
        self._tx = tx
        self._now_us = now_us

    def take(self, events: Sequence[Event]) -> tuple[Mapping[str, str], set[str]]:
        """Take in what new events of the store say of identities. Identity -> customer, for those of the events whose customer bears
        another name; and the customers whose events are others now, before and after."""
        identities = {event.customer for event in events}
        said = [one for event in events if (one := identification_of(event)) is not None]
        if not said:
            locked, found = self._tx.lock(identities), self._known(identities)
            return self._believed(found, locked).before, set()
        claims = [one for one in said if one.was]
        self._tx.identities.claim(claims)
        found = self._settled_by(said, claims, identities)
        self._keep(found)
        self._report(claims)
        return {**found.before, **found.after}, found.customers

    def alias(self, pairs: Sequence[tuple[str, str]], by: str | None = None) -> set[str]:
        """Join known identities. The customers whose events are others now, before and after. `by`: see `Runtime.alias`."""
        self._tx.identities.add_aliases(pairs)
        found = self._held(lambda: self._aliased({name for pair in pairs for name in pair}))
        self._keep(found, by)
        return found.customers

    def _settled_by(self, said: Sequence[Identification], claims: Sequence[Identification], identities: set[str]) -> _Found:
        """Whose identities are, by what was said of them now and before."""

        def find() -> _Found:
            return self._told({one.customer for one in said}, {one.was for one in claims}, identities)

        if not claims:  # mostly nobody else is concerned
            locked, found = self._tx.lock(identities), find()
            if locked is None or found.names <= set(locked):
                return found
        return self._held(find)

    def _held(self, find: Callable[[], _Found]) -> _Found:
        """Find whom it is about, lock them, and find it again where others may have been at them meanwhile."""
        found = find()
        locked = self._tx.lock(found.names)
        return found if locked is None else self._believed(find(), locked)

    @staticmethod
    def _believed(found: _Found, locked: Collection[str] | None) -> _Found:
        if locked is not None and not found.names <= set(locked):
            raise ContendedError
        return found

    def _known(self, names: set[str]) -> _Found:
        before = self._tx.identities.customers_of(names)
        return _Found({*names, *before.values()}, before, {})

    def _told(self, customers: set[str], claimed: set[str], names: set[str]) -> _Found:
        """By `identify` events of these customers, which claim these identities."""
        concerned = {one.was for one in self._tx.identities.first_claims(customers)} | claimed
        return self._settled(concerned, names | customers) if concerned else self._known(names | customers)

    def _aliased(self, names: set[str]) -> _Found:
        identities = self._tx.identities
        around = names | {name for pair in identities.aliases_around(names) for name in pair}
        customers = set(identities.customers_of(around).values()) | around
        return self._settled(around | {name for members in identities.members_of(customers).values() for name in members}, customers)

    def _settled(self, names: Collection[str], further: Collection[str]) -> _Found:
        """Whose these identities are, by all that is said; whose the further ones are, too."""
        identities = self._tx.identities
        claims = identities.first_claims(names)
        known = identities.known(names)
        pairs = identities.aliases_around({*names, *(claim.customer for claim in claims)})
        marks = [Identification(0, "", "", name, "") for name in known]
        found = resolve([*claims, *marks], pairs, None).customer_of
        before = identities.customers_of({*names, *further})
        after = {name: found.get(name, name) for name in names if found.get(name, name) != before.get(name, name)}
        told = {*(claim.customer for claim in claims), *(name for pair in pairs for name in pair)}
        return _Found({*names, *further, *told, *before.values(), *after.values()}, before, after)

    def _keep(self, found: _Found, by: str | None = None) -> None:
        if found.after:
            self._tx.identities.assign(found.after)
            joined = sorted(found.after.items())
            self._tx.records.note([Noted(self._now_us, "joined", name, f"is {customer} now{with_key(by)}") for name, customer in joined])

    def _report(self, claims: Sequence[Identification]) -> None:
        """Note the claims that are not followed."""
        if not claims:
            return
        whose = self._tx.identities.customers_of({name for claim in claims for name in (claim.was, claim.customer)})
        lines = [
            Noted(self._now_us, "not joined", claim.was, f"event {claim.id} of source {claim.source!r} says that it is {claim.customer}")
            for claim in claims
            if whose.get(claim.was, claim.was) != whose.get(claim.customer, claim.customer)
        ]
        self._tx.records.note(lines)
