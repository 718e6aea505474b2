"""What may be assumed of times where a file does not say it, for somebody who sees it and can say otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.events.sources.options import SourceOptions, TimeUnit

T = TypeVar("T")
_DIGITS: dict[int, TimeUnit] = {10: "s", 13: "ms", 16: "us", 19: "ns"}
"""Of so many digits are whole numbers that count since 1970, from 2001 to 2286."""
_NUMBER = re.compile(r"such as (\d+)(?:\.\d+)?$")
_FORMAT = re.compile(r"--time-format '([^']+)'")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An option that was assumed."""

    option: str
    value: str


def proposed(read: Callable[[SourceOptions], T], options: SourceOptions, near_zone: str | None) -> tuple[T, tuple[Proposal, ...]]:
    """What reading comes to, with what had to be assumed of times: their zone, the beginning of the day for dates, the unit of numbers.

    Raises DesirelineError where it cannot be read whatever is assumed. The order of day and month is never assumed.
    """
    assumed: list[Proposal] = []
    while True:
        try:
            return read(options), tuple(assumed)
        except DesirelineError as error:
            proposal = _proposal(error.diagnostics[0], near_zone)
            if proposal is None or proposal.option in [one.option for one in assumed]:
                raise
            assumed.append(proposal)
            said: dict[str, Any] = {proposal.option: proposal.value}
            options = replace(options, **said)


def formats_offered(diagnostic: Diagnostic) -> tuple[str, ...]:
    """The formats of which one is to be chosen, where the order of day and month cannot be told (E112)."""
    return tuple(_FORMAT.findall(diagnostic.fix.message)) if diagnostic.code == "E112" and diagnostic.fix else ()


def _proposal(diagnostic: Diagnostic, near_zone: str | None) -> Proposal | None:
    match diagnostic.code:
        case "E110" if near_zone is not None:
            return Proposal("timezone", near_zone)
        case "E111":
            return Proposal("date_at", "start")
        case "E113":
            found = _NUMBER.search(diagnostic.headline)
            unit = _DIGITS.get(len(found[1])) if found else None
            return None if unit is None else Proposal("time_unit", unit)
        case _:
            return None
