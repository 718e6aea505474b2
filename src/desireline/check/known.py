"""What is known by then: which steps bring a field or trait for certain, and ways on which none of them lies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from desireline.check.asking import each_once
from desireline.check.doings import Doing
from desireline.check.examples import along
from desireline.check.graph import way_to, ways_from
from desireline.check.rule import Found, Place
from desireline.conditions import And, Condition, Expression, IsNull, Name, Not, NoWay, Or, Reference
from desireline.model import IDENTIFY

if TYPE_CHECKING:
    from desireline.check.subject import Subject


class Known:
    """Ways of one map on which a field has not come, or a trait has not been told.

    A step brings a field or trait for certain where its `where` is only true if that is known. What no `where` needs may come with any
    event: of it nothing is said. Traits are told by `identify` events, most of them before the trip and by another system: only where
    such an event is a step's, and its `where` needs the trait, does the map say that it is told on the trip.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._before: dict[str, dict[str, str | None]] = {}

    @cached_property
    def bringing(self) -> dict[str, frozenset[str]]:
        """For each field or trait that some step brings for certain: those steps."""
        steps = self._subject.map.steps
        telling = {step.id for step in steps if IDENTIFY in step.events}
        maybe_told = {name.id for step in steps if step.id in telling and step.where is not None for name in step.where.inputs}
        found: dict[str, set[str]] = {}
        for step in steps:
            for name in step.where.inputs if step.where is not None else ():
                if (name.kind == "field" or (name.kind == "trait" and name.id in maybe_told)) and self.needs(step.where, name):
                    found.setdefault(name.id, set()).add(step.id)
        return {id_: frozenset(by) for id_, by in found.items() if id_ in self._subject.map.fields or not telling.isdisjoint(by)}

    def name_of(self, id_: str) -> Name:
        """A field or trait, as conditions name it."""
        fields, traits = self._subject.map.fields, self._subject.map.traits
        return Name("field", id_, None, fields[id_]) if id_ in fields else Name("trait", id_, None, traits[id_])

    def needs(self, condition: Condition | None, name: Name) -> bool:
        """Whether a condition cannot be true while a name is not known."""
        return condition is not None and self._never([condition], [], name)

    def is_told_apart(self, doing: Doing, name: Name) -> bool:
        """Whether an action is only decided where the name is known, by its `when` and the branches before it."""
        holding = each_once([doing.whole.when, doing.action.when])
        branches = doing.whole.branches
        before = branches[: branches.index(doing.action)] if doing.action in branches else ()
        return self._never(holding, each_once(branch.when for branch in before), name)

    def way_without(self, name: Name, doing: Doing) -> Sequence[str] | None:
        """A shortest way to where the action is decided, on which the name has not come; None: it always has, or nothing can be said."""
        bringing = self.bringing.get(name.id)
        if not bringing or name.id == self._subject.map.trip.per or self.needs(self._subject.map.trip.only, name):
            return None
        before = self._reached_without(name.id, bringing)
        ends = [doing.step.id] if doing.step is not None else [place for place in before if self._subject.is_place(place)]
        end = next((place for place in ends if place in before and self._subject.is_visited(place)), None)
        if end is None:
            return None
        return [place for place in way_to(end, before) if self._subject.is_place(place) and self._subject.is_visited(place)]

    def found(self, name: Name, way: Sequence[str], place: Place, *, headline: str, label: str, last: str, fix: str = "") -> Found:
        """What is found where a name is used that has not come on a way.

        headline  how the name is used, to which the way is added
        last      what then happens to the customer who came that way
        """
        steps = " → ".join(f"`{place}`" for place in way)
        visits = along(way)
        return Found(
            place=place,
            headline=f"{headline}, which has not {'come' if name.kind == 'field' else 'been told'} on the way {steps}",
            label=label,
            fix=fix,
            near=tuple((step, ("steps", step, "where")) for step in sorted(self.bringing[name.id])[:3]),
            example=self._subject.customers.make(visits, f"{last}: `{name.id}` is not known", visits[-1][1]),
        )

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
