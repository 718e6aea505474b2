from pathlib import Path

import pytest
from support.small_journeys import BEGIN_US, happened
from support.written_lakes import lake_of

from desireline.events import Component, Lake, component_of, connect


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    events = [
        happened("a", 0, "web-1"),
        happened("identify", 1, "ann", was="web-1"),
        happened("identify", 2, "bob", was="web-1"),
        happened("a", 3, "bob"),
        happened("a", 4, "zed"),
        happened("a", 5, "alone"),
    ]
    return lake_of(tmp_path, events, [("zed", "bob")], rows_per_shard=1)


def component(lake: Lake, identity: str) -> Component:
    with connect() as con:
        return component_of(lake, identity, con)


@pytest.mark.parametrize("identity", ["ann", "bob", "zed", "web-1"])
def test_all_whom_something_joins_are_one_component_in_one_shard(lake: Lake, identity: str) -> None:
    found = component(lake, identity)
    assert (found.identities, found.customers) == (("ann", "bob", "web-1", "zed"), ("ann", "bob"))
    assert found.shard is not None
    with connect() as con:
        held = con.execute(f"SELECT DISTINCT identity FROM {found.shard.source_sql(con)}").fetchall()
    assert {name for (name,) in held} >= {"ann", "bob", "web-1", "zed"}


@pytest.mark.parametrize("as_of_us", [BEGIN_US, BEGIN_US + 90_000_000, BEGIN_US + 10**9])
def test_its_names_come_to_what_the_whole_lake_says(lake: Lake, as_of_us: int) -> None:
    whole = lake.identities_as_of(as_of_us)
    if whole is None:
        whole = lake.identities().customer_of
    assert component(lake, "zed").resolved(as_of_us).customer_of == whole


def test_who_is_named_by_nothing_is_alone(lake: Lake) -> None:
    found = component(lake, "alone")
    assert (found.identities, found.identifications, found.aliases) == (("alone",), (), ())
    assert found.shard is not None
    assert component(lake, "nobody").identities == ("nobody",)
