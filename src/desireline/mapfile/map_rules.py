"""What must hold between the nouns of a map, beyond that what they name is there."""

import re
from collections.abc import Iterator

from desireline.conditions import ValueType
from desireline.diagnostics.diagnostic import Near
from desireline.mapfile.findings import Findings
from desireline.mapfile.never_visited import check_waited_for
from desireline.mapfile.nodes import Scalar, TextSource
from desireline.mapfile.offsets import stretch
from desireline.mapfile.reading import KeyedValue, Notes, Reading
from desireline.mapfile.wording import NearNames, quoted, shown
from desireline.model.durations import format_duration
from desireline.model.opening_hours import OpeningHours

MOST_WEEKS = 261
"""Five years: how long a promise may take in the hours of a team."""
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def check_map(root: Reading, notes: Notes, findings: Findings, near: NearNames) -> None:
    """Report what does not hold between nouns. What rests on something that could not be read is passed over."""
    _a_quiet_trip_can_be(root, findings)
    messages = root.keyed("messages")
    for message in messages.values():
        _texts_can_be_filled(message, notes, findings, near)
    for action in _actions(root):
        _message_has_channel(action, messages, findings)
    by_id = {id_: step for step in root.nouns("steps") if (id_ := step.text("id")) is not None}
    for step in by_id.values():
        _a_person_can_be_offered(step, by_id, notes, findings)
        for promise in step.nouns("promises"):
            _can_be_due(promise, root.keyed("teams"), findings)
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


def _can_be_due(promise: Reading, teams: dict[str, KeyedValue], findings: Findings) -> None:
    team = teams.get(promise.text("hours_of") or "")
    within_us = promise.values.get("within")
    hours = team.value.values.get("hours") if team is not None and isinstance(team.value, Reading) else None
    if not isinstance(hours, OpeningHours) or not isinstance(within_us, int) or within_us <= hours.weekly_us * MOST_WEEKS:
        return
    findings.add(
        "J142",
        promise.nodes["within"],
        f"`{format_duration(within_us)}` of open time is more than five years",
        label=f"the team is open for {format_duration(hours.weekly_us)} a week",
        why="nobody would live to see this promise due",
        fix="shorten `within`, or open the team for longer",
        near=(Near(promise.text("hours_of") or "", findings.span(team.key)),) if team is not None else (),
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


def _texts_can_be_filled(message: KeyedValue, notes: Notes, findings: Findings, near: NearNames) -> None:
    if not isinstance(message.value, dict) or not notes.declared.uncertain.isdisjoint({"field", "trait"}):
        return
    for by_language in message.value.values():
        for text in by_language.values():
            _text_can_be_filled(text, notes, findings, near)


def _text_can_be_filled(text: Scalar, notes: Notes, findings: Findings, near: NearNames) -> None:
    declared = notes.declared.of("field", "trait")
    for found in _PLACEHOLDER.finditer(text.text):
        name = found[1]
        if found[0] in ("{{", "}}") or name in declared:
            continue
        at = _part(text, found.start(), found.end(), findings)
        if not name:
            _report_brace(at, found[0], findings)
            continue
        like, meant = near.like(name, dict(declared))
        findings.add(
            "J132",
            at,
            f"nothing is known under the name `{shown(name)}`",
            label="no field or trait has this name",
            why="the customer would read a gap, or the braces themselves",
            fix=findings.rewrite(f"write `{{{meant}}}`", at, f"{{{meant}}}")
            if meant
            else f"declare `{shown(name)}` under `fields` or `traits`",
            near=like,
        )


def _report_brace(at: Scalar, braces: str, findings: Findings) -> None:
    findings.add(
        "J133",
        at,
        f"`{braces}` stands for nothing",
        label="no name between braces" if len(braces) > 1 else "one brace",
        why="the customer would read the braces, or a gap",
        fix=f"write {' and '.join(f'`{brace * 2}`' for brace in braces)} for braces that are to be read",
    )


def _part(text: Scalar, start: int, end: int, findings: Findings) -> Scalar:
    """The stretch of a text that some of its characters are written in."""
    at = stretch(text, findings.source.text, start, end) if isinstance(findings.source, TextSource) else None
    return text if at is None else Scalar(*at, text.text[start:end])


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
