"""The grammar of the map language: every noun and every word, declared here and nowhere else."""

from desireline.mapfile.language.actions import ACTION, AHEAD, BRANCH, QUIET_ACTION
from desireline.mapfile.language.allowing import ALLOW
from desireline.mapfile.language.journey import MAP, OUTCOME, STAGE, TEAM, TRIP
from desireline.mapfile.language.knowledge import EVIDENCE, IDEA, INSIGHT, SCORE
from desireline.mapfile.language.steps import PROMISE, STEP

NOUNS = (MAP, TRIP, TEAM, STAGE, STEP, PROMISE, ACTION, AHEAD, QUIET_ACTION, BRANCH, OUTCOME, SCORE, INSIGHT, EVIDENCE, IDEA, ALLOW)
"""All nouns, in the order in which the reference page shows them."""

__all__ = [
    "ACTION",
    "AHEAD",
    "ALLOW",
    "BRANCH",
    "EVIDENCE",
    "IDEA",
    "INSIGHT",
    "MAP",
    "NOUNS",
    "OUTCOME",
    "PROMISE",
    "QUIET_ACTION",
    "SCORE",
    "STAGE",
    "STEP",
    "TEAM",
    "TRIP",
]
