"""What the page asks for."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from desireline import api
from desireline.diagnostics import DesirelineError
from desireline.service.call import Call
from desireline.service.operation import Handle, NoQuery, Operation, Reply
from desireline.service.problems import from_error
from desireline.service.studio import bring, works
from desireline.service.studio.alike import AlikeView, alike_view
from desireline.service.studio.asked import AskedTrips, criteria_of
from desireline.service.studio.chart_operations import CHARTS, Chart, handle
from desireline.service.studio.chart_operations import PARAMETERS as OF_CHARTS
from desireline.service.studio.decided import decided_operations
from desireline.service.studio.due import due_operations
from desireline.service.studio.entry import Entry, NoEntry, entry_operations
from desireline.service.studio.flow import FlowView, Weight, flow_view, moves_of
from desireline.service.studio.lists import CustomersView, customers_view
from desireline.service.studio.map_view import MapInList, MapView, in_list, map_view
from desireline.service.studio.measured import MeasuresView
from desireline.service.studio.measuring import measures_view
from desireline.service.studio.people import called, person
from desireline.service.studio.person import PersonView
from desireline.service.studio.series import SeriesView, series_view
from desireline.service.studio.shown import Shown, shown
from desireline.service.studio.sources import Sources
from desireline.service.studio.streams import Streams
from desireline.service.studio.telling import changing_operations

if TYPE_CHECKING:
    from desireline.model import Map

TAG = "studio"
MOST_FOUND = 20
PARAMETERS = {
    "journey": "the map's id",
    "name": "of the measure",
    "period": "such as 2026-03 or 2026-03-01..2026-04-15; all of time where it is left out",
    "compare_to": "an earlier period",
    "segment": "by what trips are told apart",
    "value": "the one segment to look at; empty: those of whom it is not known",
    "only": "which trips are looked at, as criteria of the command `customers`: with, without, starts and ends, as in `with:call`",
    "ask": "criteria as of the command `customers`: word and value, as in `step:call`",
    "by": "what is heavy: much time of all customers together, many customers, many trips, or many moves",
    "route": "the steps of a trip in their order, between commas",
    "part": "of the name, whatever its case",
    "customer": "any name of the customer, known or anonymous",
    "most": "how many customers are named at most",
}
NONE_SUCH = {HTTPStatus.NOT_FOUND: "there is no such map, or no events"}
NOT_UNDERSTOOD = {HTTPStatus.BAD_REQUEST: "what is asked for is nothing of the map's, or is no period", **NONE_SUCH}


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which trips are asked about."""

    period: str | None = None
    compare_to: str | None = None
    segment: str | None = None
    value: str | None = None
    only: list[str] = []


class AskedFlow(AskedTrips, frozen=True, forbid_unknown_fields=True):
    """Which moves are asked about, and by what they are ranked."""

    by: Weight = "time"


