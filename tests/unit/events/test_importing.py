"""Importing files into a lake."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.importing import import_files

from desireline.diagnostics import DesirelineError
from desireline.events import ImportOptions, Lake, SourceOptions

Row = Mapping[str, Any]
CLOCK_US = 2_000_000_000_000_000


def _event(id_: str, second: int, customer: str, name: str = "a", **properties: object) -> Row:
    time = f"2026-03-02T08:{second // 60:02}:{second % 60:02}Z"
    return {"id": id_, "time": time, "customer": customer, "name": name, "properties": properties}


def _file(path: Path, events: Sequence[Row]) -> Path:
    path.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    return path


def _rows(lake: Path, columns: str, order: str = "customer, time, id") -> list[tuple[Any, ...]]:
    files = [str(shard.path) for shard in Lake.open(lake).shards]
    with duckdb.connect() as con:
        return con.execute(f"SELECT {columns} FROM read_parquet($1, union_by_name = true) ORDER BY {order}", [files]).fetchall()


def _codes(error: pytest.ExceptionInfo[DesirelineError]) -> list[str]:
    return [found.code for found in error.value.diagnostics]


def test_events_are_ordered_by_customer_time_and_id(tmp_path: Path) -> None:
    events = [_event("b", 1, "zoe"), _event("c", 0, "zoe"), _event("a", 1, "zoe"), _event("z", 9, "ann")]
    report = import_files([_file(tmp_path / "e.jsonl", events)], tmp_path / "lake", clock_us=CLOCK_US)
    assert (report.taken, report.customers, report.new_names) == (4, 2, ("a",))
    lake = Lake.open(tmp_path / "lake")
    with duckdb.connect() as con:
        found = con.execute(f"SELECT customer, customer_no, id FROM {lake.shards[0].source_sql(con)}").fetchall()
    assert found == [("ann", 0, "z"), ("zoe", 1, "c"), ("zoe", 1, "a"), ("zoe", 1, "b")]


def test_a_file_imported_again_changes_nothing(tmp_path: Path) -> None:
    file = _file(tmp_path / "e.jsonl", [_event(str(n), n, f"c{n % 3}", x=n) for n in range(20)])
    import_files([file], tmp_path / "lake")
    before = (tmp_path / "lake" / "manifest.json").read_bytes()
    again = import_files([file], tmp_path / "lake")
    assert (again.taken, again.duplicates, again.differing, again.commit) == (0, 20, 0, "")
    assert (tmp_path / "lake" / "manifest.json").read_bytes() == before


def test_the_first_to_arrive_counts_and_later_ones_that_differ_are_told(tmp_path: Path) -> None:
    first = _file(tmp_path / "1.jsonl", [{**_event("a", 0, "c", x=1), "source": "crm"}, {**_event("a", 0, "d", x=1), "source": "crm"}])
    second = _file(tmp_path / "2.jsonl", [{**_event("a", 0, "c", x=2), "source": "crm"}, {**_event("a", 5, "c"), "source": "web"}])
    one = import_files([first], tmp_path / "lake")
    assert (one.taken, one.duplicates, one.differing, one.differing_ids) == (1, 1, 1, ("a",))
    two = import_files([second], tmp_path / "lake")
    assert (two.taken, two.duplicates, two.differing) == (1, 1, 1)
    assert _rows(tmp_path / "lake", "customer, p_x") == [("c", 1), ("c", None)]


def test_equal_content_in_another_type_does_not_differ(tmp_path: Path) -> None:
    import_files([_file(tmp_path / "1.jsonl", [{**_event("a", 0, "c", x=1), "source": "s"}])], tmp_path / "lake")
    text = [{**_event("a", 0, "c", x="1"), "source": "s"}, {**_event("b", 0, "c", x="one"), "source": "s"}]
    report = import_files([_file(tmp_path / "2.jsonl", text)], tmp_path / "lake")
    assert (report.duplicates, report.differing) == (1, 0)
    assert _rows(tmp_path / "lake", "p_x") == [("1",), ("one",)]


def test_events_without_id_keep_the_order_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("customer,time,name\n" + "".join(f"c,2026-03-02T08:00:00Z,n{n}\n" for n in range(30)), encoding="utf-8")
    import_files([file], tmp_path / "lake")
    rows = _rows(tmp_path / "lake", "id, name")
    assert rows[0] == ("log.csv-000000000000", 0)
    names = Lake.open(tmp_path / "lake").names
    assert [names[code] for _, code in rows] == [f"n{n}" for n in range(30)]


def test_a_longer_file_of_the_same_name_adds_what_is_new(tmp_path: Path) -> None:
    lines = [f"c,2026-03-02T08:00:{n:02}Z,n\n" for n in range(30)]
    file = tmp_path / "log.csv"
    file.write_text("customer,time,name\n" + "".join(lines[:20]), encoding="utf-8")
    import_files([file], tmp_path / "lake")
    file.write_text("customer,time,name\n" + "".join(lines), encoding="utf-8")
    report = import_files([file], tmp_path / "lake")
    assert (report.taken, report.duplicates, report.lake_rows) == (10, 20, 30)


def test_another_file_of_the_same_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    for month in (3, 4):
        lines = "".join(f"c,2026-{month:02}-02T08:00:{n:02}Z,n\n" for n in range(30))
        file.write_text("customer,time,name\n" + lines, encoding="utf-8")
        if month == 3:
            import_files([file], tmp_path / "lake")
    with pytest.raises(DesirelineError) as error:
        import_files([file], tmp_path / "lake")
    assert _codes(error) == ["E207"]
    assert "--source" in str(error.value.diagnostics[0].fix)
    april = import_files([file], tmp_path / "lake", ImportOptions(source=SourceOptions(source="april")))
    assert (april.taken, april.lake_rows) == (30, 60)


def test_a_column_that_holds_no_ids_is_refused(tmp_path: Path) -> None:
    file = _file(tmp_path / "e.jsonl", [_event(f"same{n % 10}", n % 3000, "c") for n in range(2_500)])
    with pytest.raises(DesirelineError) as error:
        import_files([file], tmp_path / "lake")
    assert _codes(error) == ["E208"]


def test_small_imports_touch_only_their_shards(tmp_path: Path) -> None:
    options = ImportOptions(rows_per_shard=50)
    import_files([_file(tmp_path / "1.jsonl", [_event(str(n), n, f"c{n}") for n in range(400)])], tmp_path / "lake", options)
    before = {shard.number: shard.path for shard in Lake.open(tmp_path / "lake").shards}
    assert len(before) == 8
    report = import_files([_file(tmp_path / "2.jsonl", [_event("new", 7, "c7")])], tmp_path / "lake", ImportOptions(rows_per_shard=100))
    after = {shard.number: shard.path for shard in Lake.open(tmp_path / "lake").shards}
    assert report.shards_written == 1
    assert sum(before[number] != after[number] for number in before) == 1


def test_a_lake_that_grows_is_split(tmp_path: Path) -> None:
    options = ImportOptions(rows_per_shard=100)
    for part in range(4):
        events = [_event(f"{part}-{n}", n, f"c{n}") for n in range(90)]
        import_files([_file(tmp_path / f"{part}.jsonl", events)], tmp_path / "lake", options)
    lake = Lake.open(tmp_path / "lake")
    assert (lake.manifest.shards, lake.rows, lake.customers) == (4, 360, 90)
    assert len(_rows(tmp_path / "lake", "id")) == 360


def test_bad_rows_are_kept_apart_and_counted(tmp_path: Path) -> None:
    good = [_event(str(n), n, "c") for n in range(200)]
    file = _file(tmp_path / "e.jsonl", [*good, {"id": "x", "customer": "c", "name": "a"}])
    report = import_files([file], tmp_path / "lake")
    assert report.taken == 200
    assert sum(report.quarantined.values()) == 1
    assert report.quarantine_file is not None
    kept = [json.loads(line) for line in Path(report.quarantine_file).read_text(encoding="utf-8").splitlines()]
    assert [(row["file"], row["line"], row["reason"]) for row in kept] == [("e.jsonl", 201, *report.quarantined)]


def test_too_many_bad_rows_stop_the_import(tmp_path: Path) -> None:
    good = [_event(str(n), n, "c") for n in range(20)]
    file = _file(tmp_path / "e.jsonl", [*good, {"id": "x", "customer": "c", "name": "a"}])
    with pytest.raises(DesirelineError) as error:
        import_files([file], tmp_path / "lake")
    found = error.value.diagnostics[0]
    assert (found.code, "1 of 21" in found.headline, "line 21" in found.label) == ("E206", True, True)
    assert not (tmp_path / "lake" / "manifest.json").exists()
    assert len(list((tmp_path / "lake" / "quarantine").iterdir())) == 1
    assert import_files([file], tmp_path / "lake", ImportOptions(max_bad_share=0.1)).taken == 20


def test_lines_that_a_quote_swallows_count_as_bad(tmp_path: Path) -> None:
    lines = [f"c,2026-03-02T08:{n // 60:02}:{n % 60:02}Z,n,x\n" for n in range(200)]
    lines[7], lines[12] = (line.replace(",x", ',"x') for line in (lines[7], lines[12]))
    file = tmp_path / "log.csv"
    file.write_text("customer,time,name,note\n" + "".join(lines), encoding="utf-8")
    with pytest.raises(DesirelineError, match="1 of 195 rows are no events, and take 5 more lines with them"):
        import_files([file], tmp_path / "lake")
    assert import_files([file], tmp_path / "lake", ImportOptions(max_bad_share=0.03)).taken == 194


def test_what_was_done_to_rows_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    times = ("2024-03-31 02:30:00", "2024-10-27 02:30:00", "2024-10-27 02:40:00", "2024-10-27 12:40:00")
    file.write_text("customer,time,name\n" + "".join(f"ann ,{time},n\n" for time in times), encoding="utf-8")
    trimmed, repeated, skipped = import_files([file], tmp_path / "lake", ImportOptions(source=SourceOptions(timezone="Europe/Rome"))).notes
    assert trimmed == "rows with blanks around names, which were taken off: 4"
    assert "come twice in Europe/Rome, as clocks go back: 2;" in repeated
    assert "never come in Europe/Rome, as clocks go forward: 1;" in skipped


def test_columns_that_hold_only_numbers_are_stored_as_such(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    rows = "".join(f"c,2026-03-02T08:00:{n:02}Z,n,{n},{n}.5,0{n},true,,nan\n" for n in range(10))
    file.write_text(f"customer,time,name,whole,real,code,yes,empty,odd\n{rows}", encoding="utf-8")
    import_files([file], tmp_path / "lake")
    stored = {name: column.stored for name, column in Lake.open(tmp_path / "lake").shards[0].property_columns.items()}
    assert stored == {"whole": "integer", "real": "number", "code": "text", "yes": "boolean", "odd": "text"}
    assert _rows(tmp_path / "lake", "p_whole, p_real, p_code, p_yes")[3] == (3, 3.5, "03", True)


@pytest.mark.parametrize("last", ["x", "1.0", "+1", "01", "9223372036854775808", " 1", "-0"])
def test_one_value_that_is_written_otherwise_keeps_a_column_text(tmp_path: Path, last: str) -> None:
    file = tmp_path / "log.parquet"
    duckdb.connect().execute(
        "COPY (SELECT 'c' AS customer, make_timestamptz(1700000000000000 + i) AS time, 'n' AS name, "
        f"CASE WHEN i = 2999 THEN '{last}' ELSE i::VARCHAR END AS x FROM range(3000) AS r(i)) TO '{file}' (FORMAT parquet)"
    )
    import_files([file], tmp_path / "lake")
    assert Lake.open(tmp_path / "lake").shards[0].property_columns["x"].stored == "text"
    assert _rows(tmp_path / "lake", "p_x", "time DESC")[0] == (last,)


def test_several_files_are_one_import(tmp_path: Path) -> None:
    one = _file(tmp_path / "1.jsonl", [_event("a", 1, "c", x=1)])
    other = _file(tmp_path / "2.jsonl", [_event("a", 1, "c", y="t"), _event("b", 0, "c")])
    report = import_files([one, other], tmp_path / "lake")
    assert report.taken == 3
    assert _rows(tmp_path / "lake", "id, source, p_x, p_y", "time, id, source") == [
        ("b", 1, None, None),
        ("a", 0, 1, None),
        ("a", 1, None, "t"),
    ]


def test_all_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(DesirelineError) as error:
        import_files([tmp_path / "1.csv", tmp_path / "2.csv"], tmp_path / "lake")
    assert len(error.value.diagnostics) == 2
