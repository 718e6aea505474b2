"""Parquet as a source of events."""

from pathlib import Path

import duckdb
import pytest
from support.source_reading import Opened, opened, refused

from desireline.diagnostics.diagnostic import Diagnostic
from desireline.events.sources import reading_failed
from desireline.model.instants import parse_instant_us

NOON = "TIMESTAMPTZ '2026-03-02 12:00:00+00'"


def _written(path: Path, select: str) -> Path:
    duckdb.connect().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


def _source(tmp_path: Path, select: str, **options: object) -> Opened:
    return opened(_written(tmp_path / "log.parquet", select), scratch=tmp_path, **options)


def _refused(tmp_path: Path, select: str, **options: object) -> Diagnostic:
    return refused(_written(tmp_path / "log.parquet", select), scratch=tmp_path, **options)


def test_types_are_kept(tmp_path: Path) -> None:
    source = _source(
        tmp_path,
        f"SELECT 'ann' AS customer, {NOON} AS time, 'a' AS name, 1::TINYINT AS i, 2.5::FLOAT AS f, 'nan'::DOUBLE AS nan, true AS b,"
        " 18446744073709551615::UBIGINT AS u, 12.50::DECIMAL(9, 2) AS d, 7::DECIMAL(18, 0) AS whole, 0.1::DECIMAL(38, 20) AS wide,"
        " DATE '2026-03-02' AS day, TIMESTAMP '2026-03-02 12:00:00.5' AS wall, TIMESTAMPTZ '2026-03-02 12:00:00+02:00' AS instant,"
        " {'a': [1, 2]} AS s, [1, 2] AS l, MAP {'k': 1} AS m, 'x'::BLOB AS bytes, '' AS t, NULL::INTEGER AS n",
    )
    assert source.stored == {
        "i": "integer",
        "f": "number",
        "nan": "number",
        "b": "boolean",
        "u": "text",
        "d": "number",
        "whole": "integer",
        "wide": "text",
        "day": "text",
        "wall": "text",
        "instant": "text",
        "s": "json",
        "l": "json",
        "m": "json",
        "t": "text",
        "n": "integer",
    }
    (row,) = source.rows
    assert str(row["nan"]) == "nan"
    assert row.items() >= {
        ("i", 1),
        ("f", 2.5),
        ("b", True),
        ("u", "18446744073709551615"),
        ("d", 12.5),
        ("whole", 7),
        ("wide", "0.10000000000000000000"),
        ("day", "2026-03-02"),
        ("wall", "2026-03-02T12:00:00.500000"),
        ("instant", "2026-03-02T10:00:00.000000Z"),
        ("s", '{"a":[1,2]}'),
        ("l", "[1,2]"),
        ("m", '{"k":1}'),
        ("t", ""),
        ("n", None),
    }
    assert source.source.notes == ("`bytes` is binary and was left out",)


@pytest.mark.parametrize(
    ("time", "options", "meant"),
    [
        (NOON, {}, "2026-03-02T12:00:00Z"),
        ("TIMESTAMP '2026-03-02 12:00:00'", {"timezone": "Europe/Rome"}, "2026-03-02T11:00:00Z"),
        ("TIMESTAMP_NS '2026-03-02 12:00:00.123456789'", {"timezone": "UTC"}, "2026-03-02T12:00:00.123456Z"),
        ("TIMESTAMP_NS '1960-03-02 12:00:00.123456789'", {"timezone": "UTC"}, "1960-03-02T12:00:00.123456Z"),
        ("TIMESTAMP_S '2026-03-02 12:00:00'", {"timezone": "UTC"}, "2026-03-02T12:00:00Z"),
        ("DATE '2026-03-02'", {"timezone": "Europe/Rome", "date_at": "start"}, "2026-03-01T23:00:00Z"),
        ("DATE '2026-03-02'", {"timezone": "UTC", "date_at": "end"}, "2026-03-02T23:59:59.999999Z"),
        ("1772452800", {"time_unit": "s"}, "2026-03-02T12:00:00Z"),
        ("1772452800.1234567::DOUBLE", {"time_unit": "s"}, "2026-03-02T12:00:00.123457Z"),
        ("1772452800000.5", {"time_unit": "ms"}, "2026-03-02T12:00:00.0005Z"),
        ("'2026-03-02T12:00:00Z'", {}, "2026-03-02T12:00:00Z"),
    ],
)
def test_times_of_any_type(tmp_path: Path, time: str, options: dict[str, str], meant: str) -> None:
    source = _source(tmp_path, f"SELECT 'ann' AS customer, {time} AS time, 'a' AS name", **options)
    assert source.column("time_us") == [parse_instant_us(meant)]


