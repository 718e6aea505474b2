"""The journey in numbers by the time in which trips began, as small curves are drawn of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from desireline.measure.data import begun_data
from desireline.service.studio.measured import Ending, Headline
from desireline.service.studio.measuring import endings, headline
from desireline.service.studio.numbers import Counting

if TYPE_CHECKING:
    from desireline.measure.over_time import OverTime


class SeriesPoint(msgspec.Struct, frozen=True):
    """Trips that began in a day, week (its Monday), month or year. `whole`: all of it lies in the period, and is over."""

    began: str
    whole: bool
    headline: Headline
    endings: list[Ending]


class SeriesView(msgspec.Struct, frozen=True):
    """The trips of a period by when they began. `every`: day, week, month or year, which is also the segment that lists one of them."""

    journey: str
    every: str
    points: list[SeriesPoint]


def series_view(found: OverTime, journey: str) -> SeriesView:
    """The points, the earliest first."""
    points = []
    for stretch in found.stretches:
        data, counting = begun_data(stretch.numbers), Counting((f"segment:{found.every}={stretch.began}",))
        points.append(SeriesPoint(stretch.began, stretch.whole, headline(data, None, counting), list(endings(data, None, counting))))
    return SeriesView(journey, found.every, points)
