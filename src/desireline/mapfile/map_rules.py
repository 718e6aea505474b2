"""What must hold between the nouns of a map, beyond that what they name is there."""

from collections.abc import Iterator

from desireline.conditions import ValueType
from desireline.diagnostics.diagnostic import Near
from desireline.mapfile.findings import Findings
from desireline.mapfile.message_rules import check_messages
from desireline.mapfile.never_visited import check_waited_for
from desireline.mapfile.reading import KeyedValue, Notes, Reading
from desireline.mapfile.wording import NearNames, quoted, shown
from desireline.model.durations import format_duration
from desireline.model.opening_hours import OpeningHours

MOST_WEEKS = 261
"""Five years: how long a promise may take in the hours of a team."""


def check_map(root: Reading, notes: Notes, findings: Findings, near: NearNames) -> None:
    """Report what does not hold between nouns. What rests on something that could not be read is passed over."""
    _a_quiet_trip_can_be(root, findings)
    messages = root.keyed("messages")
    check_messages(root, notes, findings, near)
    for action in _actions(root):
        _message_has_channel(action, messages, findings)
        _can_be_due(action, "due", action.text("task") or action.text("handoff"), root.keyed("teams"), findings)
    by_id = {id_: step for step in root.nouns("steps") if (id_ := step.text("id")) is not None}
    for step in by_id.values():
        _a_person_can_be_offered(step, by_id, notes, findings)
        for promise in step.nouns("promises"):
            _can_be_due(promise, "within", promise.text("hours_of"), root.keyed("teams"), findings)
    check_waited_for(by_id, notes, findings)
    for score in root.nouns("scores"):
        _answers_are_numbers(score, root.keyed("fields"), findings)


def _actions(reading: Reading) -> Iterator[Reading]:
    """All actions and branches of a map."""
    if reading.noun.exactly_one:
        yield reading
    for value in reading.values.values():
        for inner in [value] if isinstance(value, Reading) else value if isinstance(value, list) else []:
            yield from _actions(inner)


def _a_quiet_trip_can_be(root: Reading, findings: Findings) -> None:
    trip = root.values.get("trip")
    if isinstance(trip, Reading) and "quiet" in trip.values and trip.values["quiet"] is None and root.nouns("when_quiet"):
        findings.add(
            "J134",
            root.keys["when_quiet"],
            "trips of this map never go quiet",
            label="never decided",
            why="customers who gave up would not be spoken to",
            fix="say after what time a trip is quiet in `trip: {quiet: …}`, or leave `when_quiet` out",
            near=(Near("quiet", findings.span(trip.nodes["quiet"])),),
        )


def _can_be_due(noun: Reading, word: str, team_id: str | None, teams: dict[str, KeyedValue], findings: Findings) -> None:
    """Whether the length that `word` says, of a promise or a task, can pass in the hours of its team."""
    team, length_us = teams.get(team_id or ""), noun.values.get(word)
    hours = team.value.values.get("hours") if team is not None and isinstance(team.value, Reading) else None
    if not isinstance(hours, OpeningHours) or not isinstance(length_us, int) or length_us <= hours.weekly_us * MOST_WEEKS:
        return
    findings.add(
        "J142",
        noun.nodes[word],
        f"`{format_duration(length_us)}` of open time is more than five years",
        label=f"the team is open for {format_duration(hours.weekly_us)} a week",
        why=f"nobody would live to see this {'promise' if word == 'within' else 'task'} due",
        fix=f"shorten `{word}`, or open the team for longer",
        near=(Near(team_id or "", findings.span(team.key)),) if team is not None else (),
    )


def _message_has_channel(action: Reading, messages: dict[str, KeyedValue], findings: Findings) -> None:
    said, channel = action.text("say"), action.text("channel")
    message = messages.get(said) if said is not None else None
    if channel is None or message is None or not isinstance(message.value, dict) or channel in message.value:
        return
    findings.add(
        "J131",
        action.nodes["channel"],
        f"the message `{said}` has no text for the channel `{shown(channel)}`",
        label=f"it has texts for {quoted(message.value)}",
        why="the customer would be told nothing",
        fix=f"add a text for `{shown(channel)}` to the message, or say it on {quoted(message.value)}",
        near=(Near(said or "", findings.span(message.key)),),
    )


def _a_person_can_be_offered(step: Reading, by_id: dict[str, Reading], notes: Notes, findings: Findings) -> None:
    if "at_most" not in step.values or not notes.declared.uncertain.isdisjoint({"step", "outcome"}):
        return
    handed_over = any(action.has("handoff") for action in _actions(step))
    by_person = any(by_id[named.text].text("by") == "person" for named in step.names("next") if named.text in by_id)
    known = notes.declared.of("step", "outcome")
    unsure = any(step.has(word) and word not in step.values for word in ("next", "do"))
    if handed_over or by_person or unsure or any(named.text not in known for named in step.names("next")):
        return
    findings.add(
        "J139",
        step.keys["at_most"],
        "after so many visits a person must be offered, and none is",
        label="nothing here leads to a person",
        why="the customer would go round in circles",
        fix="add a `handoff` to `do`, or a step that is `by: person` to `next`",
    )


def _answers_are_numbers(score: Reading, fields: dict[str, KeyedValue], findings: Findings) -> None:
    name = score.text("value")
    field = fields.get(name) if name is not None else None
    if field is None or not isinstance(field.value, ValueType) or field.value.kind in ("integer", "number"):
        return
    findings.add(
        "J140",
        score.nodes["value"],
        f"the answers in `{shown(name or '')}` are no numbers",
        label="declared as another type",
        why="no score could be reckoned from them",
        fix="declare it as `integer` or `number`",
        near=(Near(name or "", findings.span(field.key)),),
    )
