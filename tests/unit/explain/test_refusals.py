from pathlib import Path

import pytest
from support.importing import CLOCK_US
from support.small_journeys import happened, small_map
from support.told import story_of
from support.written_lakes import lake_of

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.events import Lake
from desireline.events.manifest import Manifest
from desireline.explain import explain
from desireline.model import Event, Map

MAP = small_map({"call": {}, "wait": {}}, outcomes=["up"])


def refused(folder: Path, maps: list[Map], events: list[Event], customer: str = "ann", why_not: str | None = None) -> Diagnostic:
    with pytest.raises(DesirelineError) as raised:
        story_of(folder, maps, events, customer, why_not=why_not)
    (diagnostic,) = raised.value.diagnostics
    return diagnostic


@pytest.mark.parametrize(("asked", "near"), [("Anna", ["anna"]), ("ana", ["anna"]), ("web1", ["web-1"]), ("nobody", [])])
def test_an_unknown_customer_is_told_with_names_like_it(tmp_path: Path, asked: str, near: list[str]) -> None:
    events = [happened("call", 0, "anna"), happened("identify", 1, "anna", was="web-1"), happened("call", 2, "ottokar")]
    found = refused(tmp_path, [MAP], events, asked)
    assert (found.code, [one.name for one in found.near]) == ("X101", near)


def test_where_nothing_is_like_it_some_names_are_given(tmp_path: Path) -> None:
    found = refused(tmp_path, [MAP], [happened("call", 0, "c-1"), happened("call", 1, "c-2")], "Case 1")
    assert found.label == "nothing like it was found; customers are named `c-1` and `c-2`, for example"


def test_a_lake_without_events_says_so(tmp_path: Path) -> None:
    with pytest.raises(DesirelineError, match="the lake holds no events"):
        explain("ann", [MAP], Lake(tmp_path, Manifest()), now_us=CLOCK_US)


def test_an_empty_name_is_nobodys(tmp_path: Path) -> None:
    assert refused(tmp_path, [MAP], [happened("call", 0)], "").code == "X101"


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    assert refused(tmp_path, [MAP], [happened("call", 0)], "\udcff").label.startswith("this name is not UTF-8")


def test_maps_of_one_journey_cannot_be_told_apart(tmp_path: Path) -> None:
    assert refused(tmp_path, [MAP, MAP], [happened("call", 0)]).code == "X102"


def test_an_unknown_step_is_told_with_those_like_it(tmp_path: Path) -> None:
    found = refused(tmp_path, [MAP], [happened("call", 0)], why_not="cal")
    assert (found.code, found.near[0].name) == ("X103", "call")


def test_a_shard_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, [happened("call", 0)])
    path = lake.shards[0].path
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(DesirelineError, match="R101"):
        explain("ann", [MAP], lake, now_us=CLOCK_US)
