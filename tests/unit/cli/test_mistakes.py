"""What a newcomer mistypes or mixes up: said truly, with something to do that the command at hand can do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from desireline.cli import main

NAIVE = "time,customer,event\n2026-03-02 09:00:00,ann,order.placed\n"


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run("init").exit_code == 0
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def told(*args: str) -> str:
    """What is said on a command line that cannot be run, in one line."""
    ran = run(*args)
    assert ran.exit_code == 2
    return " ".join(ran.stderr.split())


def test_a_zone_that_is_none_is_refused_also_without_a_period(begun: Path) -> None:
    assert "near: Europe/Berlin" in told("measure", "first.journey.yaml", "events.csv", "--days-in", "Europe/Berlinn")
    assert "no time zone `Europe`" in told("measure", "first.journey.yaml", "events.csv", "--days-in", "Europe")


def test_a_moment_before_all_events_is_not_taken_for_a_log_without_any(begun: Path) -> None:
    for command in ("measure", "replay"):
        ran = run(command, "first.journey.yaml", "events.csv", "--as-of", "2020-01-01")
        assert "no event up to 2020-01-01 00:00 UTC: name a later" in ran.stderr


def test_a_log_that_matches_nothing_says_where_to_look(begun: Path) -> None:
    (begun / "other.csv").write_text("time,customer,event\n2026-03-02T09:00:00Z,ann,other\n")
    assert "no trip: see below why" in run("replay", "first.journey.yaml", "other.csv").stderr


@pytest.mark.parametrize("command", [("check", "first.journey.yaml", "--events"), ("studio", "first.journey.yaml", "--no-open", "--lake")])
def test_options_that_only_import_takes_are_said_to_be_its_own(begun: Path, command: tuple[str, ...]) -> None:
    (begun / "naive.csv").write_text(NAIVE)
    said = told(*command, "naive.csv")
    assert "--timezone UTC, to `desireline import naive.csv --lake LAKE`; then name that lake here" in said


def test_a_map_or_a_store_in_the_place_of_a_log(begun: Path) -> None:
    assert "is a map, not a log" in told("replay", "first.journey.yaml", "first.journey.yaml")
    assert run("keys", "add", "bob", "--store", "live.db").exit_code == 0
    assert "desireline sync --store live.db" in told("measure", "first.journey.yaml", "live.db")


def test_looking_makes_no_store_and_leaves_nothing_beside_other_files(begun: Path) -> None:
    there = sorted(begun.iterdir())
    for command in (("keys", "list"), ("keys", "revoke", "bob"), ("effects",)):
        assert "there is no store at typo.db" in told(*command, "--store", "typo.db")
        assert "is no store of Desireline" in told(*command, "--store", "events.csv")
        assert "the folder . is no store" in told(*command, "--store", ".")
    assert sorted(begun.iterdir()) == there


def test_a_folder_stands_for_the_maps_in_it(begun: Path) -> None:
    (begun / "empty").mkdir()
    assert "first.journey.yaml: sound; 3 steps, 2 outcomes" in run("check", ".").stderr
    assert run("fmt", "--check", ".").exit_code == 0
    assert "error[C105]" in told("check", "empty")


def test_what_is_no_text_is_not_taken_for_an_encoding(begun: Path) -> None:
    (begun / "picture.yaml").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(8) + b"\x82" * 200)
    assert "the file is no text" in told("check", "picture.yaml")


def test_of_few_customers_no_share_is_printed(begun: Path) -> None:
    routes = run("measure", "first.journey.yaml", "events.csv").stdout.partition("routes that most trips took")[2].partition("\n\n")[0]
    assert "basket" in routes
    assert "%" not in routes


def test_whoever_stops_reading_finds_nothing(begun: Path) -> None:
    program = [Path(sys.executable).with_name("desireline"), "measure", "first.journey.yaml", "events.csv"]
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(program, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=120)
    os.close(writing)
    assert ran.returncode == 141
    assert "Error" not in ran.stderr


def test_the_help_of_a_command_sets_apart_how_a_file_is_read() -> None:
    own, _, file = run("measure", "--help").stdout.partition("How a file of events is read:")
    assert "--period" in own
    assert "--timezone" not in own
    assert "--timezone" in file
    assert run("customers", "--help").stdout.index("Criteria:") < run("customers", "--help").stdout.index("Options:")
    assert "..." not in run("--help").stdout.partition("Maps:")[2]


def test_a_period_is_compared_with_an_earlier_one(begun: Path) -> None:
    asked = ("measure", "first.journey.yaml", "events.csv")
    assert "2026-04-01..2026-05-01 does not begin before" in told(*asked, "--period", "2026-03", "--compare-to", "2026-04")
    assert "all of time has no time before it" in told(*asked, "--compare-to", "2026-02")
    empty = run(*asked, "--period", "2026-03", "--compare-to", "2026-02").stderr
    assert "nothing to compare with: no event lies in the period 2026-02-01..2026-03-01" in empty


def test_what_stands_in_a_wrong_place_is_named(begun: Path) -> None:
    assert "leave out `.`" in told("explain", "ann", "first.journey.yaml", ".", "--store", "live.db")
    said = told("studio", "first.journey.yaml", "--no-open", "--lake", "frist=events.csv")
    assert "there is no map of a journey `frist`; there are `first`" in said
