"""Pictures beside the flow: every number that they hold is the size of its list, and what is asked wrongly is refused with a fix."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from support.studio_counts import counts_in

from desireline import api
from desireline.api.measures import over
from desireline.diagnostics import DesirelineError
from desireline.measure.dots import dots
from desireline.measure.funnel import funnel
from desireline.measure.passes import LakePass
from desireline.measure.returns import returns
from desireline.measure.spread import spread
from desireline.service.studio.asked import criteria_of
from desireline.service.studio.charts import dots_view, funnel_view, returns_view, times_ask, times_view
from desireline.service.studio.numbers import Count, Counting

CONNECTION = Path(__file__).parents[3] / "examples" / "connection_down" / "connection_down.journey.yaml"
STEPS = ("speed_test", "call", "connection_back")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("charts")
    api.simulate_to(CONNECTION, folder / "events.jsonl", customers=150, seed=5)
    api.import_events(folder / "events.jsonl", folder / "lake")
    return folder / "lake"


def _times(of: Any, ids: str) -> Callable[[LakePass, Counting], Any]:
    return lambda passing, counting: times_view(spread(passing, ask := times_ask(passing.map, of, ids)), ask, counting)


VIEWS: dict[str, Callable[[LakePass, Counting], Any]] = {
    "dots": lambda passing, counting: dots_view(dots(passing), counting),
    "funnel": lambda passing, counting: funnel_view(funnel(passing, STEPS), counting),
    "returns": lambda passing, counting: returns_view(returns(passing, 3), counting),
    "move": _times("move", "call:line_test"),
    "stay": _times("stay", "call"),
    "stage": _times("stage", "fix"),
    "how": _times("how", "connection_back"),
}


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize(
    ("only", "period"), [([], None), (["segment:plan=fibre", "starts:speed_test", "with:call"], "2026-02")], ids=["all", "some"]
)
def test_every_number_is_the_size_of_its_list(lake: Path, name: str, only: list[str], period: str | None) -> None:
    view = VIEWS[name](over(CONNECTION, lake, period=period, only=criteria_of(only), threads=1), Counting(only))
    counted: list[Count] = [*counts_in(view)]
    assert counted
    for count in counted[:4] + counted[-2:]:
        found = api.customers(CONNECTION, lake, criteria_of(count.ask), period=period, threads=1)
        assert {"trips": found.all_trips, "customers": len(found)}.get(count.of, found.all_rows) == count.n


@pytest.mark.parametrize("of", ["move:call:line_test", "stay:call", "stage:fix", "how:connection_back"])
def test_bins_add_up_to_what_is_measured(lake: Path, of: str) -> None:
    word, _, ids = of.partition(":")
    view = _times(word, ids)(over(CONNECTION, lake, threads=1), Counting())
    assert sum(one.count.n for one in view.bins) == view.rows.n
    assert all(before.until_seconds == one.from_seconds for before, one in pairwise(view.bins))
    measured = api.measure(CONNECTION, lake, threads=1)
    cells = {"move:call:line_test": ("waits", {"from": "call", "to": "line_test"}), "stay:call": ("stays", {"step": "call"})}
    if of in cells:
        family, at = cells[of]
        cell = measured.cell(family, **at)
        assert (view.rows.n, view.p50_seconds) == (cell.count, None if cell.p50 is None else cell.p50 / 1_000_000)


def test_a_time_on_the_end_of_a_bin_is_in_the_next(tmp_path: Path) -> None:
    told = '{"id": "%d", "customer": "ann", "time": "2026-03-02T08:%02d:00Z", "name": "call.answered"}'
    events = [told % (minute, minute) for minute in (0, 10, 20, 30)]
    (tmp_path / "events.jsonl").write_text("\n".join(events))
    view = _times("move", "call:call")(over(CONNECTION, tmp_path / "events.jsonl", threads=1), Counting())
    assert [(one.from_seconds, one.until_seconds, one.count.n) for one in view.bins] == [(600.0, 1200.0, 3)]
    assert view.p50_seconds is None


def test_a_funnel_says_its_shares_from_20_customers_on(lake: Path) -> None:
    def made(**asked: Any) -> Any:
        return VIEWS["funnel"](over(CONNECTION, lake, threads=1, **asked), Counting()).rows

    first, second, _ = made()
    assert (first.of_start.value, first.from_last, first.p50_seconds) == (1.0, None, None)
    assert second.of_start.value == second.trips.n / first.trips.n
    assert second.of_start.low < second.of_start.value < second.of_start.high
    assert [(row.of_start, row.from_last, row.p50_seconds) for row in made(period="2026-01-02")] == [(None, None, None)] * 3


@pytest.mark.parametrize(("of", "ids"), [("stay", "nowhere"), ("stage", "nowhere"), ("how", "lost")])
def test_times_of_nothing_of_the_map_are_refused(lake: Path, of: str, ids: str) -> None:
    with pytest.raises(DesirelineError) as caught:
        _times(of, ids)(over(CONNECTION, lake, threads=1), Counting())
    assert f"`{ids}`" in str(caught.value)


@pytest.mark.parametrize("only", [["with:nowhere"], ["starts:connection_back"], ["step:call"], ["how:open"]], ids=str)
def test_only_ways_and_segments_say_which_trips_are_looked_at(lake: Path, only: list[str]) -> None:
    with pytest.raises(DesirelineError):
        dots(over(CONNECTION, lake, only=criteria_of(only), threads=1))
