"""Leaves out what follows from another finding: nothing is claimed of what is done where that can never be done."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from desireline.check.allowances import Finding
from desireline.check.rule import Place
from desireline.model import Map

_CONDITION, _SWALLOWED, _NEVER_MADE, _TAKEN, _PLACE_SWALLOWED = "J230", "J235", "J217", "J207", "J233"
_OF_THEMSELVES = ("J200", "J217", "J23")
"""Rules whose findings are to be mended by themselves, whether or not it is ever done."""


def without_cascades(findings: Iterable[Finding], map_: Map) -> Sequence[Finding]:
    """The findings, less those of actions and promises that can never be: another finding says so."""
    listed = list(findings)
    never = set(_never(listed, map_))
    return [(rule, found) for rule, found in listed if rule.code.startswith(_OF_THEMSELVES) or not _is_within(found.place, never)]


def _never(findings: Sequence[Finding], map_: Map) -> Iterator[Place]:
    """Where what is never done stands: actions, branches and promises, and for steps that no event can be all of theirs."""
    swallowed: Counter[str] = Counter()
    for rule, found in findings:
        place = found.place
        if rule.code in (_SWALLOWED, _NEVER_MADE):
            yield place
        elif rule.code == _CONDITION and place[-1] == "when":
            yield place[:-1]
        elif place[:1] == ("steps",) and ((rule.code, place[-1]) in ((_CONDITION, "where"), (_TAKEN, "event"))):
            yield from _all_of(place)
        elif rule.code == _PLACE_SWALLOWED and place[:1] == ("steps",) and place[2] == "event":
            swallowed[str(place[1])] += 1
    yield from (one for step, count in swallowed.items() if count == len(map_.step_by_id[step].events) for one in _all_of(("steps", step)))


def _all_of(place: Place) -> Iterator[Place]:
    yield (*place[:2], "do")
    yield (*place[:2], "promises")


def _is_within(place: Place, never: set[Place]) -> bool:
    return any(place[:length] in never for length in range(2, len(place) + 1))
