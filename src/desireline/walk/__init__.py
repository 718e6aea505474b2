"""Example journeys that together show a map: events that run through the engine as they are told, for people and for tests."""

from desireline.walk.goals import Goal
from desireline.walk.journeys import Journey, Moment, Walk, walk
from desireline.walk.planning import Missed

__all__ = ["Goal", "Journey", "Missed", "Moment", "Walk", "walk"]
