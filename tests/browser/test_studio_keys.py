"""Keys that do the same in every view, and the link to what is shown."""

from typing import Any

import pytest
from support.studio import AXE, see, violations

Page = tuple[Any, list[str]]
MAP = "/map/connection_down"
FOCUSED = "document.activeElement.closest('dialog') !== null"


@pytest.mark.parametrize("path", [MAP, "/flow/connection_down", "/people"])
def test_all_keys_are_told_on_a_key(studio: Page, path: str) -> None:
    page, wrong = studio
    see(page, path)
    page.keyboard.press("?")
    told = page.get_by_role("dialog", name="Keys")
    told.wait_for()
    assert {"/", "?", "[", "]", "t", "Home", "Esc"} <= set(told.locator("kbd").all_inner_texts())
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(f"{FOCUSED} || document.activeElement === document.body")
    page.keyboard.press("2")
    assert page.url.endswith(path)
    if AXE.exists():
        assert violations(page) == []
    page.keyboard.press("Escape")
    told.wait_for(state="hidden")
    assert wrong == []


def test_brackets_lead_to_the_time_before_and_after(studio: Page) -> None:
    page, wrong = studio
    see(page, f"{MAP}?period=2026-03&compare=2026-02")
    page.keyboard.press("[")
    page.wait_for_url("**period=2026-02&compare=2026-01*")
    page.keyboard.press("]")
    page.wait_for_url("**period=2026-03&compare=2026-02*")
    page.keyboard.press("]")
    assert "period=2026-03&compare=2026-02" in page.url
    assert wrong == []


def test_one_key_turns_the_colours_everywhere(studio: Page) -> None:
    page, wrong = studio
    for path in (MAP, "/people"):
        see(page, path)
        before = page.evaluate("document.documentElement.dataset.theme")
        page.keyboard.press("t")
        assert page.evaluate("document.documentElement.dataset.theme") != before
        page.keyboard.press("t")
        assert page.evaluate("document.documentElement.dataset.theme") == before
    page.evaluate("localStorage.clear()")
    assert wrong == []


def test_the_link_is_copied_and_where_that_is_not_allowed_it_is_selected(studio: Page) -> None:
    page, wrong = studio
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    see(page, f"{MAP}?period=2026-03")
    page.get_by_role("button", name="Copy the link to what is shown").click()
    page.get_by_text("Copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.context.clear_permissions()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy the link to what is shown").click()
    page.get_by_label("Copy this address").wait_for()
    assert page.evaluate("document.activeElement.value.slice(0, document.activeElement.selectionEnd)") == page.url
    page.keyboard.press("Escape")
    assert page.get_by_label("Copy this address").count() == 0
    assert wrong == []