@pytest.mark.parametrize(
    ("time", "code"),
    [("TIMESTAMP '2026-03-02 12:00:00'", "E110"), ("DATE '2026-03-02'", "E111"), ("1772452800", "E113"), ("1.5", "E113")],
)
def test_times_that_need_a_word(tmp_path: Path, time: str, code: str) -> None:
    assert _refused(tmp_path, f"SELECT 'ann' AS customer, {time} AS time, 'a' AS name").code == code


@pytest.mark.parametrize("time", ["'infinity'::TIMESTAMPTZ", "TIMESTAMPTZ '12000-01-01 00:00:00+00'", "NULL::TIMESTAMPTZ"])
def test_times_out_of_range_are_set_aside(tmp_path: Path, time: str) -> None:
    (row,) = _source(tmp_path, f"SELECT 12 AS customer, {time} AS time, 'a' AS name, 5 AS x").rows
    assert row["time_us"] is None
    assert "time" in str(row["bad"])
    assert '"x":5' in str(row["raw"])


def test_customers_of_any_type_are_text(tmp_path: Path) -> None:
    assert _source(tmp_path, f"SELECT 12 AS customer, {NOON} AS time, 3 AS name").column("customer") == ["12"]


def test_an_empty_customer_is_none(tmp_path: Path) -> None:
    (row,) = _source(tmp_path, f"SELECT '' AS customer, {NOON} AS time, 'a' AS name").rows
    assert row["bad"] == "it has no customer in `customer`"


@pytest.mark.parametrize(
    "properties", ["{'plan': 'fibre', 'mbps': 2}", "MAP {'plan': 'fibre', 'mbps': '2'}", '\'{"plan": "fibre", "mbps": 2}\'']
)
def test_properties_in_one_column(tmp_path: Path, properties: str) -> None:
    source = _source(tmp_path, f"SELECT 'ann' AS customer, {NOON} AS time, 'a' AS name, {properties} AS properties")
    assert source.column("plan") == ["fibre"]
    assert str(source.column("mbps")[0]) == "2"


def test_fields_of_structs_by_path(tmp_path: Path) -> None:
    source = _source(tmp_path, f"SELECT {{'user': {{'id': 7}}}} AS context, {NOON} AS time, 'a' AS name", customer="context.user.id")
    assert source.column("customer") == ["7"]
    assert source.stored == {"context": "json"}


def test_positions_are_those_of_the_file(tmp_path: Path) -> None:
    source = _source(tmp_path, f"SELECT 'c' || i % 7 AS customer, {NOON} AS time, 'a' AS name, i FROM range(300000) AS t(i)")
    assert source.source.rows_estimate == 300_000
    wrong = f"SELECT count(*) FROM ({source.source.sql}) WHERE p_0 <> position OR line <> position + 1"
    assert source.con.execute(wrong).fetchone() == (0,)


def test_columns_with_the_names_that_reading_uses(tmp_path: Path) -> None:
    own = '1 AS position, 2 AS line, 3 AS c0, 4 AS p_0, 5 AS bad, 6 AS raw, 7 AS fault, 8 AS any_us, 9 AS time_us, 10 AS "we""ird \'x\'"'
    source = _source(tmp_path, f"SELECT 'ann' AS customer, {NOON} AS time, 'a' AS name, {own}")
    columns = ", ".join(each.column for each in source.source.properties)
    assert source.con.execute(f"SELECT {columns} FROM ({source.source.sql})").fetchall() == [tuple(range(1, 11))]


def test_a_column_called_file_row_number(tmp_path: Path) -> None:
    source = _source(tmp_path, f"SELECT 'ann' AS customer, {NOON} AS time, 'a' AS name, 7 AS file_row_number")
    assert source.column("file_row_number") == [7]


def test_what_is_no_parquet_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.parquet", b"PAR1 and nothing else").code == "E119"
    assert refused(tmp_path / "log.parquet", b"time,customer,name\n").code == "E119"
    whole = _written(tmp_path / "whole.parquet", f"SELECT 'ann' AS customer, {NOON} AS time, 'a' AS name").read_bytes()
    assert refused(tmp_path / "log.parquet", whole[:-20]).code == "E119"


def test_damage_that_shows_only_while_reading_is_told(tmp_path: Path) -> None:
    path = _written(tmp_path / "log.parquet", f"SELECT 'ann' || i AS customer, {NOON} AS time, 'a' AS name FROM range(100000) AS t(i)")
    data = bytearray(path.read_bytes())
    data[1000:60_000] = b"\xff" * 59_000
    path.write_bytes(bytes(data))
    source = opened(path, scratch=tmp_path)
    with pytest.raises(duckdb.Error) as caught:
        _ = source.rows
    (found,) = reading_failed(path, caught.value).diagnostics
    assert found.code == "E119"
