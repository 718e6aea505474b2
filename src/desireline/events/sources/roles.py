"""Which column of a source is which field of an event: as the user says, else as the names suggest."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desireline.diagnostics.diagnostic import DesirelineError, Diagnostic, Fix, Near
from desireline.events.sources.options import SourceOptions
from desireline.events.sources.refusals import listed, similar

NO_LIFECYCLE = "none"
_CONTRACT = {"customer": "customer", "time": "time", "event": "name"}
_XES = {"customer": "case:concept:name", "time": "time:timestamp", "event": "concept:name"}
_NEEDED = ("customer", "time", "event")
_FLAGS = {role: f"--{role}" for role in ("customer", "time", "event", "channel", "id", "person", "key", "lifecycle")}

# Names as `plain` makes them, in groups from the likeliest on; names of one group are as likely as each other.
_LIKELY: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "customer": (
        ("customer",),
        ("customerid", "customerkey", "customerno", "customernumber", "custid"),
        ("userid", "user", "clientid", "client", "accountid", "account", "householdid", "householdkey", "household"),
        (
            "memberid",
            "member",
            "subscriberid",
            "contactid",
            "patientid",
            "personid",
            "visitorid",
            "userpseudoid",
            "distinctid",
            "profileid",
        ),
        ("caseconceptname", "caseid", "case", "traceid", "trace", "ticketid", "orderid", "sessionid"),
        ("anonymousid", "deviceid"),
    ),
    "time": (
        ("time",),
        ("timetimestamp", "timestamp", "eventtime", "eventtimestamp", "completetimestamp", "completetime", "ts", "datetime", "occurredat"),
        ("eventdate", "eventdatetime", "date", "createdat", "day", "transactiondate", "invoicedate"),
        ("starttimestamp", "starttime", "receivedat", "sentat"),
    ),
    "event": (
        ("activity", "event", "eventname", "conceptname", "activityname"),
        ("eventtype", "action", "activityid", "touchpoint"),
        ("name", "type", "step"),
    ),
    "channel": (("channel",), ("channelname", "channeltype")),
    "id": (("eventid", "messageid", "eventuuid", "insertid"),),
    "person": (("person",),),
    "lifecycle": (("lifecycletransition",), ("lifecycle", "transition")),
}


_RIVALS = {"customer": _LIKELY["customer"], "event": _LIKELY["event"][:1]}
"""Names worth a word where another column was taken instead."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns, by the names the source gives them, that are the fields of an event.

    key         a column that stays a property, whatever else it is
    properties  new name -> column, where the user lists them
    guessed     lines that say what was guessed
    """

    customer: str
    time: str
    event: str
    channel: str | None = None
    id: str | None = None
    person: str | None = None
    source: str | None = None
    lifecycle: str | None = None
    key: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()

    @property
    def taken(self) -> frozenset[str]:
        """Columns that are fields of the event, and so no properties."""
        fields = (self.customer, self.time, self.event, self.channel, self.id, self.person, self.source)
        return frozenset(name for name in fields if name is not None and name != self.key)


@dataclass(slots=True)
class _Choice:
    """Roles as they are found, with what is wrong."""

    names: Sequence[str]
    found: dict[str, str] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    wrong: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """Which column is which field, as far as that can be told.

    found    role -> column
    likely   the roles that were guessed by the name of the column
    rivals   role -> columns that could have been it as well
    wrong    what is missing, unknown or undecided
    """

    found: Mapping[str, str]
    likely: frozenset[str]
    rivals: Mapping[str, tuple[str, ...]]
    wrong: tuple[Diagnostic, ...]


def guess_roles(names: Sequence[str], options: SourceOptions) -> RoleGuess:
    """The roles of the columns, as `choose_roles` finds them, also where something is wrong."""
    choice = _chosen(names, options)
    _properties(choice, options)
    return RoleGuess(dict(choice.found), frozenset(choice.guessed), _rivals(choice), tuple(choice.wrong))


def choose_roles(names: Sequence[str], options: SourceOptions) -> Roles:
    """The roles of the columns.

    What the options say holds. The contract's own names come next, then those of XES, if all three that are needed are there; then names
    that are likely. Raises DesirelineError with all that is wrong: E107 no such column, E108 none found, E109 several as likely.
    """
    choice = _chosen(names, options)
    properties = _properties(choice, options)
    if choice.wrong:
        raise DesirelineError(choice.wrong)
    return Roles(**choice.found, properties=properties, guessed=_lines(choice))


def _chosen(names: Sequence[str], options: SourceOptions) -> _Choice:
    choice = _Choice(names)
    _said(choice, options)
    if _family(choice, _CONTRACT):
        _own_rest(choice, options)
    else:
        _family(choice, _XES)
    for role in _LIKELY:
        if role not in choice.found and not (role == "lifecycle" and options.lifecycle == NO_LIFECYCLE):
            _guess(choice, role)
    missing = [role for role in _NEEDED if role not in choice.found and not _is_wrong(choice, role)]
    if missing:
        choice.wrong.append(_missing(choice.names, missing))
    return choice


def column_of(said: str, names: Sequence[str]) -> str | None:
    """The column that a user names: exactly, else the only one that differs in nothing but case, spaces and punctuation."""
    if said in names:
        return said
    alike = [name for name in names if plain(name) == plain(said)]
    return alike[0] if len(alike) == 1 else None


def plain(name: str) -> str:
    """A name without case, spaces and punctuation: `Case ID`, `case_id` and `caseId` are the same."""
    return re.sub(r"[\s_\-.:/()#]+", "", name).casefold()


def property_name(column: str) -> str:
    """A column's name as conditions can write it: `Case ID` becomes `case_id`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column)
    return re.sub(r"\W+", "_", spaced).strip("_").lower() or "key"


