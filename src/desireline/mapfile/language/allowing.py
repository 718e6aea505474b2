"""Words with which a map says that a rule of `check` need not hold, and why. Most nouns take them."""

from typing import get_args

from desireline.diagnostics import Severity
from desireline.mapfile.grammar import Choice, Noun, Nouns, RuleCode, Text, Word
from desireline.model.map import Allow

ALLOW = Noun(
    name="allowance",
    title="Allowance",
    doc=(
        "A rule of `check` that need not hold for a noun and all that it contains, or that is taken more or less seriously there. "
        "It is no part of the map's meaning."
    ),
    words=(
        Word(
            name="rule",
            value=RuleCode(),
            doc="The code of the rule; `desireline rules` lists them.",
            example="J204",
            required=True,
            why="nobody could tell what is allowed here",
        ),
        Word(
            name="because",
            value=Text(),
            doc="Why it is right here, for whoever reads the map next.",
            example="They browse for as long as they like",
            required=True,
            why="a finding that is silenced without a reason is one that nobody can judge again",
        ),
        Word(
            name="severity",
            value=Choice(get_args(Severity)),
            doc="How serious a finding of the rule is here.",
            example="hint",
            default="its findings are not reported",
        ),
    ),
    model=Allow,
    example="{rule: J204, because: They browse for as long as they like}",
)
ALLOWED = Word(
    name="allow",
    value=Nouns(ALLOW),
    doc="Rules of `check` that need not hold here, each with its reason. One that is no longer needed is reported.",
    example="[{rule: J204, because: They browse for as long as they like}]",
)
