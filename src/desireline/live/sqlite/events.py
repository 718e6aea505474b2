"""Events, each (source, id) once."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from desireline.live.stored import EventKey, Received
from desireline.model import Event, PropertyValue

EVENT_COLUMNS = "e.source, e.id, e.identity, e.time_us, e.name, e.channel, e.person, e.properties"
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, PropertyValue]).decode


class SqliteEvents:
    """See `desireline.live.store.EventTable`."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con

    def stored(self, keys: Collection[EventKey]) -> Mapping[EventKey, Event]:
        """Those of the events that are there."""
        found = self._con.execute(
            f"SELECT {EVENT_COLUMNS} FROM json_each(?) AS k JOIN events AS e ON e.source = k.value ->> 0 AND e.id = k.value ->> 1",
            (json.dumps(list(keys)),),
        )
        return {(row[0], row[1]): event_of(row) for row in found}

    def add(self, events: Sequence[Event], received_us: int) -> Mapping[EventKey, Event]:
        """Keep those of the events, each given once, that are not there yet. The others, as they are there."""
        (before,) = self._con.execute("SELECT coalesce(max(received), 0) FROM events").fetchone()
        added = self._con.executemany(
            """
            INSERT INTO events (received_us, source, id, identity, time_us, name, channel, person, properties) VALUES (?,?,?,?,?,?,?,?,?)
            ON CONFLICT DO NOTHING
            """,
            [
                (received_us, e.source, e.id, e.customer, e.time_us, e.name, e.channel, e.person, _encode(e.properties).decode())
                for e in events
            ],
        )
        if added.rowcount == len(events):
            return {}
        new = self._con.execute("SELECT source, id FROM events WHERE received > ?", (before,)).fetchall()
        return self.stored({(e.source, e.id) for e in events}.difference(new))

    def of(self, identities: Collection[str]) -> list[Event]:
        """All events of these identities, in the contract's order."""
        found = self._con.execute(
            f"SELECT {EVENT_COLUMNS} FROM json_each(?) AS i JOIN events AS e ON e.identity = i.value", (json.dumps(list(identities)),)
        )
        return sorted((event_of(row) for row in found), key=lambda event: event.order)

    def count(self) -> int:
        """How many there are."""
        return int(self._con.execute("SELECT count(*) FROM events").fetchone()[0])

    def received(self, after: int, until: int, most: int) -> Sequence[Received]:
        """Events with numbers above `after` and at most `until`, in the order of their numbers."""
        found = self._con.execute(
            f"SELECT {EVENT_COLUMNS}, e.received, e.received_us FROM events AS e WHERE e.received > ? AND e.received <= ? "
            "ORDER BY e.received LIMIT ?",
            (after, until, most),
        )
        return [Received(row[-2], row[-1], event_of(row[:-2])) for row in found]

    def last_received_us(self) -> int | None:
        """What the clock said when the latest one came in; None: there is none."""
        found = self._con.execute("SELECT received_us FROM events ORDER BY received DESC LIMIT 1").fetchone()
        return None if found is None else int(found[0])

    def received_us(self, identities: Collection[str]) -> Mapping[EventKey, int]:
        """When each event of these identities was taken in."""
        found = self._con.execute(
            "SELECT e.source, e.id, e.received_us FROM json_each(?) AS i JOIN events AS e ON e.identity = i.value",
            (json.dumps(list(identities)),),
        )
        return {(source, id_): received_us for source, id_, received_us in found}


def event_of(row: Sequence[Any]) -> Event:
    """The event of a row of `EVENT_COLUMNS`."""
    source, id_, identity, time_us, name, channel, person, properties = row
    return Event(
        id=id_,
        time_us=time_us,
        customer=identity,
        name=name,
        channel=channel,
        source=source,
        person=person,
        properties=_decode(properties),
    )
