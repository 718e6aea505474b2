"""The contract for one customer, pure: `advance` in order, `rebuild` where an event came late. Effects are values; clocks are given."""

from desireline.engine.advance import (
    Advanced,
    AdvancedBytes,
    Clock,
    advance,
    advance_bytes,
    is_late,
    new_state,
    next_moment_us,
)
from desireline.engine.changes import (
    Change,
    FoundAgain,
    KeyTakenOver,
    Outside,
    PersonOwed,
    PromiseGiven,
    PromiseSettled,
    SetAside,
    TripEnded,
    TripId,
    TripOpened,
    Unmapped,
    VisitMade,
    WorkDone,
)
from desireline.engine.effects import Caused, Effect, Reconciled, effect_id, reconcile
from desireline.engine.facts import OpenElsewhere, nowhere_else
from desireline.engine.openings import Openings, open_at, openings_of
from desireline.engine.program import Program, compile_map
from desireline.engine.rebuild import DoneAlready, Rebuilt, customers_of, done_already, rebuild, run
from desireline.engine.state import State, UnreadableStateError, dump, load
from desireline.engine.tables import CustomerTables, journeys_of
from desireline.engine.tracer import Awaited, Tracer, Weighed
from desireline.engine.turn import ForeignStateError, LateEventError, Void

__all__ = [
    "Advanced",
    "AdvancedBytes",
    "Awaited",
    "Caused",
    "Change",
    "Clock",
    "CustomerTables",
    "DoneAlready",
    "Effect",
    "ForeignStateError",
    "FoundAgain",
    "KeyTakenOver",
    "LateEventError",
    "OpenElsewhere",
    "Openings",
    "Outside",
    "PersonOwed",
    "Program",
    "PromiseGiven",
    "PromiseSettled",
    "Rebuilt",
    "Reconciled",
    "SetAside",
    "State",
    "Tracer",
    "TripEnded",
    "TripId",
    "TripOpened",
    "Unmapped",
    "UnreadableStateError",
    "VisitMade",
    "Void",
    "Weighed",
    "WorkDone",
    "advance",
    "advance_bytes",
    "compile_map",
    "customers_of",
    "done_already",
    "dump",
    "effect_id",
    "is_late",
    "journeys_of",
    "load",
    "new_state",
    "next_moment_us",
    "nowhere_else",
    "open_at",
    "openings_of",
    "rebuild",
    "reconcile",
    "run",
]
