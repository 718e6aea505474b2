"""`desireline discover` on real logs, and as a person meets it."""

import json
import subprocess
from pathlib import Path

import duckdb
import pytest
from support.program import Ran, desireline

LOGS = Path(__file__).parents[2].parent / "shared" / "data"
real = pytest.mark.skipif(not LOGS.exists(), reason=f"the logs are not at {Path('..') / 'shared' / 'data'}")


def sound(folder: Path, name: str) -> bool:
    """Whether a drafted map is sound and laid out."""
    return desireline("check", name, folder=folder).code == desireline("fmt", "--check", name, folder=folder).code == 0


def replayed(folder: Path, log: Path, *said: str) -> tuple[dict[str, dict[str, int]], Ran]:
    ran = desireline("replay", "map.yaml", log, "-o", "tables", "--json", *said, folder=folder)
    return json.loads(ran.out), ran


@real
@pytest.mark.parametrize("said", [[], ["--mixed"]])
def test_all_of_bpic_2012(tmp_path: Path, said: list[str]) -> None:
    log = LOGS / "bpic2012.xes.gz"
    assert desireline("discover", log, "--all", "--quiet", "never", "-o", "map.yaml", *said, folder=tmp_path).code == 0
    assert sound(tmp_path, "map.yaml")
    summary, _ = replayed(tmp_path, log, *said)
    assert summary["moves"] == {"start": 13_087, "joined": 0, "expected": 249_113, "repeat": 0, "back": 0, "skip": 0, "jump": 0}
    assert (summary["events"], summary["unmapped"], summary["outside"]) == (262_200, {}, {})
    visits = f"'{tmp_path}/tables/visits/*.parquet'"
    pairs = f"SELECT DISTINCT step, lead(step) OVER (PARTITION BY trip ORDER BY seq) AS next FROM {visits}"
    assert duckdb.sql(f"SELECT count(*) FROM ({pairs}) WHERE next IS NOT NULL").fetchall() == [(125,)]
    routes = f"SELECT DISTINCT list(step ORDER BY seq) FROM {visits} GROUP BY trip"
    assert duckdb.sql(f"SELECT count(*) FROM ({routes})").fetchall() == [(4_366,)]


@real
def test_the_help_desk_with_its_time_zone_alone(tmp_path: Path) -> None:
    log = LOGS / "helpdesk.csv.gz"
    assert desireline("discover", log, "--timezone", "Europe/Rome", "-o", "map.yaml", folder=tmp_path).code == 0
    assert sound(tmp_path, "map.yaml")
    text = (tmp_path / "map.yaml").read_text()
    assert "  per: Case ID\n" in text
    assert "`Closed`: the last of" in text
    summary, _ = replayed(tmp_path, log, "--timezone", "Europe/Rome")
    moves = summary["moves"]
    made = sum(moves.values()) - moves["start"] - moves["joined"]
    assert moves["expected"] >= 0.95 * made
    assert f"{sum(summary['trips'].values()):,} trips, {sum(moves.values()):,} visits, {made:,} moves." in text
    assert summary["unmapped"] == {}


@pytest.fixture
def log(tmp_path: Path) -> str:
    rows = [
        f"c{c:02},2026-03-{1 + c % 20:02}T{9 + place}:00:00Z,{name}"
        for c in range(30)
        for place, name in enumerate(("look", "call", "fix"))
    ]
    (tmp_path / "log.csv").write_text("\n".join(["customer,time,event", *rows]) + "\n")
    return "log.csv"


def test_a_draft_is_data_on_stdout(tmp_path: Path, log: str) -> None:
    ran = desireline("discover", log, folder=tmp_path)
    assert ran.code == 0
    assert ran.out.startswith("# A draft from the log `log`")
    assert "customer = `customer`" in ran.err
    assert desireline("discover", log, folder=tmp_path).out == ran.out


def test_a_map_is_not_overwritten(tmp_path: Path, log: str) -> None:
    (tmp_path / "mine.yaml").write_text("journey: mine\n")
    ran = desireline("discover", log, "-o", "mine.yaml", folder=tmp_path)
    assert ran.code == 2
    assert "error[C102]: mine.yaml exists already" in ran.err
    assert "--update mine.yaml" in ran.err
    assert (tmp_path / "mine.yaml").read_text() == "journey: mine\n"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["--quiet", "soon"], "`soon` is not a duration"),
        (["--coverage", "95"], "Invalid value for '--coverage'"),
        (["--per", "case"], "error[D104]: no event carries a field `case`"),
        (["--name", " "], "error[D106]: a journey cannot be called ` `"),
        (["--update", "none.yaml"], "error[J001]: `none.yaml` cannot be read"),
    ],
)
def test_what_cannot_be_wished_is_refused(tmp_path: Path, log: str, said: list[str], told: str) -> None:
    ran = desireline("discover", log, *said, folder=tmp_path)
    assert ran.code == 2
    assert told in ran.err


def test_a_log_without_events_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("customer,time,event\n")
    ran = desireline("discover", "empty.csv", folder=tmp_path)
    assert ran.code == 2
    assert "error[D101]: there is no event to draft a map from" in ran.err


def test_what_is_new_is_a_diff_that_git_takes(tmp_path: Path, log: str) -> None:
    assert desireline("discover", log, "-o", "map.yaml", folder=tmp_path).code == 0
    same = desireline("discover", log, "--update", "map.yaml", folder=tmp_path)
    assert (same.code, same.out) == (0, "")
    assert "nothing is new to map.yaml" in same.err
    events = (tmp_path / "log.csv").read_text().replace("look", "search", 30)
    (tmp_path / "log.csv").write_text(events)
    found = desireline("discover", log, "--update", "map.yaml", "-o", "new.diff", folder=tmp_path)
    assert "new to map.yaml: 1 step" in found.err
    assert "wrote new.diff; next: patch map.yaml new.diff" in found.err
    subprocess.run(["git", "apply", "new.diff"], cwd=tmp_path, check=True)
    assert "  - id: search\n" in (tmp_path / "map.yaml").read_text()
    assert desireline("fmt", "--check", "map.yaml", folder=tmp_path).code == 0
    assert replayed(tmp_path, tmp_path / "log.csv")[0]["unmapped"] == {}


def test_an_update_goes_by_the_trips_of_the_map(tmp_path: Path, log: str) -> None:
    ran = desireline("discover", log, "--update", "map.yaml", "--quiet", "7d", folder=tmp_path)
    assert ran.code == 2
    assert "leave --quiet and --per out" in ran.err
