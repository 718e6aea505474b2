"""Data brought in in a browser: from a file to a drafted map in three clicks, by keyboard alone; what cannot be read is told in words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.studio import AXE, ROOT, opened, see, started, violations

from desireline.events import Lake

HELPDESK = ROOT.parent / "shared" / "data" / "helpdesk.csv.gz"
MARKUP = "<img src=x onerror=alert(1)>"
EVENTS = "Case ID,Activity,Complete Timestamp\n" + "".join(
    f"{who},{what},2026-01-{day:02} 10:00:00\n" for who in ("ann", "bob", "cyd") for day, what in enumerate(("call", "visit", "paid"), 1)
)
BAD = EVENTS + "dee,call,yesterday\n,call,2026-01-09 10:00:00\n"
Empty = tuple[Any, list[str], Path]


@pytest.fixture(scope="module")
def empty(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Empty]:
    """A studio that was started in an empty folder."""
    folder = tmp_path_factory.mktemp("empty")
    with started(folder=folder) as link, opened(browser, link) as (page, wrong):
        page.on("dialog", lambda said: wrong.append(f"a script ran: {said.message}"))
        yield page, wrong, folder


def _choose(page: Any, content: bytes | str, name: str = "log.csv") -> None:
    see(page, "/bring")
    sent = content if isinstance(content, bytes) else content.encode()
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": sent})


def _tab_to(page: Any, said: str) -> None:
    """Press the tabulator until what is focused is called so."""
    called = "(document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent).trim()"
    for _ in range(40):
        if page.evaluate(called).startswith(said):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no {said!r} on the way")


def test_a_studio_without_anything_begins_with_bringing_in_data(empty: Empty) -> None:
    page, wrong, _ = empty
    page.wait_for_url("**/bring")
    page.get_by_text("Choose a file").wait_for()
    assert page.get_by_role("navigation").get_by_role("link").all_inner_texts() == ["Bring in"]
    assert wrong == []


@pytest.mark.skipif(not HELPDESK.exists(), reason="the helpdesk log is not here: ../shared/data/helpdesk.csv.gz")
def test_a_real_log_becomes_a_map_by_keyboard_alone(browser: Any, tmp_path: Path) -> None:
    with started(folder=tmp_path) as link, opened(browser, link) as (page, wrong):
        # Listened for from the start: the browser is told so by a message that a key pressed at once would overtake.
        page.on("filechooser", lambda chooser: chooser.set_files(HELPDESK))
        page.get_by_text("Choose a file").wait_for()
        _tab_to(page, "Choose a file")
        page.keyboard.press("Enter")
        page.get_by_text("21,348 events of 397 customers under 14 names").wait_for()
        assert page.evaluate("document.activeElement.textContent") == "helpdesk.csv.gz"
        _tab_to(page, "Bring in")
        page.keyboard.press("Enter")
        page.get_by_role("grid").wait_for()
        assert page.url.endswith("/map/helpdesk")
        page.get_by_text("Drafted from 21,348 events, and written to helpdesk.journey.yaml").wait_for()
        page.locator('[data-ask^="stage:"]').first.wait_for()
        assert Lake.open(tmp_path / "helpdesk.lake").rows == 21_348
        page.keyboard.press("4")
        page.get_by_text("Choose a file").wait_for()
        assert page.get_by_role("navigation").get_by_role("link").all_inner_texts() == ["Map", "Flow", "People", "Bring in"]
        assert wrong == []


def test_the_guess_is_changed_and_the_rows_are_read_anew(empty: Empty) -> None:
    page, wrong, _ = empty
    _choose(page, EVENTS.replace("Case ID", "case,user").replace("ann", "ann,anna").replace("bob", "bob,rob").replace("cyd", "cyd,sid"))
    row = page.get_by_role("table").first.get_by_role("row").nth(1)
    row.wait_for()
    assert "anna" in row.inner_text()
    customer = page.locator(".field").first
    customer.locator("select").select_option("case")
    page.get_by_role("cell", name="ann", exact=True).first.wait_for()
    page.get_by_label("Time zone").fill("Asia/Tokyo")
    page.get_by_role("cell", name="1 Jan 2026, 01:00 UTC").first.wait_for()
    assert "as you said" in customer.inner_text()
    assert wrong == []


def test_what_the_file_leaves_open_is_asked(empty: Empty) -> None:
    page, wrong, _ = empty
    _choose(page, "who;what;when\nann;call;01/02/2026 10:00\nbob;call;03/04/2026 10:00\n")
    page.get_by_role("alert").get_by_text("Choose the columns.").wait_for()
    for field, column in enumerate(("who", "when", "what")):
        page.locator(".field select").nth(field).select_option(column)
        page.wait_for_load_state("networkidle")
    assert page.get_by_role("button", name="Bring in", exact=True).is_disabled()
    page.get_by_role("button", name="day first (%d/%m/%Y %H:%M)").click()
    page.get_by_role("cell", name="1 Feb 2026").first.wait_for()
    assert page.get_by_role("button", name="Bring in", exact=True).is_enabled()
    assert wrong == []


def test_rows_that_are_no_events_are_shown_before_anything_is_stored(empty: Empty) -> None:
    page, wrong, folder = empty
    before = sorted(folder.iterdir())
    _choose(page, BAD, "late.csv")
    page.get_by_role("heading", name="2 of 11 rows are no events").wait_for()
    said = page.locator(".quarantine").inner_text()
    assert "line 11 dee,call,yesterday" in said.replace("\n", " ")
    assert "it has no customer in `Case ID`" in said
    assert sorted(folder.iterdir()) == before
    bring = page.get_by_role("button", name="Bring in", exact=True)
    assert bring.is_disabled()
    page.get_by_label("Go on without the 2 rows").check()
    bring.click()
    page.get_by_role("grid").wait_for()
    page.get_by_text("2 rows left out").wait_for()
    assert (folder / "late.lake" / "quarantine").is_dir()
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "There is nothing in this file"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "export it as one of these"),
        ("no_time.csv", "customer,event\nann,call\n", "Choose the columns."),
        ("no_event.csv", "customer,event,time\nann,call,\n", "No row of it would be an event."),
        ("no_format.csv", "customer,event,time\nann,call,whenever\n", "in no format that is known"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(empty: Empty, name: str, content: bytes | str, said: str) -> None:
    page, wrong, _ = empty
    _choose(page, content, name)
    page.get_by_text(said).first.wait_for()
    bring = page.get_by_role("button", name="Bring in", exact=True)
    assert bring.count() == 0 or bring.is_disabled()
    # The browser itself says that something was refused.
    wrong[:] = [one for one in wrong if "400" not in one]
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_reads_well_with_headers_as_ugly_as_real_ones(empty: Empty, theme: str) -> None:
    page, wrong, _ = empty
    page.emulate_media(color_scheme=theme)
    names = ["x" * 300, MARKUP, "Variant", "Variant", "", "Activity", "Case ID", "Complete Timestamp"]
    row = ["1", MARKUP, "y" * 500, "", "5", MARKUP, "رحلة", "2026-01-01 00:00:00"]
    _choose(page, "\ufeff" + "\r\n".join([";".join(names), ";".join(row), "short"]) + "\r\n", f"{'long' * 40}.csv")
    page.get_by_role("heading", name="1 of 2 rows is no event").wait_for()
    page.get_by_text("All 8 columns").click()
    page.get_by_text("More fields").click()
    for width in (1440, 900, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("[document.documentElement, document.querySelector('main')].every(one => one.scrollWidth <= innerWidth)")
        assert page.locator("main img").count() == 0
        if AXE.exists():
            assert violations(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    see(page, "/bring")
    if AXE.exists():
        assert violations(page) == []
    assert wrong == []


def test_long_work_is_counted_and_can_be_stopped(empty: Empty) -> None:
    page, wrong, folder = empty
    before = sorted(folder.iterdir())
    moments = (f"2026-01-{n % 28 + 1:02}T{n % 24:02}:{n // 24 % 60:02}:{n % 60:02}Z" for n in range(400_000))
    many = "customer,event,time\n" + "".join(f"c{n % 9999},e{n % 17},{moment}\n" for n, moment in enumerate(moments))
    _choose(page, many, "many.csv")
    bring = page.get_by_role("button", name="Bring in", exact=True)
    page.get_by_text("400,000 events of 9,999 customers").wait_for()
    bring.click()
    bar = page.get_by_label("Work under way")
    bar.get_by_text(re.compile(r"^\w.*, [\d,.]+ of [\d,.]+")).wait_for()
    assert bar.get_by_role("progressbar").get_attribute("aria-label")
    bar.get_by_role("button", name="Cancel").click()
    page.get_by_text("Stopped. Nothing was stored.").wait_for()
    assert bar.count() == 0
    for _ in range(100):
        if sorted(folder.iterdir()) == before:
            break
        page.wait_for_timeout(100)
    assert sorted(folder.iterdir()) == before
    assert bring.is_enabled()
    assert wrong == []


def test_what_was_sent_is_gone_when_the_studio_ends(browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    home = tmp_path / "home"
    home.mkdir()
    with started(folder=home) as link, opened(browser, link) as (page, wrong):
        _choose(page, EVENTS)
        page.get_by_role("button", name="Bring in", exact=True).wait_for()
        assert [path.name for path in tmp_path.glob("desireline-studio-*/*/*")] == ["log.csv"]
        assert wrong == []
    assert list(tmp_path.glob("desireline-*")) == []
    assert list(home.iterdir()) == []
