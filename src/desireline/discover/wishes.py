"""What the user wants of a draft."""

from __future__ import annotations

from dataclasses import dataclass

from desireline.model import parse_duration_us

NEVER = "never"
NO_KEY = "none"
"""In `Wishes.per`: trips have no key."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """How long nothing may happen before a trip has gone quiet; `us` None: never. `evidence`: why, in lines for a comment."""

    us: int | None
    evidence: tuple[str, ...] = ()


def quiet_told(text: str) -> Quiet:
    """A duration such as `7d`, or `never`. Raises ValueError where it is neither."""
    return Quiet(None if text == NEVER else parse_duration_us(text))


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a map is to be drafted.

    all       every name a step (as far as a map can write it), every move seen expected, no outcome drawn
    coverage  the share of all moves that those in `next` are to cover, and of all trips that those from `starts` are
    quiet     told; None: proposed from the data
    per       the field whose value parts trips, `none` for no key; None: proposed from the data
    journey   the map's id; None: made from the name of the log

    Raises ValueError where `coverage` is no share.
    """

    all: bool = False
    coverage: float = 0.95
    quiet: Quiet | None = None
    per: str | None = None
    journey: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.coverage <= 1:
            raise ValueError(f"a coverage is a share from 0 to 1, not {self.coverage}")
