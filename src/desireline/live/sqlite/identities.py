"""Who is who."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence

from desireline.live.sqlite.events import EVENT_COLUMNS, event_of
from desireline.model import Identification, identification_of


class SqliteIdentities:
    """See `desireline.live.store.IdentityTable`."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con

    def customers_of(self, identities: Collection[str]) -> Mapping[str, str]:
        """Identity -> customer, for those whose customer bears another name."""
        return dict(
            self._con.execute(
                "SELECT i.identity, i.customer FROM json_each(?) AS n JOIN identities AS i ON i.identity = n.value",
                (json.dumps(list(identities)),),
            )
        )

    def members_of(self, customers: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Customer -> its identities, the one that names it among them."""
        elsewhere = self.customers_of(customers)
        members: dict[str, list[str]] = {customer: [] if customer in elsewhere else [customer] for customer in customers}
        joined = self._con.execute(
            "SELECT i.customer, i.identity FROM json_each(?) AS n JOIN identities AS i ON i.customer = n.value",
            (json.dumps(list(customers)),),
        )
        for customer, identity in joined:
            members[customer].append(identity)
        return members

    def assign(self, customer_of: Mapping[str, str]) -> None:
        """Say whose the identities are from now on."""
        self._con.executemany("DELETE FROM identities WHERE identity = ?", [(identity,) for identity in customer_of])
        self._con.executemany(
            "INSERT INTO identities (identity, customer) VALUES (?, ?)",
            [(identity, customer) for identity, customer in customer_of.items() if identity != customer],
        )

    def claim(self, claims: Sequence[Identification]) -> None:
        """Keep what events claim of anonymous identities."""
        self._con.executemany(
            "INSERT INTO claims (was, time_us, id, source, customer) VALUES (?, ?, ?, ?, ?)",
            [(c.was, c.time_us, c.id, c.source, c.customer) for c in claims],
        )

    def first_claims(self, identities: Collection[str]) -> Sequence[Identification]:
        """For each of the identities that is claimed: the earliest claim on it."""
        found = self._con.execute(
            """
            SELECT c.time_us, c.id, c.source, c.customer, c.was
            FROM json_each(?) AS n JOIN claims AS c ON c.was = n.value AND (c.time_us, c.id, c.source) = (
                SELECT f.time_us, f.id, f.source FROM claims AS f WHERE f.was = n.value ORDER BY f.time_us, f.id, f.source LIMIT 1
            )
            """,
            (json.dumps(list(identities)),),
        )
        return [Identification(*row) for row in found]

    def known(self, identities: Collection[str]) -> Collection[str]:
        """Those that bear an `identify` event."""
        found = self._con.execute(
            """
            SELECT n.value FROM json_each(?) AS n
            WHERE EXISTS (SELECT 1 FROM events AS e WHERE e.identity = n.value AND e.name = 'identify')
            """,
            (json.dumps(list(identities)),),
        )
        return {name for (name,) in found}

    def add_aliases(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Keep pairs of known identities that are one customer, in both directions."""
        both = [pair for one, other in pairs for pair in ((one, other), (other, one))]
        self._con.executemany("INSERT INTO aliases (one, other) VALUES (?, ?) ON CONFLICT DO NOTHING", both)

    def aliases_around(self, identities: Collection[str]) -> Sequence[tuple[str, str]]:
        """All pairs that the identities are joined by, directly or over others."""
        return self._con.execute(
            """
            WITH RECURSIVE around (name) AS (
                SELECT value FROM json_each(?) UNION SELECT a.other FROM around JOIN aliases AS a ON a.one = around.name
            )
            SELECT a.one, a.other FROM around JOIN aliases AS a ON a.one = around.name
            """,
            (json.dumps(list(identities)),),
        ).fetchall()

    def aliases(self) -> Sequence[tuple[str, str]]:
        """All pairs of known identities that are one customer."""
        return self._con.execute("SELECT one, other FROM aliases WHERE one <= other ORDER BY one, other").fetchall()

    def count_aliases(self) -> int:
        """How many pairs `aliases` gives."""
        return int(self._con.execute("SELECT count(*) FROM aliases WHERE one <= other").fetchone()[0])

    def identifications_of(self, identities: Collection[str]) -> Sequence[Identification]:
        """All that `identify` events say of these: those that they bear, and those that claim them."""
        names = json.dumps(list(identities))
        borne = self._con.execute(
            f"SELECT {EVENT_COLUMNS} FROM json_each(?) AS n JOIN events AS e ON e.identity = n.value AND e.name = 'identify'", (names,)
        )
        claiming = self._con.execute(
            "SELECT c.time_us, c.id, c.source, c.customer, c.was FROM json_each(?) AS n JOIN claims AS c ON c.was = n.value", (names,)
        )
        said = (identification_of(event_of(row)) for row in borne)
        return sorted({*(one for one in said if one is not None), *(Identification(*row) for row in claiming)})

    def everyone(self) -> Sequence[str]:
        """All customers who have events, by name."""
        found = self._con.execute(
            """
            SELECT DISTINCT coalesce(i.customer, e.identity) AS customer
            FROM (SELECT DISTINCT identity FROM events) AS e LEFT JOIN identities AS i ON i.identity = e.identity ORDER BY customer
            """
        )
        return [name for (name,) in found]
