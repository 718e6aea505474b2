"""Customers of all logs that are shown: found by a part of their name, and told."""

from __future__ import annotations

from desireline import api
from desireline.diagnostics import DesirelineError
from desireline.events.finding import find_customers
from desireline.service.studio.person import PersonView, person_view, together
from desireline.service.studio.sources import Sources

UNKNOWN = "X101"


def called(sources: Sources, part: str, most: int) -> list[str]:
    """Customers by a part of their name, those of one log after the other."""
    names: list[str] = []
    for one in _with_logs(sources):
        names += _called_in(one, part, most)
    return list(dict.fromkeys(names))[:most]


def person(sources: Sources, customer: str) -> PersonView:
    """One customer's story over all logs that know of them. Raises DesirelineError where none does (X101)."""
    told: list[PersonView] = []
    unknown: DesirelineError | None = None
    for one in _with_logs(sources):
        try:
            told.append(_told_by(one, customer))
        except DesirelineError as error:
            if error.diagnostics[0].code != UNKNOWN:
                raise
            unknown = error
    if unknown is not None and not told:
        raise unknown
    return together(told)


def _called_in(one: Sources, part: str, most: int) -> list[str]:
    return one.worked_out(lambda: find_customers(one.log().lake, part, most))


def _told_by(one: Sources, customer: str) -> PersonView:
    maps = one.own_maps()
    return one.worked_out(lambda: person_view(api.explain(customer, maps, one.log()), maps))


def _with_logs(sources: Sources) -> list[Sources]:
    """Those that have events. Where none has, that is told when the first one's are asked for."""
    return [one for one in sources.each() if one.path is not None] or [sources]
