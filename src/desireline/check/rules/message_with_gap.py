"""J240."""

from collections.abc import Iterator, Sequence

from desireline.check.doings import Doing
from desireline.check.examples import along
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.conditions import Name


def _look(subject: Subject) -> Iterator[Found]:
    named = {id_: fields for id_, fields in subject.message_fields.items() if any(field in subject.known.bringing for field in fields)}
    for doing in subject.doings if named else ():
        for field in named.get(doing.action.id, ()):
            name = Name("field", field, None, subject.map.fields[field])
            way = None if subject.known.is_told_apart(doing, name) else subject.known.way_without(field, doing)
            if way:
                yield _found(field, way, doing, subject)


def _found(field: str, way: Sequence[str], doing: Doing, subject: Subject) -> Found:
    steps = " → ".join(f"`{place}`" for place in way)
    visits = along(way)
    return Found(
        place=(*doing.place, "say"),
        headline=f"`{doing.action.target}` speaks of `{field}`, which has not come on the way {steps}",
        label=f"says `{{{field}}}`",
        near=tuple((f"`where` of {step}", ("steps", step, "where")) for step in sorted(subject.known.bringing[field])[:3]),
        example=subject.customers.make(visits, f"`{doing.action.id}` is to be said: `{field}` is not known", visits[-1][1]),
    )


_BAD = """\
journey: slow_line
title: My line is slow
trip: {starts: [test, chat], quiet: 14d}
fields: {mbps: {number: {min: 0}}}
stages: [{id: help, title: Help}]
steps:
  - {id: test, stage: help, title: Speed test, event: test.finished, where: mbps < 1, by: self, next: [chat, call, well]}
  - id: chat
    stage: help
    title: Chat
    event: chat.started
    by: self
    next: [call, well]
    do:
      - {id: comfort, say: we_saw}
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
messages:
  we_saw: {app: {en: "You have {mbps} Mbit a second. Let us see why."}}
"""
RULE = Rule(
    code="J240",
    title="a message that speaks of what has not come by then",
    severity="warning",
    finds=(
        "A `say` whose message names a field, on a way by which no step has come that brings it for certain: one whose `where` is only "
        "true where the field is known. Where a `when` or an earlier branch keeps it from being said while it is not known, nothing is "
        "found; nor of fields that no `where` needs, nor of traits: they may come with any event."
    ),
    why="the customer would read a gap, in the one sentence that was meant for them alone",
    fix="say it only `when` it is known (`… is not null`), write the message without it, or ask for it on that way",
    bad=_BAD,
    good=_BAD.replace("say: we_saw}", "say: we_saw, when: mbps is not null}"),
    look=_look,
)
