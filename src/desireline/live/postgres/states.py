"""States of customers, with the timer of each."""

from collections.abc import Collection, Mapping, Sequence

from desireline.live.postgres.arrays import blobs, integers, texts
from desireline.live.postgres.session import EVERYTHING, Session
from desireline.live.stored import StoredState

_COLUMNS = "s.journey, s.customer, s.version, s.data, s.next_us"


class PostgresStates:
    """See `desireline.live.store.StateTable`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, customers: Collection[str]) -> Mapping[tuple[str, str], StoredState]:
        """The states of customers by (journey, customer)."""
        found = self._session.rows(f"SELECT {_COLUMNS} FROM states AS s WHERE s.customer = ANY (%s::text[])", (texts(customers),))
        return {(row[0], row[1]): StoredState(*row) for row in found}

    def of_maps(
        self, customers: Collection[str], journeys: Collection[str]
    ) -> tuple[Mapping[tuple[str, str], StoredState], Collection[str]]:
        """The states of customers on these maps by (journey, customer); and the journeys that were adopted besides these."""
        found = self._session.rows(
            f"""
            SELECT {_COLUMNS} FROM states AS s WHERE s.customer = ANY (%s::text[])
            UNION ALL SELECT j.journey, NULL, NULL, NULL, NULL FROM journeys AS j WHERE j.journey <> ALL (%s::text[])
            """,
            (texts(customers), texts(journeys)),
        )
        states = {(row[0], row[1]): StoredState(*row) for row in found if row[1] is not None and row[0] in journeys}
        return states, [row[0] for row in found if row[1] is None]

    def put(self, states: Sequence[StoredState]) -> None:
        """Write states, in place of those that are there."""
        ordered = sorted(states, key=lambda s: (s.customer, s.journey))
        self._session.later(
            """
            INSERT INTO states (customer, journey, version, data, next_us)
            SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bytea[], %s::bigint[])
            ON CONFLICT (customer, journey) DO UPDATE SET version = excluded.version, data = excluded.data, next_us = excluded.next_us
            """,
            (
                texts([s.customer for s in ordered]),
                texts([s.journey for s in ordered]),
                texts([s.version for s in ordered]),
                blobs([s.data for s in ordered]),
                integers([s.next_us for s in ordered]),
            ),
        )

    def outdate(self, customers: Collection[str], journeys: Collection[str], due_us: int) -> None:
        """Note that customers are to be computed anew on these maps."""
        self._session.later(
            """
            INSERT INTO states (customer, journey, version, data, next_us)
            SELECT c, j, '', ''::bytea, %s::bigint FROM unnest(%s::text[]) AS c, unnest(%s::text[]) AS j ORDER BY c, j
            ON CONFLICT (customer, journey) DO UPDATE SET version = '', next_us = excluded.next_us
                WHERE states.version <> '' OR states.next_us IS NULL
            """,
            (due_us, texts(customers), texts(journeys)),
        )

    def drop(self, customers: Collection[str]) -> None:
        """Forget the states of customers."""
        self._session.later("DELETE FROM states WHERE customer = ANY (%s::text[])", (texts(customers),))

    def due(self, journeys: Collection[str], now_us: int, most: int) -> Sequence[StoredState]:
        """States whose moment is before now, the earliest first, of customers whom nobody else is at: this node waits for no other.

        Each map is asked for by itself: one that nobody runs any more may have left any number of moments."""
        moved = self._session.rows(
            """
            SELECT d.customer FROM unnest(%s::text[]) AS j, LATERAL (
                SELECT customer, next_us FROM states WHERE journey = j AND next_us < %s::bigint
                ORDER BY next_us LIMIT %s::bigint FOR UPDATE SKIP LOCKED
            ) AS d ORDER BY d.next_us LIMIT %s::bigint
            """,
            (texts(journeys), now_us, most, most),
        )
        locked = self._session.try_lock({customer for (customer,) in moved}) if moved else []
        if not locked:
            return []
        found = self._session.rows(
            f"""
            SELECT {_COLUMNS} FROM states AS s
            WHERE s.customer = ANY (%s::text[]) AND s.next_us < %s::bigint AND s.journey = ANY (%s::text[])
            ORDER BY s.next_us, s.customer, s.journey
            """,
            (texts(locked), now_us, texts(journeys)),
        )
        return [StoredState(*row) for row in found]

    def counts(self) -> Mapping[tuple[str, str], int]:
        """(journey, version) -> how many customers have a state of it."""
        found = self._session.rows("SELECT journey, version, count(*) FROM states GROUP BY journey, version")
        return {(journey, version): count for journey, version, count in found}

    def next_due_us(self, journeys: Collection[str]) -> int | None:
        """The earliest moment at which something is due."""
        ((found,),) = self._session.rows(
            """
            SELECT min(d.next_us) FROM unnest(%s::text[]) AS j, LATERAL (
                SELECT next_us FROM states WHERE journey = j AND next_us IS NOT NULL ORDER BY next_us LIMIT 1
            ) AS d
            """,
            (texts(journeys),),
        )
        return None if found is None else int(found)

    def outdated(self, versions: Mapping[str, str], most: int) -> Sequence[str]:
        """Customers with a state of another version than the one given for its journey, whom nobody else is at; those with something due
        come first."""
        find = """
            SELECT s.customer FROM unnest(%s::text[], %s::text[]) AS v (journey, version) JOIN states AS s USING (journey)
            WHERE s.version <> v.version AND s.customer = ANY (coalesce(%s::text[], ARRAY[s.customer]))
            GROUP BY s.customer ORDER BY min(s.next_us) NULLS LAST, s.customer LIMIT %s::bigint
            """
        named = (texts(versions.keys()), texts(versions.values()))
        found = self._session.rows(find, (*named, None, most))
        locked = self._session.try_lock({customer for (customer,) in found}) if found else []
        return [customer for (customer,) in self._session.rows(find, (*named, texts(locked), most))] if locked else []

    def adopt(self, journey: str) -> None:
        """Note that every customer who has events is yet to be computed on this map, where no state is there."""
        self._session.rows("SELECT pg_advisory_xact_lock(%s)", (EVERYTHING,))
        self._session.later("INSERT INTO journeys (journey) VALUES (%s) ON CONFLICT DO NOTHING", (journey,))
        self._session.later(
            """
            INSERT INTO states (customer, journey, version, data)
            SELECT DISTINCT coalesce(i.customer, e.identity), %s::text, '', ''::bytea
            FROM events AS e LEFT JOIN identities AS i ON i.identity = e.identity
            ON CONFLICT DO NOTHING
            """,
            (journey,),
        )

    def journeys(self) -> Collection[str]:
        """The journeys that were adopted."""
        return {journey for (journey,) in self._session.rows("SELECT journey FROM journeys")}
