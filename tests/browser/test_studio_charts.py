"""Pictures beside the flow: each has a table with the same numbers, and they are those that the pictures of the package have."""

import re
from pathlib import Path
from typing import Any

import pytest
from support.browser import OVERLAPS
from support.studio import AXE, ROOT, see, violations

from desireline import api

CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
FLOW = "/flow/connection_down"
FUNNEL = "show=funnel&step=speed_test&step=call&step=connection_back"
SHOWS = ("show=routes", "show=dots", "show=dots&since", "show=times", FUNNEL, "show=returns")
Page = tuple[Any, list[str]]
COUNTS = "all => all.map(one => +one.dataset.n)"
CELLS = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"


def _both(page: Any, asked: str) -> tuple[list[int], list[list[str]]]:
    """The numbers of a picture that open lists, and the rows of its table. They are looked at in one address."""
    see(page, f"{FLOW}?{asked}")
    drawn = page.eval_on_selector_all(".map-scroll [data-n]", COUNTS)
    page.get_by_role("button", name="As a table").click()
    page.locator(".chart-table").wait_for()
    return drawn, page.eval_on_selector_all(".chart-table tbody tr", CELLS)


def test_a_funnel_is_that_of_the_package(studio: Page, lake: Path) -> None:
    page, wrong = studio
    drawn, rows = _both(page, FUNNEL)
    data = api.picture("funnel", CONNECTION, lake, steps=["speed_test", "call", "connection_back"]).data()
    assert drawn == [row["made"] for row in data]
    assert [int(re.match(r"[\d,]+", row[1])[0].replace(",", "")) for row in rows] == drawn
    assert wrong == []


def test_steps_of_a_funnel_are_chosen_and_put_in_order_by_keyboard_alone(studio: Page) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?show=funnel")
    page.get_by_text("Choose two steps or more").wait_for()
    chain = page.get_by_role("list", name="Steps in their order")
    for step in ("call", "speed_test"):
        page.get_by_label("Add a step").focus()
        page.get_by_label("Add a step").select_option(step)
    page.locator(".funnel li").nth(1).wait_for()
    page.get_by_role("button", name="Speed test earlier").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("step=speed_test&step=call$"))
    chain.get_by_role("button", name="Without Call").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Choose two steps or more").wait_for()
    assert wrong == []


def test_who_came_back_is_that_of_the_package(studio: Page, lake: Path) -> None:
    page, wrong = studio
    drawn, rows = _both(page, "show=returns")
    data = api.picture("returns", CONNECTION, lake).data()
    cohorts = list(dict.fromkeys(row["month"] for row in data))
    weeks = {cohort: [row for row in data if row["month"] == cohort and row["followed"]] for cohort in cohorts}
    months = [n for those in weeks.values() for n in (those[0]["customers"], *(row["returned"] for row in those))]
    assert drawn[: len(months)] == months
    assert (
        drawn[len(months)]
        == sum(those[0]["customers"] for those in weeks.values())
        == len(api.customers(CONNECTION, lake, [("cohort", "*")]))
    )
    assert (
        drawn[len(months) + 1]
        == sum(those[0]["returned"] for those in weeks.values())
        == len(api.customers(CONNECTION, lake, [("cohort", "*:1")]))
    )
    assert len(rows) == len(drawn) - len(weeks) - 1
    assert wrong == []


def test_times_have_the_bars_that_add_up_and_each_is_the_size_of_its_list(studio: Page, lake: Path) -> None:
    page, wrong = studio
    drawn, rows = _both(page, "show=times&of=move:call:line_test&only=starts:speed_test")
    (stays,) = (
        row
        for row in api.measure(CONNECTION, lake, only=[("starts", "speed_test")]).findings
        if (row.from_, row.to) == ("call", "line_test")
    )
    assert drawn[0] == stays.count == sum(drawn[1:])
    counts = page.eval_on_selector_all(".chart-table [data-n]", "all => all.map(one => [one.dataset.ask, +one.dataset.n])")
    assert [n for _, n in counts if n] == drawn[1:]
    for ask, n in counts[:3]:
        criteria = [(word, text) for word, _, text in (one.partition(":") for one in ask.split(" "))]
        assert api.customers(CONNECTION, lake, criteria).all_rows == n
    assert len(rows) == len(counts)
    assert not any("1970" in cell for row in rows for cell in row)
    assert wrong == []


@pytest.mark.parametrize("of", ["stay:call", "stage:fix", "how:connection_back"])
def test_times_of_all_kinds_are_chosen_from_a_list(studio: Page, of: str) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?show=times")
    page.get_by_label("What took the time").select_option(of)
    page.wait_for_load_state("networkidle")
    assert page.locator(".bin").count() > 2
    assert "half within" in page.locator(".map-scroll .lead").inner_text()
    assert wrong == []


def test_single_trips_are_a_sample_and_say_so(studio: Page, lake: Path) -> None:
    page, wrong = studio
    _, rows = _both(page, "show=dots")
    picture = api.picture("dots", CONNECTION, lake).data()
    assert len(rows) == len(picture)
    assert {row[0] for row in rows} == {row["customer"] for row in picture}
    measured = api.measure(CONNECTION, lake)
    assert page.eval_on_selector_all(".notes [data-n]", COUNTS) == [measured.trips, measured.customers]
    assert re.search(r"\d+ trips of 100 customers drawn", page.locator(".notes").inner_text())
    page.get_by_role("button", name="As a picture").click()
    assert page.locator(".dots-drawn .trip path:not(.thread)").count() == len(picture)
    assert "2026" in page.locator(".dots-axis").text_content()
    assert wrong == []


def test_routes_have_shares_and_add_up_to_the_chosen_trips(studio: Page, lake: Path) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?show=routes&only=with:call")
    rows = page.eval_on_selector_all(".chart-table tbody tr", CELLS)
    counts = [int(re.match(r"[\d,]+", row[1])[0].replace(",", "")) for row in rows]
    assert sum(counts) == api.measure(CONNECTION, lake, only=[("with", "call")]).trips
    assert rows[0][2].endswith("%")
    assert wrong == []


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (360, "light"), (2560, "dark")])
def test_they_read_well(studio: Page, theme: str, width: int) -> None:
    page, wrong = studio
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    for asked in SHOWS:
        see(page, f"{FLOW}?{asked}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(OVERLAPS) == []
        if AXE.exists():
            assert violations(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert wrong == []
