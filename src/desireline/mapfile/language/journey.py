"""Words of the map itself, of trips, teams, stages and outcomes."""

from typing import get_args

from desireline.mapfile.grammar import (
    Choice,
    ConditionText,
    Duration,
    Flag,
    Hours,
    Id,
    Keyed,
    Many,
    Name,
    Noun,
    Nouns,
    Number,
    One,
    Reference,
    Text,
    Texts,
    TypeOf,
    Word,
    Zone,
)
from desireline.mapfile.language.actions import QUIET_ACTION
from desireline.mapfile.language.allowing import ALLOWED
from desireline.mapfile.language.knowledge import IDEA, INSIGHT, SCORE
from desireline.mapfile.language.steps import STEP
from desireline.model.map import Map, Outcome, OutcomeKind, Stage, Team, TripRules

TRIP = Noun(
    name="trip",
    title="Trip",
    doc="When a customer's events are one passage through the map.",
    words=(
        Word(
            name="per",
            value=Reference(("field",), "J112"),
            doc="The field whose value parts trips, such as a case number: one trip per value.",
            example="case_id",
            default="one trip at a time for each customer",
        ),
        Word(
            name="starts",
            value=Many(Reference(("step",), "J106")),
            doc=("The steps where a trip is hoped to start, none of them offline or aftercare. A trip that opens elsewhere has `joined`."),
            example="[speed_test, status_page]",
            default="every step",
        ),
        Word(
            name="quiet",
            value=Duration(also=(("never", None),)),
            doc="How long nothing may happen before the trip counts as gone quiet. `never`: it stays open until an outcome.",
            example="14d",
            required=True,
            why="trips under way could not be told from those the customer gave up",
            attribute="quiet_us",
        ),
        Word(
            name="only",
            value=ConditionText(facts=False),
            doc="Only events for which this condition is true open trips.",
            example="plan = 'fibre'",
            default="every event of a step",
        ),
    ),
    model=TripRules,
    example="{per: case_id, starts: [speed_test], quiet: 14d}",
)
TEAM = Noun(
    name="team",
    title="Team",
    doc="People who answer for steps, tasks and ideas.",
    words=(
        Word(
            name="title",
            value=Text(),
            doc="What the team is called.",
            example="Field engineers",
            required=True,
            why="people would have to read ids",
        ),
        Word(
            name="hours",
            value=Hours(),
            doc=(
                "When it works, in a named time zone: `Mon-Fri 08:00-18:00, Sat 09:00-12:00 Europe/Rome`. "
                "`22:00-06:00` runs into the next day, `Mon-Sun 00:00-24:00` is the whole week."
            ),
            example='"Mon-Fri 08:00-18:00 Europe/Rome"',
            default="always",
        ),
        ALLOWED,
    ),
    model=Team,
    example='{title: Field engineers, hours: "Mon-Fri 08:00-18:00 Europe/Rome"}',
)
STAGE = Noun(
    name="stage",
    title="Stage",
    doc="A stretch of the journey as the customer sees it.",
    words=(
        Word(
            name="id",
            value=Id("stage"),
            doc="Permanent name, unique among stages.",
            example="self_help",
            required=True,
            why="steps could not say where they belong",
        ),
        Word(
            name="title",
            value=Text(),
            doc="What it is called.",
            example="Self-help",
            required=True,
            why="people would have to read ids",
        ),
        Word(name="thinks", value=Text(), doc="What goes through the customer's mind.", example="Let me try first", default="not said"),
        Word(
            name="success",
            value=Text(),
            doc="What it looks like when it goes well.",
            example="knows within 10 minutes what it is",
            default="not said",
        ),
        Word(
            name="any_order",
            value=Flag(),
            doc="Whether its steps may be visited in any order: moves among them are expected.",
            example="true",
            default="false",
        ),
        ALLOWED,
    ),
    model=Stage,
    example="{id: self_help, title: Self-help, thinks: Let me try first, any_order: true}",
)
OUTCOME = Noun(
    name="outcome",
    title="Outcome",
    doc="A way a trip ends.",
    words=(
        Word(
            name="id",
            value=Id("outcome", apart_from="step"),
            doc="Permanent name, unique among steps and outcomes.",
            example="connection_back",
            required=True,
            why="without a permanent name no end of a trip can be counted",
        ),
        Word(
            name="kind",
            value=Choice(get_args(OutcomeKind)),
            doc="`reached`: what the customer came for; `lost`: the customer is gone; `other`: neither.",
            example="reached",
            required=True,
            why="nobody could say whether customers got what they came for",
        ),
        Word(
            name="event",
            value=Many(Name("event")),
            doc="The events that end the trip.",
            example="connection.restored",
            required=True,
            why="no trip could ever end this way",
            attribute="events",
        ),
        Word(
            name="where",
            value=ConditionText(facts=False),
            doc="Only events for which this condition is true are it.",
            example="channel <> 'batch'",
            default="every such event",
        ),
        Word(
            name="title",
            value=Text(),
            doc="What it is called, in the customer's words.",
            example="Back online",
            required=True,
            why="people would have to read ids",
        ),
        Word(
            name="worth",
            value=Number(),
            doc="What it is worth to the company, in its own unit of money; below 0 it costs.",
            example="-300",
            default="not said",
        ),
        ALLOWED,
    ),
    model=Outcome,
    example="{id: connection_back, kind: reached, event: connection.restored, title: Back online}",
)

