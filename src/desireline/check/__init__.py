"""Rules that find, by reasoning over a map, where a customer could fall in before anyone does."""

from desireline.check import compare
from desireline.check.checking import check_map
from desireline.check.registry import RULES
from desireline.check.rule import Found, Place, Rule
from desireline.check.subject import Subject

__all__ = ["RULES", "Found", "Place", "Rule", "Subject", "check_map", "compare"]
