"""The types of declared names, and how a value that came with an event is read as one.

One raw value has one reading, whatever form it was stored in: `"4.0"` as text and 4.0 as a number read alike as every type.
`sql_reading.py` says the same in DuckDB's words; a property test holds the two equal.

text, one_of  the text as it is; a number or boolean as its canonical text (`text_of`)
number        finite float64: `12`, `-1.5`, `.5`, `1e3` in ASCII digits, without spaces; no `nan`, no `inf`
integer       int64: as a number, but integral and in range; whole digits are read exactly, anything else by way of float64
boolean       `true`, `True`, `TRUE`, `1`, `1.0` and `false`, `False`, `FALSE`, `0`, `0.0`
time          ISO 8601, seconds optional, the offset from UTC stated: `2026-03-02T08:00:00Z`, `2026-03-02 09:00+01:00`; years 1 to
              9999 in UTC; more than six digits of a second are cut to microseconds. A number is no time: its unit would be a guess

What cannot be read is None. So is text that no UTF-8 can hold (a lone surrogate).
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Kind = Literal["text", "number", "integer", "boolean", "time", "one_of", "duration"]
DECLARED_KINDS: tuple[Kind, ...] = ("text", "number", "integer", "boolean", "time", "one_of")
"""The kinds that a field or trait can have. `duration` (whole microseconds) is only for facts and literals of conditions."""
Value = str | float | int | bool

INTEGER_PATTERN = r"[+-]?[0-9]+"
NUMBER_PATTERN = r"[+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]+)?"
TIME_PATTERN = (
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]"
    r"(?::[0-5][0-9](?:[.][0-9]{1,9})?)?(?:Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)"
)
TRUE_TEXTS = ("true", "True", "TRUE", "1", "1.0")
FALSE_TEXTS = ("false", "False", "FALSE", "0", "0.0", "-0.0")
INTEGER_LEAST, INTEGER_MOST = -(2**63), 2**63 - 1
FIRST_TIME_US = -62_135_596_800_000_000
"""0001-01-01T00:00:00Z."""
LAST_TIME_US = 253_402_300_799_999_999
"""9999-12-31T23:59:59.999999Z."""

_INTEGER = re.compile(INTEGER_PATTERN, re.ASCII)
_NUMBER = re.compile(NUMBER_PATTERN, re.ASCII)
_TIME = re.compile(TIME_PATTERN, re.ASCII)
_BOOLEANS = dict.fromkeys(TRUE_TEXTS, True) | dict.fromkeys(FALSE_TEXTS, False)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueType:
    """A declared type. `minimum`, `maximum` and `values` are what the declaration promises (used by reasoning), not a filter.

    kind      text; number (finite float64); integer (int64); boolean; time (UTC microseconds); one_of (a text out of `values`)
    personal  not to be written to logs
    """

    kind: Kind
    minimum: float | int | None = None
    maximum: float | int | None = None
    values: tuple[str, ...] = ()
    personal: bool = False

    def read(self, raw: object) -> Value | None:
        """The typed value of what came with an event: str, float, int, bool, or UTC microseconds as int; None: absent or unreadable."""
        return None if raw is None else READERS[self.kind](raw)


def text_of(value: Value) -> str:
    """The canonical text of a typed value: `true`, `42`, `4.0` (the shortest that reads back as the same float64); a text is itself."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


def read_text(raw: object) -> str | None:
    """Read as text."""
    if isinstance(raw, str):
        return raw if raw.isascii() or _encodes(raw) else None
    if isinstance(raw, float):
        return repr(float(raw)) if math.isfinite(raw) else None
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return _digits(raw) if isinstance(raw, int) else None


def read_number(raw: object) -> float | None:
    """Read as a finite float64."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str):
        if not _NUMBER.fullmatch(raw):
            return None
    elif not isinstance(raw, (int, float)):
        return None
    try:
        number = float(raw)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def read_integer(raw: object) -> int | None:
    """Read as an int64."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw if INTEGER_LEAST <= raw <= INTEGER_MOST else None
    if isinstance(raw, str) and _INTEGER.fullmatch(raw):
        return _whole(raw)
    number = read_number(raw)
    if number is None or not -(2.0**63) <= number < 2.0**63 or number != math.trunc(number):
        return None
    return int(number)


def read_boolean(raw: object) -> bool | None:
    """Read as a boolean."""
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return _BOOLEANS.get(raw)
    if isinstance(raw, (int, float)) and raw in (0, 1):
        return raw == 1
    return None


def read_time_us(raw: object) -> int | None:
    """Read as UTC microseconds since 1970."""
    if not isinstance(raw, str) or not _TIME.fullmatch(raw):
        return None
    try:
        since = datetime.fromisoformat(raw) - _EPOCH
    except ValueError:
        return None
    time_us = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return time_us if FIRST_TIME_US <= time_us <= LAST_TIME_US else None


READERS: dict[Kind, Callable[[object], Value | None]] = {
    "text": read_text,
    "one_of": read_text,
    "number": read_number,
    "integer": read_integer,
    "boolean": read_boolean,
    "time": read_time_us,
    "duration": read_integer,
}


def _whole(text: str) -> int | None:
    """The int64 of a sign and digits. The length is looked at first: Python refuses to convert thousands of digits."""
    digits = text.lstrip("+-").lstrip("0") or "0"
    if len(digits) > 19:
        return None
    whole = -int(digits) if text[0] == "-" else int(digits)
    return whole if INTEGER_LEAST <= whole <= INTEGER_MOST else None


def _digits(raw: int) -> str | None:
    try:
        return str(raw)
    except ValueError:  # more digits than Python agrees to write
        return None


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
