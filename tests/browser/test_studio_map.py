"""The map in a browser: its numbers are those of `measure`, everything opens, by keyboard alone; nothing is refused and nothing leaves."""

import re
from pathlib import Path
from typing import Any

import pytest
from support.studio import AXE, ROOT, opened, see, started, violations

from desireline import api

CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
MAP = "/map/connection_down"
Page = tuple[Any, list[str]]


def _numbers(page: Any, within: str) -> dict[str, int]:
    """What is asked for -> the number that stands there."""
    found = page.eval_on_selector_all(f"{within} [data-n]", "all => all.map(one => [one.dataset.ask, +one.dataset.n, one.textContent])")
    for ask, n, text in found:
        assert f"{n:,}" in text or not re.search(r"\d", text) or "%" in text or "by" in text or "h" in text, (ask, n, text)
    return {ask: n for ask, n, _ in found}


def test_stages_balance_in_the_page_as_measured(studio: Page, lake: Path) -> None:
    page, wrong = studio
    see(page, MAP)
    numbers = _numbers(page, ".of-customers")
    titles = {stage.id: stage.title for stage in api.read_map(CONNECTION).stages}
    for stage in api.measure(CONNECTION, lake).as_data()["stages"]:
        id_, trips = stage.pop("stage"), stage.pop("trips")
        assert numbers[f"stage:{id_}"] == trips
        # What is 0 is not drawn.
        shown = {state: numbers.get(f"stage:{id_}:{state}", 0) for state in stage if state != "moved_on"}
        assert shown == {state: n for state, n in stage.items() if state != "moved_on"}
        page.click(f'.grid .stage button:has-text("{titles[id_]}")')
        balance = _numbers(page, ".panel .balance")
        assert balance[f"stage:{id_}"] == sum(n for ask, n in balance.items() if ask != f"stage:{id_}")
    assert wrong == []


def test_a_number_opens_its_customers_and_its_definition(studio: Page, lake: Path) -> None:
    page, wrong = studio
    see(page, MAP)
    page.click('[data-ask="stage:fix:reached"]')
    panel = page.locator(".panel")
    panel.get_by_role("row").nth(1).wait_for()
    found = api.customers(CONNECTION, lake, [("stage", "fix:reached")])
    assert panel.get_by_role("row").count() - 1 == min(100, len(found))
    assert f"{len(found):,} customers, {found.all_trips:,} trips" in panel.inner_text()
    assert "Trips with a visit" in panel.inner_text()
    assert "desireline customers --stage fix:reached MAP LOG" in panel.inner_text()
    page.go_back()
    panel.get_by_role("heading", name="Where it hurts first").wait_for()
    assert wrong == []


def test_a_period_and_a_segment_are_kept_in_the_address(studio: Page, lake: Path) -> None:
    page, wrong = studio
    see(page, MAP)
    page.get_by_label("Period").select_option("2026-03")
    page.get_by_role("button", name="Compare with the time before").click()
    page.get_by_label("Tell trips apart by").select_option("plan")
    page.get_by_role("region", name="Trips by plan").get_by_role("button", name="fibre", exact=True).click()
    page.wait_for_function("location.search.includes('value=fibre')")
    page.wait_for_load_state("networkidle")
    address = page.url
    measured = api.measure(CONNECTION, lake, period="2026-03", segment="plan").as_data()
    (fibre,) = (segment for segment in measured["segments"] if segment["value"] == "fibre")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert _numbers(page, ".kpi")["segment:plan=fibre"] == fibre["trips"]
    assert page.get_by_role("heading", name="What changed most").count() + page.get_by_text("What changed most").count() >= 1
    assert wrong == []


def test_the_map_is_walked_by_keyboard_alone(studio: Page) -> None:
    page, wrong = studio
    see(page, MAP)
    page.locator(".seg button").last.focus()
    page.keyboard.press("Tab")
    said = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(said) == "1, Notice, Is it me or them?"
    page.keyboard.press("End")
    assert page.evaluate(said).startswith("6, Confirm")
    page.keyboard.press("ArrowLeft")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert re.match(r"Fix, Steps, Engineer visit, \d+ trips; Repair at the cabinet, \d+ trips", page.evaluate(said))
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Engineer visit").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate(said).startswith("Fix, Steps")
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Where it hurts first").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.grid')")
    assert wrong == []


@pytest.mark.parametrize(
    ("width", "height", "theme"), [(1440, 900, "light"), (1440, 900, "dark"), (1024, 768, "light"), (360, 740, "light"), (360, 740, "dark")]
)
def test_it_reads_well(studio: Page, theme: str, width: int, height: int) -> None:
    page, wrong = studio
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme)
    panels = ("", "&sel=step:engineer_visit", "&list=%5B1,%22trips%22,%22stages%22,%22stage:fix:reached%22%5D")
    for selected in panels if width == 1440 else panels[:1]:
        see(page, f"{MAP}?period=2026-03&compare=2026-02&segment=plan{selected}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if AXE.exists():
            assert violations(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert wrong == []


def test_a_map_without_events_is_the_map_alone(browser: Any) -> None:
    with started(CONNECTION) as link, opened(browser, link) as (page, wrong):
        page.get_by_role("grid").wait_for()
        assert "Start the studio with" in page.locator(".panel").inner_text()
        assert page.locator("[data-n]").count() == 0
        assert wrong == []
