"""Events, each (source, id) once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from desireline.live.postgres.arrays import integers, texts
from desireline.live.postgres.session import Session
from desireline.live.stored import EventKey, Received
from desireline.model import Event, PropertyValue

EVENT_COLUMNS = "e.source, e.id, e.identity, e.time_us, e.name, e.channel, e.person, e.properties"
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, PropertyValue]).decode


class PostgresEvents:
    """See `desireline.live.store.EventTable`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def stored(self, keys: Collection[EventKey]) -> Mapping[EventKey, Event]:
        """Those of the events that are there."""
        found = self._session.rows(
            f"SELECT {EVENT_COLUMNS} FROM unnest(%s::text[], %s::text[]) AS k (source, id) JOIN events AS e USING (source, id)",
            (texts(source for source, _ in keys), texts(id_ for _, id_ in keys)),
        )
        return {(row[0], row[1]): event_of(row) for row in found}

    def add(self, events: Sequence[Event], received_us: int) -> Mapping[EventKey, Event]:
        """Keep those of the events, each given once, that are not there yet: in order of their keys, so that two nodes with the same ones
        wait for each other and never in a circle. The others, as they are there."""
        ordered = sorted(events, key=lambda e: (e.source, e.id))
        self._session.share_or_lock_everything(len(events))
        added = self._session.rows(
            """
            INSERT INTO events (received_us, source, id, identity, time_us, name, channel, person, properties)
            SELECT %s::bigint, * FROM unnest(
                %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[]
            ) ON CONFLICT (source, id) DO NOTHING RETURNING source, id
            """,
            (
                received_us,
                texts([e.source for e in ordered]),
                texts([e.id for e in ordered]),
                texts([e.customer for e in ordered]),
                integers([e.time_us for e in ordered]),
                texts([e.name for e in ordered]),
                texts([e.channel for e in ordered]),
                texts([e.person for e in ordered]),
                texts([_encode(e.properties).decode() for e in ordered]),
            ),
        )
        if len(added) == len(events):
            return {}
        return self.stored({(e.source, e.id) for e in events} - {(source, id_) for source, id_ in added})

    def of(self, identities: Collection[str]) -> list[Event]:
        """All events of these identities, in the contract's order."""
        found = self._session.rows(f"SELECT {EVENT_COLUMNS} FROM events AS e WHERE e.identity = ANY (%s::text[])", (texts(identities),))
        return sorted((event_of(row) for row in found), key=lambda event: event.order)

    def count(self) -> int:
        """How many there are."""
        ((count,),) = self._session.rows("SELECT count(*) FROM events")
        return int(count)

    def received(self, after: int, until: int, most: int) -> Sequence[Received]:
        """Events with numbers above `after` and at most `until`, in the order of their numbers: looked for span by span, as the index of
        numbers only says where about they are."""
        found: list[Received] = []
        while after < until and len(found) < most:
            upto = min(after + most, until)
            rows = self._session.rows(
                f"SELECT {EVENT_COLUMNS}, e.received, e.received_us FROM events AS e "
                "WHERE e.received > %s::bigint AND e.received <= %s::bigint",
                (after, upto),
            )
            found.extend(Received(row[-2], row[-1], event_of(row[:-2])) for row in sorted(rows, key=lambda row: row[-2]))
            after = upto
        return found[:most]

    def last_received_us(self) -> int | None:
        """What the clock said when the latest one came in; None: there is none."""
        ((found,),) = self._session.rows("SELECT max(received_us) FROM events")
        return None if found is None else int(found)

    def received_us(self, identities: Collection[str]) -> Mapping[EventKey, int]:
        """When each event of these identities was taken in."""
        found = self._session.rows(
            "SELECT e.source, e.id, e.received_us FROM events AS e WHERE e.identity = ANY (%s::text[])", (texts(identities),)
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
