"""J205."""

from collections.abc import Iterator

from desireline.check.rule import Found, Rule
from desireline.check.subject import Subject


def _look(subject: Subject) -> Iterator[Found]:
    for outcome in subject.map.outcomes:
        # Customers are lost from anywhere, and nobody prepares a way to it. Where a way breaks off, it may be the one that leads here.
        if outcome.kind != "lost" and outcome.id not in subject.back and not subject.breaks_off:
            yield Found(place=("outcomes", outcome.id), headline=f"no step leads to `{outcome.id}`", label="cannot happen as prepared")


_GOOD = """\
journey: tax_refund
title: I get money back from the tax office
trip: {starts: [file], quiet: 200d}
stages: [{id: refund, title: Refund}]
steps:
  - {id: file, stage: refund, title: I file, event: return.sent, by: self, next: [refunded, nothing_due]}
outcomes:
  - {id: refunded, kind: reached, event: refund.paid, title: The money is there}
  - {id: nothing_due, kind: other, event: assessment.zero, title: There is nothing to get back}
  - {id: missed, kind: lost, event: deadline.missed, title: I missed the deadline}
"""
RULE = Rule(
    code="J205",
    title="an outcome that no step leads to",
    severity="error",
    finds=(
        "An outcome of kind `reached` or `other` that stands in the `next` of no step. What is `lost` happens from anywhere and is not "
        "meant. Found once no way breaks off (J203), since it may be the one that leads there."
    ),
    why="nothing on the map brings a customer there, so what they came for is left to chance",
    fix="name it in the `next` of the steps after which it can happen",
    bad=_GOOD.replace("[refunded, nothing_due]", "[refunded]"),
    good=_GOOD,
    look=_look,
)
