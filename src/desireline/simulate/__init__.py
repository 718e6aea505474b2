"""A map -> events, with a seed and planted truths. All of them are synthetic and say so: their source is `synthetic`."""

from desireline.simulate.customers import SOURCE
from desireline.simulate.plants import (
    Drift,
    Leaving,
    LeavingAfterBreach,
    LeavingAfterWait,
    Plants,
    SlowStep,
    SpeedDrift,
    WayDrift,
    parse_drift,
    parse_leaving,
    parse_slow,
)
from desireline.simulate.simulation import DEFAULT_START_US, Simulation, simulate
from desireline.simulate.writing import Written, write_simulation

__all__ = [
    "DEFAULT_START_US",
    "SOURCE",
    "Drift",
    "Leaving",
    "LeavingAfterBreach",
    "LeavingAfterWait",
    "Plants",
    "Simulation",
    "SlowStep",
    "SpeedDrift",
    "WayDrift",
    "Written",
    "parse_drift",
    "parse_leaving",
    "parse_slow",
    "simulate",
    "write_simulation",
]
