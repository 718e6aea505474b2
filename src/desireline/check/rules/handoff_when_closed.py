"""J216."""

from collections.abc import Iterator

from desireline.check.closed import closed_teams, met_by
from desireline.check.examples import length
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for closed in closed_teams(subject, "handoff"):
        step = closed.doing.step
        where = f"in `{step.id}`" if step is not None else "on a quiet trip"
        wait = f"{length(closed.wait.length_us)} until a person"
        yield Found(
            place=closed.doing.place,
            headline=f"{closed.at} {where}: {wait}",
            label=f"{closed.team.title} is closed then",
            near=((closed.team.id, ("teams", closed.team.id, "hours")),),
            example=met_by(closed, wait, subject),
        )


_GOOD = """\
journey: saas_onboarding
title: I set up the service for my firm
trip: {starts: [sign_up], quiet: 30d}
teams: {success: {title: Customer success, hours: "Mon-Fri 08:00-18:00 Europe/Berlin"}}
stages: [{id: set_up, title: Set up}]
steps:
  - {id: sign_up, stage: set_up, title: I sign up, event: firm.signed_up, by: self, next: [ask_bot, in_use]}
  - id: ask_bot
    stage: set_up
    title: I ask the assistant
    event: assistant.asked
    by: bot
    next: [in_use]
    do: [{id: to_person, when: visits('ask_bot') >= 2, handoff: success, title: The assistant did not help, due: 3d}]
outcomes:
  - {id: in_use, kind: reached, event: project.created, title: We work with it}
  - {id: dropped, kind: lost, event: trial.ended, title: We let it go}
"""
RULE = Rule(
    code="J216",
    title="a handoff to a team that is closed",
    severity="warning",
    finds=(
        "A `handoff` that can be asked for when its team is closed, for as long as its `due` by the clock or longer. Shown is the hour "
        "from which the wait is longest. Customers (`by: self`) and bots act at any hour; people and the company while the step's "
        "owner is open; a promise that counts the hours of a team comes due in them. Where the map does not say who acts, nothing is found."
    ),
    why="the customer asks for a person and stands before a closed door",
    fix="let a team answer that is open then, or say to the customer when it opens and give it a longer `due`",
    bad=_GOOD.replace("due: 3d", "due: 10m"),
    good=_GOOD,
    look=_look,
)
