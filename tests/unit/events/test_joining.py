"""Identities joined by imports: across files, imports and shards."""

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from support.importing import import_files

from desireline.diagnostics import DesirelineError
from desireline.events import ImportOptions, ImportReport, Lake
from desireline.events.placing import shard_of

MANY = ImportOptions(rows_per_shard=4)


def _seen(id_: str, second: int, customer: str) -> dict[str, object]:
    return {"id": id_, "time": f"2026-03-02T08:00:{second:02}Z", "customer": customer, "name": "a", "properties": {}}


def _identified(id_: str, second: int, customer: str, was: object) -> dict[str, object]:
    return {**_seen(id_, second, customer), "name": "identify", "properties": {"was": was}}


def _import(folder: Path, name: str, events: Sequence[dict[str, object]], options: ImportOptions = MANY) -> ImportReport:
    file = folder / f"{name}.jsonl"
    file.write_text("".join(json.dumps({**event, "source": "s"}) + "\n" for event in events), encoding="utf-8")
    return import_files([file], folder / "lake", options)


def _customers(folder: Path) -> dict[str, str]:
    """Event id -> customer; every shard is checked to hold whole customers, in order."""
    lake, found = Lake.open(folder / "lake"), {}
    read = 0
    met: set[str] = set()
    with duckdb.connect() as con:
        for shard in lake.shards:
            rows = con.execute(f"SELECT id, customer, customer_no, time FROM {shard.source_sql(con)}").fetchall()
            customers = list(dict.fromkeys(row[1] for row in rows))
            assert customers == sorted(customers)
            assert met.isdisjoint(customers)
            assert [row[2] for row in rows] == [customers.index(row[1]) for row in rows]
            assert [row[1:] for row in rows] == sorted(row[1:] for row in rows)
            met.update(customers)
            read += len(rows)
            found.update({row[0]: row[1] for row in rows})
    assert len(met) == lake.customers
    assert read == len(found) == lake.rows
    return found


def _crowd(count: int) -> list[dict[str, object]]:
    return [_seen(f"crowd{n}", n % 60, f"c{n}") for n in range(count)]


def test_aliases_alone_move_customers_of_several_events_and_double_none(tmp_path: Path) -> None:
    _import(tmp_path, "1", [_seen(f"{name}{n}", n, name) for name in ("ann", "bob", "cid") for n in range(5)], ImportOptions())
    table = tmp_path / "aliases.csv"
    table.write_text("identity,same_as\nbob,ann\n", encoding="utf-8")
    report = _import(tmp_path, "1", [_seen("ann0", 0, "ann")], ImportOptions(aliases=table))
    customers = _customers(tmp_path)
    assert (report.taken, report.lake_rows, len(customers)) == (0, 15, 15)
    assert customers["bob3"] == "ann"


def test_an_identification_moves_events_of_earlier_imports(tmp_path: Path) -> None:
    _import(tmp_path, "1", [*_crowd(40), _seen("x", 1, "anon")])
    before = Lake.open(tmp_path / "lake")
    assert shard_of("anon", before.manifest.shards) != shard_of("zoe", before.manifest.shards)
    report = _import(tmp_path, "2", [_identified("i", 30, "zoe", "anon")], ImportOptions(rows_per_shard=100))
    customers = _customers(tmp_path)
    assert (customers["x"], customers["i"], len(customers)) == ("zoe", "zoe", 42)
    assert report.shards_written < len(before.shards)


def test_a_late_identification_that_is_earlier_wins(tmp_path: Path) -> None:
    _import(tmp_path, "1", [*_crowd(20), _seen("x", 1, "anon"), _identified("i", 30, "zoe", "anon")])
    report = _import(tmp_path, "2", [_identified("j", 20, "ann", "anon")])
    assert _customers(tmp_path)["x"] == "ann"
    assert (report.conflicts, "before" in report.conflict_examples[0]) == (1, True)


