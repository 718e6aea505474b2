"""Definitions: one for each measure, which says whom it counts, how, in what, what it leaves out, and how to list those whom it counts."""

from dataclasses import replace

from desireline.diagnostics import DesirelineError, Fix
from desireline.measure.definitions.definition import Definition, Unit
from desireline.measure.definitions.shares import MADE_OF_COUNTS
from desireline.measure.definitions.terms import EVENTS_AND_TERMS
from desireline.measure.definitions.times import TIMES
from desireline.measure.definitions.trips import TRIPS_AND_STAGES
from desireline.measure.definitions.visits import VISITS_AND_MOVES
from desireline.measure.refusals import unknown

SECTIONS: dict[str, tuple[Definition, ...]] = {
    "Trips": TRIPS_AND_STAGES,
    "Visits, moves, promises": VISITS_AND_MOVES,
    "Times": TIMES,
    "What is made of counts": MADE_OF_COUNTS,
    "Events, and the words of asking": EVENTS_AND_TERMS,
}
DEFINITIONS: tuple[Definition, ...] = tuple(definition for section in SECTIONS.values() for definition in section)
"""All of them."""
BY_NAME = {name: definition for definition in DEFINITIONS for name in (definition.name, *definition.also)}
__all__ = ["BY_NAME", "DEFINITIONS", "SECTIONS", "Definition", "Unit", "definition", "unit_of"]


def definition(name: str) -> Definition:
    """The definition of a measure or of a word, by any of its names. Raises DesirelineError where there is none."""
    found = BY_NAME.get(name.strip().lower().replace("-", "_").replace(" ", "_"))
    if found is None:
        raise DesirelineError(
            replace(
                unknown(name, "measure", BY_NAME, "M116"),
                why="what it counts cannot be told",
                fix=Fix("`desireline define` lists all measures, with a line for each"),
            )
        )
    return found


def unit_of(family: str) -> Unit | None:
    """What the values of a family's rows are; None: they have none."""
    return BY_NAME[family].values
