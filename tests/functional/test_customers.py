"""`desireline customers` and `desireline define` as a person meets them: a number of `measure`, and the list behind it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.program import Ran, desireline

ROOT = Path(__file__).parents[2]
MAP = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("customers")
    assert run(made, "simulate", MAP, "-o", "events.parquet", "--customers", "120", "--seed", "4").code == 0
    assert run(made, "import", "events.parquet", "--lake", "lake").code == 0
    return made


def run(folder: Path, *args: str | Path) -> Ran:
    return desireline(*args, folder=folder)


def asked(folder: Path, *args: str) -> dict[str, Any]:
    ran = run(folder, "customers", MAP, "lake", *args, "--json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def numbers(measured: dict[str, Any]) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Some numbers, by the criteria that list them."""
    move = max(measured["moves"], key=lambda row: row["count"])
    yield ["--move", f"{move['from']}:{move['to']}", "--kind", move["kind"]], move
    finding = measured["findings"][0]
    wait = f"{finding['wait']['from']}:{finding['wait']['to']}"
    yield ["--move", wait, "--at-least", finding["long"]["at_least"]], finding["long"]
    channel = measured["channels"][0]
    yield ["--channel", channel["channel"]], channel
    outcome = measured["outcomes"][0]
    yield ["--how", outcome["how"]], outcome


def test_numbers_of_measure_are_the_sums_of_their_lists(folder: Path) -> None:
    for period in ([], ["--period", "2026-02"]):
        measured = json.loads(run(folder, "measure", MAP, "lake", "--json", *period).out)
        for criteria, number in numbers(measured):
            found = asked(folder, *criteria, *period)
            assert (found["customers"], found["trips"], found["rows"]) == (number["customers"], number["trips"], number["count"])
            assert (found["version"], found["as_of"], found["period"]) == (measured["version"], measured["as_of"], measured["period"])
            assert len(found["list"]) == found["customers"]
            if "total_seconds" in number:
                assert found["total_seconds"] == pytest.approx(number["total_seconds"])


def test_a_bound_belongs_to_the_criterion_before_it(folder: Path) -> None:
    first = asked(folder, "--stay", "call", "--at-least", "1h", "--stay", "speed_test")
    second = asked(folder, "--stay", "call", "--stay", "speed_test", "--at-least", "1h")
    assert first["criteria"] == ["--stay call --at-least 1h", "--stay speed_test"]
    assert second["criteria"] == ["--stay call", "--stay speed_test --at-least 1h"]
    assert first["list"] != second["list"]


def test_the_list_is_printed_with_a_line_for_each_and_its_sums_on_stderr(folder: Path) -> None:
    whole, short = (
        run(folder, "customers", MAP, "lake", "--step", "call"),
        run(folder, "customers", MAP, "lake", "--step=call", "--limit=2"),
    )
    found = asked(folder, "--step", "call")
    assert len(whole.out.splitlines()) == 1 + found["customers"]
    assert short.out.splitlines() == [line for line in whole.out.splitlines() if line][:3]
    assert f"{found['customers']} customers, {found['trips']} trips, {found['rows']} rows" in short.err
    assert f"… and {found['customers'] - 2} customers more" in short.err


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_list_is_written_to_a_file(folder: Path, ending: str) -> None:
    ran = run(folder, "customers", MAP, "lake", "--stay", "call", "-o", f"list.{ending}")
    assert (ran.code, ran.out) == (0, "")
    found = asked(folder, "--stay", "call")
    written = duckdb.sql(f"SELECT customer, trips, rows, total_seconds FROM '{folder}/list.{ending}'").fetchall()
    assert written == [tuple(line.values()) for line in found["list"]]


@pytest.mark.parametrize(("name", "code"), [("list.txt", "M114"), ("nowhere/list.csv", "M115")])
def test_a_file_that_cannot_be_written_is_named(folder: Path, name: str, code: str) -> None:
    ran = run(folder, "customers", MAP, "lake", "-o", name)
    assert ran.code == 2
    assert f"error[{code}]" in ran.err
    assert name in ran.err


def test_a_name_that_the_map_does_not_have_is_told_with_near_ones(folder: Path) -> None:
    ran = run(folder, "customers", MAP, "lake", "--step", "cal")
    assert (ran.code, ran.out) == (2, "")
    assert "near: `call`" in ran.err


def test_criteria_that_no_trip_can_hold_together_list_nobody_and_say_so(folder: Path) -> None:
    ran = run(folder, "customers", MAP, "lake", "--how", "connection_back", "--how", "open")
    assert (ran.code, ran.out) == (0, "")
    assert "there is no trip for which all of them hold" in " ".join(ran.err.split())


def test_a_file_of_events_stands_for_a_lake(folder: Path) -> None:
    ran = run(folder, "customers", MAP, "events.parquet", "--how", "open", "--json")
    assert json.loads(ran.out)["list"] == asked(folder, "--how", "open")["list"]


def test_a_definition_is_printed(folder: Path) -> None:
    ran = run(folder, "define", "waits")
    assert ran.code == 0
    assert "listed by  --move FROM:TO" in ran.out
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    assert json.loads(run(folder, "define", "waits", "--json").out)["name"] == "waits"


def test_all_definitions_are_listed_and_near_ones_offered(folder: Path) -> None:
    assert "findings " in run(folder, "define").out
    wrong = run(folder, "define", "finding")
    assert wrong.code == 2
    assert "near: `findings`" in wrong.err
