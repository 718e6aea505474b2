"""All rules over one map: what they find, less what the map allows, as diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from desireline.check.allowances import Allowance, allowances_of, settle
from desireline.check.cascades import without_cascades
from desireline.check.registry import RULES
from desireline.check.rule import Found, Place, Rule
from desireline.check.rules.allowance_not_needed import RULE as NOT_NEEDED
from desireline.check.subject import Subject
from desireline.diagnostics import Diagnostic, Fix, Near, Severity, Span, ordered
from desireline.mapfile import MapFile
from desireline.mapfile.removing import removals

if TYPE_CHECKING:
    from desireline.check.evidence import Evidence

MOST_FINDINGS = 1_000
"""More of one rule than anybody reads."""


def check_map(file: MapFile, evidence: Evidence | None = None) -> tuple[Diagnostic, ...]:
    """What the rules find in a map that could be read, in stable order; nothing where it could not be. `evidence`: what events show."""
    if file.map is None:
        return ()
    subject = Subject(file, evidence)
    findings = [(rule, found) for rule in RULES.values() for found in _looked(rule, subject)]
    settled = settle(
        without_cascades(findings, file.map), (a for a in allowances_of(file.map) if evidence is not None or not RULES[a.said.rule].events)
    )
    unneeded = [(NOT_NEEDED, found, NOT_NEEDED.severity) for found in _unneeded(settled.unneeded, file)]
    return ordered(_diagnostic(*finding, file) for finding in (*settled.findings, *unneeded))


def _looked(rule: Rule, subject: Subject) -> Iterator[Found]:
    if rule.look is not None:
        for position, found in enumerate(rule.look(subject)):
            if position == MOST_FINDINGS:
                more = f"more than {MOST_FINDINGS:,} places are like those that are listed"
                yield Found(place=found.place, headline=more, label="the first that is left out")
                return
            yield found


def _unneeded(allowances: Iterable[Allowance], file: MapFile) -> Iterator[Found]:
    by_place: dict[Place, dict[int, str]] = {}
    for allowance in allowances:
        by_place.setdefault((*allowance.place, "allow"), {})[allowance.position] = allowance.said.rule
    for place, codes in by_place.items():
        edits = removals(file, place, codes.keys())
        for position, code in codes.items():
            yield Found(
                place=(*place, position, "rule"),
                headline=f"`{code}` is allowed here, and finds nothing: {RULES[code].title}",
                label="no longer needed",
                edits=edits[position],
            )


def _diagnostic(rule: Rule, found: Found, severity: Severity, file: MapFile) -> Diagnostic:
    return Diagnostic(
        rule.code,
        found.headline,
        _span(found.place, file),
        found.label,
        found.why or rule.why,
        Fix(found.fix or rule.fix, found.edits),
        tuple(Near(name, _span(place, file)) for name, place in found.near),
        severity,
        found.example,
    )


def _span(place: Place, file: MapFile) -> Span | None:
    """Where a place stands, or the smallest that holds it; the map itself stands where its id does."""
    for length in range(len(place), 0, -1):
        if (span := file.spans.get(place[:length])) is not None:
            return span
    return file.spans.get(("journey",))
