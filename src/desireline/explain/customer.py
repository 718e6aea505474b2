"""Which customer an identity is in a lake, under which names, and by what; and that customer's events in order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from desireline.events import Component, Lake, component_of, property_column, property_sql, reading_problems
from desireline.events.shard import PROPERTIES, among_sql
from desireline.explain.wording import moment
from desireline.model import Event, Identification, PropertyValue

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 4_096
IdentityKind = Literal["known", "anonymous", "named"]


@dataclass(frozen=True, slots=True)
class Identity:
    """One name of a customer.

    kind     known: by an `identify` event or the alias table; anonymous: given to the customer by an `identify` event; named: by its own
             events alone
    by       the `identify` event that first said so
    aliases  the names that the alias table says are the same customer
    """

    name: str
    kind: IdentityKind
    by: Identification | None = None
    aliases: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """By what it is a name of the customer, in words."""
        if self.aliases:
            return f"the alias table says it is {', '.join(self.aliases)}"
        if self.by is None:
            return "its own events"
        source = f" of {self.by.source}" if self.by.source else ""
        whose = f" says it is {self.by.customer}" if self.kind == "anonymous" else ""
        return f"event {self.by.id}{source}, {moment(self.by.time_us)},{whose or ' names it'}"


@dataclass(frozen=True)
class Customer:
    """One customer as of a moment.

    name        the name under which it is counted
    identities  all its names, its own first
    unfollowed  identifications that speak of it and were not followed, each with the reason
    """

    name: str
    as_of_us: int
    identities: tuple[Identity, ...]
    unfollowed: tuple[tuple[Identification, str], ...]
    component: Component


@dataclass(frozen=True, slots=True)
class Extent:
    """How many of a customer's events count, from when to when; and how many are later than the moment asked about."""

    events: int
    first_us: int | None
    last_us: int | None
    later: int


def find_customer(lake: Lake, identity: str, as_of_us: int, con: DuckDBPyConnection) -> Customer:
    """The customer that an identity is as of a moment. It need not be in the lake: see `Rows.extent`."""
    component = component_of(lake, identity, con)
    resolved = component.resolved(as_of_us)
    name = resolved.customer_of.get(identity, identity)
    names = [one for one in component.identities if resolved.customer_of.get(one, one) == name]
    names.sort(key=lambda one: (one != name, one))
    own = set(names)
    unfollowed = tuple((i, why) for i, why in resolved.conflicts if i.was in own or i.customer in own)
    return Customer(name, as_of_us, tuple(_identities(names, component, as_of_us)), unfollowed, component)


def _identities(names: Sequence[str], component: Component, as_of_us: int) -> Iterator[Identity]:
    """What each name is, by the earliest that says it."""
    aliases: dict[str, set[str]] = {}
    for one, other in component.aliases:
        aliases.setdefault(one, set()).add(other)
        aliases.setdefault(other, set()).add(one)
    known: dict[str, Identification] = {}
    anonymous: dict[str, Identification] = {}
    for found in component.identifications:
        if found.time_us <= as_of_us:
            known.setdefault(found.customer, found)
            anonymous.setdefault(found.was, found)
    for name in names:
        if others := aliases.get(name, set()) - {name}:
            yield Identity(name, "known", aliases=tuple(sorted(others)))
        elif name in known:
            yield Identity(name, "known", known[name])
        else:
            yield Identity(name, "anonymous" if name in anonymous else "named", anonymous.get(name))


class Rows:
    """The events of one customer in a lake. Reads the customer's shard, and of it the parts that hold the customer."""

    def __init__(self, lake: Lake, customer: Customer, con: DuckDBPyConnection) -> None:
        self.lake = lake
        self.customer = customer
        self._con = con

    def extent(self) -> Extent:
        """How many events there are, and when."""
        shard = self.customer.component.shard
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
        shard = self.customer.component.shard
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
        if len(self.customer.component.identities) > 1:
            query += " ORDER BY epoch_us(time), id, list_extract(CAST(? AS VARCHAR[]), source + 1)"
            values.append(list(self.lake.sources))
        names = tuple(stored)
        with reading_problems(shard):
            cursor = self._con.cursor().execute(query, values)
            while rows := cursor.fetchmany(_BATCH):
                yield from (self._event(row, names) for row in rows)

    def _mine(self) -> tuple[str, list[Any]]:
        """What picks the customer's rows, and its values. By the names in the column `customer`, rows of others are skipped unread."""
        component = self.customer.component
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
        lake = self.lake
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
