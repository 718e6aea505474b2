"""J215."""

from collections.abc import Iterator

from desireline.check.closed import closed_teams, met_by
from desireline.check.examples import length
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.model import format_duration


def _look(subject: Subject) -> Iterator[Found]:
    for closed in closed_teams(subject, "task"):
        action, due_us, team = closed.doing.action, closed.doing.action.due_us, closed.team
        if due_us is not None:
            open_in = length(closed.wait.length_us)
            yield Found(
                place=(*closed.doing.place, "due"),
                headline=f"{closed.at}: `{team.id}` has {format_duration(due_us)} for `{action.id}`, and is closed for {open_in}",
                label="begins when the team opens",
                near=((team.id, ("teams", team.id, "hours")),),
                example=met_by(closed, f"`{action.id}`: {team.title} opens in {open_in}", subject),
            )


_GOOD = """\
journey: telco_port_in
title: I bring my number along
trip: {starts: [order], quiet: 30d}
teams: {porting: {title: Porting desk, hours: "Mon-Fri 08:00-18:00 Europe/Rome"}}
stages: [{id: port, title: Bring the number}]
steps:
  - id: order
    stage: port
    title: I order
    event: port.ordered
    by: self
    next: [ported]
    do: [{id: check_number, task: porting, title: Check the number with the old operator, due: 3d}]
outcomes:
  - {id: ported, kind: reached, event: number.ported, title: My number works here}
  - {id: kept_old, kind: lost, event: port.cancelled, title: I stayed where I was}
"""
RULE = Rule(
    code="J215",
    title="a task that waits longer for its team to open than the team has for it",
    severity="warning",
    finds=(
        "A `task` that can be asked for at an hour from which its team is closed for as long as its `due` or longer: that time counts when "
        "the team is open, and the customer's does not stop. Customers (`by: self`) and bots act at any hour; people and the company while "
        "the step's owner is open; a promise that counts the hours of a team comes due in them. Where the map does not say who acts, "
        "nothing is found. A week without a change of clocks is taken."
    ),
    why="the customer waits far longer than whoever wrote the time thought of",
    fix="let a team do it that is open then, or give it a time against which the wait is small",
    bad=_GOOD.replace("due: 3d", "due: 2h"),
    good=_GOOD,
    look=_look,
)
