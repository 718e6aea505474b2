"""J265."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    researched = {insight.at for insight in subject.map.insights} | {score.of for score in subject.map.scores}
    for step in subject.map.steps:
        if step.seen == "offline" and researched.isdisjoint({step.id, step.stage}):
            yield Found(
                place=("steps", step.id, "seen"),
                headline=f"nothing shows how customers fare at `{step.id}`",
                label="a blind spot",
            )


_GOOD = """\
journey: new_tariff
title: I change my tariff
trip: {starts: [compare], quiet: 30d}
stages: [{id: choose, title: Choose}]
steps:
  - {id: compare, stage: choose, title: I compare, event: tariffs.viewed, by: self, next: [ask_friend, changed]}
  - {id: ask_friend, stage: choose, title: I ask a friend, seen: offline, next: [changed]}
insights:
  - {id: friends_decide, at: ask_friend, pain: Friends know the tariffs no better, evidence: {kind: interviews, n: 11}}
outcomes:
  - {id: changed, kind: reached, event: tariff.changed, title: I have a better tariff}
  - {id: other_supplier, kind: lost, event: contract.cancelled, title: I took another supplier}
"""
RULE = Rule(
    code="J265",
    title="a blind spot",
    severity="hint",
    finds="A step that is `seen: offline` and of which nothing else is known: no score and no insight is about it or its stage.",
    why="customers pass it and nobody sees what happens to them there",
    fix="find out and write it down as an insight, ask customers with a score, or let an event show the step",
    bad="".join(line for line in _GOOD.splitlines(keepends=True) if "insights" not in line and "friends_decide" not in line),
    good=_GOOD,
    look=_look,
)
