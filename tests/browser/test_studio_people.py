"""One customer in a browser: found by keyboard alone, and told as `explain` tells it."""

from pathlib import Path
from typing import Any

import pytest
from support.map_texts import SMALL
from support.studio import AXE, ROOT, opened, see, started, violations

from desireline import api

CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
Page = tuple[Any, list[str]]


@pytest.fixture(scope="module")
def someone(lake: Path) -> str:
    """Whoever waited longest for an engineer."""
    found: str = api.customers(CONNECTION, lake, [("stay", "engineer_visit")]).names[0]
    return found


def test_a_customer_is_found_by_keyboard_alone(studio: Page, someone: str) -> None:
    page, wrong = studio
    see(page, "/map/connection_down")
    page.keyboard.press("/")
    page.locator("input[type=search]:focus").wait_for()
    page.keyboard.type(someone.upper())
    page.get_by_role("button", name=someone, exact=True).wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=someone).wait_for()
    assert page.url.endswith(f"/people/{someone}")
    assert wrong == []


def test_customers_of_every_log_are_counted_and_found(lake: Path, browser: Any, tmp_path: Path) -> None:
    (tmp_path / "shop.journey.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "shop.csv").write_text("customer,time,event\nzoe,2026-01-01T00:00:00Z,page.viewed\n", encoding="utf-8")
    lakes = ("--lake", f"connection_down={lake}", "--lake", f"shop={tmp_path / 'shop.csv'}")
    with started(CONNECTION, tmp_path / "shop.journey.yaml", *lakes) as link, opened(browser, link) as (page, wrong):
        see(page, "/people")
        page.get_by_text("400 and 1 customers in 2 logs").wait_for()
        page.get_by_role("searchbox", name="Find a customer").fill("zo")
        page.get_by_role("button", name="zoe", exact=True).click()
        page.get_by_text("1 event in 1 trip, 1 Jan 2026, 00:00 UTC").wait_for()
        assert wrong == []


def test_the_story_is_the_one_that_explain_tells(studio: Page, someone: str, lake: Path) -> None:
    page, wrong = studio
    see(page, f"/people/{someone}")
    story = api.explain(someone, CONNECTION, lake).as_data()
    (journey,) = story["journeys"]
    titles = {one.id: one.title for place in (api.read_map(CONNECTION).steps, api.read_map(CONNECTION).outcomes) for one in place}
    trips = [one.text_content() for one in page.locator(".whys").all()[: len(journey["trips"])]]
    for trip, said in zip(reversed(journey["trips"]), trips, strict=True):
        at = 0
        for visit in trip["visits"]:
            at = said.index(f"{titles[visit['step']]} ", at)
            assert visit["because"] in said[at:]
        assert said.count("broken") == sum(promise["state"] == "broken" for promise in trip["promises"])
    assert f"{story['events_counted']} events in {len(journey['trips'])} trip" in page.locator(".person-head").inner_text()
    assert wrong == []


def test_nobody_unknown_has_a_story(studio: Page) -> None:
    page, wrong = studio
    see(page, "/people/nobody%20at%20all")
    assert "nobody at all" in page.get_by_role("alert").inner_text()
    # The browser itself says that something was not found.
    wrong.clear()


def test_a_list_leads_to_the_story(studio: Page) -> None:
    page, wrong = studio
    see(page, "/map/connection_down")
    page.click('[data-ask="stage:fix:reached"]')
    first = page.locator(".panel td a").first
    name = first.inner_text()
    first.click()
    page.get_by_role("heading", name=name).wait_for()
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_reads_well(studio: Page, someone: str, theme: str) -> None:
    page, wrong = studio
    page.emulate_media(color_scheme=theme)
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        see(page, f"/people/{someone}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if AXE.exists():
            assert violations(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert wrong == []
