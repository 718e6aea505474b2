"""States of customers, with the timer of each."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence, Set

from desireline.live.stored import StoredState

_COLUMNS = "s.journey, s.customer, s.version, s.data, s.next_us"


class SqliteStates:
    """See `desireline.live.store.StateTable`."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con

    def of(self, customers: Collection[str]) -> Mapping[tuple[str, str], StoredState]:
        """The states of customers by (journey, customer)."""
        found = self._con.execute(
            f"SELECT {_COLUMNS} FROM json_each(?) AS n JOIN states AS s ON s.customer = n.value", (json.dumps(list(customers)),)
        )
        return {(row[0], row[1]): StoredState(*row) for row in found}

    def of_maps(
        self, customers: Collection[str], journeys: Collection[str]
    ) -> tuple[Mapping[tuple[str, str], StoredState], Collection[str]]:
        """The states of customers on these maps by (journey, customer); and the journeys that were adopted besides these."""
        found = {key: state for key, state in self.of(customers).items() if key[0] in journeys}
        return found, self.journeys() - set(journeys)

    def put(self, states: Sequence[StoredState]) -> None:
        """Write states, in place of those that are there."""
        self._con.executemany(
            """
            INSERT INTO states (journey, customer, version, data, next_us) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, data = excluded.data, next_us = excluded.next_us
            """,
            [(s.journey, s.customer, s.version, s.data, s.next_us) for s in states],
        )

    def outdate(self, customers: Collection[str], journeys: Collection[str], due_us: int) -> None:
        """Note that customers are to be computed anew on these maps."""
        self._con.executemany(
            """
            INSERT INTO states (journey, customer, version, data, next_us) VALUES (?, ?, '', x'', ?)
            ON CONFLICT DO UPDATE SET version = '', next_us = excluded.next_us WHERE version <> '' OR next_us IS NULL
            """,
            [(journey, customer, due_us) for journey in journeys for customer in customers],
        )

    def drop(self, customers: Collection[str]) -> None:
        """Forget the states of customers."""
        self._con.executemany("DELETE FROM states WHERE customer = ?", [(customer,) for customer in customers])

    def due(self, journeys: Collection[str], now_us: int, most: int) -> Sequence[StoredState]:
        """States whose moment is before now, the earliest first. Each map is asked for by itself: one that nobody runs any more may have
        left any number of moments."""
        query = f"SELECT {_COLUMNS} FROM states AS s WHERE s.journey = ? AND s.next_us < ? ORDER BY s.next_us, s.customer LIMIT ?"
        found = [StoredState(*row) for journey in journeys for row in self._con.execute(query, (journey, now_us, most))]
        return sorted(found, key=lambda state: (state.next_us or 0, state.customer, state.journey))[:most]

    def next_due_us(self, journeys: Collection[str]) -> int | None:
        """The earliest moment at which something is due."""
        query = "SELECT next_us FROM states WHERE journey = ? AND next_us IS NOT NULL ORDER BY next_us LIMIT 1"
        return min((int(us) for journey in journeys for (us,) in self._con.execute(query, (journey,))), default=None)

    def outdated(self, versions: Mapping[str, str], most: int) -> Sequence[str]:
        """Customers with a state of another version than the one given for its journey; those with something due come first."""
        found = self._con.execute(
            """
            SELECT s.customer FROM states AS s JOIN json_each(?) AS v ON s.journey = v.key
            WHERE s.version <> v.value GROUP BY s.customer ORDER BY min(s.next_us) IS NULL, min(s.next_us), s.customer LIMIT ?
            """,
            (json.dumps(dict(versions)), most),
        )
        return [customer for (customer,) in found]

    def adopt(self, journey: str) -> None:
        """Note that every customer who has events is yet to be computed on this map, where no state is there."""
        self._con.execute("INSERT INTO journeys (journey) VALUES (?) ON CONFLICT DO NOTHING", (journey,))
        self._con.execute(
            """
            INSERT INTO states (customer, journey, version, data)
            SELECT DISTINCT coalesce(i.customer, e.identity), ?, '', x''
            FROM events AS e LEFT JOIN identities AS i ON i.identity = e.identity
            WHERE true ON CONFLICT DO NOTHING
            """,
            (journey,),
        )

    def journeys(self) -> Set[str]:
        """The journeys that were adopted."""
        return {journey for (journey,) in self._con.execute("SELECT journey FROM journeys")}

    def counts(self) -> Mapping[tuple[str, str], int]:
        """(journey, version) -> how many customers have a state of it."""
        found = self._con.execute("SELECT journey, version, count(*) FROM states GROUP BY journey, version")
        return {(journey, version): count for journey, version, count in found}
