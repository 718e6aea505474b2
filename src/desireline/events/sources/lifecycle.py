"""Lifecycle transitions (schedule, start, complete …) and the names of events.

Work that has both a start and a complete becomes two names: `name` where it starts, `name.done` where it is complete. Its other transitions
become `name.<transition>`. Work that has a complete and others, but no start, keeps its name for the complete. Work of one transition keeps
its name. So does everything where the user says that transitions are mixed; then it is told which names they are mixed under.
"""

from collections.abc import Callable
from dataclasses import dataclass

from desireline.events.shard import literal
from desireline.events.sources.refusals import listed, refusal

MOST_PAIRS = 100_000
_START, _COMPLETE = "start", "complete"
TRANSITIONS = {"schedule", "assign", "reassign", "withdraw", "start", "suspend", "resume", "complete", "autoskip", "manualskip"}
TRANSITIONS |= {"pi_abort", "ate_abort", "unknown"}
Query = Callable[[str], list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Naming:
    """sql: the name of the event, over the columns of the source. notes: what was done."""

    sql: str
    notes: tuple[str, ...] = ()


def naming(name: str, transition: str | None, rows: str, *, mixed: bool, guessed: bool, query: Query) -> Naming:
    """The names of events, where `name` and `transition` are expressions over `rows`, which can follow FROM.

    A column whose name alone suggests transitions (`guessed`) holds them only if all its values are transitions that XES knows.

    Raises DesirelineError (E125) where the column has more pairs than any lifecycle.
    """
    if transition is None:
        return Naming(name)
    found = _transitions(name, transition, rows, query)
    if guessed and any(not transitions <= TRANSITIONS for transitions in found.values()):
        return Naming(name)
    several = {each: transitions for each, transitions in found.items() if len(transitions) > 1}
    if not several:
        return Naming(name)
    if mixed:
        return Naming(name, (_mixed_note(several),))
    return Naming(_split(name, transition, several), (_split_note(several),))


def _transitions(name: str, transition: str, rows: str, query: Query) -> dict[str, set[str]]:
    pairs = query(
        f"SELECT {name}, lower({transition}) FROM {rows} WHERE {name} IS NOT NULL AND {transition} IS NOT NULL"
        f" GROUP BY ALL ORDER BY ALL LIMIT {MOST_PAIRS + 1}"
    )
    if len(pairs) > MOST_PAIRS:
        raise refusal(
            "E125",
            f"there are more than {MOST_PAIRS:,} names and transitions of events",
            why="that column holds no lifecycle, and every customer would have steps of their own",
            fix="say --lifecycle COLUMN, or --lifecycle none, and check --event",
        )
    found: dict[str, set[str]] = {}
    for each, transition_of in pairs:
        found.setdefault(str(each), set()).add(str(transition_of))
    return found


def _split(name: str, transition: str, several: dict[str, set[str]]) -> str:
    """Three lists of names decide: those with a start, those with a complete but no start, and those with neither."""
    kept = {each: next((t for t in (_START, _COMPLETE) if t in transitions), None) for each, transitions in several.items()}
    cases = [f"WHEN {transition} IS NULL THEN {name}"]
    for first in (_START, _COMPLETE):
        names = [each for each, t in kept.items() if t == first]
        if names:
            cases.append(f"WHEN lower({transition}) = '{first}' AND {_among(name, names)} THEN {name}")
    started = [each for each, t in kept.items() if t == _START]
    if started:
        cases.append(f"WHEN lower({transition}) = '{_COMPLETE}' AND {_among(name, started)} THEN {name} || '.done'")
    cases.append(f"WHEN {_among(name, list(several))} THEN {name} || '.' || lower({transition})")
    return f"CASE {' '.join(cases)} ELSE {name} END"


def _among(name: str, names: list[str]) -> str:
    return f"{name} IN ({', '.join(map(literal, names))})"


def _shown(several: dict[str, set[str]]) -> str:
    each, transitions = next(iter(several.items()))
    return f"`{each}` has {listed(sorted(transitions))}"


def _mixed_note(several: dict[str, set[str]]) -> str:
    return f"lifecycles are mixed under one name, as said, for {listed(list(several))}: {_shown(several)}"


def _split_note(several: dict[str, set[str]]) -> str:
    return (
        f"{len(several)} names have several lifecycle transitions and were told apart (start keeps the name, complete is `.done`, "
        f"others `.<transition>`): {_shown(several)}; say --mixed to keep one name"
    )
