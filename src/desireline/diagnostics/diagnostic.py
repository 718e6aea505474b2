"""A finding as a value: what is wrong, where, why it hurts a customer, what to do. Renderers only draw it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file. Lines and columns count from 1; columns count characters; the end column is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What to do. Where `edits` are given there is one meaning, and they can be applied as they stand."""

    message: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Something declared elsewhere that may have been meant."""

    name: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleEvent:
    """One event of an example customer, as a source would give it. `time`: ISO 8601, UTC; `properties`: names with their values."""

    id: str
    time: str
    customer: str
    name: str
    channel: str | None = None
    properties: tuple[tuple[str, str | int | float | bool | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A customer who falls in.

    lines   what happens, for people, in order
    events  the same as data; none where nothing can be shown by events
    as_of   the moment at which the events show the fault, ISO 8601, UTC
    """

    lines: tuple[str, ...]
    events: tuple[ExampleEvent, ...] = ()
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    code      a code of the catalogue, such as `J104`
    headline  what is wrong, one line, in the map's own words
    span      the smallest stretch of text that is wrong, if there is a text
    label     a few words set under the marked stretch; where there is none, more of what is wrong: a note
    why       what it would do to a customer or to a result
    fix       what to do
    near      declared names that may have been meant
    example   a customer to whom it happens
    """

    code: str
    headline: str
    span: Span | None = None
    label: str = ""
    why: str = ""
    fix: Fix | None = None
    near: tuple[Near, ...] = ()
    severity: Severity = "error"
    example: Example | None = None


class DesirelineError(Exception):
    """Something could not be done. It carries every diagnostic that says why, in stable order."""

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic]) -> None:
        listed = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        self.diagnostics: tuple[Diagnostic, ...] = ordered(listed)
        super().__init__("; ".join(f"{d.code}: {d.headline}" for d in self.diagnostics))


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by place in the file, then code and headline; what has no place comes first. Equal ones are given once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=_place))


def _place(d: Diagnostic) -> tuple[bool, str, int, int, str, str]:
    if d.span is None:
        return (False, "", 0, 0, d.code, d.headline)
    return (True, d.span.path, d.span.line, d.span.column, d.code, d.headline)


def has_errors(diagnostics: Sequence[Diagnostic]) -> bool:
    """Whether one of the findings is an error (not only a warning or a hint)."""
    return any(d.severity == "error" for d in diagnostics)
