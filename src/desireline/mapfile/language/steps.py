"""Words of a step and of its promises."""

from typing import get_args

from desireline.mapfile.grammar import (
    Choice,
    ConditionText,
    Duration,
    Flag,
    Id,
    Many,
    Name,
    Noun,
    Nouns,
    Reference,
    Text,
    Whole,
    Word,
)
from desireline.mapfile.language.actions import ACTION, AHEAD
from desireline.mapfile.language.allowing import ALLOWED
from desireline.model.map import DONE, About, Actor, Promise, Seen, Step

PROMISE = Noun(
    name="promise",
    title="Promise",
    doc=(
        "What the customer may count on at a step: within some time the trip comes to one of the places in `until`. "
        "A visit makes the promise unless one made at the step is still pending."
    ),
    words=(
        Word(
            name="id",
            value=Id("promise"),
            doc="Permanent name, unique among all promises of the map.",
            example="cause_soon",
            required=True,
            why="without a permanent name its record could not be followed from version to version",
        ),
        Word(
            name="title",
            value=Text(),
            doc="The promise in the customer's words.",
            example="Cause within half an hour",
            required=True,
            why="a promise that nobody can read is not one the customer was given",
        ),
        Word(
            name="within",
            value=Duration(),
            doc="How long after entering the step it is due.",
            example="30m",
            required=True,
            why="without a time the customer cannot count on anything",
            attribute="within_us",
        ),
        Word(
            name="hours_of",
            value=Reference(("team",), "J108"),
            doc="Only time in which this team is open counts.",
            example="care",
            default="all time counts",
        ),
        Word(
            name="until",
            value=Many(Reference(("step", "outcome"), "J105", also=(DONE,))),
            doc=(
                "Steps and outcomes, one of which must be come to in time for the promise to be kept; "
                "`done` stands for the end of work of the visit itself. A step that is offline or aftercare is never come to."
            ),
            example="[line_test, connection_back]",
            default="any other step, or any outcome",
        ),
        Word(
            name="ahead",
            value=Nouns(AHEAD),
            doc="What is done shortly before it is due, while it can still be kept.",
            example="[{id: look_now, before: 10m, task: care, title: Half an hour is nearly over}]",
        ),
        Word(
            name="late",
            value=Nouns(ACTION),
            doc="What is done where it was broken.",
            example="[{id: call_back, task: care, title: Call back with the cause, due: 15m}]",
        ),
        ALLOWED,
    ),
    model=Promise,
    example="{id: cause_soon, title: Cause within half an hour, within: 30m, hours_of: care, until: [line_test, connection_back]}",
)

_SEEN_BY_EVENTS = (
    Word(
        name="event",
        value=Many(Name("event")),
        doc=(
            "The events that are a visit to this step. An event is the first outcome, else the first step, in the order of "
            "the file, that names it and whose `where` is true."
        ),
        example="speed_test.finished",
        attribute="events",
    ),
    Word(
        name="where",
        value=ConditionText(facts=False),
        doc="Only events for which this condition is true are it. It may use the event's fields, its `channel` and the customer's traits.",
        example="mbps < 1",
        default="every such event",
    ),
    Word(
        name="done",
        value=Many(Name("event")),
        doc="The events that end the work at this step; the time from entering to them is working time, the time after them waiting.",
        example="guide.finished",
        default="the end of work is not known",
    ),
    Word(
        name="seen",
        value=Choice(get_args(Seen)),
        doc=(
            "Whether events show the step. One that is `offline` (a letter read, a neighbour asked) has no `event` and is "
            "passed through: its `next` stands in for it."
        ),
        example="offline",
        default="events",
    ),
    Word(
        name="aftercare",
        value=Flag(),
        doc="Its events are set beside the latest trip, and neither open nor prolong one.",
        example="true",
        default="false",
    ),
)
_FELT = (
    Word(
        name="channels",
        value=Many(Name("channel")),
        doc="Where the step is offered.",
        example="[app, web]",
        default="not said",
    ),
    Word(
        name="about",
        value=Choice(get_args(About)),
        doc="`product`: does the thing work; `relationship`: how the company is to deal with.",
        example="product",
        default="not said",
    ),
    Word(
        name="by",
        value=Choice(get_args(Actor)),
        doc="Who acts here: the customer (`self`), a `bot`, a `person` of the company, or the `company` without anyone seen.",
        example="self",
        default="not said",
    ),
    Word(
        name="moment_of_truth",
        value=Flag(),
        doc="What happens here decides what the customer thinks of the whole.",
        example="true",
        default="false",
    ),
    Word(
        name="owner",
        value=Reference(("team",), "J108"),
        doc="The team that answers for the step.",
        example="care",
        default="nobody",
    ),
    Word(
        name="hoped",
        value=Whole(-2, 2),
        doc="The feeling hoped for, from -2 (awful) to 2 (delighted).",
        example="0",
        default="not said",
    ),
    Word(
        name="at_most",
        value=Whole(1, 1_000),
        doc="Visits of one trip before a person must be offered; a `handoff` here, or a `next` step that is `by: person`, offers one.",
        example="3",
        default="no limit",
    ),
)
STEP = Noun(
    name="step",
    title="Step",
    doc="A touchpoint as the customer knows it. Each of its events is a visit.",
    words=(
        Word(
            name="id",
            value=Id("step", apart_from="outcome"),
            doc="Permanent name, unique among steps and outcomes.",
            example="speed_test",
            required=True,
            why="without a permanent name no visit to it can be counted",
        ),
        Word(
            name="stage",
            value=Reference(("stage",), "J107"),
            doc="The stage it belongs to.",
            example="notice",
            required=True,
            why="a step outside every stage is missing from the customer's way",
        ),
        Word(
            name="title",
            value=Text(),
            doc="What it is called, in the customer's words.",
            example="Speed test",
            required=True,
            why="people would have to read ids",
        ),
        *_SEEN_BY_EVENTS,
        *_FELT,
        Word(
            name="promises",
            value=Nouns(PROMISE),
            doc="What the customer may count on here.",
            example="[{id: three_screens, title: Three screens and it works, within: 20m, until: done}]",
        ),
        Word(
            name="next",
            value=Many(Reference(("step", "outcome"), "J104")),
            doc=(
                "Steps and outcomes that are hoped for and prepared for after this one. Any other move is counted by its "
                "kind, and is not an error."
            ),
            example="[restart_guide, call]",
            default="nothing is expected",
        ),
        Word(
            name="do",
            value=Nouns(ACTION),
            doc="What the company does because of a visit.",
            example="[{id: answer, say: restart_full}]",
        ),
        ALLOWED,
    ),
    model=Step,
    example=(
        "{id: speed_test, stage: notice, title: Speed test, event: speed_test.finished, where: mbps < 1, "
        "channels: [app, web], by: self, owner: digital, next: [restart_guide, call]}"
    ),
)
