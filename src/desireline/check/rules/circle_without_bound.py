"""J204."""

from collections.abc import Iterator, Sequence

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject
from desireline.diagnostics import Example
from desireline.model import Step

_ROUNDS = 3


def _look(subject: Subject) -> Iterator[Found]:
    for circle in subject.circles:
        steps = [subject.map.step_by_id[place] for place in circle]
        # A circle without any way out is found by J202.
        if circle[0] not in subject.ends or not _sends_round(steps):
            continue
        if not any(_bounds(step, subject) for step in steps):
            names = ", ".join(f"`{place}`" for place in circle)
            yield Found(
                place=("steps", circle[0]),
                headline=f"nothing bounds how often a customer goes round in {names}",
                label="round and round",
                near=tuple((place, ("steps", place)) for place in circle[1:4]),
                example=_example(circle, subject),
            )


def _sends_round(steps: Sequence[Step]) -> bool:
    """Whether it is the company that sends customers round: a bot or system does, or one person to the next. What customers do by
    themselves is their own affair, and one person whom they come back to notices it.
    """
    acting = [step.by for step in steps]
    return not {"bot", "company"}.isdisjoint(acting) or acting.count("person") > 1


def _bounds(step: Step, subject: Subject) -> bool:
    """Whether a step ends a circle that it is in, or makes that somebody notices."""
    out = any(place in subject.map.outcome_by_id for place in subject.onward[step.id])
    return step.at_most is not None or out or any(promise.late for promise in step.promises)


def _example(circle: Sequence[str], subject: Subject) -> Example:
    start = next((place for place in circle if subject.map.step_by_id[place].by not in ("self", None)), circle[0])
    once = subject.way_round([start, *(place for place in circle if place != start)])
    visits = subject.along([*subject.way_to(start), *(once * _ROUNDS)])
    return subject.customers.make(visits, f"round {_ROUNDS} times, and nobody notices", visits[-1][1])


_GOOD = """\
journey: tax_filing
title: I file my tax return
trip: {starts: [filed], quiet: 90d}
stages: [{id: file, title: File}]
steps:
  - {id: filed, stage: file, title: I send it, event: return.sent, by: self, next: [papers_wanted, assessed]}
  - id: papers_wanted
    stage: file
    title: They want more papers
    event: papers.requested
    by: bot
    at_most: 3
    next: [papers, looked_through]
  - {id: papers, stage: file, title: I send papers, event: papers.sent, by: self, next: [papers_wanted, looked_through]}
  - {id: looked_through, stage: file, title: Someone looks through them, event: papers.read, by: person, next: [assessed]}
outcomes:
  - {id: assessed, kind: reached, event: assessment.sent, title: I have my assessment}
  - {id: lapsed, kind: lost, event: return.lapsed, title: I let it lapse}
"""
RULE = Rule(
    code="J204",
    title="a circle that nothing bounds",
    severity="warning",
    finds=(
        "Steps between which `next` leads round, with a bot, a step of the company or more than one person among them, where no step has "
        "`at_most`, none a promise with something done `late`, and none leads straight to an outcome. What customers do by themselves, or "
        "coming back to one person, is not meant."
    ),
    why="a customer can be sent round and round, and nobody would notice or step in",
    fix="give a step of the circle `at_most` with a way to a person, or a promise with something done `late`",
    bad=_GOOD.replace("    at_most: 3\n", ""),
    good=_GOOD,
    look=_look,
)
