"""The nouns: a map, an event, and what a customer's events come to on a map. No I/O."""

from desireline.conditions import MOVES, Move
from desireline.model.durations import format_duration, parse_duration_us
from desireline.model.event import IDENTIFY, WAS, Event, PropertyValue
from desireline.model.identities import Identification, Identities, claims_of, identification_of, resolve, roots_of, telling
from desireline.model.instants import FIRST_US, LAST_US, format_instant, parse_instant_us
from desireline.model.journeys import (
    GONE_QUIET,
    OPEN,
    PROMISE_STATES,
    Journeys,
    PromiseMade,
    PromiseState,
    Trip,
    Visit,
)
from desireline.model.map import (
    DONE,
    Action,
    Allow,
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
from desireline.model.matching import Candidate, candidates_by_name, candidates_of
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
    "Allow",
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
    "candidates_of",
    "claims_of",
    "format_duration",
    "format_instant",
    "identification_of",
    "parse_duration_us",
    "parse_instant_us",
    "resolve",
    "roots_of",
    "telling",
    "ways_of",
]
