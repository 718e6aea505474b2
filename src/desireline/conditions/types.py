"""The types of declared names, and how a value that came with an event is read as one."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "integer", "boolean", "time", "one_of"]


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