class AskedPeriod(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which trips are asked about."""

    period: str | None = None


class AskedList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which list is asked for. `ask`: criteria of the command `customers`, as in `step:call`."""

    ask: list[str] = []
    period: str | None = None
    most: int = 100


class AskedShown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which map the events are asked for; None: of the first one."""

    journey: str | None = None


class AskedRoute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The steps of a trip, between commas."""

    route: str


class AskedName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a customer's name."""

    part: str = ""


class DefinitionView(msgspec.Struct, frozen=True):
    """What a measure counts."""

    name: str
    title: str
    population: str
    formula: str
    unit: str
    leaves_out: str
    listed: str


def operations(sources: Sources, streams: Streams | None = None, entry: Entry | None = None) -> list[Operation]:
    """All that can be asked of the studio. `streams`: those of a server, which ends them; `entry`: by which people come in."""
    present = [*due_operations(sources), *decided_operations(sources), *changing_operations(sources, streams or Streams(sources))]
    work = [*works.operations(sources.works), *bring.operations(sources)]
    return [
        *_of_maps(sources),
        *_of_measures(sources),
        *_of_lists(sources),
        *_of_people(sources),
        *present,
        *work,
        *entry_operations(entry or NoEntry()),
    ]


def _of_maps(sources: Sources) -> list[Operation]:
    def all_maps(_call: Call) -> Any:
        return [in_list(map_) for map_ in sources.maps()]

    def one_map(call: Call) -> Any:
        return map_view(sources.map(call.path["journey"]))

    def what_is_shown(call: Call) -> Any:
        asked: AskedShown = call.query
        found = shown(sources.of(asked.journey) if asked.journey else sources)
        return msgspec.structs.replace(found, bring_in=sources.home is not None)

    return [
        _get(
            "/v1/studio",
            "studio_shown",
            "What is shown: the events, and stretches of time in them",
            what_is_shown,
            Shown,
            query=AskedShown,
            problems=NONE_SUCH,
        ),
        _get("/v1/studio/maps", "studio_maps", "The maps", all_maps, list[MapInList]),
        _get("/v1/studio/maps/{journey}", "studio_map", "A map as it is drawn", one_map, MapView, problems=NONE_SUCH),
    ]


def _of_measures(sources: Sources) -> list[Operation]:
    def found(call: Call) -> tuple[Sources, Map]:
        return sources.belonging(call.path["journey"])

    def measured(call: Call) -> Any:
        asked: Asked = call.query
        here, map_ = found(call)

        def work() -> MeasuresView:
            segment = asked.segment or None
            only = criteria_of(asked.only)
            measures = here.measures(map_, asked.period or None, asked.compare_to or None, segment, only)
            return measures_view(measures, asked.value if segment else None, asked.only)

        return _understood(lambda: here.once("measures view", map_.version, msgspec.json.encode(asked), work=work))

    def flowing(call: Call) -> Any:
        asked: AskedFlow = call.query
        here, map_ = found(call)

        def work() -> FlowView:
            only, of_all = asked.chosen(), here.measures(map_, asked.period or None, None, None)
            measures = here.measures(map_, asked.period or None, None, None, criteria_of(only)) if only else of_all
            # A map of many steps has thousands of moves: for another weight they are put in another order, not made again.
            moves = here.once("moves", map_.version, asked.period, tuple(only), work=lambda: moves_of(measures, only))
            return flow_view(measures, asked.by, only, of_all, moves)

        return _understood(lambda: here.once("flow", map_.version, msgspec.json.encode(asked), work=work))

    at = "/v1/studio/maps/{journey}"
    flow, sums = (sources.works.answering(handle) for handle in (flowing, measured))
    return [
        _get(f"{at}/flow", "studio_flow", "What customers really do", flow, FlowView, query=AskedFlow, problems=NOT_UNDERSTOOD),
        *_charts(sources, at),
        _get(f"{at}/measures", "studio_measures", "What the events come to", sums, MeasuresView, query=Asked, problems=NOT_UNDERSTOOD),
    ]


def _of_lists(sources: Sources) -> list[Operation]:
    def found(call: Call) -> tuple[Sources, Map]:
        return sources.belonging(call.path["journey"])

    def over_time(call: Call) -> Any:
        asked: AskedPeriod = call.query
        here, map_ = found(call)

        def work() -> SeriesView:
            told = here.works.progress()
            return series_view(api.over_time(map_, here.log(), period=asked.period or None, progress=told), map_.journey)

        return _understood(lambda: here.once("series", map_.version, asked, work=work))

    def listed(call: Call) -> Any:
        asked: AskedList = call.query
        here, map_ = found(call)
        criteria = criteria_of(asked.ask)

        def work() -> CustomersView:
            told = here.works.progress()
            found = api.customers(map_, here.log(), criteria, period=asked.period or None, progress=told)
            return customers_view(found, min(max(asked.most, 0), 10_000))

        return _understood(lambda: here.once("list", map_.version, tuple(asked.ask), asked.period, asked.most, work=work))

    def defined(call: Call) -> Any:
        found = _understood(lambda: api.definition(call.path["name"]), HTTPStatus.NOT_FOUND)
        return DefinitionView(found.name, found.title, found.population, found.formula, found.unit, found.leaves_out, found.listed)

    at = "/v1/studio/maps/{journey}"
    lists, series = (sources.works.answering(handle) for handle in (listed, over_time))
    no_definition = {HTTPStatus.NOT_FOUND: "there is no such measure"}
    return [
        _get(f"{at}/customers", "studio_customers", "Whom a number counts", lists, CustomersView, query=AskedList, problems=NOT_UNDERSTOOD),
        _get(
            f"{at}/series",
            "studio_series",
            "The journey in numbers by when trips began",
            series,
            SeriesView,
            query=AskedPeriod,
            problems=NOT_UNDERSTOOD,
        ),
        _get("/v1/studio/definitions/{name}", "studio_definition", "What a number counts", defined, DefinitionView, problems=no_definition),
    ]


def _charts(sources: Sources, at: str) -> list[Operation]:
    def of(chart: Chart) -> Handle:
        answer = handle(sources, chart)
        return sources.works.answering(lambda call: _understood(lambda: answer(call)))

    return [
        _get(
            f"{at}/{chart.path}", f"studio_{chart.path}", chart.summary, of(chart), chart.answer, query=chart.query, problems=NOT_UNDERSTOOD
        )
        for chart in CHARTS
    ]


def _of_people(sources: Sources) -> list[Operation]:
    def found(call: Call) -> Any:
        asked: AskedName = call.query
        return called(sources, asked.part.strip(), MOST_FOUND)

    def told(call: Call) -> Any:
        return _understood(lambda: person(sources, call.path["customer"]), HTTPStatus.NOT_FOUND)

    def alike(call: Call) -> Any:
        asked: AskedRoute = call.query
        here, map_ = sources.belonging(call.path["journey"])
        work = lambda: alike_view(here, map_, asked.route)  # noqa: E731 - it is kept, or done
        return _understood(lambda: here.once("alike", map_.version, asked, work=work))

    search, story, same_way = (sources.works.answering(handle) for handle in (found, told, alike))
    nobody = {HTTPStatus.NOT_FOUND: "nothing is known of such a customer"}
    return [
        _get(
            "/v1/studio/customers",
            "studio_find",
            "Customers by a part of their name",
            search,
            list[str],
            query=AskedName,
            problems=NONE_SUCH,
        ),
        _get("/v1/studio/customers/{customer}", "studio_person", "One customer's story", story, PersonView, problems=nobody),
        _get(
            "/v1/studio/maps/{journey}/alike",
            "studio_alike",
            "Who else went the same way",
            same_way,
            AlikeView,
            query=AskedRoute,
            problems=NOT_UNDERSTOOD,
        ),
    ]


def _understood(work: Any, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Any:
    """What work comes to. What it cannot do because of what was asked is the asker's to mend; what the lake cannot do is not."""
    try:
        return work()
    except DesirelineError as error:
        if all(diagnostic.code.startswith("E") for diagnostic in error.diagnostics):
            raise
        raise from_error(status, "not_understood", error) from error


def _get(path: str, name: str, summary: str, handle: Handle, answer: Any, **more: Any) -> Operation:
    replies = {HTTPStatus.OK: Reply(description="as asked", type=answer)}
    taken = {*re.findall(r"\{(\w+)\}", path), *(field.name for field in msgspec.structs.fields(more.get("query", NoQuery)))}
    parameters = {name: said for name, said in {**PARAMETERS, **OF_CHARTS}.items() if name in taken}
    return Operation(
        name=name, method="GET", path=path, tag=TAG, summary=summary, handle=handle, replies=replies, parameters=parameters, **more
    )
