import gzip
import json
from pathlib import Path

import duckdb
import pytest
from support.full_disk import files_of_at_most
from support.simulated import MAP, kettle_map

from desireline.diagnostics import DesirelineError
from desireline.model import format_instant
from desireline.simulate import Simulation, SlowStep, simulate, write_simulation
from desireline.simulate.plants import Plants


def small(**changed: object) -> Simulation:
    return simulate(kettle_map(**changed), 30, seed=2)


def read(path: Path, columns: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        return con.execute(f"SELECT {columns} FROM '{path}'").fetchall()


@pytest.mark.parametrize("name", ["e.jsonl", "e.ndjson", "e.csv", "e.tsv", "e.csv.gz", "e.jsonl.zst", "e.parquet"])
def test_every_format_holds_all_events_in_order_of_time(tmp_path: Path, name: str) -> None:
    simulation = small()
    written = write_simulation(simulation, tmp_path / name)
    expected = [(e.id, e.customer, e.name, e.channel, e.source) for e in sorted(simulation, key=lambda e: (e.time_us, e.id))]
    assert read(written.path, "id, customer, name, channel, source") == expected
    assert written.events == len(expected)


def test_times_are_written_to_the_microsecond(tmp_path: Path) -> None:
    simulation = small()
    written = write_simulation(simulation, tmp_path / "e.csv")
    with written.path.open(encoding="utf-8") as file:
        header, *rows = [line.split(",") for line in file]
    assert [row[header.index("time")] for row in rows] == sorted(format_instant(event.time_us) for event in simulation)


def test_json_lines_hold_the_properties_as_they_are(tmp_path: Path) -> None:
    simulation = small()
    written = write_simulation(simulation, tmp_path / "e.jsonl.gz")
    with gzip.open(written.path, "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    assert {line["id"]: line["properties"] for line in lines} == {event.id: dict(event.properties) for event in simulation}


def test_columns_are_typed_in_parquet_and_the_file_says_that_it_is_synthetic(tmp_path: Path) -> None:
    written = write_simulation(small(), tmp_path / "e.parquet")
    assert read(written.path, "typeof(time), typeof(volts), typeof(score), typeof(member)")[0] == (
        "TIMESTAMP WITH TIME ZONE",
        "DOUBLE",
        "BIGINT",
        "BOOLEAN",
    )
    with duckdb.connect() as con:
        assert con.execute("SELECT key, value FROM parquet_kv_metadata(?)", [str(written.path)]).fetchall() == [(b"synthetic", b"true")]


def test_a_field_named_like_a_column_of_the_events_own_is_kept_apart(tmp_path: Path) -> None:
    fields = {**MAP["fields"], "Name": "text", "source": "integer", "VOLTS": "text"}
    simulation = small(fields=fields)
    written = write_simulation(simulation, tmp_path / "e.csv")
    found = {row[0]: json.loads(str(row[1])) for row in read(written.path, "id, properties") if row[1] is not None}
    inside = {"Name", "source", "VOLTS"}
    expected = {e.id: {n: v for n, v in e.properties.items() if n in inside} for e in simulation if inside & e.properties.keys()}
    assert found == expected


def test_the_truth_is_written_beside_the_events(tmp_path: Path) -> None:
    simulation = simulate(kettle_map(), 30, plants=Plants(slow=(SlowStep("call", 3.0),)))
    written = write_simulation(simulation, tmp_path / "march.csv.gz")
    assert written.truth_path == tmp_path / "march.csv.gz.truth.json"
    truth = json.loads(written.truth_path.read_text(encoding="utf-8"))
    assert truth["synthetic"] is True
    assert truth["file"] == "march.csv.gz"
    assert truth["slow"][0]["step"] == "call"
    assert {path.name for path in tmp_path.iterdir()} == {"march.csv.gz", "march.csv.gz.truth.json"}


def test_a_file_that_is_no_earlier_simulation_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("mine")
    with pytest.raises(DesirelineError, match="S115"):
        write_simulation(small(), tmp_path / "e.csv")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("e.csv", "mine")]


def test_an_earlier_simulation_is_replaced(tmp_path: Path) -> None:
    write_simulation(small(), tmp_path / "e.csv")
    write_simulation(small(), tmp_path / "e.jsonl")
    write_simulation(small(), tmp_path / "e.csv")
    assert {path.name for path in tmp_path.iterdir()} == {f"e.{form}{end}" for form in ("csv", "jsonl") for end in ("", ".truth.json")}


@pytest.mark.parametrize("name", ["events", "events.xlsx", "events.gz", "events.parquet.gz"])
def test_an_ending_that_names_no_format_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DesirelineError, match="S112"):
        write_simulation(small(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_simulation_imports_nothing_heavy_before_it_writes() -> None:
    import subprocess
    import sys

    code = "import sys, desireline.simulate; print([m for m in ('duckdb', 'numpy', 'sqlglot') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_folder_that_is_not_there_is_named_as_it_was_given(tmp_path: Path) -> None:
    with pytest.raises(DesirelineError, match=r"S116: `.*/nodir/e\.csv` cannot be written: no such file or directory") as refused:
        write_simulation(small(), tmp_path / "nodir" / "e.csv")
    assert ".simulating" not in str(refused.value)


def test_where_the_disk_is_full_the_earlier_simulation_stays(tmp_path: Path) -> None:
    write_simulation(simulate(kettle_map(), 1), tmp_path / "e.csv")
    before = (tmp_path / "e.csv").read_bytes()
    with files_of_at_most(600), pytest.raises(DesirelineError, match=r"S116.*file too large"):
        write_simulation(small(), tmp_path / "e.csv")
    assert ((tmp_path / "e.csv").read_bytes(), len(list(tmp_path.iterdir()))) == (before, 2)


@pytest.mark.parametrize("events", [True, False])
def test_a_file_named_like_a_truth_is_not_overwritten(tmp_path: Path, events: bool) -> None:
    (tmp_path / "e.csv.truth.json").write_text('{"mine": true}')
    if events:
        (tmp_path / "e.csv").write_text("mine")
    with pytest.raises(DesirelineError, match="S115"):
        write_simulation(small(), tmp_path / "e.csv")
    assert "mine" in (tmp_path / "e.csv.truth.json").read_text()


def test_a_truth_without_its_events_is_not_overwritten(tmp_path: Path) -> None:
    write_simulation(small(), tmp_path / "e.csv").path.unlink()
    with pytest.raises(DesirelineError, match=r"S115: `e\.csv\.truth\.json`"):
        write_simulation(small(), tmp_path / "e.csv")
