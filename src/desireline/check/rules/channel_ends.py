"""J222."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.diagnostics import Example
from desireline.model import Step


def _look(subject: Subject) -> Iterator[Found]:
    for step in subject.map.steps:
        ended = _ended(step, subject)
        for position, channel in enumerate(step.channels):
            if channel in ended:
                yield Found(
                    place=("steps", step.id, "channels", position),
                    headline=f"who is at `{step.id}` in `{channel}` can go on nowhere without changing channel",
                    label="goes on elsewhere only",
                    near=tuple((to, ("steps", to)) for to in subject.onward[step.id][:3]),
                    example=_example(step, channel, subject),
                )


def _ended(step: Step, subject: Subject) -> set[str]:
    """The channels of a step that none of the steps offers to which the customer goes next."""
    onward = subject.onward.get(step.id, ())
    following = [subject.map.step_by_id[to] for to in onward if to in subject.map.step_by_id]
    # Outcomes, what people or the company do, and steps that do not say where they are offered can be come to from every channel.
    if not following or len(following) < len(onward) or any(to.by not in ("self", "bot") or not to.channels for to in following):
        return set()
    offered = {channel for to in following for channel in to.channels}
    ended = set(step.channels) - offered
    # Where all go on elsewhere, that is how the journey is: from the phone to the door, from the letter to the shop.
    return set() if ended == set(step.channels) else ended


def _example(step: Step, channel: str, subject: Subject) -> Example:
    visits = subject.along(subject.way_to(step.id))
    channels = [None] * (len(visits) - 1) + [channel]
    return subject.customers.make(visits, f"nothing that comes next is offered in {channel}", visits[-1][1] + subject.pace_us, channels)


_GOOD = """\
journey: library_loan
title: I keep a book for longer
trip: {starts: [reminder], quiet: 30d}
stages: [{id: loan, title: My loan}]
steps:
  - {id: reminder, stage: loan, title: The book is due, event: loan.due, channels: [app, web], by: self, next: [renew]}
  - {id: renew, stage: loan, title: I renew it, event: loan.renewed, channels: [app, web], by: self, next: [read]}
outcomes:
  - {id: read, kind: reached, event: book.returned, title: I have read it}
  - {id: gave_back, kind: lost, event: book.returned_unread, title: I gave it back unread}
"""
RULE = Rule(
    code="J222",
    title="a channel in which the customer cannot go on",
    severity="hint",
    finds=(
        "A channel of a step that none of the steps offers to which the customer goes next, while they offer another channel of it. Not "
        "meant: outcomes, steps of people or the company, and steps without `channels`, to which every channel leads; and changes that all "
        "customers of a step make."
    ),
    why="a customer who is well here has to begin again somewhere else",
    fix="offer the next step in this channel too, or do not offer this one there",
    bad=_GOOD.replace("event: loan.renewed, channels: [app, web]", "event: loan.renewed, channels: [app]"),
    good=_GOOD,
    look=_look,
)
