"""From a table of columns to rows of events: fields, properties, and what is wrong with a row."""

from dataclasses import dataclass

from desireline.events.shard import literal
from desireline.events.sources.clock_changes import remark_sql
from desireline.events.sources.properties import Shown
from desireline.events.sources.roles import Roles
from desireline.events.sources.rows import TRIMMED
from desireline.events.sources.table import Table
from desireline.events.sources.times import TimeReading, in_range

MOST_FIELD_BYTES = 1 << 20
_RAW_LENGTH = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What the columns of a table mean: roles, how its times are read, the expression of the event's name, properties, source name."""

    roles: Roles
    time: TimeReading
    name: str
    properties: tuple[Shown, ...]
    source: str


def rows_sql(table: Table, meaning: Meaning) -> str:
    """The SELECT of `SourceRows`, over the table.

    In layers, so that each expression is written, and worked out, once: fields and properties; what is wrong. The text of a row is made
    last, for bad rows alone. Layers are few, as each holds all columns in memory once more.
    """
    fields = {"customer": _text(table, meaning.roles.customer), "name": meaning.name}
    fields |= {role: _text_or_null(table, getattr(meaning.roles, role)) for role in ("id", "channel", "person", "source")}
    fields["source"] = f"coalesce({fields['source']}, {literal(meaning.source)})" if meaning.roles.source else literal(meaning.source)
    fields["unread"] = table.fault
    fields["any_us"] = meaning.time.us
    fields |= {each.made.column: each.sql for each in meaning.properties}
    made = ", ".join(f"{sql} AS {field}" for field, sql in fields.items())
    rows = f"SELECT *, {made} FROM ({table.sql}) AS source_table"
    time_us = in_range("any_us")
    rows = f"SELECT *, {time_us} AS time_us, {_bad(table, meaning, time_us)} AS bad FROM ({rows}) AS source_fields"
    properties = "".join(f", {each.made.column}" for each in meaning.properties)
    return (
        f"SELECT position, line, id, time_us, customer, name, channel, person, source, bad, {_remark(table, meaning)} AS remark,"
        f" CAST(CASE WHEN bad IS NOT NULL THEN {table.breaks} ELSE 0 END AS BIGINT) AS lost,"
        f" CASE WHEN bad IS NOT NULL THEN left({table.raw}, {_RAW_LENGTH}) END AS raw{properties} FROM ({rows}) AS source_rows"
    )


def _remark(table: Table, meaning: Meaning) -> str:
    changed = remark_sql("any_us", meaning.time.zone, meaning.time.in_zone) if meaning.time.in_zone else "0"
    return f"CAST(CASE WHEN bad IS NULL THEN CASE WHEN {table.trimmed} THEN {TRIMMED} ELSE 0 END + {changed} ELSE 0 END AS UTINYINT)"


def _text(table: Table, column: str) -> str:
    found = table.column(column)
    return found.sql if found.type == "VARCHAR" else f"CAST({found.sql} AS VARCHAR)"


def _text_or_null(table: Table, column: str | None) -> str:
    """A field that events can be without: an empty text is none."""
    return f"nullif({_text(table, column)}, '')" if column else "CAST(NULL AS VARCHAR)"


def _bad(table: Table, meaning: Meaning, time_us: str) -> str:
    """Why a row is bad. One quick look at all fields finds most rows good, and only the others are asked why."""
    roles = meaning.roles
    there = f"CAST({table.column(roles.time).sql} AS VARCHAR)"
    no_time, unreadable = literal(f"it has no time in `{roles.time}`"), literal(f"` {meaning.time.unreadable}")
    reasons = (
        "WHEN unread IS NOT NULL THEN unread",
        f"WHEN {time_us} IS NULL AND coalesce({there}, '') = '' THEN {no_time}",
        f"WHEN {time_us} IS NULL THEN concat('its time `', left({there}, 60), {unreadable})",
        f"WHEN coalesce(customer, '') = '' THEN {literal(f'it has no customer in `{roles.customer}`')}",
        f"WHEN coalesce(name, '') = '' THEN {literal(f'it has no event name in `{roles.event}`')}",
        "ELSE 'it has a field that is longer than 1 MiB'",
    )
    texts = ["id", "channel", "person", *(each.made.column for each in meaning.properties if each.made.stored in ("text", "json"))]
    longest = f"greatest(strlen(customer), strlen(name), {', '.join(f'strlen({text})' for text in texts)})"
    good = f"unread IS NULL AND {time_us} IS NOT NULL AND strlen(customer) > 0 AND strlen(name) > 0 AND {longest} <= {MOST_FIELD_BYTES}"
    return f"CASE WHEN {good} THEN NULL ELSE CASE {' '.join(reasons)} END END"
