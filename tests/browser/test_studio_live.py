"""The studio on a live store, in a browser: its numbers move with what happens, and it says so where they cannot."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.served import Served
from support.studio import AXE, ROOT, opened, started, violations

from desireline import api

CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
MAP = "/map/connection_down"
TRIPS = '.kpi [data-ask=""]'
"""The number of trips."""
COUNT_WHAT_IS_PUSHED_ABOUT = """() => {
  window.moved = 0;
  const watching = new PerformanceObserver(all => { for (const one of all.getEntries()) window.moved += one.value; });
  watching.observe({type: 'layout-shift'});
}"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(CONNECTION, "--store", tmp_path / "live.db", "--log-level", "error") as service:
        yield service


def _send(served: Served, key: str, *customers: str, ago: timedelta = timedelta()) -> None:
    at = (datetime.now(UTC) - ago).isoformat()
    events = [{"id": f"{name}-{at}", "time": at, "customer": name, "name": "guide.opened", "channel": "app"} for name in customers]
    with served.client(key) as client:
        assert client.post("/v1/events", json=events).json()["taken"] == len(events)


def _sees(page: Any, n: int) -> None:
    page.wait_for_function("([where, n]) => document.querySelector(where)?.dataset.n === String(n)", arg=[TRIPS, n], timeout=20_000)


def test_numbers_move_as_events_arrive(served: Served, tmp_path: Path, browser: Any) -> None:
    key = served.key or ""
    with started(CONNECTION, "--store", tmp_path / "live.db") as link, opened(browser, link) as (page, wrong):
        _sees(page, 0)
        page.evaluate(COUNT_WHAT_IS_PUSHED_ABOUT)
        _send(served, key, "ann", "bob")
        _sees(page, 2)
        _send(served, key, "zoe")
        _sees(page, 3)
        assert "Live, as of" in page.locator(".top .live").inner_text()
        # What is drawn grows; nothing that is there is pushed about.
        assert page.evaluate("window.moved") < 0.02
        page.click('.kpi [data-ask=""]')
        page.locator(".panel").get_by_role("link", name="zoe").wait_for()
        page.locator(".panel").get_by_role("link", name="zoe").click()
        page.get_by_role("heading", name="zoe").wait_for()
        assert wrong == []


def test_a_service_shows_the_studio_to_who_gives_a_key(served: Served, browser: Any) -> None:
    key = served.key or ""
    _send(served, key, "hortensia")
    with opened(browser, served.url) as (page, wrong):
        page.get_by_label("Key", exact=True).fill("dl_guessed")
        page.get_by_role("button", name="Come in").click()
        page.get_by_role("alert").filter(has_text="no key of this store").wait_for()
        page.get_by_label("Key", exact=True).fill(key)
        page.keyboard.press("Enter")
        _sees(page, 1)
        assert key not in page.url
        (cookie,) = page.context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        assert page.evaluate("fetch('/v1/effects').then(answer => answer.status)") == 401
        _send(served, key, "bob")
        _sees(page, 2)
        page.get_by_role("button", name="Leave").click()
        page.get_by_label("Key", exact=True).wait_for()
        assert [said for said in wrong if "401" not in said and "403" not in said] == []
    assert "hortensia" not in served.said


def test_a_service_that_is_started_again_is_gone_on_with(served: Served, tmp_path: Path, browser: Any) -> None:
    key = served.key or ""
    _send(served, key, "ann")
    with opened(browser, served.url) as (page, _):
        page.get_by_label("Key", exact=True).fill(key)
        page.keyboard.press("Enter")
        _sees(page, 1)
        served.kill()
        page.click(TRIPS)
        page.get_by_text("The studio does not answer.").wait_for()
        assert "no answer since" in page.locator(".top .live.ring").inner_text()
        # What was there is there still.
        _sees(page, 1)
        port = int(served.url.rpartition(":")[2])
        with Served(CONNECTION, "--store", tmp_path / "live.db", "--log-level", "error", port=port):
            page.get_by_label("Key", exact=True).fill(key)
            page.keyboard.press("Enter")
            page.locator(".panel").get_by_role("link", name="ann").wait_for()
            assert page.get_by_text("The studio does not answer.").count() == 0


@pytest.mark.parametrize("year", [2001, 2061])
def test_how_long_ago_the_latest_event_was_is_no_matter_of_the_browsers_clock(
    served: Served, tmp_path: Path, browser: Any, year: int
) -> None:
    _send(served, served.key or "", "ann", ago=timedelta(hours=3, minutes=1))
    with started(CONNECTION, "--store", tmp_path / "live.db") as link, browser.new_context() as context:
        page = context.new_page()
        page.clock.install(time=datetime(year, 1, 1, tzinfo=UTC))
        page.goto(link)
        _sees(page, 1)
        page.locator(".top .live.ring").get_by_text("last event 3 h ago").wait_for()
        assert page.evaluate("new Date().getFullYear()") == year


def test_numbers_that_cannot_be_renewed_stay_and_are_marked(served: Served, tmp_path: Path, browser: Any) -> None:
    _send(served, served.key or "", "ann", "bob")
    api.sync(tmp_path / "live.db", tmp_path / "lake")
    with started(CONNECTION, "--store", tmp_path / "live.db", "--lake", tmp_path / "lake") as link:
        (tmp_path / "live.db").rename(tmp_path / "away.db")
        with opened(browser, link) as (page, wrong):
            _sees(page, 2)
            page.locator(".trouble").get_by_text("The numbers cannot be renewed.").wait_for()
            assert "L120" in page.locator(".trouble").inner_text()
            assert page.locator(".top .live.ring").inner_text().startswith("last event")
            assert page.evaluate("getComputedStyle(document.querySelector('.kpis')).filter") == "grayscale(1)"
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                if AXE.exists():
                    assert violations(page) == []
            (tmp_path / "away.db").rename(tmp_path / "live.db")
            page.locator(".trouble").get_by_text("The numbers cannot be renewed.").wait_for(state="detached")
            assert wrong == []
