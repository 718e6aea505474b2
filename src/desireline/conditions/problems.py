"""What can be wrong with a condition, with its place in the text."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConditionProblem:
    """One thing wrong. `start` and `end` (exclusive) are character offsets into the condition's text; the rest is as in a Diagnostic."""

    code: str
    start: int
    end: int
    headline: str
    label: str = ""
    why: str = ""
    fix: str = ""
    near: tuple[str, ...] = ()


class ConditionError(ValueError):
    """A text is no condition. `problems`: everything found, by place."""

    def __init__(self, problems: Iterable[ConditionProblem]) -> None:
        unique = dict.fromkeys(problems)
        self.problems: tuple[ConditionProblem, ...] = tuple(sorted(unique, key=lambda p: (p.start, p.end, p.code, p.headline)))
        super().__init__("; ".join(f"{p.code} at {p.start}: {p.headline}" for p in self.problems))


def near_names(name: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Up to three candidates that may have been meant, nearest first; letter case is overlooked."""
    by_fold: dict[str, str] = {}
    for candidate in candidates:
        by_fold.setdefault(candidate.casefold(), candidate)
    return tuple(by_fold[fold] for fold in difflib.get_close_matches(name.casefold(), by_fold, n=3, cutoff=0.6))


def shortened(text: str) -> str:
    """A text short enough to stand in a headline."""
    return text if len(text) <= 40 else text[:39] + "…"
