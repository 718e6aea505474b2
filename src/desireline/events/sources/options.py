"""What a user may say about a source of events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

DateAt = Literal["start", "end"]
TimeUnit = Literal["s", "ms", "us", "ns"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """How to read one source. Names are columns as the source writes them; what is None is guessed from the column names.

    customer, time, event, channel, id, person
                 the columns of the event's own fields
    key          the column that carries the trip key; it stays a property, named so that conditions can write it
    source       the source name; default the file's name without folder
    timezone     IANA zone of times that state no offset
    time_format  strptime format of time texts, such as `%d.%m.%Y %H:%M`
    time_unit    what a number in the time column counts since 1970
    date_at      where in its day a date without time of day is put
    lifecycle    the column of lifecycle transitions; `none` to leave them alone
    mixed        keep one name for all transitions of an activity
    delimiter    of CSV
    skip_lines   how many lines of a CSV file come before the one that names its columns
    encoding     of texts: a Python codec name
    properties   new property name -> column; where given, the other columns are left out
    """

    customer: str | None = None
    time: str | None = None
    event: str | None = None
    channel: str | None = None
    id: str | None = None
    person: str | None = None
    key: str | None = None
    source: str | None = None
    timezone: str | None = None
    time_format: str | None = None
    time_unit: TimeUnit | None = None
    date_at: DateAt | None = None
    lifecycle: str | None = None
    mixed: bool = False
    delimiter: str | None = None
    skip_lines: int | None = None
    encoding: str | None = None
    properties: Mapping[str, str] | None = None
