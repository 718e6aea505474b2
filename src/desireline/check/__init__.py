"""Rules that find, by reasoning over a map, where a customer could fall in before anyone does."""

from desireline.check import compare
from desireline.check.checking import check_map
from desireline.check.people import ToAPerson, to_a_person
from desireline.check.registry import RULES
from desireline.check.rule import Found, Place, Rule
from desireline.check.subject import Subject
from desireline.check.times import WorstCase, worst_cases

__all__ = ["RULES", "Found", "Place", "Rule", "Subject", "ToAPerson", "WorstCase", "check_map", "compare", "to_a_person", "worst_cases"]
