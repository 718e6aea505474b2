"""Nothing is claimed of what can never be done."""

import pytest

from desireline.check import check_map
from desireline.mapfile import parse_map

MAP = """\
journey: blocked_card
title: My card is blocked
trip: {starts: [blocked], quiet: 14d}
teams: {fraud: {title: Fraud desk, hours: "Mon-Fri 09:00-17:00 Europe/Vienna"}}
fields: {amount: {number: {min: 0}}}
stages: [{id: pay, title: Pay}]
steps:
  - {id: told, stage: pay, title: I am told, event: card.told, by: self, next: [unblocked]}
  - id: blocked
    stage: pay
    title: The card is refused
    event: card.refused
    by: self
    next: [unblocked, told]
    do: [{id: ask, handoff: fraud, title: Ask about the refund, due: 5m}]
outcomes:
  - {id: unblocked, kind: reached, event: card.unblocked, title: I can pay again}
  - {id: gone, kind: lost, event: account.closed, title: I closed my account}
"""


def codes(text: str) -> list[str]:
    return [d.code for d in check_map(parse_map(text))]


def test_it_is_claimed_of_what_can_be_done() -> None:
    assert codes(MAP) == ["J216"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("{id: ask,", "{id: ask, when: amount < 0,", "J230"),
        ("event: card.refused", "event: card.told", "J207"),
        ("event: card.refused", "event: card.refused, where: amount < 0", "J230"),
    ],
)
def test_of_what_can_never_be_done_only_that(before: str, after: str, code: str) -> None:
    text = MAP.replace(before, after.replace(", where", "\n    where"))
    assert set(codes(text)) >= {code}
    assert "J216" not in codes(text)


def test_a_step_whose_events_are_all_taken_before() -> None:
    several = MAP.replace("event: card.told,", "event: [card.told, card.refused], where: amount >= 5,")
    swallowed = several.replace("event: card.refused\n", "event: card.refused\n    where: amount > 7\n")
    assert codes(swallowed) == ["J233"]
    half = swallowed.replace("event: card.refused\n", "event: [card.refused, card.blocked]\n")
    assert codes(half) == ["J233", "J216"]
