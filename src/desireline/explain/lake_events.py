"""One customer's events out of a lake, in order."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desireline.engine import Caused, Program
from desireline.events import Lake, component_of, property_column, property_sql, reading_problems
from desireline.events.shard import PROPERTIES, among_sql
from desireline.explain.customer import Extent, Said, customer_of
from desireline.model import Event, PropertyValue

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 4_096


class LakeEvents:
    """One customer of a lake (see `CustomerEvents`). Reads the customer's shard, and of it the parts that hold the customer.

    The identity need not be in the lake: then there are no events. Raises UnicodeEncodeError where no lake could hold such a name.
    """

    def __init__(self, lake: Lake, identity: str, as_of_us: int, con: DuckDBPyConnection) -> None:
        self._lake = lake
        self._con = con
        self._component = found = component_of(lake, identity, con)
        self.customer = customer_of(identity, Said(found.identities, found.identifications, found.aliases), as_of_us)

    @property
    def names(self) -> Sequence[str]:
        """The names of events of all customers."""
        return self._lake.names

    @property
    def alone(self) -> bool:
        """Whether nothing is said of who the identity is."""
        return len(self._component.identities) == 1

    def done(self, program: Program) -> Collection[Caused]:  # noqa: ARG002 (a store needs it)
        """A lake holds events alone."""
        return ()

    def extent(self) -> Extent:
        """How many events there are, and when."""
        shard = self._component.shard
        if shard is None:
            return Extent(0, None, None, 0)
        now, time = self.customer.as_of_us, "epoch_us(time)"
        counts = f"count(*) FILTER ({time} <= ?), min({time}) FILTER ({time} <= ?), max({time}) FILTER ({time} <= ?), count(*)"
        where, values = self._mine()
        query = f"SELECT {counts} FROM {shard.source_sql(self._con)} WHERE {where}"
        with reading_problems(shard):
            found = self._con.execute(query, [now, now, now, *values]).fetchone()
        assert found is not None
        return Extent(found[0], found[1], found[2], found[3] - found[0])

    def events(self, declared: Mapping[str, Any]) -> Iterator[Event]:
        """The events that count, in order. `declared`: the properties that maps name, which are read as replay reads them."""
        shard = self._component.shard
        if shard is None:
            return
        own = list(shard.property_columns)
        overflowing = [name for name in declared if name not in shard.property_columns] if shard.overflows else []
        stored = {name: property_column(shard, name) for name in (*own, *overflowing)}
        columns = [property_sql(name, column) for name, column in stored.items() if column is not None]
        columns.append(PROPERTIES if shard.overflows else "NULL")
        where, values = self._mine()
        listed = ", ".join(("identity", "epoch_us(time)", "id", "source", "name", "channel", "person", *columns))
        query = f"SELECT {listed} FROM {shard.source_sql(self._con)} WHERE {where} AND epoch_us(time) <= ?"
        values.append(self.customer.as_of_us)
        if len(self._component.identities) > 1:
            query += " ORDER BY epoch_us(time), id, list_extract(CAST(? AS VARCHAR[]), source + 1)"
            values.append(list(self._lake.sources))
        names = tuple(stored)
        with reading_problems(shard):
            cursor = self._con.cursor().execute(query, values)
            while rows := cursor.fetchmany(_BATCH):
                yield from (self._event(row, names) for row in rows)

    def _mine(self) -> tuple[str, list[Any]]:
        """What picks the customer's rows, and its values. By the names in the column `customer`, rows of others are skipped unread."""
        component = self._component
        names = [identity.name for identity in self.customer.identities]
        where, values = among_sql("customer", component.customers)
        if len(names) == len(component.identities):
            return where, values
        own, own_names = among_sql("identity", names)
        return f"{where} AND {own}", [*values, *own_names]

    def _event(self, row: tuple[Any, ...], names: tuple[str, ...]) -> Event:
        identity, time_us, id_, source, name, channel, person, *values, overflow = row
        properties: dict[str, PropertyValue] = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for key, value in (json.loads(overflow) if overflow else {}).items():
            if key not in properties and isinstance(value, str | int | float | bool):
                properties[key] = value
        lake = self._lake
        return Event(
            id=id_,
            time_us=time_us,
            customer=identity,
            name=lake.names[name],
            channel=None if channel is None else lake.channels[channel],
            source=lake.sources[source],
            person=person,
            properties=properties,
        )
