"""What is reasoned of a map besides findings, as tables: the worst case of what it promises, and how far it is to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desireline.check.examples import length

if TYPE_CHECKING:
    from rich.table import Table

    from desireline.check import Subject

_MOST_PLACES = 6


def times_table(subject: Subject) -> Table:
    """The longest that is promised from each start to each outcome, and in each stage, with the way that takes longest."""
    from desireline.check import worst_cases

    table = _table(subject, "the longest that is promised", ("from", "to", "at most", "way"))
    for case in worst_cases(subject):
        end = "(stage)" if case.end is None else case.end
        if case.longest_us is None:
            table.add_row(case.begin, end, "no bound", f"round and round: {_named(case.way)}")
        else:
            table.add_row(case.begin, end, length(case.longest_us) if case.longest_us else "nothing", _named(case.way))
    return table


def people_table(subject: Subject) -> Table:
    """The fewest moves from each step and channel to a person."""
    from desireline.check import to_a_person

    table = _table(subject, "the fewest moves to a person", ("step", "channel", "moves", "without changing channel"))
    for far in to_a_person(subject):
        table.add_row(far.step, far.channel or "any", _moves(far.moves), _moves(far.in_channel))
    return table


def _table(subject: Subject, what: str, columns: tuple[str, ...]) -> Table:
    from desireline.diagnostics.tables import table_with

    table = table_with(columns, texts=len(columns))
    table.title = f"{subject.map.journey}: {what}"
    return table


def _named(way: tuple[str, ...]) -> str:
    return ", ".join(way) if len(way) <= _MOST_PLACES else f"{', '.join(way[: _MOST_PLACES - 1])}, … {way[-1]}"


def _moves(moves: int | None) -> str:
    return "none leads there" if moves is None else "here" if moves == 0 else str(moves)
