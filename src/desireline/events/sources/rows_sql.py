"""From a table of columns to rows of events: fields, properties, and what is wrong with a row."""

from dataclasses import dataclass

from desireline.events.mapping import Roles
from desireline.events.shard import literal
from desireline.events.sources.properties import Shown
from desireline.events.sources.table import Table
from desireline.events.times import TimeReading, in_range

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

    In layers, so that each expression is written, and worked out, once: fields and properties; time in range; what is wrong. The text of
    a row is made last, for bad rows alone.
    """
    fields = {role: _text(table, getattr(meaning.roles, role)) for role in ("customer", "id", "channel", "person", "source")}
    fields["name"] = f"nullif({meaning.name}, '')"
    fields["source"] = f"coalesce({fields['source']}, {literal(meaning.source)})" if meaning.roles.source else literal(meaning.source)
    fields["any_us"] = meaning.time.us
    fields |= {each.made.column: each.sql for each in meaning.properties}
    made = ", ".join(f"{sql} AS {field}" for field, sql in fields.items())
    rows = f"SELECT *, {made} FROM ({table.sql}) AS source_table"
    rows = f"SELECT *, {in_range('any_us')} AS time_us FROM ({rows}) AS source_fields"
    rows = f"SELECT *, {_bad(table, meaning)} AS bad FROM ({rows}) AS source_times"
    properties = "".join(f", {each.made.column}" for each in meaning.properties)
    return (
        "SELECT position, line, id, time_us, customer, name, channel, person, source, bad,"
        f" CASE WHEN bad IS NOT NULL THEN left({table.raw}, {_RAW_LENGTH}) END AS raw{properties} FROM ({rows}) AS source_rows"
    )


def _text(table: Table, column: str | None) -> str:
    """A field of the event: text, and an empty one is none."""
    if column is None:
        return "CAST(NULL AS VARCHAR)"
    found = table.column(column)
    return f"nullif({found.sql if found.type == 'VARCHAR' else f'CAST({found.sql} AS VARCHAR)'}, '')"


def _bad(table: Table, meaning: Meaning) -> str:
    roles = meaning.roles
    there = f"CAST({table.column(roles.time).sql} AS VARCHAR)"
    no_time, unreadable = literal(f"it has no time in `{roles.time}`"), literal(f"` {meaning.time.unreadable}")
    cases = [
        "WHEN fault IS NOT NULL THEN fault",
        f"WHEN time_us IS NULL AND coalesce({there}, '') = '' THEN {no_time}",
        f"WHEN time_us IS NULL THEN concat('its time `', left({there}, 60), {unreadable})",
        f"WHEN customer IS NULL THEN {literal(f'it has no customer in `{roles.customer}`')}",
        f"WHEN name IS NULL THEN {literal(f'it has no event name in `{roles.event}`')}",
    ]
    texts = ["customer", "name", "id", "channel", "person"]
    texts += [each.made.column for each in meaning.properties if each.made.stored in ("text", "json")]
    long = " OR ".join(f"strlen({text}) > {MOST_FIELD_BYTES}" for text in texts)
    cases.append(f"WHEN {long} THEN 'it has a field that is longer than 1 MiB'")
    return f"CASE {' '.join(cases)} END"
