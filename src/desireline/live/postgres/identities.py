"""Who is who."""

from collections.abc import Collection, Mapping, Sequence

from desireline.live.postgres.arrays import integers, texts
from desireline.live.postgres.events import EVENT_COLUMNS, event_of
from desireline.live.postgres.session import Session
from desireline.model import Identification, identification_of


class PostgresIdentities:
    """See `desireline.live.store.IdentityTable`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def customers_of(self, identities: Collection[str]) -> Mapping[str, str]:
        """Identity -> customer, for those whose customer bears another name."""
        return dict(self._session.rows("SELECT identity, customer FROM identities WHERE identity = ANY (%s::text[])", (texts(identities),)))

    def members_of(self, customers: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Customer -> its identities, the one that names it among them."""
        elsewhere = self.customers_of(customers)
        members: dict[str, list[str]] = {customer: [] if customer in elsewhere else [customer] for customer in customers}
        joined = self._session.rows("SELECT customer, identity FROM identities WHERE customer = ANY (%s::text[])", (texts(customers),))
        for customer, identity in joined:
            members[customer].append(identity)
        return members

    def assign(self, customer_of: Mapping[str, str]) -> None:
        """Say whose the identities are from now on."""
        own = sorted(identity for identity, customer in customer_of.items() if identity == customer)
        if own:
            self._session.later("DELETE FROM identities WHERE identity = ANY (%s::text[])", (texts(own),))
        joined = sorted((identity, customer) for identity, customer in customer_of.items() if identity != customer)
        if joined:
            self._session.later(
                """
                INSERT INTO identities (identity, customer) SELECT * FROM unnest(%s::text[], %s::text[])
                ON CONFLICT (identity) DO UPDATE SET customer = excluded.customer
                """,
                (texts(identity for identity, _ in joined), texts(customer for _, customer in joined)),
            )

    def claim(self, claims: Sequence[Identification]) -> None:
        """Keep what events claim of anonymous identities."""
        if claims:
            self._session.later(
                """
                INSERT INTO claims (was, time_us, id, source, customer)
                SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[])
                """,
                (
                    texts(c.was for c in claims),
                    integers(c.time_us for c in claims),
                    texts(c.id for c in claims),
                    texts(c.source for c in claims),
                    texts(c.customer for c in claims),
                ),
            )

    def first_claims(self, identities: Collection[str]) -> Sequence[Identification]:
        """For each of the identities that is claimed: the earliest claim on it."""
        found = self._session.rows(
            """
            SELECT c.time_us, c.id, c.source, c.customer, c.was FROM unnest(%s::text[]) AS n, LATERAL (
                SELECT * FROM claims WHERE was = n ORDER BY time_us, id, source LIMIT 1
            ) AS c
            """,
            (texts(identities),),
        )
        return [Identification(*row) for row in found]

    def known(self, identities: Collection[str]) -> Collection[str]:
        """Those that bear an `identify` event."""
        found = self._session.rows(
            "SELECT DISTINCT e.identity FROM events AS e WHERE e.identity = ANY (%s::text[]) AND e.name = 'identify'",
            (texts(identities),),
        )
        return {name for (name,) in found}

    def add_aliases(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Keep pairs of known identities that are one customer, in both directions."""
        both = sorted({pair for one, other in pairs for pair in ((one, other), (other, one))})
        self._session.later(
            "INSERT INTO aliases (one, other) SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
            (texts(one for one, _ in both), texts(other for _, other in both)),
        )

    def aliases_around(self, identities: Collection[str]) -> Sequence[tuple[str, str]]:
        """All pairs that the identities are joined by, directly or over others."""
        return self._session.rows(
            """
            WITH RECURSIVE around (name) AS (
                SELECT n COLLATE "C" FROM unnest(%s::text[]) AS n UNION SELECT a.other FROM around JOIN aliases AS a ON a.one = around.name
            )
            SELECT a.one, a.other FROM around JOIN aliases AS a ON a.one = around.name
            """,
            (texts(identities),),
        )

    def aliases(self) -> Sequence[tuple[str, str]]:
        """All pairs of known identities that are one customer."""
        return [(one, other) for one, other in self._session.rows("SELECT one, other FROM aliases WHERE one <= other ORDER BY one, other")]

    def count_aliases(self) -> int:
        """How many pairs `aliases` gives."""
        ((count,),) = self._session.rows("SELECT count(*) FROM aliases WHERE one <= other")
        return int(count)

    def identifications_of(self, identities: Collection[str]) -> Sequence[Identification]:
        """All that `identify` events say of these: those that they bear, and those that claim them."""
        names = texts(identities)
        borne = self._session.rows(
            f"SELECT {EVENT_COLUMNS} FROM events AS e WHERE e.identity = ANY (%s::text[]) AND e.name = 'identify'", (names,)
        )
        claiming = self._session.rows("SELECT time_us, id, source, customer, was FROM claims WHERE was = ANY (%s::text[])", (names,))
        said = (identification_of(event_of(row)) for row in borne)
        return sorted({*(one for one in said if one is not None), *(Identification(*row) for row in claiming)})

    def everyone(self) -> Sequence[str]:
        """All customers who have events, by name."""
        found = self._session.rows(
            """
            SELECT DISTINCT coalesce(i.customer, e.identity) COLLATE "C" AS customer
            FROM (SELECT DISTINCT identity FROM events) AS e LEFT JOIN identities AS i ON i.identity = e.identity ORDER BY customer
            """
        )
        return [name for (name,) in found]
