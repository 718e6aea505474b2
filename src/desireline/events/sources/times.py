"""Times of a source as UTC microseconds: which way a column is to be read, and the DuckDB expression that reads it.

An offset that a time states always wins. A time that states none is wall time in the zone given; without one it is refused. Where clocks
go back, a wall time that comes twice is the later instant; where they go forward, one that never comes is as far past the change as it is
past the hour left out. Digits past the microsecond are cut. Times outside the years 1 to 9999 (UTC) are not times.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from desireline.diagnostics.diagnostic import DesirelineError
from desireline.events.shard import literal
from desireline.events.sources import time_texts
from desireline.events.sources.options import DateAt, SourceOptions, TimeUnit
from desireline.events.sources.refusals import printable, refusal, similar
from desireline.model.instants import FIRST_US, LAST_US

UNIT_US: dict[TimeUnit, tuple[int, int]] = {"s": (1_000_000, 1), "ms": (1_000, 1), "us": (1, 1), "ns": (1, 1_000)}
"""Microseconds in a unit: multiply by the first, divide by the second."""
_SPOKEN: dict[TimeUnit, str] = {"s": "seconds", "ms": "milliseconds", "us": "microseconds", "ns": "nanoseconds"}
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")
_FLOATS = ("FLOAT", "DOUBLE")
_SAMPLE = 1000
_ZONED = "TIMESTAMP WITH TIME ZONE"
_NAIVE = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")


@dataclass(frozen=True, slots=True)
class TimeReading:
    """`us`: an expression for UTC microseconds (BIGINT) or null. `unreadable`: a phrase for what gave null. `said`: what was guessed.

    zone     that of times without an offset
    in_zone  the same expression with another zone in its place; None where no time is without an offset
    """

    us: str
    unreadable: str
    said: str = ""
    zone: str | None = None
    in_zone: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """The column of times: its name, its expression, its DuckDB type, and `rows`: what can follow FROM to look at some of it."""

    name: str
    sql: str
    type: str
    rows: str


Query = Callable[[str], list[tuple[object, ...]]]


def time_reading(column: TimeColumn, options: SourceOptions, query: Query) -> TimeReading:
    """How to read a column of times.

    Raises DesirelineError: E110 to E115 and E123, each with the option that mends it.
    """
    check_zone(options.timezone)
    if options.time_unit is not None:
        return _counted(column, options.time_unit)
    if column.type == _ZONED:
        return TimeReading(f"epoch_us({column.sql})", "is outside the years 1 to 9999")
    if column.type in _NAIVE:
        return _typed_naive(column, options, query)
    if column.type == "DATE":
        example = _example(column, query)
        _need_date_at(column, example, options)
        return _zoned(lambda said: date_us(column.sql, said), options, "is outside the years 1 to 9999")
    if column.type in _WHOLE or column.type in _FLOATS or column.type.startswith("DECIMAL"):
        raise _no_unit(column.name, _example(column, query))
    return _text(column, options, query)


def in_range(us: str) -> str:
    """`us` where it is within the years 1 to 9999, else null."""
    return f"CASE WHEN {us} BETWEEN {FIRST_US} AND {LAST_US} THEN {us} END"


def naive_us(timestamp: str, options: SourceOptions) -> str:
    """Microseconds of a TIMESTAMP expression that is wall time in the zone given."""
    zone = options.timezone
    return f"epoch_us({timestamp})" if zone == "UTC" else f"epoch_us(timezone({literal(zone or 'UTC')}, {timestamp}))"


def date_us(date: str, options: SourceOptions) -> str:
    """Microseconds of a DATE expression: the first of its day in the zone given, or the last."""
    if options.date_at == "end":
        return f"{naive_us(f'CAST({date} AS TIMESTAMP) + INTERVAL 1 DAY', options)} - 1"
    return naive_us(f"CAST({date} AS TIMESTAMP)", options)


def check_zone(name: str | None) -> None:
    """Raises DesirelineError (E115) where a time zone is given that does not exist."""
    if name is None:
        return
    try:
        ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError) as error:
        raise refusal(
            "E115",
            f"there is no time zone `{name}`",
            why="every event would be put at a wrong time",
            fix="give a name of the IANA list, such as Europe/Rome or UTC",
            near=similar(name, sorted(available_timezones())),
        ) from error


def _zoned(read: Callable[[SourceOptions], str], options: SourceOptions, unreadable: str, said: str = "") -> TimeReading:
    """A reading whose expression depends on the zone of the options."""
    in_zone = (lambda zone: read(replace(options, timezone=zone))) if options.timezone else None
    return TimeReading(read(options), unreadable, said, options.timezone, in_zone)


def _typed_naive(column: TimeColumn, options: SourceOptions, query: Query) -> TimeReading:
    if options.timezone is None:
        raise naive_refused(column.name, _example(column, query))
    if column.type != "TIMESTAMP_NS":
        return _zoned(lambda said: naive_us(column.sql, said), options, "is outside the years 1 to 9999")
    past = f"((epoch_ns({column.sql}) % 1000) + 1000) % 1000"
    cut = f"make_timestamp((epoch_ns({column.sql}) - {past}) // 1000)"
    return _zoned(lambda said: naive_us(cut, said), options, "is outside the years 1 to 9999")


def _counted(column: TimeColumn, unit: TimeUnit) -> TimeReading:
    """Numbers, or texts of numbers, since 1970. HUGEINT and DECIMAL hold what BIGINT would overflow; float64 is near enough to round."""
    times, per = UNIT_US[unit]
    if column.type in _WHOLE:
        exact = f"CAST(TRY_CAST({column.sql} AS BIGINT) AS HUGEINT) * {times}"
    else:
        cut = "round" if column.type in _FLOATS else "floor"
        exact = f"CAST({cut}(TRY_CAST({column.sql} AS DECIMAL(30, 9)) * {times}) AS HUGEINT)"
    us = exact if per == 1 else f"(({exact}) - ((({exact}) % {per}) + {per}) % {per}) // {per}"
    return TimeReading(f"TRY_CAST({us} AS BIGINT)", f"is no number of {_SPOKEN[unit]} since 1970 within the years 1 to 9999")


def _text(column: TimeColumn, options: SourceOptions, query: Query) -> TimeReading:
    sql = column.sql if column.type == "VARCHAR" else f"CAST({column.sql} AS VARCHAR)"
    if options.time_format is not None:
        return _by_format(column, sql, options, query)
    sample = [str(value) for (value,) in query(f"SELECT {sql} FROM {column.rows} WHERE {sql} <> '' LIMIT {_SAMPLE}")]
    kind = time_texts.kind_of(sample)
    if kind.family == "number":
        raise _no_unit(column.name, kind.example)
    if kind.family == "iso":
        return _iso(column, sql, options, kind)
    formats, doubt = _formats(column, sql, kind, query)
    if kind.only_dates:
        _need_date_at(column, kind.example, options)
    elif formats.naive and options.timezone is None:
        raise naive_refused(column.name, kind.example)
    return _reading(sql, options, formats, doubt)


def _iso(column: TimeColumn, sql: str, options: SourceOptions, kind: time_texts.Kind) -> TimeReading:
    if kind.only_dates:
        _need_date_at(column, kind.example, options)
    elif kind.naive and not kind.stated and options.timezone is None:
        raise naive_refused(column.name, kind.example)

    def read(said: SourceOptions) -> str:
        naive = (lambda ts: naive_us(ts, said)) if said.timezone else (lambda _: "NULL")
        date = (lambda day: date_us(day, said)) if said.timezone and said.date_at else (lambda _: "NULL")
        return time_texts.iso_us(sql, naive, date)

    wanted = "" if options.timezone else " with an offset from UTC"
    return _zoned(read, options, f"is no ISO 8601 time{wanted} within the years 1 to 9999")


def _by_format(column: TimeColumn, sql: str, options: SourceOptions, query: Query) -> TimeReading:
    wanted = options.time_format or ""
    try:
        query(f"SELECT try_strptime('', {literal(wanted)})")
    except Exception as error:
        raise refusal(
            "E123",
            f"`{wanted}` is not a time format: {str(error).splitlines()[0][:200]}",
            why="no time could be read",
            fix="write it with strptime's codes, such as %d.%m.%Y %H:%M:%S",
        ) from error
    formats = time_texts.formats_of(wanted)
    example = _example(column, query)
    rows = f"(SELECT {sql} AS x FROM {column.rows} WHERE {sql} <> '' LIMIT 1000)"
    if query(f"SELECT count(*) > 0 AND count({time_texts.any_of(formats)}) = 0 FROM {rows}")[0][0]:
        raise refusal(
            "E123",
            f"the time format `{printable(wanted)}` does not match the times in `{column.name}`, such as `{printable(example)}`",
            why="no time could be read",
            fix="write the format as that time is written, with strptime's codes, such as %d.%m.%Y %H:%M:%S",
        )
    if formats.dates:
        _need_date_at(column, example, options)
    elif formats.naive and options.timezone is None:
        raise naive_refused(column.name, example)
    return _reading(sql, options, formats)


def _reading(sql: str, options: SourceOptions, formats: time_texts.Formats, doubt: str = "") -> TimeReading:

    def read(as_said: SourceOptions) -> str:
        naive = (lambda ts: naive_us(ts, as_said)) if as_said.timezone else None
        date = (lambda day: date_us(day, as_said)) if as_said.timezone and as_said.date_at else None
        return time_texts.strptime_us(sql, formats, naive, date)

    said = f"times read as {formats.shown} (guessed; say --time-format){doubt}" if formats.guessed else ""
    return _zoned(read, options, f"is not written as {formats.shown}", said)


def _formats(column: TimeColumn, sql: str, kind: time_texts.Kind, query: Query) -> tuple[time_texts.Formats, str]:
    """The candidate that reads most of the first values, and what speaks against it. Two that read the same number are one too many."""
    candidates = time_texts.candidates(kind)
    rows = f"(SELECT {sql} AS x FROM {column.rows} WHERE {sql} <> '' LIMIT 200000)"
    counts = query(f"SELECT {', '.join(f'count({time_texts.any_of(c)})' for c in candidates)} FROM {rows}")[0] if candidates else ()
    ranked = sorted(zip((int(str(count)) for count in counts), candidates, strict=True), key=lambda pair: -pair[0])
    if not ranked or not ranked[0][0]:
        raise refusal(
            "E114",
            f"the times in `{column.name}` are in no format that is known, such as `{printable(kind.example)}`",
            why="without times there is no order of events",
            fix="say --time-format with strptime's codes (%d.%m.%Y %H:%M:%S), or name another column with --time",
        )
    ranked[:2] = [(count, _with_usual(formats, rows, query)) for count, formats in ranked[:2]]
    best, doubt = ranked[0], ""
    if len(ranked) > 1 and best[1].order != ranked[1][1].order:
        doubt = _mixed_orders(column.name, rows, (best[1], ranked[1][1]), query)
    if len(ranked) > 1 and ranked[1][0] == best[0] and best[1].order != ranked[1][1].order:
        raise refusal(
            "E112",
            f"the times in `{column.name}` can be read with the day first and with the month first, such as `{printable(kind.example)}`",
            why="journeys would be told in a wrong order, and nobody would see it",
            fix=f"say --time-format '{best[1].first}' or --time-format '{ranked[1][1].first}'",
        )
    return best[1], doubt


def _with_usual(formats: time_texts.Formats, rows: str, query: Query) -> time_texts.Formats:
    """The formats, with the one that reads most of the first texts: who is told to name one is told one that fits."""
    each = (*formats.naive, *formats.dates, *formats.stated)
    counts = ", ".join(f"count({time_texts.any_of(time_texts.formats_of(one))})" for one in each)
    read = [int(str(count)) for count in query(f"SELECT {counts} FROM (SELECT x FROM {rows} LIMIT {_SAMPLE})")[0]]
    return replace(formats, usual=each[read.index(max(read))])


def _mixed_orders(name: str, rows: str, orders: tuple[time_texts.Formats, time_texts.Formats], query: Query) -> str:
    """What to say of times that only the second order reads; nothing where there are none.

    Raises DesirelineError (E112) where as many can be read in the one order alone as in the other alone: neither is that of the column.
    """
    one, other = (time_texts.any_of(each) for each in orders)
    alone = (f"{one} IS NOT NULL AND {other} IS NULL", f"{other} IS NOT NULL AND {one} IS NULL")
    counts = ", ".join(f"count(*) FILTER ({each}), first(x) FILTER ({each})" for each in alone)
    both = f"count(*) FILTER ({one} IS NOT NULL AND {other} IS NOT NULL)"
    ones, first, others, second, either = query(f"SELECT {counts}, {both} FROM {rows}")[0]
    if ones and ones == others:
        raise refusal(
            "E112",
            f"no one order of day and month reads all times in `{name}`: `{printable(str(first))}` is read by `{orders[0].order}` alone,"
            f" `{printable(str(second))}` by `{orders[1].order}` alone",
            why="the others would be read with day and month swapped, and nobody would see it",
            fix=f"write all times in one order; or say --time-format '{orders[0].first}' to set aside those that do not fit",
        )
    if not others:
        return ""
    return (
        f"; of the first times {others:,} fit `{orders[1].order}` alone, such as `{printable(str(second))}`, and are set aside;"
        f" {either:,} fit both and are read as `{orders[0].order}`"
    )


def _example(column: TimeColumn, query: Query) -> str:
    found = query(f"SELECT CAST({column.sql} AS VARCHAR) FROM {column.rows} WHERE {column.sql} IS NOT NULL LIMIT 1")
    return str(found[0][0]) if found else ""


def naive_refused(name: str, example: str) -> DesirelineError:
    """The error of times that state no offset, where no zone was given."""
    return refusal(
        "E110",
        f"the times in `{name}` state no offset from UTC, such as `{printable(example)}`",
        why="promises and opening hours would be hours off, and nobody would see it",
        fix="say in which zone they are: --timezone Europe/Rome, or --timezone UTC",
    )


def _need_date_at(column: TimeColumn, example: str, options: SourceOptions) -> None:
    if options.date_at is None:
        raise refusal(
            "E111",
            f"`{column.name}` holds dates without a time of day, such as `{printable(example)}`",
            why="events of one day would have an order that nobody chose",
            fix="say --date-at start or --date-at end (of the day)",
        )
    if options.timezone is None:
        raise naive_refused(column.name, example)


def _no_unit(name: str, example: str) -> DesirelineError:
    return refusal(
        "E113",
        f"the times in `{name}` are numbers, such as {printable(example)}",
        why="seconds read as milliseconds put every event into January 1970",
        fix="say what they count since 1970: --time-unit s, ms, us or ns",
    )


__all__ = ["DateAt", "TimeColumn", "TimeReading", "check_zone", "date_us", "in_range", "naive_refused", "naive_us", "time_reading"]
