"""J200."""

from desireline.check.rule import Rule

RULE = Rule(
    code="J200",
    title="an allowance that is no longer needed",
    severity="warning",
    finds=(
        "An `allow` whose rule finds nothing at its noun or inside it. Where two allow the same finding, one inside the other, the outer "
        "one is not needed for it."
    ),
    why="the next fault of this kind would be passed over, with a reason that was given for another",
    fix="delete it",
    bad="""\
journey: hotel_stay
title: I stay at the hotel
trip: {starts: [book], quiet: 30d}
stages: [{id: stay, title: My stay}]
steps:
  - id: book
    stage: stay
    title: I book
    event: room.booked
    by: self
    next: [stayed]
    allow: [{rule: J203, because: The hotel takes over from here}]
outcomes:
  - {id: stayed, kind: reached, event: guest.left, title: I had a good stay}
  - {id: cancelled, kind: lost, event: room.cancelled, title: I cancelled}
""",
    good="""\
journey: hotel_stay
title: I stay at the hotel
trip: {starts: [book], quiet: 30d}
stages: [{id: stay, title: My stay}]
steps:
  - id: book
    stage: stay
    title: I book
    event: room.booked
    by: self
    next: [stayed]
outcomes:
  - {id: stayed, kind: reached, event: guest.left, title: I had a good stay}
  - {id: cancelled, kind: lost, event: room.cancelled, title: I cancelled}
""",
    look=None,
)
