"""J241."""

from collections.abc import Iterator

from desireline.check.asking import Standing
from desireline.check.doings import Doing
from desireline.check.known import asks_whether_known
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.conditions import Name


def _look(subject: Subject) -> Iterator[Found]:
    for standing in subject.standings:
        for name in standing.condition.inputs if standing.doing is not None else ():
            doing = standing.doing
            if doing is None or name.id not in subject.known.bringing or _is_answered(standing, name, subject):
                continue
            way = subject.known.way_without(name, doing)
            if way:
                id_ = name.id
                yield subject.known.found(
                    name,
                    way,
                    (*doing.place, "when"),
                    headline=f"`when` of `{doing.action.id}` asks for `{name.id}`",
                    label=f"`{name.id}` is not known by then",
                    last=f"`{doing.action.id}` is not done",
                    fix=f"say what holds where it is not known: `or {id_} is null`, or `and {id_} is not null` if nothing is to be done",
                )


def _is_answered(standing: Standing, name: Name, subject: Subject) -> bool:
    """Whether the map says what is done while the name is not known, or another branch is for the rest."""
    if asks_whether_known(standing.condition.expression, name) or not subject.known.needs(standing.condition, name):
        return True
    return standing.doing is not None and _has_rest(standing.doing)


def _has_rest(doing: Doing) -> bool:
    return doing.action is not doing.whole and any(branch.when is None for branch in doing.whole.branches)


_BAD = """\
journey: slow_line
title: My line is slow
trip: {starts: [test, chat], quiet: 14d}
fields: {mbps: {number: {min: 0}}}
stages: [{id: help, title: Help}]
teams: {care: {title: Care}}
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: mbps < 1, by: self, next: [chat, call, well]}
  - id: chat
    stage: help
    title: Chat
    event: chat.started
    by: self
    next: [call, well]
    do:
      - {id: call_back, when: mbps < 0.1, task: care, title: Call back with a date, due: 1h}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
"""
RULE = Rule(
    code="J241",
    title="a condition on what has not come by then",
    severity="warning",
    finds=(
        "A `when` that cannot be true while a field is not known, on a way by which no step has come that brings the field for certain: "
        "one whose `where` is only true where it is known. A branch of a choice that has one for the rest is not meant, nor are fields "
        "that no `where` needs: they may come with any event. Traits are mostly told before the trip, and nothing is found of them "
        "unless the map says where on the trip: at a step of `identify` events whose `where` needs the trait."
    ),
    why="for the customer who came that way it is never done, though nobody knows whether it should be",
    fix="say what holds where it is not known: `mbps < 1 or mbps is null`, `coalesce(mbps, 0) < 1`",
    bad=_BAD,
    good=_BAD.replace("when: mbps < 0.1", "when: mbps < 0.1 or mbps is null"),
    look=_look,
)
