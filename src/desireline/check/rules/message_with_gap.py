"""J240."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    known = subject.known
    named = {id_: names for id_, names in subject.message_names.items() if any(name in known.bringing for name in names)}
    for doing in subject.doings if named else ():
        for name in map(known.name_of, named.get(doing.action.id, ())):
            way = None if known.is_told_apart(doing, name) else known.way_without(name, doing)
            if way:
                yield known.found(
                    name,
                    way,
                    (*doing.place, "say"),
                    headline=f"`{doing.action.target}` speaks of `{name.id}`",
                    label=f"says `{{{name.id}}}`",
                    last=f"`{doing.action.id}` is to be said",
                    fix=f"say it only `when: {name.id} is not null`, write the message without it, or ask for it on that way",
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
        "found; nor of fields that no `where` needs: they may come with any event. Traits are mostly told before the trip, and nothing "
        "is found of them unless the map says where on the trip: at a step of `identify` events whose `where` needs the trait."
    ),
    why="the one sentence that was meant for them alone would not be said, as it has a gap",
    fix="say it only `when` it is known (`… is not null`), write the message without it, or ask for it on that way",
    bad=_BAD,
    good=_BAD.replace("say: we_saw}", "say: we_saw, when: mbps is not null}"),
    look=_look,
)
