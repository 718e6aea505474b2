"""Real logs, every activity a step, one trip per case: figures that pm4py publishes or gives in the same run."""

import re
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.importing import CLOCK_US, open_log

from desireline.events import ImportOptions, OpenLog, SourceOptions
from desireline.mapfile import map_from_data
from desireline.model import Map
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


def test_bpic_2012() -> None:
    with open_log(LOGS / "bpic2012.xes.gz", ImportOptions(source=SourceOptions(mixed=True))) as log:
        found = replayed(log)
        con = visits_of(found)
    given = figures(con)
    assert con.execute("SELECT count(*) FROM trips").fetchone() == (13_087,)
    assert con.execute("SELECT count(*) FROM visits").fetchone() == (262_200,)
    assert (len(given["pairs"]), sum(given["pairs"].values()), len(given["routes"])) == (125, 249_113, 4_366)
    assert sum(given["us"]) == 9_751_124_955_969_000
    following = "lead(activity) OVER w AS next, epoch_us(lead(entered) OVER w) - epoch_us(entered) AS us"
    offers = f"SELECT trip, activity, {following} FROM visits WINDOW w AS (PARTITION BY trip ORDER BY seq)"
    waited = f"activity = 'W_Nabellen offertes' AND next = activity AND us >= {DAY_US}"
    assert con.execute(f"SELECT count(DISTINCT trip) FROM ({offers}) WHERE {waited}").fetchone() == (4_097,)


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
