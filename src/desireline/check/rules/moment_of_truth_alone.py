"""J263."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for step in subject.map.steps:
        if not step.moment_of_truth:
            continue
        missing = ["no owner"] if step.owner is None else []
        # Only visits make promises; other steps can still be answered for and asked about.
        missing += ["no promise"] if not step.promises and subject.is_visited(step.id) else []
        missing += ["no score"] if not subject.is_scored(step) else []
        if missing:
            yield Found(
                place=("steps", step.id, "moment_of_truth"),
                headline=f"`{step.id}` is a moment of truth and has {' and '.join(missing)}",
                label=", ".join(missing),
            )


_GOOD = """\
journey: hospital_referral
title: I am referred to a specialist
trip: {starts: [first_talk], quiet: 90d}
teams: {clinic: {title: Clinic}}
fields: {stars: {integer: {min: 1, max: 5}}}
stages: [{id: talk, title: Talk}]
steps:
  - id: first_talk
    stage: talk
    title: I talk to the specialist
    event: talk.started
    done: talk.ended
    by: person
    owner: clinic
    moment_of_truth: true
    promises:
      - id: knows_next
        title: You leave knowing what comes next
        within: 2h
        until: [done, treated]
        late: [{id: call_back, task: clinic, title: Call and explain, due: 1d}]
    next: [treated]
scores:
  - {id: understood, kind: csat, event: survey.answered, value: stars, of: first_talk}
outcomes:
  - {id: treated, kind: reached, event: treatment.started, title: My treatment has begun}
  - {id: went_elsewhere, kind: lost, event: referral.withdrawn, title: I went elsewhere}
"""
RULE = Rule(
    code="J263",
    title="a moment of truth without owner, promise or score",
    severity="warning",
    finds=(
        "A step marked `moment_of_truth` that lacks an `owner`, a promise, or a score: one `of` the step, of its stage, or of the whole "
        "journey. Steps without visits need no promise."
    ),
    why="what decides how the customer thinks of the whole is left to chance, and nobody would know how it went",
    fix="name the team that answers for it, promise something, and ask how it was",
    bad=_GOOD.replace("    owner: clinic\n", ""),
    good=_GOOD,
    look=_look,
)
