"""What a definition of a measure says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["time", "contacts"]
"""What the values of rows are: microseconds, or a number of contacts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One measure, family of numbers, or word by which numbers are asked for.

    title       what it is, in one line
    population  what is counted, of whom
    formula     how the number comes from it
    unit        what the number is in
    leaves_out  what a reader might expect in it, and is not
    listed      the criteria of `desireline customers` that give those whom it counts; "" where there is nobody to list
    also        other names, such as those in JSON
    values      what the values of its rows are, where it is a family of rows that have some
    """

    name: str
    title: str
    population: str
    formula: str
    unit: str
    leaves_out: str
    listed: str = ""
    also: tuple[str, ...] = ()
    values: Unit | None = None

    def parts(self) -> list[tuple[str, str]]:
        """What it says, each under its heading."""
        parts = [
            ("counted", self.population),
            ("formula", self.formula),
            ("unit", self.unit),
            ("left out", self.leaves_out),
            ("listed by", self.listed),
        ]
        return [(heading, text) for heading, text in parts if text]
