"""What the reader of a format gives: a table of columns as the source has them, before anyone knows what they mean."""

from collections.abc import Callable
from dataclasses import dataclass

from desireline.events.shard import quoted
from desireline.events.sources.options import SourceOptions

Query = Callable[[str], list[tuple[object, ...]]]
"""Runs SQL and gives all rows."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a source.

    name     as the source writes it, made unique
    column   its name in `Table.sql`
    type     its DuckDB type
    becomes  the name of the property that it becomes; None for what is part of another column
    read     the expression that reads it, where that is more than its name
    """

    name: str
    column: str
    type: str
    becomes: str | None
    read: str | None = None

    @property
    def sql(self) -> str:
        """The column in an expression."""
        return self.read or quoted(self.column)


@dataclass(frozen=True, slots=True)
class Table:
    """A source as columns.

    sql            a SELECT in file order: `position` and `line` BIGINT as in `SourceRows`, `fault` VARCHAR (why the row
                   cannot be read, or null), and the columns
    raw            an expression over those: the row as text, for a quarantine
    fault          an expression over those: `fault`, or more
    breaks         an expression over those: how many line breaks are in the row
    trimmed        an expression over those: whether blanks were taken off fields of the event
    doubt          given the column of times, an expression over those: why a row is not what it seems, or null
    rows_estimate  about how many rows, if known
    guessed        lines that say what was guessed
    notes          lines that say what was noticed
    """

    sql: str
    columns: tuple[Column, ...]
    raw: str
    rows_estimate: int | None = None
    guessed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fault: str = "fault"
    breaks: str = "0"
    trimmed: str = "false"
    doubt: "Callable[[Column], str] | None" = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, as the source writes them."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name, which must exist."""
        return next(column for column in self.columns if column.name == name)


def unique(names: list[str]) -> list[str]:
    """Names told apart: a second `Variant` becomes `Variant_2` (or the next number that is free), an empty name `column_1` by its place."""
    given = {name for name in names if name}
    used: set[str] = set()
    made = []
    for place, name in enumerate(names, 1):
        wanted = fresh = name or f"column_{place}"
        count = 1
        while fresh in used or (fresh in given and fresh != name):
            count += 1
            fresh = f"{wanted}_{count}"
        used.add(fresh)
        made.append(fresh)
    return made


def said_columns(options: SourceOptions) -> list[str]:
    """The columns that the user names."""
    fields = (options.customer, options.time, options.event, options.channel, options.id, options.person, options.key, options.lifecycle)
    return list(dict.fromkeys(name for name in (*fields, *(options.properties or {}).values()) if name))
