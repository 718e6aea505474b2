"""What a source gives: rows in file order, as one SELECT."""

from dataclasses import dataclass

from desireline.events.shard import Stored

TRIMMED, REPEATED, SKIPPED = 1, 2, 4
"""Bits of `remark`: blanks were taken off; a wall time comes twice, as clocks go back; one never comes, as they go forward."""


@dataclass(frozen=True, slots=True)
class PropertyColumn:
    """One property of the events of a source.

    name     as maps name it
    column   of `SourceRows.sql`: VARCHAR, BIGINT, DOUBLE, BOOLEAN, or VARCHAR that holds JSON text
    stored   which of these
    """

    name: str
    column: str
    stored: Stored


@dataclass(frozen=True, slots=True)
class SourceRows:
    """The rows of one source file, not yet read.

    sql            a SELECT, one row per row of the source, in file order: `position` BIGINT (from 0, in file order, bad rows counted),
                   `line` BIGINT (from 1, where a person finds the row: a line of a text, else the number of the record),
                   `id` VARCHAR (null: none given), `time_us` BIGINT, `customer`, `name`, `channel`, `person` VARCHAR,
                   `source` VARCHAR (the event's own where the file says it, else that of the file),
                   `bad` VARCHAR (null where the row is good, else why not),
                   `remark` UTINYINT (bits: what was done to a good row), `lost` BIGINT (line breaks in a bad row),
                   `raw` VARCHAR (the row as text, null where it is good),
                   then the columns of `properties`
    properties     the property columns
    rows_estimate  about how many rows there are, for a progress bar
    source         the source name of events that name none themselves
    guessed        lines that say what was guessed
    notes          lines that say what else was noticed
    rereadable     whether `sql` may be run several times, quickly and for some of its columns (Parquet); else it is run once
    exact          whether texts of properties are stored as texts, also where all could be read as numbers
    """

    sql: str
    properties: tuple[PropertyColumn, ...]
    rows_estimate: int | None
    source: str
    guessed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rereadable: bool = False
    exact: bool = False
