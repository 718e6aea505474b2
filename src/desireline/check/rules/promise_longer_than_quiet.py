"""J212."""

from collections.abc import Iterator

from desireline.check.examples import MINUTE_US, MONDAY_US, length
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.check.weeks import latest_entry
from desireline.model import Promise, format_duration


def _look(subject: Subject) -> Iterator[Found]:
    quiet_us = subject.map.trip.quiet_us
    for step in subject.map.steps if quiet_us is not None else ():
        for promise in step.promises if subject.is_visited(step.id) else ():
            entered_us = _worst_entry(promise, subject)
            takes_us = subject.due_us(promise, entered_us) - entered_us
            if quiet_us is not None and takes_us > quiet_us:
                way = subject.way_to(step.id)
                yield Found(
                    place=("steps", step.id, "promises", promise.id, "within"),
                    headline=f"`{promise.id}` can take {length(takes_us)}, and after {format_duration(quiet_us)} the trip has gone quiet",
                    label="longer than `quiet`",
                    near=(("quiet", ("trip", "quiet")),),
                    example=subject.customers.make(
                        subject.along(way, entered_us),
                        "the trip has gone quiet, and the promise is still pending",
                        entered_us + quiet_us + min(MINUTE_US, takes_us - quiet_us),
                    ),
                )


def _worst_entry(promise: Promise, subject: Subject) -> int:
    """When a customer comes who waits longest."""
    team = subject.map.team_by_id.get(promise.hours_of or "")
    return MONDAY_US if team is None or team.hours is None else latest_entry(team.hours, promise.within_us)


_GOOD = """\
journey: school_enrolment
title: My child goes to a new school
trip: {starts: [register], quiet: 90d}
teams: {office: {title: School office}}
stages: [{id: enrol, title: Enrol}]
steps:
  - id: register
    stage: enrol
    title: I register my child
    event: child.registered
    by: self
    promises:
      - id: place_known
        title: You know within six weeks
        within: 6w
        until: [enrolled]
        late: [{id: write_them, task: office, title: Write and say why it takes longer, due: 2d}]
    next: [enrolled]
outcomes:
  - {id: enrolled, kind: reached, event: place.given, title: We have a place}
  - {id: other_school, kind: lost, event: child.withdrawn, title: We took another school}
"""
RULE = Rule(
    code="J212",
    title="a promise longer than trips stay open",
    severity="error",
    finds=(
        "A promise whose due moment can lie after the moment at which the trip goes quiet. Where hours of a team count, the customer is "
        "taken who comes at the worst time of the week."
    ),
    why="for a customer who waits as they were told, the trip is over before the promise is due, and what comes then is a new one",
    fix="make `quiet` longer than the longest promise, or promise something sooner",
    bad=_GOOD.replace("quiet: 90d", "quiet: 30d"),
    good=_GOOD,
    look=_look,
)
