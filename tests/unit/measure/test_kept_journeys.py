"""Lists, pictures and later numbers out of what is kept beside a lake are those that its events come to."""

from collections.abc import Callable, Set
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from desireline import api
from desireline.events import ImportOptions, SourceOptions, import_files
from desireline.measure import ALWAYS, Customers, Measures, Period, customers, journeys, measure, parse_period, segment_of
from desireline.measure.columns import read_columns
from desireline.measure.funnel import funnel
from desireline.measure.passes import LakePass
from desireline.measure.returns import returns
from desireline.measure.spread import spread
from desireline.model import Map

MAP = Path("examples/connection_down/connection_down.journey.yaml")
NOW_US = 1_900_000_000_000_000
DAY_US = 86_400_000_000
FEBRUARY = parse_period("2026-02")
WAYS = [("with", "call"), ("without", "chat")]
LISTS: tuple[list[tuple[str, str]], ...] = (
    [],
    [("step", "chat")],
    [("stay", "chat"), ("at-least", "5m")],
    [("move", "*:*"), ("kind", "back")],
    [("move", "chat:*"), ("at-least", "1h")],
    [("stage", "*:still_there")],
    [("how", "gone_quiet"), ("segment", "plan=fibre")],
    [("lifetime", "open")],
    [("promise", "*:pending")],
    [("missed", "*:not_settled")],
    [("channel", "web"), ("again", "")],
    [("segment", "channel=app")],
    [("segment", "plan=fibre")],
    [("team", "care")],
    [("unmapped", "*")],
    [("step", "chat"), ("without", "call"), ("ends", "connection_back")],
)


@pytest.fixture(scope="module")
def journey() -> Map:
    return api.read_map(MAP)


