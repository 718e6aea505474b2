"""What a map allows: which findings are left out or taken otherwise, and which allowances nobody needs any more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from desireline.check.rule import Found, Place, Rule
from desireline.diagnostics import Severity
from desireline.model import Action, Allow, Map

Finding = tuple[Rule, Found]


@dataclass(frozen=True, slots=True)
class Allowance:
    """A rule allowed for a noun and all that it contains. `place`: that of the noun; `position`: in its `allow`."""

    place: Place
    position: int
    said: Allow


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings that are left, each as serious as it is here, and the allowances that none needed."""

    findings: list[tuple[Rule, Found, Severity]]
    unneeded: list[Allowance]


def allowances_of(map_: Map) -> Iterator[Allowance]:
    """All allowances of a map, in the order of the model."""
    yield from _of(map_, ())


def settle(findings: Iterable[Finding], allowances: Iterable[Allowance]) -> Settled:
    """Hold findings against what the map allows. Where several allow one, the innermost does."""
    by_place = {(a.place, a.said.rule): a for a in allowances}
    needed: set[tuple[Place, str]] = set()
    left: list[tuple[Rule, Found, Severity]] = []
    for rule, found in findings:
        within = (found.place[:length] for length in range(len(found.place), -1, -1))
        key = next(((place, rule.code) for place in within if (place, rule.code) in by_place), None)
        if key is None:
            left.append((rule, found, rule.severity))
            continue
        needed.add(key)
        severity = by_place[key].said.severity
        if severity is not None:
            left.append((rule, found, severity))
    return Settled(left, [allowance for key, allowance in by_place.items() if key not in needed])


def _of(noun: object, place: Place) -> Iterator[Allowance]:
    assert is_dataclass(noun)
    for field in fields(noun):
        value = getattr(noun, field.name)
        if field.name == "allow":
            yield from (Allowance(place, position, allow) for position, allow in enumerate(value))
        elif isinstance(value, tuple):
            word = "choose" if isinstance(noun, Action) and field.name == "branches" else field.name
            for inner in value:
                if is_dataclass(inner) and hasattr(inner, "id"):
                    yield from _of(inner, (*place, word, inner.id))