def test_an_alias_table_joins_known_customers(tmp_path: Path) -> None:
    _import(tmp_path, "1", [*_crowd(20), _seen("x", 1, "zoe"), _seen("y", 2, "zara")])
    table = tmp_path / "aliases.csv"
    table.write_text("identity,same_as\nzoe,zara\n", encoding="utf-8")
    report = import_files([], tmp_path / "lake", ImportOptions(aliases=table))
    assert (report.taken, report.shards_written > 0) == (0, True)
    customers = _customers(tmp_path)
    assert (customers["x"], customers["y"]) == ("zara", "zara")
    again = import_files([], tmp_path / "lake", ImportOptions(aliases=table))
    assert again.commit == ""


def test_aliases_before_events(tmp_path: Path) -> None:
    table = tmp_path / "aliases.csv"
    table.write_text("identity,same_as\nzoe,zara\n", encoding="utf-8")
    import_files([], tmp_path / "lake", ImportOptions(aliases=table))
    _import(tmp_path, "1", [_seen("x", 1, "zoe")])
    assert _customers(tmp_path) == {"x": "zara"}


def test_a_table_without_the_columns_is_no_alias_table(tmp_path: Path) -> None:
    table = tmp_path / "aliases.csv"
    table.write_text("a,b\nzoe,zara\n", encoding="utf-8")
    with pytest.raises(DesirelineError) as error:
        import_files([], tmp_path / "lake", ImportOptions(aliases=table))
    (found,) = error.value.diagnostics
    assert (found.code, "no column `identity`, `same_as` among `a`, `b`" in found.headline) == ("E212", True)


def test_aliases_from_nowhere_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DesirelineError, match="there is no such file"):
        import_files([], tmp_path / "lake", ImportOptions(aliases=tmp_path / "none.csv"))


def test_joins_survive_the_splitting_of_shards(tmp_path: Path) -> None:
    _import(tmp_path, "1", [_seen("x", 1, "anon"), _identified("i", 30, "zoe", "anon")], ImportOptions())
    for part in range(4):
        crowd = [_seen(f"{part}-{n}", n, f"c{n}") for n in range(20)]
        _import(tmp_path, f"part{part}", crowd)
    assert Lake.open(tmp_path / "lake").manifest.shards == 32
    customers = _customers(tmp_path)
    assert (customers["x"], len(customers)) == ("zoe", 82)


def test_identities_as_of_an_earlier_moment(tmp_path: Path) -> None:
    _import(tmp_path, "1", [_seen("x", 1, "anon"), _identified("i", 30, "zoe", "anon"), _identified("j", 40, "zoe", "other")])
    lake = Lake.open(tmp_path / "lake")
    start_us = 1_772_438_400_000_000
    assert lake.identities_as_of(start_us + 40_000_000) is None
    assert lake.identities_as_of(start_us + 30_000_000) == {"anon": "zoe"}
    assert lake.identities_as_of(start_us) == {}
    assert lake.latest_us(start_us + 35_000_000) == start_us + 30_000_000
    assert lake.latest_us(start_us) is None


def test_numbers_and_empty_texts_as_the_anonymous_identity(tmp_path: Path) -> None:
    _import(
        tmp_path,
        "1",
        [_seen("x", 1, "17"), _identified("i", 2, "zoe", 17), _identified("j", 3, "ann", ""), _identified("k", 3, "ann", None)],
    )
    assert _customers(tmp_path) == {"x": "zoe", "i": "zoe", "j": "ann", "k": "ann"}


@pytest.mark.parametrize("claim_first", [True, False])
def test_an_identify_event_without_an_anonymous_identity_makes_known_in_whatever_import(tmp_path: Path, claim_first: bool) -> None:
    parts = [[_seen("x", 1, "bob"), {**_identified("i", 50, "bob", None), "properties": {}}], [_identified("j", 30, "ann", "bob")]]
    for number, part in enumerate(reversed(parts) if claim_first else parts):
        _import(tmp_path, str(number), [*_crowd(20 * (1 - number)), *part])
    customers = _customers(tmp_path)
    assert (customers["x"], customers["i"], customers["j"]) == ("bob", "bob", "ann")
    lake = Lake.open(tmp_path / "lake")
    assert lake.identities_as_of(1_772_438_400_000_000 + 30_000_000) == {"bob": "ann"}
    assert [conflict for _, conflict in lake.identities().conflicts] == [
        "`bob` is a known customer; join known customers in the alias table"
    ]