@pytest.fixture(scope="module")
def kept(journey: Map, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake beside which is kept what was measured. Only read."""
    folder = tmp_path_factory.mktemp("kept")
    api.simulate_to(journey, folder / "events.csv", customers=60, seed=3)
    take(folder / "events.csv", folder / "lake")
    measured(journey, folder / "lake", keep=True)
    return folder / "lake"


@pytest.fixture
def lake(kept: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    copytree(kept, tmp_path / "lake")
    return tmp_path / "lake"


def take(file: Path, lake: Path) -> None:
    import_files([file], lake, ImportOptions(source=SourceOptions(), rows_per_shard=150), clock_us=NOW_US)


def measured(journey: Map, lake: Path, keep: bool, as_of_us: int | None = None, period: Period = ALWAYS) -> Measures:
    segment, opened = segment_of(journey, "channel"), api.open_log(lake).lake
    return measure(journey, opened, period, now_us=NOW_US, as_of_us=as_of_us, segment=segment, kept_in=lake if keep else None)


def listed(journey: Map, lake: Path, asked: list[tuple[str, str]], kept_in: Path | None, **said: Any) -> Customers:
    return customers(journey, api.open_log(lake).lake, asked, said.pop("period", ALWAYS), now_us=NOW_US, kept_in=kept_in, **said)


def make_unreadable(lake: Path, *, but: Set[str] = frozenset()) -> set[str]:
    """Let the events of all shards be what cannot be read, so that whoever reads them is found out. Gives the names of all."""
    for path in (lake / "shards").iterdir():
        if path.name not in but:
            path.write_bytes(bytes(path.stat().st_size))
    return {path.name for path in (lake / "shards").iterdir()}


@pytest.mark.parametrize("asked", LISTS, ids=str)
def test_a_list_is_the_same_out_of_what_is_kept(journey: Map, kept: Path, asked: list[tuple[str, str]]) -> None:
    said: dict[str, Any]
    for said in ({"period": FEBRUARY}, {"as_of_us": FEBRUARY.until_us + 90 * DAY_US}):
        assert listed(journey, kept, asked, kept, **said).as_data() == listed(journey, kept, asked, None, **said).as_data()


def test_lists_and_pictures_read_no_events_where_journeys_are_kept(journey: Map, lake: Path) -> None:
    lists = [listed(journey, lake, asked, None).as_data() for asked in LISTS[:6]]

    def pictures(kept_in: Path | None) -> tuple[Any, ...]:
        over = LakePass(journey, api.open_log(lake).lake, NOW_US, kept_in=kept_in, only=WAYS)
        whole = replace(over, only=())
        return funnel(over, ["speed_test", "call"]).rows(), returns(over).cohorts, returns(whole).cohorts, spread(over, ("stay", "call"))

    def of_ways(kept_in: Path | None) -> Any:
        return measure(journey, api.open_log(lake).lake, now_us=NOW_US, kept_in=kept_in, only=WAYS).as_data()

    measured_of_ways = of_ways(None)
    measure(journey, api.open_log(lake).lake, now_us=NOW_US, kept_in=lake)

    told = pictures(None)
    make_unreadable(lake)
    assert [listed(journey, lake, asked, lake).as_data() for asked in LISTS[:6]] == lists
    assert pictures(lake) == told
    assert of_ways(lake) == measured_of_ways


@pytest.fixture
def unjoined(journey: Map, kept: Path, tmp_path: Path) -> Path:
    """The same events without those that join identities, measured."""
    lines = (kept.parent / "events.csv").read_text().splitlines(keepends=True)
    tmp_path.joinpath("unjoined.csv").write_text("".join(line for line in lines if ",identify," not in line))
    take(tmp_path / "unjoined.csv", tmp_path / "unjoined")
    measured(journey, tmp_path / "unjoined", keep=True)
    return tmp_path / "unjoined"


def test_of_a_period_no_events_are_read_where_journeys_are_kept(journey: Map, unjoined: Path) -> None:
    lake = unjoined
    over = LakePass(journey, api.open_log(lake).lake, NOW_US, FEBRUARY)

    def told(kept_in: Path | None) -> list[Any]:
        of_ways = measure(journey, over.lake, FEBRUARY, now_us=NOW_US, kept_in=kept_in, only=WAYS).as_data()
        lists = [listed(journey, lake, asked, kept_in, period=FEBRUARY).as_data() for asked in LISTS[:6]]
        kept = replace(over, kept_in=kept_in)
        pictures = funnel(kept, ["speed_test", "call"]).rows(), returns(kept).cohorts, spread(kept, ("stay", "call"))
        plan = measure(journey, over.lake, FEBRUARY, now_us=NOW_US, kept_in=kept_in, segment=segment_of(journey, "plan")).as_data()
        return [measured(journey, lake, keep=kept_in is not None, period=FEBRUARY).as_data(), of_ways, plan, lists, pictures]

    anew = told(None)
    make_unreadable(lake)
    assert told(lake) == anew


def test_a_period_that_is_asked_for_first_keeps_the_journeys_of_all_time(journey: Map, unjoined: Path) -> None:
    lake = unjoined
    for path in (lake / "measures").iterdir():
        path.unlink()
    measured(journey, lake, keep=True, period=FEBRUARY)
    anew = listed(journey, lake, LISTS[1], None).as_data()
    make_unreadable(lake)
    assert listed(journey, lake, LISTS[1], lake).as_data() == anew


def test_at_a_later_moment_only_what_changed_is_read(journey: Map, lake: Path, tmp_path: Path) -> None:
    before = {path.name for path in (lake / "shards").iterdir()}
    tmp_path.joinpath("more.csv").write_text(
        "customer,time,event,channel,case_id\nnewcomer,2026-03-20T09:00:00Z,status_page.viewed,web,n1\n"
    )
    take(tmp_path / "more.csv", lake)
    anew = measured(journey, lake, keep=False).as_data()
    fresh = make_unreadable(lake, but={path.name for path in (lake / "shards").iterdir()} - before)
    assert len(fresh & before) > 2
    assert measured(journey, lake, keep=True).as_data() == anew


@pytest.mark.parametrize("days", [-20, 40])
def test_another_moment_changes_what_depends_on_it(journey: Map, lake: Path, days: int) -> None:
    first = measured(journey, lake, keep=True)
    moment_us = (first.latest_us or 0) + days * DAY_US
    again = measured(journey, lake, keep=True, as_of_us=moment_us)
    assert again.as_data() == measured(journey, lake, keep=False, as_of_us=moment_us).as_data()
    assert again.as_data()["outcomes"] != first.as_data()["outcomes"]


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(path.read_bytes()[:100]), Path.unlink])
def test_journeys_may_be_damaged_or_gone(journey: Map, lake: Path, damage: Callable[[Path], object]) -> None:
    for path in list((lake / "measures").glob("journeys-*"))[::2]:
        damage(path)
    assert listed(journey, lake, LISTS[2], lake).as_data() == listed(journey, lake, LISTS[2], None).as_data()


def test_of_many_maps_the_latest_are_kept(lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journeys, "MOST_MAPS", 1)
    for days in (3, 4):
        other = tmp_path / f"{days}.yaml"
        other.write_text(MAP.read_text().replace("quiet: 14d", f"quiet: {days}d"))
        measured(api.read_map(other), lake, keep=True)
    assert len({path.name.split("-")[1] for path in (lake / "measures").glob("journeys-*")}) == 1


def test_columns_that_are_none_are_nothing(tmp_path: Path) -> None:
    for content in (b"", b"[1]\n", b'["another", 0, []]\n', b"\xff\n"):
        tmp_path.joinpath("columns").write_bytes(content)
        assert read_columns(tmp_path / "columns") is None
    assert read_columns(tmp_path / "none") is None
