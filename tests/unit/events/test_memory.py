"""A lake from a list of events."""

import duckdb
import pytest

from desireline.events.memory import MemoryLake
from desireline.events.placing import shard_of, shard_sql
from desireline.events.shard import property_column, property_sql
from desireline.model import Event


def _event(id_: str, time_us: int, customer: str, name: str = "a", **properties: str | int | float | bool | None) -> Event:
    return Event(id=id_, time_us=time_us, customer=customer, name=name, properties=properties)


def _rows(lake: MemoryLake, columns: str) -> list[tuple[object, ...]]:
    con = duckdb.connect()
    return [row for shard in lake.shards for row in con.execute(f"SELECT {columns} FROM {shard.source_sql(con)}").fetchall()]


def test_order_is_by_customer_time_and_id() -> None:
    lake = MemoryLake([_event("b", 1, "zoe"), _event("c", 0, "zoe"), _event("a", 1, "zoe"), _event("z", 9, "ann")])
    assert _rows(lake, "customer, customer_no, epoch_us(time), id") == [
        ("ann", 0, 9, "z"),
        ("zoe", 1, 0, "c"),
        ("zoe", 1, 1, "a"),
        ("zoe", 1, 1, "b"),
    ]


def test_the_first_to_arrive_counts() -> None:
    lake = MemoryLake([_event("a", 1, "zoe", x=1), _event("a", 2, "ann", x=2)])
    assert _rows(lake, "customer, p_x") == [("zoe", 1)]


def test_identities_are_joined_and_share_a_shard() -> None:
    seen = Event(id="i", time_us=5, customer="zoe", name="identify", properties={"was": "anon"})
    lake = MemoryLake([_event("a", 1, "anon"), seen, _event("b", 9, "zara")], aliases=[("zoe", "zara")], shards=16)
    assert len(lake.shards) == 1
    assert _rows(lake, "customer, identity") == [("zara", "anon"), ("zara", "zoe"), ("zara", "zara")]
    assert lake.identities_as_of(5) is None
    assert lake.identities_as_of(4) == {"zoe": "zara"}


def test_every_customer_is_in_one_shard() -> None:
    lake = MemoryLake([_event(str(n), n, f"c{n % 50}") for n in range(200)], shards=8)
    assert sum(shard.rows for shard in lake.shards) == lake.rows == 200
    con = duckdb.connect()
    for shard in lake.shards:
        customers = con.execute(f"SELECT DISTINCT customer FROM {shard.source_sql(con)}").fetchall()
        assert {shard_of(name, 8) for (name,) in customers} == {shard.number}


@pytest.mark.parametrize(
    ("values", "stored", "expected"),
    [
        ([1, 2, None], "integer", [1, 2, None]),
        ([1, 2.5], "text", ["1", "2.5"]),
        ([True, None], "boolean", [True, None]),
        ([1e22], "number", [1e22]),
        ([2**63], "text", [str(2**63)]),
        (["1", True], "text", ["1", "true"]),
    ],
)
def test_columns_keep_values_as_they_came(values: list[str | int | float | bool | None], stored: str, expected: list[object]) -> None:
    lake = MemoryLake([_event(str(n), n, "c", x=value) for n, value in enumerate(values)])
    column = lake.shards[0].property_columns["x"]
    assert column.stored == stored
    assert [row[0] for row in _rows(lake, column.column)] == expected


def test_names_that_differ_in_case_have_columns_of_their_own() -> None:
    lake = MemoryLake([_event("a", 0, "c", Color="red", color="blue")])
    assert _rows(lake, '"p_Color", p_color_2') == [("red", "blue")]


def test_properties_past_the_columns_are_found_in_json() -> None:
    many = {f"p/{n}": n for n in range(300)}
    lake = MemoryLake([Event(id="a", time_us=0, customer="c", name="a", properties=many)])
    found = property_column(lake.shards[0], "p/299")
    assert found is not None
    assert found.stored == "json"
    assert _rows(lake, property_sql("p/299", found)) == [("299",)]


def test_texts_of_any_characters_are_kept() -> None:
    lake = MemoryLake([_event("a\0b", 0, "é\0😀"), _event("z", 0, "é\0")])
    assert _rows(lake, "customer, id") == [("é\0", "z"), ("é\0😀", "a\0b")]


def test_latest_is_not_in_the_future() -> None:
    lake = MemoryLake([_event("a", 5, "c"), _event("b", 9, "c")])
    assert [lake.latest_us(clock_us) for clock_us in (4, 5, 8, 9)] == [None, 5, 5, 9]


@pytest.mark.parametrize("root", ["", "abc", "é\0😀", "a" * 1000])
def test_sql_and_python_place_alike(root: str) -> None:
    assert duckdb.connect().execute(f"SELECT {shard_sql('?', 1024)}", [root]).fetchone() == (shard_of(root, 1024),)
