"""Words of what the company does: actions, those ahead of a promise's due moment, and the branches of a choice."""

from typing import get_args

from desireline.mapfile.grammar import Choice, ConditionText, Duration, Flag, Id, Many, Name, Noun, Nouns, Reference, Text, Word
from desireline.mapfile.language.allowing import ALLOWED
from desireline.model.map import Action, ActionKind, Once

KINDS: tuple[str, ...] = get_args(ActionKind)

_ID = Word(
    name="id",
    value=Id("action"),
    doc=(
        "Permanent name, unique among all actions and branches of the map. What was done once under this name is never done "
        "again for the same cause."
    ),
    example="call_back",
    required=True,
    why="an action without a permanent name could be done twice to the same customer",
)
_WHEN = Word(
    name="when",
    value=ConditionText(facts=True),
    doc="Decided only where this condition is true. It may use fields, traits and the trip's facts as they were just before the moment.",
    example="again or plan = 'fibre'",
    default="always",
)
_AFTER = Word(
    name="after",
    value=Duration(),
    doc="How long after its cause it is done.",
    example="2h",
    default="0s",
    attribute="after_us",
)
_IF_LATE = Word(
    name="if_late",
    value=Duration(also=(("never", -1), ("always", None))),
    doc=(
        "How far past its moment it is still done; later than that it is recorded as missed. Never: only at its moment; "
        "always: however late."
    ),
    example="1h",
    default="5m",
    attribute="if_late_us",
)
_ONCE = Word(
    name="once",
    value=Choice(get_args(Once)),
    doc="Done for the first cause of a trip, or of a customer, and for none after it. What was missed counts as done.",
    example="trip",
    default="done for each cause",
)
_WHILE_HERE = Word(
    name="while_here",
    value=Flag(),
    doc="Decided only while the customer is still at the visit that it stands for: a further visit of the trip makes it void.",
    example="true",
    default="false",
)
_BEFORE = Word(
    name="before",
    value=Duration(),
    doc="How long before the promise is due it is done.",
    example="10m",
    required=True,
    why="without it nobody can say when to act ahead of the promise",
    attribute="before_us",
)
_VERBS = (
    Word(
        name="say",
        value=Reference(("message",), "J109"),
        doc="Sends the customer this message.",
        example="restart_brief",
    ),
    Word(
        name="task",
        value=Reference(("team",), "J108"),
        doc="Gives this team something to do.",
        example="care",
    ),
    Word(
        name="handoff",
        value=Reference(("team",), "J108"),
        doc="Brings the customer to a person of this team.",
        example="care",
    ),
    Word(
        name="call",
        value=Name("system"),
        doc="Calls another system, by the name under which it is set up.",
        example="ticketing",
    ),
    Word(
        name="offer",
        value=Name("offer"),
        doc="Makes the customer this offer, by its name in the offer catalogue.",
        example="free_router",
    ),
)
_DETAILS = (
    Word(
        name="title",
        value=Text(),
        doc="What is to be done, as the team reads it.",
        example="Call back with the cause",
        why="the team would have something to do that it cannot read",
        goes_with=("task", "handoff", "offer"),
        needed_by=("task",),
    ),
    Word(
        name="channel",
        value=Name("channel"),
        doc="Where it is said or offered. A message must have a text for it.",
        example="text",
        default="the visit's channel if the message has a text for it, else the first channel of the message",
        goes_with=("say", "offer"),
    ),
    Word(
        name="due",
        value=Duration(),
        doc="How long the team has, counted in its hours.",
        example="15m",
        default="no limit",
        goes_with=("task", "handoff"),
        attribute="due_us",
    ),
    Word(
        name="send",
        value=Many(Reference(("field", "trait"), "J112")),
        doc="Fields and traits that the other system is given, as last known.",
        example="[case_id, fault]",
        default="nothing but who and where the customer is",
        goes_with=("call",),
        attribute="send",
    ),
)

BRANCH = Noun(
    name="branch",
    title="Branch of a choice",
    doc="One way to go on. The first branch whose `when` is true is taken; one without `when` is always taken, so it stands last.",
    words=(_ID, _WHEN, *_VERBS, *_DETAILS, ALLOWED),
    exactly_one=tuple(kind for kind in KINDS if kind != "choose"),
    model=Action,
    example="{id: brief, when: again, say: restart_brief}",
)
_CHOOSE = Word(
    name="choose",
    value=Nouns(BRANCH, at_least=1),
    doc="Does the first of these branches whose condition is true.",
    example="[{id: person, when: visits('restart_guide') >= 2, handoff: care}, {id: full, say: restart_full}]",
    attribute="branches",
)
ACTION = Noun(
    name="action",
    title="Action",
    doc=(
        "Something the company does because of a visit, or of a promise that came due. It does exactly one thing: "
        "`say`, `task`, `handoff`, `call`, `offer` or `choose`."
    ),
    words=(_ID, _WHEN, _AFTER, _WHILE_HERE, _ONCE, _IF_LATE, *_VERBS, _CHOOSE, *_DETAILS, ALLOWED),
    exactly_one=KINDS,
    model=Action,
    example="{id: call_back, task: care, title: Call back with the cause, due: 15m}",
)
QUIET_ACTION = Noun(
    name="quiet action",
    title="Action of a quiet trip",
    doc="Something the company does because a trip has gone quiet.",
    words=(_ID, _WHEN, _AFTER, _ONCE, _IF_LATE, *_VERBS, _CHOOSE, *_DETAILS, ALLOWED),
    exactly_one=KINDS,
    model=Action,
    example="{id: still_down, say: still_down, channel: text}",
)
AHEAD = Noun(
    name="ahead action",
    title="Action ahead of a promise",
    doc="An action before a promise is due, while it can still be kept. It is withdrawn where the promise is kept first.",
    words=(_ID, _BEFORE, _WHEN, _ONCE, _IF_LATE, *_VERBS, _CHOOSE, *_DETAILS, ALLOWED),
    exactly_one=KINDS,
    model=Action,
    example="{id: look_now, before: 10m, task: care, title: Half an hour is nearly over, due: 10m}",
)
