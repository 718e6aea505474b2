"""Rule 1, live: what `identify` events and aliases say, and whose events are to be computed anew for it."""

from collections.abc import Collection, Sequence

from desireline.live.store import Noted, Transaction
from desireline.model import Identification, resolve


class Naming:
    """Who is who in a store, as of a transaction."""

    def __init__(self, tx: Transaction, now_us: int) -> None:
        self._tx = tx
        self._now_us = now_us

    def take(self, said: Sequence[Identification]) -> set[str]:
        """Take in what events of the store say of identities. The customers whose events are others now, before and after."""
        claims = [one for one in said if one.was]
        self._tx.identities.claim(claims)
        names = {one.customer for one in said}
        concerned = {one.was for one in self._tx.identities.first_claims(names)} | {one.was for one in claims}
        customers = self._settle(concerned) if concerned else set()
        self._report(claims)
        return customers

    def alias(self, pairs: Sequence[tuple[str, str]]) -> set[str]:
        """Join known identities. The customers whose events are others now, before and after."""
        identities = self._tx.identities
        identities.add_aliases(pairs)
        named = {name for pair in pairs for name in pair}
        around = named | {name for pair in identities.aliases_around(named) for name in pair}
        customers = set(identities.customers_of(around).values()) | around
        return self._settle(around | {name for members in identities.members_of(customers).values() for name in members})

    def _settle(self, names: Collection[str]) -> set[str]:
        """Find whose the identities are, and keep what changed."""
        identities = self._tx.identities
        claims = identities.first_claims(names)
        known = identities.known(names)
        pairs = identities.aliases_around({*names, *(claim.customer for claim in claims)})
        marks = [Identification(0, "", "", name, "") for name in known]
        found = resolve([*claims, *marks], pairs, None).customer_of
        before = identities.customers_of(names)
        changed = {name: found.get(name, name) for name in names if found.get(name, name) != before.get(name, name)}
        if not changed:
            return set()
        identities.assign(changed)
        self._tx.records.note([Noted(self._now_us, "joined", name, f"is {customer} now") for name, customer in sorted(changed.items())])
        return {*changed.values(), *(before.get(name, name) for name in changed)}

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
