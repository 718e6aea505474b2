"""What the page asks for beside the flow: each picture for the trips of a period, a segment, and the ways that were chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from desireline.api.measures import over
from desireline.measure.dots import dots
from desireline.measure.funnel import funnel
from desireline.measure.passes import LakePass
from desireline.measure.returns import returns
from desireline.measure.spread import spread
from desireline.service.call import Call
from desireline.service.studio.asked import AskedTrips, criteria_of
from desireline.service.studio.charts import (
    DotsView,
    FunnelView,
    ReturnsView,
    TimesOf,
    TimesView,
    dots_view,
    funnel_view,
    returns_view,
    times_ask,
    times_view,
)
from desireline.service.studio.numbers import Counting
from desireline.service.studio.sources import Sources

PARAMETERS = {
    "of": "what took the time: a move from a step to another, stays at a step, stays at the steps of a stage, trips that ended in some way",
    "ids": "of the move (`call:line_test`), step, stage or way to end",
    "steps": "steps or outcomes in their order, two at least",
}


class AskedTimes(AskedTrips, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What took the time."""

    of: TimesOf
    ids: str


class AskedSteps(AskedTrips, frozen=True, forbid_unknown_fields=True):
    """Steps or outcomes in their order."""

    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """One picture. `path`: the end of its address; `work`: what it comes to."""

    path: str
    summary: str
    query: type[AskedTrips]
    answer: Any
    work: Callable[[LakePass, Any, Counting], Any]


def handle(sources: Sources, chart: Chart) -> Callable[[Call], Any]:
    """What answers a call for a picture. It is kept while the events stay what they are."""

    def answer(call: Call) -> Any:
        asked: AskedTrips = call.query
        here, map_ = sources.belonging(call.path["journey"])
        only = asked.chosen()

        def work() -> Any:
            told = here.works.progress()
            trips = over(map_, here.log(), period=asked.period or None, only=criteria_of(only), progress=told)
            return chart.work(trips, asked, Counting(only))

        return here.once(chart.path, map_.version, msgspec.json.encode(asked), work=work)

    return answer


def _dots(over: LakePass, _: AskedTrips, counting: Counting) -> DotsView:
    return dots_view(dots(over), counting)


def _times(over: LakePass, asked: AskedTimes, counting: Counting) -> TimesView:
    ask = times_ask(over.map, asked.of, asked.ids)
    return times_view(spread(over, ask), ask, counting)


def _funnel(over: LakePass, asked: AskedSteps, counting: Counting) -> FunnelView:
    return funnel_view(funnel(over, asked.steps), counting)


def _returns(over: LakePass, _: AskedTrips, counting: Counting) -> ReturnsView:
    return returns_view(returns(over), counting)


CHARTS = (
    Chart("dots", "Single trips, visit by visit", AskedTrips, DotsView, _dots),
    Chart("times", "How long something took", AskedTimes, TimesView, _times),
    Chart("funnel", "Steps in their order", AskedSteps, FunnelView, _funnel),
    Chart("returns", "Who came back", AskedTrips, ReturnsView, _returns),
)
