"""What is known by then: which steps bring a field for certain, and ways on which none of them lies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from desireline.check.asking import each_once
from desireline.check.doings import Doing
from desireline.check.graph import way_to, ways_from
from desireline.conditions import And, Condition, Expression, IsNull, Name, Not, NoWay, Or, Reference

if TYPE_CHECKING:
    from desireline.check.subject import Subject


class Known:
    """Ways of one map on which a field has not come.

    A step brings a field for certain where its `where` is only true if the field is known. What no `where` needs may come with any
    event: of it nothing is said. Nor of traits, which customers bring from before the trip.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._before: dict[str, dict[str, str | None]] = {}

    @cached_property
    def bringing(self) -> dict[str, frozenset[str]]:
        """For each field that some step brings for certain: those steps."""
        found: dict[str, set[str]] = {}
        for step in self._subject.map.steps:
            for name in step.where.inputs if step.where is not None else ():
                if name.kind == "field" and self.needs(step.where, name):
                    found.setdefault(name.id, set()).add(step.id)
        return {field: frozenset(steps) for field, steps in found.items()}

    def needs(self, condition: Condition | None, name: Name) -> bool:
        """Whether a condition cannot be true while a name is not known."""
        return condition is not None and self._never([condition], [], name)

    def is_told_apart(self, doing: Doing, name: Name) -> bool:
        """Whether an action is only decided where the name is known, by its `when` and the branches before it."""
        holding = each_once([doing.whole.when, doing.action.when])
        branches = doing.whole.branches
        before = branches[: branches.index(doing.action)] if doing.action in branches else ()
        return self._never(holding, each_once(branch.when for branch in before), name)

    def way_without(self, field: str, doing: Doing) -> Sequence[str] | None:
        """A shortest way to where the action is decided, on which the field has not come; None: it always has, or nothing can be said."""
        bringing = self.bringing.get(field)
        only = self._subject.map.trip.only
        type_ = self._subject.map.fields[field]
        if not bringing or field == self._subject.map.trip.per or self.needs(only, Name("field", field, None, type_)):
            return None
        before = self._reached_without(field, bringing)
        ends = [doing.step.id] if doing.step is not None else [place for place in before if self._subject.is_place(place)]
        end = next((place for place in ends if place in before and self._subject.is_visited(place)), None)
        if end is None:
            return None
        return [place for place in way_to(end, before) if self._subject.is_place(place) and self._subject.is_visited(place)]

    def _reached_without(self, field: str, bringing: frozenset[str]) -> dict[str, str | None]:
        if field not in self._before:
            left = {place: [to for to in following if to not in bringing] for place, following in self._subject.ways.items()}
            self._before[field] = ways_from([start for start in self._subject.starts if start not in bringing], left)
        return self._before[field]

    def _never(self, true: Sequence[Condition], not_true: Sequence[Condition], name: Name) -> bool:
        if not any(name in condition.inputs for condition in (*true, *not_true)):
            return False
        asking = self._subject.asking
        place = self._subject.standing_place((*true, *not_true)[0])
        return asking.find(place, f"whether it needs `{name.id}`", true, not_true, {name: (None,)}) == NoWay()


def asks_whether_known(expression: Expression, name: Name) -> bool:
    """Whether a condition itself looks whether a name is known."""
    match expression:
        case And(operands) | Or(operands):
            return any(asks_whether_known(operand, name) for operand in operands)
        case Not(operand):
            return asks_whether_known(operand, name)
        case IsNull(Reference(tested)):
            return tested == name
        case _:
            return False
