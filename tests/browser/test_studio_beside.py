"""One customer among others: the next of the list that led here, who went the same way, and where the customer is."""

from pathlib import Path
from typing import Any

from support.studio import AXE, ROOT, see, violations

from desireline import api

CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
Page = tuple[Any, list[str]]


def test_a_list_is_gone_through_by_keyboard(studio: Page, lake: Path) -> None:
    page, wrong = studio
    names = api.customers(CONNECTION, lake, [("stage", "fix:reached")]).names
    see(page, "/map/connection_down")
    page.click('[data-ask="stage:fix:reached"]')
    page.locator(".panel td a").first.click()
    page.get_by_role("heading", name=names[0], exact=True).wait_for()
    page.get_by_text(f"1 of {len(names)} customers").wait_for()
    page.keyboard.press("j")
    page.get_by_role("heading", name=names[1], exact=True).wait_for()
    page.keyboard.press("k")
    page.get_by_role("heading", name=names[0], exact=True).wait_for()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("heading", name=names[1], exact=True).wait_for()
    assert wrong == []


def test_those_who_went_the_same_way_are_counted_and_listed(studio: Page, lake: Path) -> None:
    page, wrong = studio
    measures = api.measure(CONNECTION, lake).as_data()
    route = measures["top_routes"][0]
    found = api.customers(CONNECTION, lake, [("route", ",".join(route["steps"]))])
    see(page, f"/people/{found.names[0]}")
    page.get_by_text(f"{route['trips']} trips of {len(found)} customers went just this way").first.wait_for()
    assert (
        f"({100 * route['share']:.1f}% of all trips)"
        in page.locator(".alike").filter(has_text=f"{route['trips']} trips").first.inner_text()
    )
    assert page.get_by_role("list", name="Where the customer is on each map").get_by_role("link").count() == 1
    if AXE.exists():
        assert violations(page) == []
    page.locator(".alike [data-n]").filter(has_text=f"{route['trips']} trips").first.click()
    page.get_by_role("heading", name=f"{route['trips']} trips").wait_for()
    assert wrong == []
