"""J207."""

from collections.abc import Iterator

from desireline.check.rule import Found, Place, Rule
from desireline.check.subject import Subject
from desireline.diagnostics import Example
from desireline.model import Candidate, candidates_by_name, candidates_of

_WORD = {"outcome": "outcomes", "step": "steps", "aftercare": "steps", "done": "steps", "score": "scores"}


def _look(subject: Subject) -> Iterator[Found]:
    first = candidates_by_name(subject.map)
    for candidate, names in candidates_of(subject.map):
        if names and all(candidate not in first[name] for name in names):
            taker = first[names[0]][-1]
            what = "end the work at" if candidate.kind == "done" else "be"
            yield Found(
                place=(*_place(candidate), "done" if candidate.kind == "done" else "event"),
                headline=f"no event can {what} `{candidate.id}`: `{taker.id}` takes them all",
                label=f"each is `{taker.id}` first",
                near=((taker.id, _place(taker)),),
                example=_example(names[0], candidate, taker, subject),
            )


def _place(candidate: Candidate) -> Place:
    return (_WORD[candidate.kind], candidate.id)


def _example(name: str, candidate: Candidate, taker: Candidate, subject: Subject) -> Example | None:
    """A customer to whom it happens; only where the event is the first that shows the other place, so that it can be made."""
    noun = subject.place_by_id.get(taker.id)
    if taker.kind not in ("outcome", "step") or noun is None or noun.events[0] != name:
        return None
    way = subject.way_to(taker.id)
    before = [] if len(way) > 1 or taker.kind == "step" else [place for place in subject.starts if subject.is_visited(place)][:1]
    visits = subject.along([*before, *way])
    return subject.customers.make(visits, f"`{name}` was `{taker.id}`, and not `{candidate.id}`", visits[-1][1] + subject.pace_us)


_GOOD = """\
journey: airline_disruption
title: My flight is cancelled
trip: {starts: [told], quiet: 30d}
fields: {way: {one of: [app, desk]}}
stages: [{id: rebook, title: Rebook}]
steps:
  - {id: told, stage: rebook, title: I am told, event: flight.cancelled, by: bot, next: [in_app, at_desk]}
  - {id: in_app, stage: rebook, title: I rebook in the app, event: flight.rebooked, where: way = 'app', by: self, next: [arrived]}
  - {id: at_desk, stage: rebook, title: I rebook at the desk, event: flight.rebooked, where: way = 'desk', by: self, next: [arrived]}
outcomes:
  - {id: arrived, kind: reached, event: traveller.arrived, title: I have arrived}
  - {id: stayed, kind: lost, event: ticket.refunded, title: I did not fly}
"""
RULE = Rule(
    code="J207",
    title="a step, outcome, score or end of work that no event can be",
    severity="error",
    finds=(
        "A noun each of whose events is taken, whatever it carries, by one that is tried before: outcomes are tried first, then steps, "
        "then ends of work, then scores, each in the order of the file, and what has no `where` takes every event of its name."
    ),
    why="nobody is ever seen here: what is promised, done or counted at this place never happens",
    fix="give the other one a `where`, or stand this one before it",
    bad=_GOOD.replace("where: way = 'app', ", ""),
    good=_GOOD,
    look=_look,
)
