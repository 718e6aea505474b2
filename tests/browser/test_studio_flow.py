"""The flow in a browser: every move with its number, whatever is drawn; followed by keyboard alone; the same as a table."""

import re
from pathlib import Path
from typing import Any

import pytest
from support.studio import AXE, ROOT, see, violations

from desireline import api

CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
FLOW = "/flow/connection_down"
Page = tuple[Any, list[str]]
SHOWN = "all => Object.fromEntries(all.map(one => [one.dataset.ask, +one.dataset.n]))"


def _drawn(page: Any) -> tuple[int, int]:
    """How many kinds of move are drawn, of how many."""
    found = re.search(r"% drawn, ([\d,]+) of ([\d,]+) kinds", page.locator(".how-much").inner_text())
    assert found is not None
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


def test_the_slider_never_changes_a_count_nor_moves_a_step(studio: Page, lake: Path) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?by=moves&sel=step:call")
    measured = {(row.from_, row.to): row.count for row in api.measure(CONNECTION, lake).findings}
    places, seen = [], []
    for drawn in (1, 20, len(measured)):
        page.get_by_label("How many kinds of move are drawn").fill(str(drawn))
        assert _drawn(page) == (drawn, len(measured))
        assert page.locator(".edge").count() == drawn
        places.append([one.bounding_box() for one in page.locator(".node").all()])
        seen.append(page.eval_on_selector_all(".panel [data-n], .rail-of [data-n]", SHOWN))
    assert places[0] == places[1] == places[2]
    assert seen[0] == seen[1] == seen[2]
    for ask, n in seen[0].items():
        if ask.startswith("move:"):
            _, came, went = ask.split(":")
            assert n == sum(measured.get((from_, to), 0) for from_ in came.split(",") for to in went.split(","))
    assert wrong == []


def test_a_move_is_followed_by_keyboard_alone(studio: Page) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?by=moves")
    page.get_by_role("button", name="As a table").focus()
    page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.node"
    assert page.evaluate(focused) == "speed_test"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "status_page"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) not in ("speed_test", "status_page", None)
    page.keyboard.press("Enter")
    page.get_by_text("Came from").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.dataset.node")
    assert wrong == []


def test_the_table_has_the_moves_that_are_drawn(studio: Page, lake: Path) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?by=moves&table&drawn=999999")
    rows = page.eval_on_selector_all(".flow-table td:nth-child(4) [data-n]", SHOWN)
    assert rows == {f"move:{row.from_}:{row.to}": row.count for row in api.measure(CONNECTION, lake).findings}
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_reads_well(studio: Page, theme: str) -> None:
    page, wrong = studio
    page.emulate_media(color_scheme=theme)
    for width, asked in ((1440, "sel=move:call>line_test"), (1440, "table"), (360, "sel=step:call")):
        page.set_viewport_size({"width": width, "height": 900})
        see(page, f"{FLOW}?{asked}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if AXE.exists():
            assert violations(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert wrong == []
