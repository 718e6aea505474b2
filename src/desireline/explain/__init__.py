"""One customer's whole story over all channels and maps. The engine says what happened; here it is told why."""

from desireline.explain.actions import ActionTold, AwaitedTold, Weighing, caused_by
from desireline.explain.coming import Coming, coming_on, hours_of, missed_us
from desireline.explain.customer import Customer, CustomerEvents, Extent, Identity, Said, customer_of
from desireline.explain.journey import AsideTold, PromiseTold, TripTold, VisitTold
from desireline.explain.judging import Judged, NameSeen
from desireline.explain.matching import Read, Try, line_text
from desireline.explain.moves import Ahead
from desireline.explain.story import Asked, Story, Telling, Told, explain, reads_of, why_data
from desireline.explain.teller import Teller, Was
from desireline.explain.why import WhyAction
from desireline.explain.why_not import Named, Reached, WhyNot
from desireline.explain.wording import moment

__all__ = [
    "ActionTold",
    "Ahead",
    "AsideTold",
    "Asked",
    "AwaitedTold",
    "Coming",
    "Customer",
    "CustomerEvents",
    "Extent",
    "Identity",
    "Judged",
    "NameSeen",
    "Named",
    "PromiseTold",
    "Reached",
    "Read",
    "Said",
    "Story",
    "Teller",
    "Telling",
    "Told",
    "TripTold",
    "Try",
    "VisitTold",
    "Was",
    "Weighing",
    "WhyAction",
    "WhyNot",
    "caused_by",
    "coming_on",
    "customer_of",
    "explain",
    "hours_of",
    "line_text",
    "missed_us",
    "moment",
    "reads_of",
    "why_data",
]
