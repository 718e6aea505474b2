"""The program as a person meets it: what goes to stdout, what to stderr, and the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from support.program import Ran

ROOT = Path(__file__).parents[2]
CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"


def desireline(*args: str | Path, folder: Path) -> Ran:
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    program = Path(sys.executable).with_name("desireline")
    done = subprocess.run([program, *map(str, args)], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert "Traceback" not in done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    assert desireline("init", folder=tmp_path).code == 0
    return tmp_path


def test_a_first_journey_is_sound_laid_out_and_replayed(begun: Path) -> None:
    assert desireline("check", "first.journey.yaml", folder=begun).code == 0
    assert desireline("fmt", "--check", "first.journey.yaml", folder=begun).code == 0
    replayed = desireline("replay", "first.journey.yaml", "events.csv", "-o", "tables", folder=begun)
    assert replayed.code == 0
    assert "arrived" in replayed.out
    assert "5 trips of 5 customers" in replayed.err
    assert duckdb.sql(f"SELECT count(*) FROM '{begun}/tables/visits/*.parquet'").fetchall() == [(12,)]


def test_data_is_json_on_stdout_and_messages_are_on_stderr(begun: Path) -> None:
    summary = json.loads(desireline("replay", "first.journey.yaml", "events.csv", "--json", folder=begun).out)
    assert summary["trips"] == {"arrived": 2, "cancelled": 1, "gone_quiet": 0, "open": 2}
    report = json.loads(desireline("import", "events.csv", "--lake", "lake", "--json", folder=begun).out)
    assert report["taken"] == 13
    assert json.loads(desireline("schema", folder=begun).out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(desireline("check", "first.journey.yaml", "--json", folder=begun).out) == []


def test_an_import_is_taken_once(begun: Path) -> None:
    first = desireline("import", "events.csv", "--lake", "lake", folder=begun)
    again = desireline("import", "events.csv", "--lake", "lake", folder=begun)
    assert "took 13 of 13 rows" in first.err
    assert "left out 13 events taken before" in again.err
    assert "the lake holds 13 events of 5 customers" in again.err
    replayed = desireline("replay", "first.journey.yaml", "lake", "--timezone", "Europe/Rome", folder=begun)
    assert "lake is a lake: what says how a source is to be read is for files only" in replayed.err
    assert "for files only" not in desireline("replay", "first.journey.yaml", "lake", folder=begun).err


def test_as_of_is_a_moment_or_a_day(begun: Path) -> None:
    early = desireline("replay", "first.journey.yaml", "events.csv", "--as-of", "2026-03-03", "--json", folder=begun)
    assert json.loads(early.out)["as_of"] == "2026-03-03T00:00:00.000000Z"
    assert json.loads(early.out)["events"] == 5
    wrong = desireline("replay", "first.journey.yaml", "events.csv", "--as-of", "yesterday", folder=begun)
    assert wrong.code == 2
    assert "`yesterday` is no instant" in wrong.err


def test_findings_have_exit_code_1_and_what_cannot_run_has_2(begun: Path) -> None:
    broken = (begun / "first.journey.yaml").read_text().replace("next: [arrived]", "next: [arived]")
    (begun / "broken.journey.yaml").write_text(broken)
    found = desireline("check", "broken.journey.yaml", folder=begun)
    assert (found.code, found.out) == (1, "")
    assert "error[J104]" in found.err
    assert "arrived" in found.err
    assert desireline("replay", "broken.journey.yaml", "events.csv", folder=begun).code == 2
    missing = desireline("check", "missing.journey.yaml", folder=begun)
    assert missing.code == 2
    assert "missing.journey.yaml" in missing.err


def test_what_has_one_meaning_is_mended_on_ask(begun: Path) -> None:
    sound = (begun / "first.journey.yaml").read_text()
    (begun / "broken.journey.yaml").write_text(sound.replace("next: [arrived]", "next: [arived]"))
    assert desireline("check", "--fix", "broken.journey.yaml", folder=begun).code == 0
    assert (begun / "broken.journey.yaml").read_text() == sound


def test_nothing_that_exists_is_overwritten_by_init(begun: Path) -> None:
    again = desireline("init", folder=begun)
    assert again.code == 2
    assert "error[C102]" in again.err


def test_simulated_events_go_through_their_own_map(tmp_path: Path) -> None:
    made = desireline("simulate", CONNECTION, "-o", "s.jsonl", "--customers", "50", "--slow", "call:3", folder=tmp_path)
    assert made.code == 0
    assert "synthetic" in made.err
    assert json.loads((tmp_path / "s.jsonl.truth.json").read_text())
    replayed = json.loads(desireline("replay", CONNECTION, "s.jsonl", "--json", folder=tmp_path).out)
    assert replayed["moves"]["expected"] > replayed["moves"]["jump"]


def test_all_that_is_wrong_with_plants_is_said_at_once(tmp_path: Path) -> None:
    wrong = desireline("simulate", CONNECTION, "-o", "s.jsonl", "--slow", "call", "--leaving", "x", folder=tmp_path)
    assert wrong.code == 2
    assert wrong.err.count("error[S101]") == 2


def test_an_unknown_option_names_the_near_one(tmp_path: Path) -> None:
    wrong = desireline("import", "x.csv", "--laek", "l", folder=tmp_path)
    assert wrong.code == 2
    assert "--lake" in wrong.err


def test_every_command_has_help_of_80_columns(tmp_path: Path) -> None:
    listed = desireline("--help", folder=tmp_path).out
    for command in ("init", "check", "fmt", "schema", "import", "replay", "simulate"):
        assert f"  {command} " in listed
        help_ = desireline(command, "--help", folder=tmp_path)
        assert help_.code == 0
        assert max(map(len, help_.out.splitlines())) <= 80
