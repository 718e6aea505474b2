"""What is kept beside a lake changes no number, and only shards that changed are counted again."""

from pathlib import Path
from shutil import copytree

import pytest

from desireline import api
from desireline.events import ImportOptions, SourceOptions, import_files
from desireline.measure import ALWAYS, Measures, kept, measure, segment_of
from desireline.model import Map

MAP = Path("examples/connection_down/connection_down.journey.yaml")
NOW_US = 1_900_000_000_000_000
ROWS_PER_SHARD = 300


@pytest.fixture(scope="module")
def journey() -> Map:
    return api.read_map(MAP)


@pytest.fixture(scope="module")
def made(journey: Map, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    api.simulate_to(journey, folder / "events.csv", customers=200, seed=3)
    take(folder / "events.csv", folder / "lake")
    return folder / "lake"


@pytest.fixture
def lake(made: Path, tmp_path: Path) -> Path:
    """A lake of its own for each test: a copy, which is quicker than to import it again."""
    return copytree(made, tmp_path / "lake")


def take(file: Path, lake: Path) -> None:
    options = ImportOptions(source=SourceOptions(), rows_per_shard=ROWS_PER_SHARD)
    import_files([file], lake, options, clock_us=NOW_US)


def counted(journey: Map, lake: Path, keep: bool) -> tuple[Measures, int]:
    """The measures, and of how many events shards were counted for them."""
    rows = [0]

    def shown(done: int, total: int) -> None:
        rows[0] = total

    opened = api.open_log(lake).lake
    found = measure(journey, opened, ALWAYS, now_us=NOW_US, progress=shown, kept_in=lake if keep else None)
    return found, rows[0]


def one_more_event(lake: Path, folder: Path) -> None:
    folder.joinpath("more.csv").write_text("customer,time,event,channel,case_id\nnewcomer,2026-02-01T09:00:00Z,status_page.viewed,web,n1\n")
    take(folder / "more.csv", lake)


def test_asked_again_nothing_is_counted(journey: Map, lake: Path) -> None:
    first, all_rows = counted(journey, lake, keep=True)
    again, rows = counted(journey, lake, keep=True)
    assert (all_rows, rows) == (api.open_log(lake).lake.rows, 0)
    assert again.as_data() == first.as_data() == counted(journey, lake, keep=False)[0].as_data()


def test_a_lake_in_which_nothing_can_be_kept_is_measured_all_the_same(journey: Map, lake: Path) -> None:
    (lake / "measures").write_text("a file, where a folder is made")
    found, rows = counted(journey, lake, keep=True)
    assert rows == api.open_log(lake).lake.rows
    assert found.as_data() == counted(journey, lake, keep=False)[0].as_data()


def test_after_an_import_only_changed_shards_are_counted(journey: Map, lake: Path, tmp_path: Path) -> None:
    before, all_rows = counted(journey, lake, keep=True)
    one_more_event(lake, tmp_path)
    after, rows = counted(journey, lake, keep=True)
    assert 0 < rows < all_rows / 4
    assert after.trips == before.trips + 1
    assert after.as_data() == counted(journey, lake, keep=False)[0].as_data()


def test_by_segment_all_shards_are_counted_again_from_what_is_kept(journey: Map, lake: Path, tmp_path: Path) -> None:
    def by_plan(kept_in: Path | None) -> Measures:
        return measure(journey, api.open_log(lake).lake, now_us=NOW_US, segment=segment_of(journey, "plan"), kept_in=kept_in)

    before = by_plan(lake)
    assert before.as_data() == by_plan(lake).as_data() == by_plan(None).as_data()
    one_more_event(lake, tmp_path)
    assert by_plan(lake).as_data() == by_plan(None).as_data() != before.as_data()


def test_what_is_kept_may_be_damaged_or_gone(journey: Map, lake: Path, tmp_path: Path) -> None:
    counted(journey, lake, keep=True)
    for number, path in enumerate(sorted((lake / "measures").iterdir())):
        if number % 2:
            path.write_bytes(path.read_bytes()[:100])
        else:
            path.unlink()
    one_more_event(lake, tmp_path)
    assert counted(journey, lake, keep=True)[0].as_data() == counted(journey, lake, keep=False)[0].as_data()


def test_files_of_shards_that_are_gone_go_too(journey: Map, lake: Path, tmp_path: Path) -> None:
    counted(journey, lake, keep=True)
    files = len(list((lake / "measures").iterdir()))
    one_more_event(lake, tmp_path)
    counted(journey, lake, keep=True)
    totals = [path for path in (lake / "measures").iterdir() if "-" not in path.name]
    assert len(list((lake / "measures").iterdir())) == files, "names and channels are as before, so the question is the same"
    assert len(totals) == 2, "one of what stays, one of what may be another a moment later"


def test_questions_that_are_stopped_pile_up_no_more_than_others(journey: Map, lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_QUESTIONS", 2)

    def stopped(_stage: str, done: int, _total: int | None) -> None:
        if done:
            raise InterruptedError

    for month in range(1, 6):
        with pytest.raises(InterruptedError):
            api.measure(journey, lake, period=f"2026-{month:02}", threads=1, progress=stopped)
    asked = lambda: {path.name.partition("-")[0] for path in (lake / "measures").iterdir()} - {"journeys"}  # noqa: E731
    assert len(asked()) > 2
    counted(journey, lake, keep=True)
    assert len(asked()) == 2
    assert counted(journey, lake, keep=True)[1] == 0


def test_another_map_is_another_question(journey: Map, lake: Path, tmp_path: Path) -> None:
    counted(journey, lake, keep=True)
    other = tmp_path / "other.yaml"
    other.write_text(MAP.read_text().replace("quiet: 14d", "quiet: 3d"))
    changed = api.read_map(other)
    assert counted(changed, lake, keep=True)[0].as_data() == counted(changed, lake, keep=False)[0].as_data()


def test_an_import_leaves_it_be(journey: Map, lake: Path, tmp_path: Path) -> None:
    counted(journey, lake, keep=True)
    before = {path.name for path in (lake / "measures").iterdir()}
    one_more_event(lake, tmp_path)
    assert {path.name for path in (lake / "measures").iterdir()} == before


def test_what_another_program_kept_is_not_taken(journey: Map, lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, all_rows = counted(journey, lake, keep=True)
    monkeypatch.setattr(kept, "program", lambda: "another")
    assert counted(journey, lake, keep=True)[1] == all_rows
