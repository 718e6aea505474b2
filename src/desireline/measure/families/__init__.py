"""The kinds of rows that are counted, one module for each subject. A number is the size of a list of rows, and the list can be had."""

from desireline.measure.families.channels import CHANNEL_CHANGES, CHANNELS, CHANNELS_BY_STAGE, FIRST_CONTACTS
from desireline.measure.families.effort import EFFORT, HELP, REACHED
from desireline.measure.families.family import Family
from desireline.measure.families.moves import LONG_WAITS, MOVES_BY_KIND, MOVES_MADE, WAITS
from desireline.measure.families.owners import HANDOFFS, OWNERS
from desireline.measure.families.passages import COMINGS, PASSAGES, THRESHOLDS_US
from desireline.measure.families.promises import BROKEN_PROMISES, JUDGED_PROMISES, PROMISES
from desireline.measure.families.scores import SCORES, SCORES_BY_STAGE, SCORES_BY_STEP
from desireline.measure.families.stages import PASSED, STAGES
from desireline.measure.families.steps import STAYS, VISITS, WAITING, WORKING
from desireline.measure.families.trips import ALL, BEGUN, ENDED, LIFETIMES, TRIPS

FAMILIES: tuple[Family, ...] = (
    TRIPS,
    ENDED,
    LIFETIMES,
    BEGUN,
    STAGES,
    PASSED,
    MOVES_MADE,
    WAITS,
    LONG_WAITS,
    MOVES_BY_KIND,
    VISITS,
    STAYS,
    WORKING,
    WAITING,
    CHANNELS_BY_STAGE,
    CHANNELS,
    CHANNEL_CHANGES,
    FIRST_CONTACTS,
    PROMISES,
    JUDGED_PROMISES,
    BROKEN_PROMISES,
    OWNERS,
    HANDOFFS,
    REACHED,
    EFFORT,
    HELP,
    SCORES,
    SCORES_BY_STEP,
    SCORES_BY_STAGE,
)
"""All that are printed and listed, finer ones before those that are taken from them."""
COUNTED: tuple[Family, ...] = (ALL, PASSAGES, COMINGS, *FAMILIES)
"""All that are counted in a shard, in an order in which they can be."""
__all__ = ["ALL", "COUNTED", "FAMILIES", "THRESHOLDS_US", "Family"]
