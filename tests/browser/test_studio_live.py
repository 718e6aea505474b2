"""The studio on a live store, in a browser: its numbers move with what happens, and it says so where they cannot."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.served import Served
from support.studio import ROOT, opened, started

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
