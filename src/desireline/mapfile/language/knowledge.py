"""Words of what is known about the journey beside its events: scores, insights, ideas."""

from typing import get_args

from desireline.mapfile.grammar import (
    Choice,
    ConditionText,
    Flag,
    Id,
    Many,
    Name,
    Noun,
    One,
    Reference,
    Scale,
    Text,
    Whole,
    Word,
)
from desireline.mapfile.language.allowing import ALLOWED
from desireline.model.map import Evidence, Idea, IdeaState, Insight, Score, ScoreKind

SCORE = Noun(
    name="score",
    title="Score",
    doc="What customers say, to hold against what they do. Its events open and prolong no trip; they are set beside the latest one.",
    words=(
        Word(
            name="id",
            value=Id("score"),
            doc="Permanent name, unique among scores.",
            example="effort",
            required=True,
            why="without a permanent name answers could not be compared over time",
        ),
        Word(
            name="kind",
            value=Choice(get_args(ScoreKind)),
            doc="How answers are summed up: `nps` (share of 9-10 less share of 0-6), `csat` and `ces` (share of the best answers), `mean`.",
            example="ces",
            required=True,
            why="the same answers give another number under another method",
        ),
        Word(
            name="event",
            value=Many(Name("event")),
            doc="The events that carry an answer.",
            example="survey.answered",
            required=True,
            why="no answer could be found",
            attribute="events",
        ),
        Word(
            name="where",
            value=ConditionText(facts=False),
            doc="Only events for which this condition is true are it.",
            example="channel = 'app'",
            default="every such event",
        ),
        Word(
            name="value",
            value=Reference(("field",), "J112"),
            doc="The field that holds the answer; it must be declared as integer or number.",
            example="score",
            required=True,
            why="nobody would know which part of the event is the answer",
        ),
        Word(
            name="scale",
            value=Scale(),
            doc="The lowest and the highest answer that can be given.",
            example="1..7",
            default="0..10 for nps, 1..5 for csat, 1..7 for ces; a mean must say it",
        ),
        Word(
            name="of",
            value=Reference(("step", "stage"), "J110"),
            doc="The step or stage that was asked about.",
            example="contact",
            default="the whole journey",
        ),
        ALLOWED,
    ),
    model=Score,
    example="{id: effort, kind: ces, event: survey.answered, value: score, scale: 1..7, of: contact}",
)
EVIDENCE = Noun(
    name="evidence",
    title="Evidence",
    doc="What an insight rests on.",
    words=(
        Word(
            name="kind",
            value=Text(),
            doc="How it was found out, such as interviews, survey, usability test, log.",
            example="interviews",
            required=True,
            why="three interviews and three thousand answers do not weigh the same",
        ),
        Word(name="n", value=Whole(1, 10**12), doc="How many people, answers or cases.", example="12", default="not said"),
        Word(name="source", value=Text(), doc="Where it can be read.", example="Field notes, spring", default="not said"),
    ),
    model=Evidence,
    example="{kind: interviews, n: 12}",
)
INSIGHT = Noun(
    name="insight",
    title="Insight",
    doc="A finding of research with its evidence, shown on the map at a step or stage. It says a `pain`, a `gain` or both.",
    words=(
        Word(
            name="id",
            value=Id("insight"),
            doc="Permanent name, unique among insights.",
            example="same_story",
            required=True,
            why="ideas could not say what they answer",
        ),
        Word(
            name="at",
            value=Reference(("step", "stage"), "J110"),
            doc="The step or stage where it is felt.",
            example="agent_check",
            required=True,
            why="it could not be shown where customers feel it",
        ),
        Word(name="pain", value=Text(), doc="What hurts.", example="Tells the same story to each new agent", default="none"),
        Word(name="gain", value=Text(), doc="What is better than hoped.", example="Sees where the engineer is", default="none"),
        Word(name="ours", value=Flag(), doc="Whether the company causes it.", example="true", default="not known"),
        Word(name="evidence", value=One(EVIDENCE), doc="What it rests on.", example="{kind: interviews, n: 12}", default="none is named"),
    ),
    model=Insight,
    at_least_one=("pain", "gain"),
    example=(
        "{id: same_story, at: agent_check, pain: Tells the same story to each new agent, ours: true, evidence: {kind: interviews, n: 12}}"
    ),
)
IDEA = Noun(
    name="idea",
    title="Idea",
    doc="Something that might be done about an insight; to be ranked by measured effect against effort.",
    words=(
        Word(
            name="id",
            value=Id("idea"),
            doc="Permanent name, unique among ideas.",
            example="carry_test",
            required=True,
            why="its effect could not be followed once it is done",
        ),
        Word(
            name="for",
            value=Reference(("insight",), "J111"),
            doc="The insight it answers.",
            example="same_story",
            required=True,
            why="an idea that answers nothing known cannot be ranked by what it would change",
            attribute="for_",
        ),
        Word(
            name="title",
            value=Text(),
            doc="The idea in a few words.",
            example="Carry the line test into the call",
            required=True,
            why="people would have to read ids",
        ),
        Word(name="effort", value=Whole(1, 5), doc="From 1 (small) to 5 (very large).", example="3", default="not said"),
        Word(
            name="obstacles", value=Many(Text()), doc="What stands in its way.", example="[two systems, two teams]", default="none is named"
        ),
        Word(name="owner", value=Reference(("team",), "J108"), doc="The team that answers for it.", example="digital", default="nobody"),
        Word(name="state", value=Choice(get_args(IdeaState)), doc="How far it has come.", example="planned", default="not said"),
    ),
    model=Idea,
    example="{id: carry_test, for: same_story, title: Carry the line test into the call, effort: 3, owner: digital, state: planned}",
)
