"""Imports at the edges of what a log can hold."""

import json
from pathlib import Path

import duckdb
import pytest
from support.importing import import_files

from desireline.diagnostics import DesirelineError
from desireline.events import ImportOptions, Lake, property_column, property_sql


def _log(path: Path, rows: int, customer: str = "'c' || (i % 1000)", name: str = "'n'", channel: str = "'web'") -> Path:
    """Synthetic events; the fields are SQL over the row's number `i`."""
    duckdb.connect().execute(
        f"COPY (SELECT {customer} AS customer, make_timestamptz(1700000000000000 + i * 1000) AS time, {name} AS name, {channel} AS channel "
        f"FROM range({rows}) AS r(i)) TO '{path}' (FORMAT parquet)"
    )
    return path


def test_ten_thousand_event_names(tmp_path: Path) -> None:
    report = import_files([_log(tmp_path / "log.parquet", 20_000, name="'name ' || (i % 10000)")], tmp_path / "lake")
    assert (report.taken, len(Lake.open(tmp_path / "lake").names)) == (20_000, 10_000)


@pytest.mark.parametrize(("column", "limit", "code"), [("name", 100_000, "E209"), ("channel", 10_000, "E210")])
def test_too_many_of_what_should_be_few(tmp_path: Path, column: str, limit: int, code: str) -> None:
    with pytest.raises(DesirelineError) as error:
        import_files([_log(tmp_path / "log.parquet", limit + 1, **{column: "'v' || i"})], tmp_path / "lake")
    assert error.value.diagnostics[0].code == code
    assert not (tmp_path / "lake" / "manifest.json").exists()


def test_one_customer_with_a_million_events(tmp_path: Path) -> None:
    log = _log(tmp_path / "log.parquet", 1_000_000, customer="'one'", name="'n' || (i % 7)")
    import_files([log], tmp_path / "lake", ImportOptions(rows_per_shard=100_000, memory_mb=300))
    lake = Lake.open(tmp_path / "lake")
    assert (lake.rows, lake.customers, [shard.rows for shard in lake.shards]) == (1_000_000, 1, [1_000_000])
    with duckdb.connect() as con:
        rows = f"SELECT time < lag(time) OVER () AS back FROM {lake.shards[0].source_sql(con)}"
        assert con.execute(f"SELECT count(*) FROM ({rows}) WHERE back").fetchone() == (0,)


@pytest.mark.parametrize("join", [False, True])
def test_many_rows_are_in_order(tmp_path: Path, join: bool) -> None:
    log = _log(tmp_path / "log.parquet", 400_000, customer="'c' || hash(i) % 20011", name="'n' || (i % 7)")
    table = tmp_path / "aliases.csv"
    table.write_text("identity,same_as\n" + "".join(f"c{n},c{n + 5000}\n" for n in range(2000)), encoding="utf-8")
    import_files([log], tmp_path / "lake", ImportOptions(rows_per_shard=100_000, aliases=table if join else None))
    con = duckdb.connect()
    for shard in Lake.open(tmp_path / "lake").shards:
        columns = con.execute(f"SELECT customer_no, epoch_us(time) AS time_us, customer, id FROM {shard.source_sql(con)}").fetchnumpy()
        rows = list(zip(*(columns[name].tolist() for name in ("customer_no", "time_us", "id", "customer")), strict=True))
        assert rows == sorted(rows)
        assert len({row[0] for row in rows}) == len({row[3] for row in rows}) == shard.entry.customers
    con.close()


def test_little_memory_is_enough_where_there_is_disk(tmp_path: Path) -> None:
    log = _log(tmp_path / "log.parquet", 600_000, customer="md5((i % 100000)::VARCHAR)", name="'a long name of an event ' || (i % 50)")
    report = import_files([log], tmp_path / "lake", ImportOptions(memory_mb=150, rows_per_shard=100_000))
    assert (report.taken, report.lake_customers) == (600_000, 100_000)


def test_properties_past_the_columns_and_nested_ones_are_kept(tmp_path: Path) -> None:
    many: dict[str, object] = {f"p{n:03}": n for n in range(299)} | {"z'\"~/": 1.5, "deep": {"a": [1, None]}, "none": None}
    event = {"id": "a", "time": "2026-03-02T08:00:00Z", "customer": "c", "name": "identify", "properties": {**many, "was": "anon"}}
    (tmp_path / "log.jsonl").write_text(json.dumps(event) + "\n", encoding="utf-8")
    import_files([tmp_path / "log.jsonl"], tmp_path / "lake")
    lake = Lake.open(tmp_path / "lake")
    shard = lake.shards[0]
    assert 250 < len(shard.property_columns) <= 257
    assert [found.was for found in lake.identifications()] == ["anon"]
    with duckdb.connect() as con:
        for name, expected in {"p000": "0", "p298": "298", "z'\"~/": "1.5", "deep": None, "none": None, "other": None}.items():
            found = property_column(shard, name)
            assert found is not None or expected is None, name
            if found is not None:
                sql = f"SELECT CAST({property_sql(name, found)} AS VARCHAR) FROM {shard.source_sql(con)}"
                assert con.execute(sql).fetchone() == (expected,), name
        rest = con.execute(f"SELECT properties FROM {shard.source_sql(con)}").fetchone()
    assert rest is not None
    assert json.loads(rest[0])["deep"] == {"a": [1, None]}


def test_events_ahead_of_the_clock_are_kept_and_counted(tmp_path: Path) -> None:
    log = _log(tmp_path / "log.parquet", 10)
    report = import_files([log], tmp_path / "lake", clock_us=1_700_000_000_004_000)
    assert (report.taken, report.future) == (10, 5)
    assert Lake.open(tmp_path / "lake").latest_us(1_700_000_000_004_500) == 1_700_000_000_004_000


def test_times_at_the_ends_of_the_calendar(tmp_path: Path) -> None:
    lines = "".join(f"c,{time},n\n" for time in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"))
    (tmp_path / "log.csv").write_text("customer,time,name\n" + lines, encoding="utf-8")
    report = import_files([tmp_path / "log.csv"], tmp_path / "lake")
    data = report.as_data()
    assert (data["first"], data["last"]) == ("0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z")


def test_reports_are_plain_data(tmp_path: Path) -> None:
    report = import_files([_log(tmp_path / "log.parquet", 10)], tmp_path / "lake")
    assert json.loads(json.dumps(report.as_data())) == report.as_data()


def test_a_file_that_breaks_while_it_is_read(tmp_path: Path) -> None:
    log = _log(tmp_path / "log.parquet", 300_000, customer="md5(i::VARCHAR)")
    content = bytearray(log.read_bytes())
    content[1000:200_000] = bytes(199_000)
    log.write_bytes(content)
    with pytest.raises(DesirelineError) as error:
        import_files([log], tmp_path / "lake")
    assert error.value.diagnostics[0].code.startswith("E1")
    assert not (tmp_path / "lake" / "manifest.json").exists()


def test_a_row_of_three_thousand_columns_fits_into_the_memory_of_an_import(tmp_path: Path) -> None:
    names, values = (",".join(f"{start}{number}" for number in range(3_000)) for start in ("p", ""))
    (tmp_path / "log.csv").write_text(f"time,customer,event,{names}\n2024-03-01T10:00:00Z,c,n,{values}\n", encoding="utf-8")
    assert import_files([tmp_path / "log.csv"], tmp_path / "lake").taken == 1
