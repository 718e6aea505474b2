"""Definitions: one for each measure, which says whom it counts, how, in what, what it leaves out, and how to list those whom it counts."""

from desireline.measure.definitions.asked import SCORES_AND_SURVIVAL
from desireline.measure.definitions.definition import Definition, Unit
from desireline.measure.definitions.times import TIMES
from desireline.measure.definitions.trips import TRIPS_AND_STAGES
from desireline.measure.definitions.visits import VISITS_AND_MOVES

DEFINITIONS: tuple[Definition, ...] = (*TRIPS_AND_STAGES, *VISITS_AND_MOVES, *TIMES, *SCORES_AND_SURVIVAL)
"""All of them."""
_BY_NAME = {name: definition for definition in DEFINITIONS for name in (definition.name, *definition.also)}
__all__ = ["DEFINITIONS", "Definition", "Unit", "unit_of"]


def unit_of(family: str) -> Unit | None:
    """What the values of a family's rows are; None: they have none."""
    return _BY_NAME[family].values
