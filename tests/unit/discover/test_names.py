"""Which names are one step, and what their ids are."""

from pathlib import Path

import pytest
from support.logs import LATER_US, lake_of, walks

from desireline.discover import Wishes, discover, name_of_log
from desireline.discover.ids import Ids, id_from
from desireline.discover.names import Occurrence
from desireline.discover.templates import templates_of
from desireline.mapfile import read_map
from desireline.model import Map


def drafted(rows: list[tuple[str, float, str]], wishes: Wishes | None = None) -> Map:
    return discover(lake_of(rows), "log", wishes or Wishes(), now_us=LATER_US).map


def templates(names: list[str], customers: int = 1_000, of_each: int = 1) -> list[str]:
    return [found.text for found in templates_of([Occurrence(name, of_each, of_each) for name in names], customers)]


def test_order_numbers_are_one_thing() -> None:
    assert templates(["order 4711 shipped", "order 4712 shipped", "call"]) == ["order … shipped"]
    assert templates([f"order {n} shipped" for n in range(1, 13)]) == ["order … shipped"]
    assert templates(["ticket 123e4567-e89b-12d3-a456-426614174000", "ticket 00000000-e89b-12d3-a456-426614174111"]) == ["ticket …"]


def test_a_product_that_many_look_at_is_one_of_many() -> None:
    assert templates([f"viewed product {n}" for n in range(100)], of_each=30) == ["viewed product …"]
    assert templates([f"viewed {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(120)], of_each=30) == ["viewed …"]


@pytest.mark.parametrize(
    ("names", "customers", "of_each"),
    [
        (["level 1", "level 2"], 1_000, 1),
        ([f"level {n}" for n in range(1, 13)], 1_000, 40),
        ([f"level {n}" for n in range(1, 13)], 1, 1),
        (["survey 2024", "survey 2025"], 1_000, 1),
        (["plan 1000", "plan 2000"], 1_000, 40),
        (["basket.filled", "order.placed", "order.cancelled"], 1_000, 1),
    ],
)
def test_what_differs_in_meaning_stays_apart(names: list[str], customers: int, of_each: int) -> None:
    assert templates(names, customers, of_each) == []


def test_a_template_is_a_step_with_all_its_names() -> None:
    rows = [("ann", 0.0, "call"), ("ann", 1, "order 4711 shipped"), ("bob", 0, "call"), ("bob", 1, "order 4712 shipped")]
    map_ = drafted(rows, Wishes(all=True))
    assert {step.id: step.events for step in map_.steps} == {
        "call": ("call",),
        "order_shipped": ("order 4711 shipped", "order 4712 shipped"),
    }


def test_the_end_of_work_is_no_step() -> None:
    rows = walks("call call.done fix call", 3)
    assert [(step.id, step.done) for step in drafted(rows).steps] == [("call", ("call.done",)), ("fix", ())]
    assert [step.events for step in drafted(rows, Wishes(all=True)).steps] == [("call", "call.done"), ("fix",)]


def test_identify_is_a_step_only_where_all_names_are() -> None:
    rows = walks("identify call fix", 3)
    assert [step.id for step in drafted(rows).steps] == ["call"]
    assert [step.id for step in drafted(rows, Wishes(all=True)).steps] == ["identify", "call", "fix"]


def test_of_ten_thousand_names_the_frequent_ones_are_kept() -> None:
    letters = "abcdefghij"
    rare = [(f"c{n % 50}", 5.0 * n, "".join(letters[int(d)] for d in f"{n:05}")) for n in range(10_000)]
    draft = discover(lake_of([*walks("look buy look", 200), *rare]), "log", Wishes(), now_us=LATER_US)
    assert {step.id for step in draft.map.steps} == {"look", "buy"}
    assert draft.notes == ("left out 10,000 names of events; see the comment above `steps`",)
    assert "# Left out: 10,000 names, 94 % of events: `aaaaa` (1)" in draft.text


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Order Placed", "order_placed"),
        ("OrderPlaced", "order_placed"),
        ("Überweisung №5", "uberweisung_no5"),
        ("Straße", "strasse"),
        ("4711", "step_4711"),
        ("договор 5", ""),
        ("日本", ""),
        ("!?", ""),
    ],
)
def test_an_id_reads_like_its_name(name: str, id_: str) -> None:
    assert id_from(name) == id_


def test_ids_are_unique_and_mean_nothing_else() -> None:
    given = Ids()
    assert [given.of(name, "step_9") for name in ("Call", "call", "CALL", "done", "договор", "x" * 80, "X" * 80)] == [
        "call",
        "call_2",
        "call_3",
        "step_done",
        "step_9",
        "x" * 64,
        "x" * 62 + "_2",
    ]


def test_a_journey_is_called_as_its_log(tmp_path: Path) -> None:
    assert name_of_log("logs/bpic2012.xes.gz") == "bpic2012"
    assert name_of_log(tmp_path / "My Log.v2.csv") == "My Log.v2"
    assert name_of_log("a\x07b.csv") == "Journey"
    (tmp_path / "m.yaml").write_text(discover(lake_of(walks("a", 1)), '2026: "x"', Wishes(), now_us=LATER_US).text)
    assert (read_map(tmp_path / "m.yaml").journey, read_map(tmp_path / "m.yaml").title) == ("journey_2026_x", '2026: "x"')