MAP = Noun(
    name="map",
    title="Map",
    doc="One customer journey: what the customer goes through, what the company promises, does and says.",
    words=(
        Word(
            name="journey",
            value=Id("journey"),
            doc="Permanent name of the journey.",
            example="connection_down",
            required=True,
            why="nothing that is measured or done could name the journey it belongs to",
        ),
        Word(
            name="title",
            value=Text(),
            doc="The journey in the customer's words.",
            example="My connection is down",
            required=True,
            why="people would have to read ids",
        ),
        Word(
            name="about",
            value=Text(),
            doc="Who wants what, and with how much effort.",
            example="A home customer loses the connection and wants it back.",
            default="not said",
        ),
        Word(
            name="trip",
            value=One(TRIP),
            doc="When events are one trip.",
            example="{quiet: 14d}",
            required=True,
            why="a customer's events could not be told apart into trips",
        ),
        Word(
            name="fields",
            value=Keyed("field", TypeOf(), free=True, apart_from="trait"),
            doc=(
                "What events may carry, by the property's name, with its type. Anything undeclared is kept but cannot be used"
                " in a condition."
            ),
            example="{mbps: {number: {min: 0}}, fault: {one of: [line, cabinet, router]}}",
        ),
        Word(
            name="traits",
            value=Keyed("trait", TypeOf(), free=True, apart_from="field"),
            doc="What is known of the customer, by name, with its type; `identify` events set it.",
            example="{plan: {one of: [basic, fibre]}, may_text: boolean}",
        ),
        Word(
            name="teams",
            value=Keyed("team", One(TEAM)),
            doc="Teams by their ids.",
            example='{care: {title: Care, hours: "Mon-Sat 08:00-22:00 Europe/Rome"}}',
        ),
        Word(
            name="stages",
            value=Nouns(STAGE, at_least=1),
            doc="The stages, in the order in which customers hope to pass them.",
            example="[{id: notice, title: Notice}]",
            required=True,
            why="the customer's way would have no shape",
        ),
        Word(
            name="steps",
            value=Nouns(STEP, at_least=1),
            doc="The steps. Their order matters: an event is the first step that it matches.",
            example="[{id: call, stage: contact, title: Call, event: call.answered}]",
            required=True,
            why="no event could be part of any trip",
        ),
        Word(
            name="outcomes",
            value=Nouns(OUTCOME),
            doc="The ways a trip ends. Their order matters: an event is the first outcome that it matches.",
            example="[{id: connection_back, kind: reached, event: connection.restored, title: Back online}]",
            default="trips end only by going quiet",
        ),
        Word(
            name="when_quiet",
            value=Nouns(QUIET_ACTION),
            doc="What the company does when a trip has gone quiet.",
            example="[{id: still_down, say: still_down, channel: text}]",
        ),
        Word(
            name="messages",
            value=Keyed("message", Texts()),
            doc=(
                "What is said, by channel and language. `{name}` in a text stands for the field or trait of that name; `{{` "
                "and `}}` are braces. See Messages below."
            ),
            example='{still_down: {text: {en: "Is your connection back, {name}?"}}}',
        ),
        Word(
            name="language",
            value=Reference(("trait",), "J112"),
            doc="The trait that says in which language a customer is spoken to, such as `it` or `it-IT`.",
            example="reads",
            default="each message's first language",
        ),
        Word(
            name="zone",
            value=Zone(),
            doc="The time zone in which messages tell times.",
            example="Europe/Rome",
            default="UTC",
        ),
        Word(
            name="scores",
            value=Nouns(SCORE),
            doc="What customers say, to hold against what they do.",
            example="[{id: effort, kind: ces, event: survey.answered, value: score}]",
        ),
        Word(
            name="insights",
            value=Nouns(INSIGHT),
            doc="Findings of research, tied to steps and stages.",
            example="[{id: same_story, at: call, pain: Tells the same story twice}]",
        ),
        Word(
            name="ideas",
            value=Nouns(IDEA),
            doc="What might be done about them.",
            example="[{id: carry_test, for: same_story, title: Carry the line test into the call}]",
        ),
        ALLOWED,
    ),
    model=Map,
    example=(
        "{journey: connection_down, title: My connection is down, trip: {quiet: 14d}, stages: [{id: contact, title: Get in touch}], "
        "steps: [{id: call, stage: contact, title: Call, event: call.answered}]}"
    ),
)
