"""Texts that are made to harm: refused with their place, in little time and memory."""

import tracemalloc

import pytest
from support.map_texts import SMALL

from desireline.diagnostics import DesirelineError
from desireline.mapfile import map_from_data, parse_map
from desireline.mapfile.limits import DEEPEST, MOST_FINDINGS


def codes(text: str) -> list[str]:
    return [d.code for d in parse_map(text).diagnostics]


def test_a_bomb_of_aliases_takes_no_memory() -> None:
    lines = [f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 10)}]" for i in range(1, 30)]
    tracemalloc.start()
    found = codes("x0: &x0 [a, a]\n" + "\n".join(lines))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == ["J011"]
    assert peak < 5_000_000


def test_a_bomb_whose_aliases_stand_in_steps() -> None:
    big = f"x: &x [{', '.join(['a'] * 5_000)}]\n"
    assert codes(SMALL + big + "y: [" + ", ".join(["*x"] * 100) + "]\n") == ["J011"]


def test_a_loop_of_anchors() -> None:
    assert codes("journey: &a [*a]\n") == ["J010"]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "a:\n" + "".join(" " * i + "a:\n" for i in range(1, 200))]
)
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    assert codes(text) == ["J012"]


def test_deep_data_are_refused() -> None:
    data: dict[str, object] = {}
    for _ in range(10_000):
        data = {"trip": data}
    with pytest.raises(DesirelineError) as caught:
        map_from_data(data)
    assert f"more than {DEEPEST} deep" in str(caught.value)


def test_data_that_contain_themselves_are_refused() -> None:
    data: dict[str, object] = {"journey": "loop"}
    data["trip"] = data
    with pytest.raises(DesirelineError):
        map_from_data(data)


def test_findings_are_bounded() -> None:
    found = parse_map(SMALL + "".join(f"wrong{i}: 1\n" for i in range(2 * MOST_FINDINGS))).diagnostics
    assert [d.code for d in found].count("J101") == MOST_FINDINGS
    assert [d.headline for d in found if d.code != "J101"] == ["the map has 1,000 more findings than the 1,000 that are listed"]


def test_a_long_number_is_out_of_bounds() -> None:
    assert codes(SMALL.replace("title: Paid", f"title: Paid, worth: {'9' * 5_000}")) == ["J122"]


def test_a_text_without_end_is_too_long() -> None:
    assert codes(SMALL.replace("A purchase", "a" * 100_000)) == ["J122"]


def test_a_condition_that_is_too_long_has_its_own_reason() -> None:
    terms = " or ".join(f"n = {number}" for number in range(10_000))
    found = parse_map(SMALL.replace("quiet: ", f'only: "{terms}", quiet: ')).diagnostics
    assert [d.code for d in found] == ["J122"]
    assert "nor a solver prove it" in found[0].why