def _said(choice: _Choice, options: SourceOptions) -> None:
    said = {role: getattr(options, role) for role in ("customer", "time", "event", "channel", "id", "person", "key")}
    if options.lifecycle != NO_LIFECYCLE:
        said["lifecycle"] = options.lifecycle
    for role, name in said.items():
        if name is None:
            continue
        column = column_of(name, choice.names)
        if column is None:
            choice.wrong.append(_no_column(role, name, choice.names))
        else:
            choice.found[role] = column
            choice.said.add(role)


def _properties(choice: _Choice, options: SourceOptions) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, said in (options.properties or {}).items():
        column = column_of(said, choice.names)
        if column is None:
            choice.wrong.append(_no_column("properties", said, choice.names))
        else:
            found[name] = column
    return found


def _family(choice: _Choice, family: Mapping[str, str]) -> bool:
    """Take the names of a family, where all of them are there, for what is not said otherwise."""
    if not all(name in choice.names for name in family.values()):
        return False
    for role, name in family.items():
        if role not in choice.found and name not in choice.found.values():
            choice.found[role] = name
            if family is _XES:
                choice.guessed[role] = name
    return True


def _own_rest(choice: _Choice, options: SourceOptions) -> None:
    for role in ("id", "channel", "person", "source"):
        said = options.source if role == "source" else getattr(options, role)
        if said is None and role in choice.names and role not in choice.found.values():
            choice.found[role] = role


def _guess(choice: _Choice, role: str) -> None:
    taken = {name for other, name in choice.found.items() if other != "key"}
    for group in _LIKELY[role]:
        hits = [name for name in choice.names if plain(name) in group and name not in taken]
        exact = [name for name in hits if name == role]
        if len(exact or hits) == 1:
            choice.found[role] = choice.guessed[role] = (exact or hits)[0]
            return
        if hits and role in (*_NEEDED, "lifecycle"):
            choice.wrong.append(_several(role, hits))
            return


def _lines(choice: _Choice) -> tuple[str, ...]:
    lines = []
    if choice.guessed:
        parts = ", ".join(f"{role} = `{name}`" for role, name in choice.guessed.items())
        lines.append(f"{parts} (guessed; say {'/'.join(_FLAGS[role] for role in choice.guessed)} to choose)")
    lines += [f"{role} could also be {listed(rivals)}, which stays a property" for role, rivals in _rivals(choice).items()]
    return tuple(lines)


def _rivals(choice: _Choice) -> dict[str, tuple[str, ...]]:
    found = {}
    for role, groups in _RIVALS.items():
        likely = {name for group in groups for name in group}
        rivals = tuple(name for name in choice.names if plain(name) in likely and name not in choice.found.values())
        if rivals and (role in choice.guessed or (role == "event" and role not in choice.said)):
            found[role] = rivals
    return found


def _is_wrong(choice: _Choice, role: str) -> bool:
    return any(_FLAGS[role] in (d.fix.message if d.fix else "") for d in choice.wrong)


def _no_column(role: str, said: str, names: Sequence[str]) -> Diagnostic:
    flag = _FLAGS.get(role, f"`{role}`")
    return Diagnostic(
        "E107",
        f"{flag} names the column `{said}`, which is not there",
        why=f"the {_WORDS[role]} of an event could not be told",
        fix=Fix(f"{flag} takes one of: {listed(list(names))}"),
        near=tuple(Near(name) for name in similar(said, list(names))),
    )


def _missing(names: Sequence[str], roles: Sequence[str]) -> Diagnostic:
    sought = " or ".join(f"the {_WORDS[role]}" for role in roles)
    data = any(re.fullmatch(r"[\d\s.:/+TZ-]+", name) for name in names)
    flags = " ".join(f"{_FLAGS[role]} COLUMN" for role in roles)
    return Diagnostic(
        "E108",
        f"no column looks like {sought}; the columns are {listed(list(names))}",
        why=_WHY[roles[0]],
        fix=Fix("the first line seems to hold data: put a line before it that names the columns" if data else f"say {flags}"),
    )


def _several(role: str, hits: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "E109",
        f"the {_WORDS[role]} could be {' or '.join(f'`{name}`' for name in hits)}",
        why=_WHY[role],
        fix=Fix(f"say {_FLAGS[role]} '{hits[0]}'" + (f", or --lifecycle {NO_LIFECYCLE}" if role == "lifecycle" else "")),
    )


_WORDS = {
    "customer": "customer",
    "time": "time",
    "event": "name of the event",
    "channel": "channel",
    "id": "id of the event",
    "person": "person who acts",
    "key": "key of the trip",
    "lifecycle": "lifecycle transition",
    "properties": "property",
}
_WHY = {
    "customer": "a journey belongs to a customer; events of different people would be told as one story",
    "time": "a journey is events in order of time",
    "event": "steps are found by the names of events",
    "lifecycle": "starts and ends of the same work would be counted as two visits",
}
