"""Maps as bad as they come: long titles, many steps, many stages, text from right to left, markup in names; few events and none."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from support.studio import AXE, opened, see, started, violations

WHO = "<img src=x onerror=alert(2)>" + "ann" * 60
EVENTS = f"customer,time,event\n{WHO},2026-01-01T00:00:00Z,e0_0\n{WHO},2026-01-01T01:00:00Z,e1_0\n"
MARKUP = "<img src=x onerror=alert(1)> <b>bold</b> & {x}"
BAD = {
    "long": ("A very long title " * 17, 3, 60),
    "wide": (MARKUP, 40, 2),
    "rtl": ("رحلة العميل من البداية إلى النهاية", 3, 3),
}


def _map(name: str, title: str, stages: int, steps: int) -> str:
    lines = [f"journey: {name}", f"title: {title!r}", "trip: {quiet: 14d}", "stages:"]
    lines += [f"  - {{id: s{i}, title: {f'{title} {i}'!r}, thinks: {title!r}}}" for i in range(stages)]
    lines.append("steps:")
    for i in range(stages):
        for j in range(steps if i == 1 else 2):
            promise = f"[{{id: p{i}_{j}, title: {title!r}, within: 1h}}]"
            said = f"title: {title!r}, event: e{i}_{j}, hoped: {j % 5 - 2}, next: [end], promises: {promise}"
            lines.append(f"  - {{id: t{i}_{j}, stage: s{i}, {said}}}")
    lines.append(f"outcomes: [{{id: end, kind: reached, event: done, title: {title!r}}}]")
    lines.append(f"insights: [{{id: i1, at: s0, pain: {title!r}}}]")
    lines.append(f"ideas: [{{id: d1, for: i1, title: {title!r}}}]")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Any:
    folder: Path = tmp_path_factory.mktemp("bad")
    for name, (title, stages, steps) in BAD.items():
        (folder / f"{name}.journey.yaml").write_text(_map(name, title, stages, steps), encoding="utf-8")
    (folder / "events.csv").write_text(EVENTS, encoding="utf-8")
    with started(folder, "--lake", folder / "events.csv") as link, opened(browser, link) as (page, wrong):
        page.on("dialog", lambda said: wrong.append(f"a script ran: {said.message}"))
        yield page, wrong


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("width", [360, 1440])
def test_the_page_stays_readable(studio: Any, name: str, width: int) -> None:
    page, wrong = studio
    page.set_viewport_size({"width": width, "height": 800})
    told = ("?sel=step:t0_0", "?segment=day", "?list=%5B1,%22trips%22,%22all%22%5D")
    paths = [f"/{view}/{name}{more}" for view in ("map", "flow") for more in ("", told[0])]
    for path in (*paths, f"/map/{name}{told[1]}", f"/map/{name}{told[2]}", f"/flow/{name}?table", f"/people/{quote(WHO)}"):
        see(page, path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate("[...document.querySelectorAll('.cell, .node')].every(one => one.getBoundingClientRect().height < 2000)")
        assert page.locator("img").count() == 0
    assert WHO in page.locator(".person-head h2").text_content()
    assert page.locator(".trip h3").count() == len(BAD)
    see(page, f"/map/{name}")
    assert BAD[name][0].strip() in page.locator("h1").text_content()
    if AXE.exists() and name == "long":
        assert violations(page) == []
    assert wrong == []


def test_one_customer_is_few_data(studio: Any) -> None:
    page, wrong = studio
    page.set_viewport_size({"width": 1440, "height": 800})
    see(page, "/map/rtl")
    assert "Few data: 1 customer." in page.locator(".notes").inner_text()
    assert "%" not in page.locator(".kpis").inner_text()
    assert wrong == []


def test_no_trips_are_told_with_what_matched_nothing(tmp_path: Path, browser: Any) -> None:
    (tmp_path / "rtl.journey.yaml").write_text(_map("rtl", "A map", 3, 3), encoding="utf-8")
    (tmp_path / "events.csv").write_text("customer,time,event\nann,2026-01-01T00:00:00Z,other\n", encoding="utf-8")
    with started(tmp_path / "rtl.journey.yaml", "--lake", tmp_path / "events.csv") as link, opened(browser, link) as (page, wrong):
        page.locator(".notes").wait_for()
        assert "1 event matches nothing of it." in page.locator(".notes").inner_text()
        see(page, "/flow/rtl")
        assert "Nobody moved" in page.locator(".notes").inner_text()
        assert wrong == []
