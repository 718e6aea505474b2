"""A draft as the text of a map: each proposal with its evidence in a comment, laid out as `desireline fmt` leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desireline.discover.draft import DraftMap, DraftOutcome, DraftStage, DraftStep
from desireline.discover.endings import Ending
from desireline.discover.moves import Move
from desireline.discover.names import Group, Occurrence
from desireline.discover.readable import counted, length, share
from desireline.discover.yaml_text import WIDTH, flow, scalar, shown
from desireline.model import IDENTIFY, format_duration, format_instant

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Places:
    """What is written of places: their ids and titles, by their numbers, and how many trips there are in all."""

    ids: Sequence[str]
    titles: Sequence[str]
    trips: int


def text_of(draft: DraftMap, allowed: Sequence[str] = ()) -> str:
    """The text of the map. `allowed`: rules of `check` whose findings are to be hints."""
    parts = (
        _head(draft),
        _journey(draft),
        _allow(allowed),
        _trip(draft),
        _fields(draft),
        _stages(draft.stages),
        _steps(draft),
        _ends(draft),
    )
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def _head(draft: DraftMap) -> Iterator[str]:
    passages, log = draft.found.passages, draft.found.log
    from_, to = (format_instant(int(us))[:10] for us in (passages.entered_us.min(), passages.entered_us.max()))
    yield f"# A draft from the log `{shown(draft.found.name)}`: what customers did, not what anyone hopes for. It is meant to be edited."
    yield (
        f"# {counted(log.events, 'event')} of {counted(log.customers, 'customer')}, {from_} to {to}: "
        f"{counted(passages.trips, 'trip')}, {counted(len(passages.place), 'visit')}, {counted(len(passages.goings()), 'move')}."
    )
    steps = [step for stage in draft.stages for step in stage.steps]
    listed = [move.count for step in steps for move in step.next]
    if listed:
        kinds = f"{counted(len(listed), 'kind')} of move, {share(sum(listed), len(passages.goings()))} of all moves"
        yield f"# `next` holds {kinds}. Beside each: how often it was made, its share of the moves from the step,"
        yield "# and its times: half of them took p50 at most, four of five p80."


def _journey(draft: DraftMap) -> Iterator[str]:
    yield f"journey: {scalar(draft.journey)}"
    yield f"title: {scalar(draft.found.name)}"


def _allow(rules: Sequence[str]) -> Iterator[str]:
    if rules:
        yield "# What `desireline check` misses in a draft is a hint as long as it is allowed here. See to it, then delete its line."
        yield "allow:"
        for rule in rules:
            yield f"  - {{rule: {rule}, because: Drafted from a log and not edited yet, severity: hint}}"


def _trip(draft: DraftMap) -> Iterator[str]:
    yield "trip:"
    if draft.found.key is not None:
        yield from _comments(2, draft.found.key.evidence)
        yield f"  per: {scalar(draft.found.key.field)}"
    if draft.starts:
        trips = draft.found.passages.trips
        yield f"  # {share(sum(count for _, count in draft.starts), trips)} of {counted(trips, 'trip')} start at one of these"
        yield from _words(2, "starts", [draft.ids[place] for place, _ in draft.starts])
    yield from _comments(2, draft.found.quiet.evidence)
    yield f"  quiet: {'never' if draft.found.quiet.us is None else format_duration(draft.found.quiet.us)}"


def _fields(draft: DraftMap) -> Iterator[str]:
    if draft.found.key is not None:
        yield "fields:"
        yield f"  {scalar(draft.found.key.field)}: {draft.found.key.type.kind}"


def _stages(stages: Sequence[DraftStage]) -> Iterator[str]:
    yield "# Steps by where in a trip they are first come to, parted at the widest gaps. Name them."
    yield "stages:"
    for stage in stages:
        begins, ends = (f"{100 * along:.0f}" for along in (stage.begins, stage.ends))
        where = f"{begins} %" if begins == ends else f"{begins} to {ends} %"
        told = f"{counted(len(stage.steps), 'step')}, at {where} of the way on average"
        yield f"  - {{id: {stage.id}, title: {scalar(stage.title)}}}  # {told}"


def _steps(draft: DraftMap) -> Iterator[str]:
    yield from _left_out(draft)
    yield "steps:"
    places = Places(draft.ids, [group.title for group in draft.found.kept.groups], draft.found.passages.trips)
    drafted = [(step, stage.id) for stage in draft.stages for step in stage.steps]
    for number, (step, stage) in enumerate(drafted):
        if number:
            yield ""
        yield from step_lines(step, stage, places)


def step_lines(step: DraftStep, stage: str, places: Places) -> Iterator[str]:
    """A step as an item of the list of steps, indented by 2, below a comment that says how often it was visited."""
    visits, trips = counted(step.visits, "visit"), counted(step.trips, "trip")
    yield f"  # {visits} in {trips} ({share(step.trips, places.trips)})"
    yield from _comments(2, _about(step.group))
    yield f"  - id: {scalar(step.id)}"
    yield f"    stage: {scalar(stage)}"
    yield f"    title: {scalar(step.group.title)}"
    yield from _words(4, "event", [one.name for one in step.group.names])
    if step.group.done:
        yield from _words(4, "done", [one.name for one in step.group.done])
    yield from _promise(step, places)
    yield from _next(step, places)


def _about(group: Group) -> Iterator[str]:
    if group.templated:
        yield f"{counted(len(group.names), 'name')} that differ only in what they are about; better one name, and a property that says it"
    elif len(group.names) > 1:
        yield "the transitions of one piece of work, each of them a visit"


def _promise(step: DraftStep, places: Places) -> Iterator[str]:
    found = step.promise
    if found is None:
        return
    within = format_duration(found.within_us)
    yield "    promises:"
    times = f"p50 {length(found.p50_us)}, p80 {length(found.p80_us)} from coming here"
    kept = f"it would have been kept {share(found.kept, found.settled)} of {found.settled:,} times"
    yield f"      # {counted(found.customers, 'customer')}: {times}; {kept}"
    title = f"{f'On from {step.group.title}' if found.to is None else places.titles[found.to]} within {within}"
    until = {} if found.to is None else {"until": scalar(places.ids[found.to])}
    yield from _item(6, {"id": scalar(step.promise_id), "title": scalar(title), "within": within, **until})


def _next(step: DraftStep, places: Places) -> Iterator[str]:
    others = sum(move.count for move in step.others)
    total = others + sum(move.count for move in step.next)
    if step.next:
        yield "    next:"
        for move in step.next:
            yield f"      - {scalar(places.ids[move.to])}  # {seen(move, total)}"
    if step.others:
        yield f"      # {counted(len(step.others), 'other kind')} of move: {share(others, total)} of those from here"


def seen(move: Move, total: int) -> str:
    """The evidence of a move, of so many from its step."""
    times = f"p50 {length(move.quantile_us(50))}, p80 {length(move.quantile_us(80))}"
    return f"{counted(move.count, 'time')}, {share(move.count, total)}, {times}"


def _ends(draft: DraftMap) -> Iterator[str]:
    if draft.endings:
        why = (
            "no outcome is drawn, so that none cuts a trip"
            if draft.found.wishes.all
            else "as outcomes they would cut trips, or leave them out"
        )
        yield f"# Names with which trips end; {why}:"
        for ending in draft.endings:
            yield from _comments(0, [f"  {_ending(ending, draft)}"])
    if draft.outcomes:
        yield "# Nothing ever followed these. Which are reached, and which lost?"
        yield "outcomes:"
        for outcome in draft.outcomes:
            yield from _outcome(outcome, draft)


def _ending(ending: Ending, draft: DraftMap) -> str:
    title = shown(draft.found.kept.groups[ending.place].title)
    said = [f"the last of {counted(ending.trips, 'trip')} ({share(ending.trips, draft.found.passages.trips)})"]
    said.append(f"{ending.followed:,} of its {counted(ending.visits, 'visit')} were followed" if ending.followed else "never followed")
    said += [f"{ending.alone:,} alone in a trip"] if ending.alone else []
    return f"`{title}`: {'; '.join(said)}"


def _outcome(outcome: DraftOutcome, draft: DraftMap) -> Iterator[str]:
    trips, events = outcome.ending.trips, outcome.group.events
    outside = f"; {counted(events - trips, 'event')} of it found no trip" if events > trips else ""
    yield f"  # the end of {counted(trips, 'trip')} ({share(trips, draft.found.passages.trips)}){outside}"
    yield from _comments(2, _about(outcome.group))
    names = [one.name for one in outcome.group.names]
    words = {"id": scalar(outcome.id), "kind": "other", "event": scalar(names[0]) if len(names) == 1 else flow(names)}
    yield from _item(2, {**words, "title": scalar(outcome.group.title)})


def _left_out(draft: DraftMap) -> Iterator[str]:
    telling = sum(one.events for one in draft.found.log.names if one.name == IDENTIFY)
    if telling and IDENTIFY not in draft.found.kept.names():
        yield f"# {counted(telling, 'event')} `{IDENTIFY}` say who a customer is, and are no step."
    if draft.found.kept.left:
        yield from _comments(0, [_some(draft.found.kept.left, draft, "Left out")])
    if draft.found.kept.unwritable:
        yield from _comments(
            0, [_some(draft.found.kept.unwritable, draft, "Left out, being too long or with characters that a map cannot hold")]
        )


def _some(names: Sequence[Occurrence], draft: DraftMap, why: str) -> str:
    events = sum(one.events for one in names)
    listed = ", ".join(f"`{shown(one.name)}` ({one.events:,})" for one in names[:MOST_SHOWN])
    more = f" and {len(names) - MOST_SHOWN:,} more" if len(names) > MOST_SHOWN else ""
    return f"{why}: {counted(len(names), 'name')}, {share(events, draft.found.log.events)} of events: {listed}{more}"


def _words(indent: int, word: str, values: Sequence[str]) -> Iterator[str]:
    """A word with one value or a list: in brackets where that fits on a line."""
    inline = scalar(values[0]) if len(values) == 1 else flow(values)
    if len(values) == 1 or indent + len(word) + 2 + len(inline) <= WIDTH:
        yield f"{' ' * indent}{word}: {inline}"
        return
    yield f"{' ' * indent}{word}:"
    for value in values:
        yield f"{' ' * (indent + 2)}- {scalar(value)}"


def _item(indent: int, words: Mapping[str, str]) -> Iterator[str]:
    """An item of a list: in braces where that fits on a line."""
    inline = ", ".join(f"{word}: {value}" for word, value in words.items())
    if indent + 4 + len(inline) <= WIDTH:
        yield f"{' ' * indent}- {{{inline}}}"
        return
    for place, (word, value) in enumerate(words.items()):
        yield f"{' ' * indent}{'  ' if place else '- '}{word}: {value}"


def _comments(indent: int, lines: Sequence[str] | Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"{' ' * indent}# {line}"
