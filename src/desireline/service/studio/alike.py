"""Who else went the same way: trips of just these steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from desireline import api
from desireline.measure.data import share_data
from desireline.service.studio.numbers import Count, Share, share

if TYPE_CHECKING:
    from desireline.model import Map
    from desireline.service.studio.sources import Sources


class AlikeView(msgspec.Struct, frozen=True):
    """Trips of one route. `share`: of all trips of the map, which are `of`; None where there are fewer than 20 customers."""

    trips: Count
    customers: int
    share: Share | None
    of: int


def alike_view(sources: Sources, map_: Map, route: str) -> AlikeView:
    """The trips that took just these steps, of all of time. Raises DesirelineError where one of them is none of the map's."""
    found = api.customers(map_, sources.log(), [("route", route)])
    everyone = sources.measures(map_, None, None, None)
    trips = found.all_trips or 0
    of_all = share_data(trips, everyone.trips, everyone.customers)
    return AlikeView(Count(trips, "trips", [f"route:{route}"], "routes"), len(found), share(of_all), everyone.trips)
