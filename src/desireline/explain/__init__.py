"""One customer's whole story over all channels and maps. The engine says what happened; here it is told why."""

from desireline.explain.coming import Coming, coming_on, hours_of, missed_us
from desireline.explain.customer import Customer, Extent, Identity
from desireline.explain.journey import AsideTold, PromiseTold, TripTold, VisitTold
from desireline.explain.judging import Judged, NameSeen
from desireline.explain.matching import Read, Try, line_text
from desireline.explain.moves import Ahead
from desireline.explain.story import Story, Telling, Told, explain
from desireline.explain.teller import Teller, Was
from desireline.explain.why_not import Named, WhyNot
from desireline.explain.wording import moment

__all__ = [
    "Ahead",
    "AsideTold",
    "Coming",
    "Customer",
    "Extent",
    "Identity",
    "Judged",
    "NameSeen",
    "Named",
    "PromiseTold",
    "Read",
    "Story",
    "Teller",
    "Telling",
    "Told",
    "TripTold",
    "Try",
    "VisitTold",
    "Was",
    "WhyNot",
    "coming_on",
    "explain",
    "hours_of",
    "line_text",
    "missed_us",
    "moment",
]
