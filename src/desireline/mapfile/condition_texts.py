"""Conditions of a map: parsed against what the map declares, their problems placed inside the text of the file."""

import re

from desireline.conditions import ConditionError, ConditionProblem, Scope, ValueType, parse_condition
from desireline.diagnostics.diagnostic import Near, Span
from desireline.mapfile.findings import Findings
from desireline.mapfile.nodes import TextSource
from desireline.mapfile.offsets import stretch
from desireline.mapfile.reading import KeyedValue, Notes, Reading, WrittenCondition


def parse_conditions(root: Reading, notes: Notes, findings: Findings) -> None:
    """Parse every condition of a map. One that names something which could not be read itself is passed over: it may be right."""
    doubtful = {name for word in ("fields", "traits") for name, entry in root.keyed(word).items() if not isinstance(entry.value, ValueType)}
    if not notes.declared.uncertain.isdisjoint({"field", "trait"}):
        return
    steps = frozenset(notes.declared.of("step"))
    scopes = {facts: Scope(_types(root.keyed("fields")), _types(root.keyed("traits")), facts, steps) for facts in (False, True)}
    for written in notes.conditions:
        try:
            written.parsed = parse_condition(written.text, scopes[written.facts])
        except ConditionError as error:
            for problem in error.problems:
                if not _excused(problem, written, doubtful, notes):
                    _report(problem, written, notes, findings)


def _types(entries: dict[str, KeyedValue]) -> dict[str, ValueType]:
    return {name: entry.value for name, entry in entries.items() if isinstance(entry.value, ValueType)}


def _excused(problem: ConditionProblem, written: WrittenCondition, doubtful: set[str], notes: Notes) -> bool:
    """Whether a problem may only come from another finding."""
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", written.text) for name in doubtful):
        return True
    return "step" in notes.declared.uncertain and "visits" in written.text and problem.start > 0


def _report(problem: ConditionProblem, written: WrittenCondition, notes: Notes, findings: Findings) -> None:
    declared = notes.declared.of("field", "trait", "step")
    near = [Near(name, findings.span(declared[name]) if name in declared else None) for name in problem.near]
    findings.add(
        problem.code,
        written.node,
        problem.headline,
        label=problem.label,
        why=problem.why or "a condition that cannot be read would hold for no customer",
        fix=problem.fix or "mend the condition here",
        near=near,
        span=_span(problem, written, findings),
    )


def _span(problem: ConditionProblem, written: WrittenCondition, findings: Findings) -> Span | None:
    """The stretch of the file that a problem speaks of; the whole condition where it cannot be told, or where it runs over lines."""
    source = findings.source
    if not isinstance(source, TextSource):
        return None
    at = stretch(written.node, source.text, problem.start, problem.end)
    return source.span(at[0], min(at[1], source.end_of_line(at[0]))) if at is not None else None
