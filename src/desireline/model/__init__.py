"""The nouns: a map, an event, and what a customer's events come to on a map. No I/O."""

from desireline.model.durations import format_duration, parse_duration_us
from desireline.model.event import IDENTIFY, WAS, Event, PropertyValue
from desireline.model.identities import Identification, Identities, identification_of, resolve, roots_of
from desireline.model.instants import FIRST_US, LAST_US, format_instant, parse_instant_us
from desireline.model.journeys import (
    GONE_QUIET,
    MOVES,
    OPEN,
    PROMISE_STATES,
    Journeys,
    Move,
    PromiseMade,
    PromiseState,
    Trip,
    Visit,
)
from desireline.model.map import (
    DONE,
    Action,
    Evidence,
    Idea,
    Insight,
    Map,
    Message,
    Outcome,
    Promise,
    Score,
    Stage,
    Step,
    Team,
    TripRules,
)
from desireline.model.matching import Candidate, candidates_by_name
from desireline.model.opening_hours import OpeningHours
from desireline.model.ways import Ways, ways_of

__all__ = [
    "DONE",
    "FIRST_US",
    "GONE_QUIET",
    "IDENTIFY",
    "LAST_US",
    "MOVES",
    "OPEN",
    "PROMISE_STATES",
    "WAS",
    "Action",
    "Candidate",
    "Event",
    "Evidence",
    "Idea",
    "Identification",
    "Identities",
    "Insight",
    "Journeys",
    "Map",
    "Message",
    "Move",
    "OpeningHours",
    "Outcome",
    "Promise",
    "PromiseMade",
    "PromiseState",
    "PropertyValue",
    "Score",
    "Stage",
    "Step",
    "Team",
    "Trip",
    "TripRules",
    "Visit",
    "Ways",
    "candidates_by_name",
    "format_duration",
    "format_instant",
    "identification_of",
    "parse_duration_us",
    "parse_instant_us",
    "resolve",
    "roots_of",
    "ways_of",
]
