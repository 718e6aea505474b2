"""J201."""

from collections.abc import Iterator

from desireline.check.graph import circles
from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    lost = {step.id for step in subject.map.steps if not step.aftercare and step.id not in subject.reached}
    first_of_circle = {place: part[0] for part in circles({p: subject.ways[p] for p in subject.ways if p in lost}) for place in part}
    for step in subject.map.steps:
        if step.id not in lost:
            continue
        own = first_of_circle.get(step.id)
        before = [p for p in subject.back.get(step.id, ()) if p in lost and (own is None or first_of_circle.get(p) != own)]
        # What lies behind such a step is mended with it.
        if not before and own in (None, step.id):
            yield Found(
                place=("steps", step.id),
                headline=f"no start leads to `{step.id}`",
                label="no way in",
                near=tuple((start, ("steps", start)) for start in subject.starts[:3]),
            )


RULE = Rule(
    code="J201",
    title="a step that no start leads to",
    severity="error",
    finds=(
        "A step that is not among `starts` and that no way along `next` from one of them leads to; of several behind each other, the "
        "first. Steps of a stage in any order lead to each other. Aftercare is not meant: it is on no way."
    ),
    why="nobody is guided here: whatever is promised or done at this step was made for customers who never come as prepared",
    fix="name it in the `next` of the step before it, or among `starts`; or delete it",
    bad="""\
journey: library_card
title: I get a library card
trip: {starts: [apply], quiet: 30d}
stages: [{id: card, title: My card}]
steps:
  - {id: apply, stage: card, title: Fill in the form, event: form.sent, by: self, next: [has_card]}
  - {id: proof, stage: card, title: Show where I live, event: proof.sent, by: self, next: [has_card]}
outcomes:
  - {id: has_card, kind: reached, event: card.issued, title: I have my card}
  - {id: gave_up, kind: lost, event: form.withdrawn, title: I gave up}
""",
    good="""\
journey: library_card
title: I get a library card
trip: {starts: [apply], quiet: 30d}
stages: [{id: card, title: My card}]
steps:
  - {id: apply, stage: card, title: Fill in the form, event: form.sent, by: self, next: [proof, has_card]}
  - {id: proof, stage: card, title: Show where I live, event: proof.sent, by: self, next: [has_card]}
outcomes:
  - {id: has_card, kind: reached, event: card.issued, title: I have my card}
  - {id: gave_up, kind: lost, event: form.withdrawn, title: I gave up}
""",
    look=_look,
)
