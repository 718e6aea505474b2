"""Data brought in in a browser: from a file to a drafted map in three clicks, by keyboard alone; what cannot be read is told in words."""

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
        _tab_to(page, "Choose a file")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        chooser.value.set_files(HELPDESK)
        page.get_by_text("21,348 events of 397 customers under 14 names").wait_for()
        assert page.evaluate("document.activeElement.textContent") == "helpdesk.csv.gz"
        _tab_to(page, "Bring in")
        page.keyboard.press("Enter")
        page.get_by_role("grid").wait_for()
        assert page.url.endswith("/map/helpdesk")
        assert "Drafted from 21,348 events" in page.get_by_role("status").first.inner_text()
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
    page.get_by_label("Customer").select_option("case")
    page.wait_for_function("document.querySelector('.sheet td:nth-child(3)').textContent === 'ann'")
    page.get_by_label("Time zone").fill("Asia/Tokyo")
    page.wait_for_function("document.querySelector('.sheet td:nth-child(2)').textContent.includes('01:00 UTC')")
    assert "as you said" in page.locator(".field", has=page.get_by_label("Customer")).inner_text()
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
    assert "2 rows left out" in page.get_by_role("status").first.inner_text()
    assert (folder / "late.lake" / "quarantine").is_dir()
    assert wrong == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in this file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "What to do"),
        ("customer,event\nann,call\n", "Choose the columns."),
        ("customer,event,time\nann,call,\n", "No row of it would be an event."),
        ("customer,event,time\nann,call,whenever\n", "in no format that is known"),
    ],
    ids=["empty", "picture", "no_time", "no_events", "no_format"],
)
def test_what_cannot_be_read_is_told_in_words(empty: Empty, content: bytes | str, said: str) -> None:
    page, wrong, _ = empty
    _choose(page, content, "file.csv")
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
