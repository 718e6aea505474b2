"""J264."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    unasked = [step for step in subject.map.steps if step.about == "relationship" and not subject.is_scored(step)]
    # Where nobody is asked anything, that is one finding and not one for each step.
    for step in unasked if subject.map.scores else unasked[:1]:
        others = len(unasked) - 1 if not subject.map.scores else 0
        yield Found(
            place=("steps", step.id, "about"),
            headline=f"nobody can say how `{step.id}` went" + (f", nor {others} more steps about the relationship" if others else ""),
            label="no score asks for it",
        )


_GOOD = """\
journey: complaint
title: I complain and am heard
trip: {starts: [complain], quiet: 30d}
fields: {effort: {integer: {min: 1, max: 7}}}
stages: [{id: talk, title: Talk}]
steps:
  - {id: complain, stage: talk, title: I complain, event: complaint.made, by: self, about: relationship, next: [settled]}
scores:
  - {id: effort_of_it, kind: ces, event: survey.answered, value: effort, of: complain}
outcomes:
  - {id: settled, kind: reached, event: complaint.settled, title: It is settled}
  - {id: left, kind: lost, event: contract.cancelled, title: I left}
"""
RULE = Rule(
    code="J264",
    title="a relationship step with no way to say how it went",
    severity="warning",
    finds=(
        "A step that is `about: relationship` and that no score asks about: none `of` the step, of its stage, or of the whole journey. "
        "Where a map has no scores at all it is found once."
    ),
    why="how the company is to deal with shows in no event: unless customers are asked, nobody will know that it hurts",
    fix="add a score `of` the step or its stage",
    bad=_GOOD.replace("scores:\n  - {id: effort_of_it, kind: ces, event: survey.answered, value: effort, of: complain}\n", ""),
    good=_GOOD,
    look=_look,
)
