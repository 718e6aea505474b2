"""Real logs, every activity a step, one trip per case: figures that pm4py publishes or gives in the same run."""

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.importing import CLOCK_US, open_log

from desireline.events import ImportOptions, OpenLog, SourceOptions
from desireline.mapfile import map_from_data
from desireline.measure import ALWAYS, Measures, Period, measure, segment_of
from desireline.model import Map, parse_instant_us
from desireline.replay import Replay, replay

LOGS = Path(__file__).parents[2].parent / "shared" / "data"
DAY_US = 86_400_000_000
pytestmark = pytest.mark.skipif(not LOGS.exists(), reason=f"the logs are not at {Path('..') / 'shared' / 'data'}")


def every_activity_a_step(names: list[str]) -> Map:
    """A step for each name, without moves: whatever customers do is off the map, and every move is counted all the same."""
    steps = [{"id": f"{_word(name)}_{number}", "title": name, "stage": "all", "event": name} for number, name in enumerate(names)]
    return map_from_data(
        {
            "journey": "log",
            "title": "Log",
            "trip": {"quiet": "never"},
            "stages": [{"id": "all", "title": "All"}],
            "steps": steps,
        }
    )


def _word(name: str) -> str:
    return re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")


def replayed(log: OpenLog) -> Replay:
    return replay(every_activity_a_step(list(log.lake.names)), log.lake, now_us=CLOCK_US)


def visits_of(found: Replay) -> duckdb.DuckDBPyConnection:
    """A connection with `visits`, whose `activity` is the event's own name, and `trips`."""
    con = duckdb.connect()
    titles = {step.id: step.title for step in found.map.steps}
    con.execute("CREATE TABLE titles AS SELECT unnest($1) AS step, unnest($2) AS activity", [list(titles), list(titles.values())])
    found.visits.relation(con).create("found_visits")
    found.trips.relation(con).create("trips")
    con.execute("CREATE TABLE visits AS SELECT trip, seq, activity, entered FROM found_visits JOIN titles USING (step)")
    return con


def figures(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Pairs of activities that follow each other with their counts, routes with their counts, how long the cases lasted, in order."""
    after = "lead(activity) OVER (PARTITION BY trip ORDER BY seq)"
    pairs = con.execute(
        f"SELECT activity, next, count(*) FROM (SELECT activity, {after} AS next FROM visits) WHERE next IS NOT NULL GROUP BY ALL"
    )
    followed = {(a, b): count for a, b, count in pairs.fetchall()}
    routes = con.execute("SELECT list(activity ORDER BY seq) FROM visits GROUP BY trip").fetchall()
    lasted = con.execute("SELECT epoch_us(max(entered)) - epoch_us(min(entered)) FROM visits GROUP BY trip").fetchall()
    return {"pairs": followed, "routes": Counter(tuple(route) for (route,) in routes), "us": sorted(us for (us,) in lasted)}


@pytest.fixture(scope="module")
def bpic_2012() -> Iterator[OpenLog]:
    """Lifecycle events share the names of their activities."""
    with open_log(LOGS / "bpic2012.xes.gz", ImportOptions(source=SourceOptions(mixed=True))) as log:
        yield log


def test_bpic_2012(bpic_2012: OpenLog) -> None:
    con = visits_of(replayed(bpic_2012))
    given = figures(con)
    assert con.execute("SELECT count(*) FROM trips").fetchone() == (13_087,)
    assert con.execute("SELECT count(*) FROM visits").fetchone() == (262_200,)
    assert (len(given["pairs"]), sum(given["pairs"].values()), len(given["routes"])) == (125, 249_113, 4_366)
    assert sum(given["us"]) == 9_751_124_955_969_000
    following = "lead(activity) OVER w AS next, epoch_us(lead(entered) OVER w) - epoch_us(entered) AS us"
    offers = f"SELECT trip, activity, {following} FROM visits WINDOW w AS (PARTITION BY trip ORDER BY seq)"
    waited = f"activity = 'W_Nabellen offertes' AND next = activity AND us >= {DAY_US}"
    assert con.execute(f"SELECT count(DISTINCT trip) FROM ({offers}) WHERE {waited}").fetchone() == (4_097,)


def measured(log: OpenLog, period: Period = ALWAYS, segment: str | None = None) -> Measures:
    map_ = every_activity_a_step(list(log.lake.names))
    return measure(map_, log.lake, period, now_us=CLOCK_US, segment=None if segment is None else segment_of(map_, segment))


def test_measures_of_bpic_2012(bpic_2012: OpenLog) -> None:
    """125 different moves, of which one, from a step to itself, holds half of all time."""
    found = measured(bpic_2012)
    waits = found.cells("waits")
    assert (found.trips, found.customers, int(found.events.all.sum())) == (13_087, 13_087, 262_200)
    assert (len(waits), sum(wait.count for wait in waits)) == (125, 249_113)
    assert (len(found.routes.trips), int(found.routes.trips.sum())) == (4_366, 13_087)
    assert sum(wait.total for wait in waits) == 9_751_124_955_969_000
    first = found.findings[0]
    titles = {step.id: step.title for step in found.scope.map.steps}
    assert (titles[first.from_], titles[first.to]) == ("W_Nabellen offertes", "W_Nabellen offertes")
    assert first.long is not None
    assert (first.long.at_least, first.long.trips) == ("1d", 4_097)
    assert first.share == pytest.approx(0.5009, abs=1e-4)


def test_segments_of_a_year_come_to_the_whole() -> None:
    year = Period(parse_instant_us("2012-01-01T00:00:00Z"), parse_instant_us("2013-01-01T00:00:00Z"))
    with open_log(LOGS / "helpdesk.xes.gz", ImportOptions(source=SourceOptions(mixed=True))) as log:
        found = measured(log, year, "start")
    assert found.trips > 1_000
    assert len(found.segments) > 1
    for family, cube in found.cubes.items():
        parts = [numbers.cubes[family] for numbers in found.segments.values()]
        assert sum(int(part.rows.sum()) for part in parts) == cube.rows.sum(), family
        assert sum(sum(part.totals()) for part in parts) == sum(cube.totals()), family


@pytest.mark.parametrize("file", ["helpdesk.xes.gz", "receipt.xes.gz"])
def test_agrees_with_pm4py(file: str) -> None:
    with open_log(LOGS / file, ImportOptions(source=SourceOptions(mixed=True))) as log:
        found = replayed(log)
        assert figures(visits_of(found)) == figures_by_pm4py(LOGS / file)


def test_the_same_log_as_csv_agrees_with_pm4py() -> None:
    with open_log(LOGS / "helpdesk.csv.gz", ImportOptions(source=SourceOptions(customer="Case ID", timezone="UTC"))) as log:
        given, known = figures(visits_of(replayed(log))), figures_by_pm4py(LOGS / "helpdesk.xes.gz")
    assert {name: given[name] for name in ("pairs", "routes")} == {name: known[name] for name in ("pairs", "routes")}


def figures_by_pm4py(path: Path) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pm4py tells of its own importers, and uses what pandas will drop
        import pm4py

        log = pm4py.read_xes(str(path))
        pairs, _, _ = pm4py.discover_dfg(log)
        routes = pm4py.get_variants(log)
        lasted = pm4py.get_all_case_durations(log)
    return {"pairs": dict(pairs), "routes": Counter(routes), "us": sorted(round(seconds * 1_000_000) for seconds in lasted)}
