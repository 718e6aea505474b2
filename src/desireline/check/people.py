"""How far it is to a person: for every step and channel the fewest moves along `next`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from desireline.check.graph import moves_to
from desireline.check.subject import Subject


@dataclass(frozen=True, slots=True)
class ToAPerson:
    """The fewest moves from a step to a person; 0: there is one here, None: no prepared way leads to one.

    channel     where the customer is; None: the step does not say where it is offered
    moves       whichever channels they change
    in_channel  without changing channel
    """

    step: str
    channel: str | None
    moves: int | None
    in_channel: int | None

    def as_data(self) -> dict[str, object]:
        """`step`, `channel` (null: any), `moves` and `in_channel` (null: no prepared way). The same keys always."""
        return asdict(self)


def to_a_person(subject: Subject) -> list[ToAPerson]:
    """For every step with visits and each of its channels, in the order of the map. A step that does not name channels is in all."""
    fewest = moves_to(subject.persons, subject.onward)
    named = sorted({channel for step in subject.map.steps for channel in step.channels})
    within = {channel: dict(_within(channel, subject)) for channel in named}
    found: list[ToAPerson] = []
    for step in subject.map.steps:
        if subject.is_visited(step.id):
            anywhere = fewest.get(step.id)
            found += [ToAPerson(step.id, channel, anywhere, within[channel].get(step.id)) for channel in step.channels]
            found += [] if step.channels else [ToAPerson(step.id, None, anywhere, anywhere)]
    return found


def _within(channel: str, subject: Subject) -> Iterator[tuple[str, int]]:
    """The fewest moves from each step to a person, by steps alone that this channel leads to."""
    here = {step.id for step in subject.map.steps if not step.channels or channel in step.channels}
    ways = {place: [to for to in subject.onward[place] if to in here] for place in subject.onward if place in here}
    yield from moves_to([place for place in subject.persons if place in here], ways).items()
