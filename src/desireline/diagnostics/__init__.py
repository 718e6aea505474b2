"""Findings as values, and how they are shown."""

from desireline.diagnostics.data import as_data
from desireline.diagnostics.diagnostic import (
    DesirelineError,
    Diagnostic,
    Edit,
    Example,
    ExampleEvent,
    Fix,
    Near,
    Severity,
    Span,
    has_errors,
    ordered,
)

__all__ = [
    "DesirelineError",
    "Diagnostic",
    "Edit",
    "Example",
    "ExampleEvent",
    "Fix",
    "Near",
    "Severity",
    "Span",
    "as_data",
    "has_errors",
    "ordered",
]
