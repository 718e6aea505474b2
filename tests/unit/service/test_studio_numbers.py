"""Every number that the studio shows is the size of a list, has a definition, and is what `measure` says."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from support.studio_counts import counts_in

from desireline import api
from desireline.diagnostics import DesirelineError
from desireline.service.studio import Sources
from desireline.service.studio.alike import alike_view
from desireline.service.studio.asked import AskedTrips, criteria_of
from desireline.service.studio.flow import FlowView, flow_view
from desireline.service.studio.lists import customers_view
from desireline.service.studio.measured import MeasuresView
from desireline.service.studio.measuring import measures_view
from desireline.service.studio.numbers import Count
from desireline.service.studio.series import series_view

CONNECTION = Path(__file__).parents[3] / "examples" / "connection_down" / "connection_down.journey.yaml"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = tmp_path_factory.mktemp("studio")
    api.simulate_to(CONNECTION, folder / "events.jsonl", customers=150, seed=5)
    api.import_events(folder / "events.jsonl", folder / "lake")
    return Sources([CONNECTION], folder / "lake")


def _seen(sources: Sources, **asked: Any) -> MeasuresView:
    value = asked.pop("value", None)
    (map_,) = sources.maps()
    only = asked.get("only", [])
    measured = sources.measures(map_, asked.get("period"), asked.get("compare_to"), asked.get("segment"), criteria_of(only))
    return measures_view(measured, value, only)


def _flow(sources: Sources, **asked: Any) -> FlowView:
    trips = AskedTrips(**asked)
    (map_,) = sources.maps()
    return flow_view(sources.measures(map_, trips.period, None, None, criteria_of(trips.chosen())), "time", trips.chosen())


@pytest.mark.parametrize(
    ("asked", "each"),
    [
        ({}, 5),
        ({"period": "2026-02", "segment": "plan", "value": "fibre"}, 1),
        ({"only": ["with:call", "without:chat", "ends:connection_back"], "period": "2026-02"}, 3),
    ],
    ids=["all", "segment", "ways"],
)
def test_every_number_is_the_size_of_its_list(sources: Sources, asked: dict[str, str], each: int) -> None:
    """`each`: how many numbers of one kind are looked at, the first ones: a list of a segment takes a while."""
    kinds: dict[tuple[str, str], list[Count]] = {}
    series = [] if asked else [series_view(api.over_time(sources.maps()[0], sources.log()), "connection_down")]
    for count in counts_in([_seen(sources, **asked), _flow(sources, **asked), *series]):
        kinds.setdefault((count.of, count.ask[0].partition(":")[0] if count.ask else ""), []).append(count)
    wrong = []
    for count in (count for counts in kinds.values() for count in counts[:each]):
        criteria = [(word, text) for word, _, text in (one.partition(":") for one in count.ask)]
        found = customers_view(api.customers(sources.maps()[0], sources.log(), criteria, period=asked.get("period"), threads=1), 0)
        size = {"trips": found.trips, "customers": found.customers}.get(count.of, found.rows)
        if size != count.n:
            wrong.append((count, size))
    assert len(kinds) > 10
    assert wrong == []


def test_every_number_has_a_definition(sources: Sources) -> None:
    for name in {count.define for count in counts_in(_seen(sources))}:
        assert api.definition(name).population


def test_what_became_of_trips_adds_up_in_every_stage(sources: Sources) -> None:
    for stage in _seen(sources).stages:
        became = (stage.moved_on, stage.reached, stage.lost, stage.other, stage.gone_quiet, stage.still_there)
        assert stage.trips.n == sum(count.n for count in became)


def test_changes_are_those_since_the_period_before(sources: Sources) -> None:
    seen = _seen(sources, period="2026-03", compare_to="2026-02")
    now, before = _seen(sources, period="2026-03"), _seen(sources, period="2026-02")
    assert now.changes == []
    assert seen.headline.trips_change == pytest.approx(now.headline.trips.n / before.headline.trips.n - 1)
    waits = {(wait.from_step, wait.to_step): wait.time.total_seconds for wait in before.findings}
    for change in (change for change in seen.changes if change.what == "wait" and tuple(change.names) in waits):
        assert change.before == pytest.approx(waits[change.names[0], change.names[1]] / before.headline.trips.n)
        assert change.change == pytest.approx(change.now - change.before)


def test_moves_are_ranked_by_what_is_heavy_and_add_up(sources: Sources) -> None:
    measures = sources.measures(sources.maps()[0], None, None, None)
    for by in ("time", "customers", "trips", "moves"):
        flow = flow_view(measures, by)
        weights = [move.weight for move in flow.moves]
        assert weights == sorted(weights, reverse=True)
        assert flow.moves[-1].drawn == pytest.approx(1.0)
        assert flow.moves[0].drawn == pytest.approx(weights[0] / sum(weights))
        assert {(move.from_step, move.to): move.moves.n for move in flow.moves} == {
            (row.from_, row.to): row.count for row in measures.findings
        }
        assert sum(route.trips.n for route in flow.routes) + flow.other_routes == measures.trips


def test_a_segment_that_nobody_is_of_is_refused(sources: Sources) -> None:
    with pytest.raises(DesirelineError, match="plan"):
        _seen(sources, segment="plan", value="copper")


def test_few_customers_get_no_shares(sources: Sources) -> None:
    few = _seen(sources, period="2026-01-01")
    assert 0 < few.headline.customers.n < 20
    assert few.few
    assert few.headline.median_seconds is None
    assert few.headline.on_map is None
    assert [ending.share for ending in few.endings] == [None] * len(few.endings)


def test_maps_are_read_anew_when_they_change(tmp_path: Path) -> None:
    path = tmp_path / "a.journey.yaml"
    path.write_text(CONNECTION.read_text(encoding="utf-8"), encoding="utf-8")
    sources = Sources([path])
    path.write_text(CONNECTION.read_text(encoding="utf-8").replace("title: My connection is down", "title: No line"), encoding="utf-8")
    assert [map_.title for map_ in sources.maps()] == ["No line"]
    with pytest.raises(DesirelineError, match="connection_down"):
        Sources([path, CONNECTION])


def test_those_who_went_the_same_way_are_a_share_of_all(sources: Sources) -> None:
    (map_,) = sources.maps()
    measures = sources.measures(map_, None, None, None)
    (route, *_) = measures.as_data()["top_routes"]
    seen = alike_view(sources, map_, ",".join(route["steps"]))
    assert (seen.trips.n, seen.of) == (route["trips"], measures.trips)
    assert seen.share is not None
    assert seen.share.value == route["share"]
    with pytest.raises(DesirelineError):
        alike_view(sources, map_, "no_such_step")


def test_of_several_who_ask_the_same_at_once_one_works_it_out(sources: Sources) -> None:
    done: list[int] = []

    def work() -> int:
        done.append(1)
        sleep(0.05)
        return len(done)

    with ThreadPoolExecutor(4) as pool:
        assert [*pool.map(lambda _: sources.once("the same", work=work), range(4))] == [1] * 4


def test_work_that_failed_is_done_again(sources: Sources) -> None:
    def fails() -> None:
        raise ValueError("once")

    with pytest.raises(ValueError, match="once"):
        sources.once("what failed", work=fails)
    assert sources.once("what failed", work=lambda: "done") == "done"
