"""Pictures and tables as files: each by itself, with what it shows written on it, and names that stay texts."""

import csv
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from support.studio import opened, see, started

MARKUP = '<script>alert(1)</script> & "B" ]]>'
SVG = "{http://www.w3.org/2000/svg}"
Page = tuple[Any, list[str]]
VIEWS = {
    "map": ("/map/connection_down?period=2026-03&compare=2026-02", "My connection is down", ("Engineer visit", "March 2026", "trips of")),
    "flow": ("/flow/connection_down?by=moves", "What customers do: My connection is down", ("Engineer visit", "drawn", "All of time")),
    "people": ("/people/customer-3-0000001", "customer-3-0000001: My connection is down, trip 1", ("as of", "UTC")),
}


def _saved(page: Any, kind: str, folder: Path) -> Path:
    group = page.get_by_role("group", name="Save the picture").first
    with page.expect_download() as given:
        group.get_by_text(kind, exact=True).click()
    path = folder / given.value.suggested_filename
    given.value.save_as(path)
    return path


def _texts(path: Path) -> str:
    return " ".join(text.text or "" for text in ElementTree.parse(path).iter(f"{SVG}text"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_stands_for_itself(studio: Page, tmp_path: Path, view: str, theme: str) -> None:
    page, wrong = studio
    page.emulate_media(color_scheme=theme)
    where, title, texts = VIEWS[view]
    see(page, where)
    path = _saved(page, "SVG", tmp_path)
    root = ElementTree.parse(path).getroot()
    assert root.findtext(f"{SVG}title") == title
    assert all(text in _texts(path) for text in texts)
    assert not [one.tag for one in root.iter() if not one.tag.startswith(SVG) or one.tag.endswith(("foreignObject", "script", "image"))]
    written = path.read_text(encoding="utf-8")
    assert "var(--" not in written
    assert set(re.findall(r"(?:href|src)\s*[=:]\s*\S{0,8}", written)) <= {"src:url(data"}
    assert re.findall(r"https?://[^\"]+", written) == ["http://www.w3.org/2000/svg"]
    _looks_right(_saved(page, "PNG", tmp_path), (int(root.attrib["width"]), int(root.attrib["height"])), theme)
    assert wrong == []


def _looks_right(path: Path, size: tuple[int, int], theme: str) -> None:
    """Twice as large as the SVG, in the colours of the theme, and not empty."""
    from PIL import Image

    image = Image.open(path).convert("RGB")
    assert image.size == (2 * size[0], 2 * size[1])
    assert image.getpixel((2, 2)) == ((253, 253, 251) if theme == "light" else (20, 26, 32))
    colours = image.resize((400, 400)).getcolors(160_000)
    assert colours is not None
    assert len(colours) > 200


@pytest.mark.parametrize("view", VIEWS)
def test_its_numbers_are_given_as_a_table(studio: Page, tmp_path: Path, view: str) -> None:
    page, wrong = studio
    see(page, VIEWS[view][0])
    with _saved(page, "CSV", tmp_path).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if view == "map":
        shown = page.eval_on_selector_all(".of-customers .stage-n", "all => all.map(one => +one.dataset.n)")
        assert [int(row["value"]) for row in rows if (row["place"], row["measure"]) == ("stage", "trips")] == shown
    elif view == "flow":
        shown = re.search(r"of (\d+) kinds", page.locator(".how-much").inner_text())
        assert shown is not None
        assert len(rows) == int(shown[1])
    else:
        assert len(rows) == page.locator(".whys").first.locator("li").count()
    assert wrong == []


def _table(page: Any, said: str, folder: Path) -> list[dict[str, str]]:
    with page.expect_download() as given:
        page.get_by_role("button", name=f"CSV, save {said}").click()
    given.value.save_as(folder / "table.csv")
    with (folder / "table.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_tables_beside_the_pictures_are_files_too(studio: Page, tmp_path: Path) -> None:
    page, wrong = studio
    see(page, "/map/connection_down?period=2026-03&compare=2026-02&segment=plan")
    shown = page.eval_on_selector_all(".segments td:nth-child(2) [data-n]", "all => all.map(one => +one.dataset.n)")
    assert [int(row["trips"]) for row in _table(page, "trips by plan", tmp_path)] == shown
    waits = _table(page, "where it hurts first", tmp_path)
    assert [float(row["total_seconds"]) for row in waits] == sorted((float(row["total_seconds"]) for row in waits), reverse=True)
    assert len(_table(page, "what changed most", tmp_path)) == page.locator(".change").count() > 0
    assert len(_table(page, "promises due next", tmp_path)) >= page.locator(".waiting li").count() > 0
    see(page, "/people/customer-3-0000001")
    page.locator("summary").last.click()
    listed = page.locator(".whys").last.locator("li").count()
    assert len(_table(page, f"all {listed} events", tmp_path)) == listed
    see(page, "/flow/connection_down?show=times")
    with _saved(page, "CSV", tmp_path).open(newline="", encoding="utf-8") as file:
        assert sum(int(row["count"]) for row in csv.DictReader(file)) == int(page.locator(".lead [data-n]").get_attribute("data-n"))
    assert wrong == []


def test_names_with_markup_are_texts_in_the_file(browser: Any, tmp_path: Path) -> None:
    said = MARKUP.replace('"', '\\"')
    (tmp_path / "m.journey.yaml").write_text(
        f'journey: m\ntitle: "{said}"\ntrip: {{quiet: 14d}}\nstages: [{{id: s, title: "{said}"}}]\n'
        f'steps: [{{id: t, stage: s, title: "{said}", event: e, next: [end]}}]\n'
        "outcomes: [{id: end, kind: reached, event: done, title: Done}]\n",
        encoding="utf-8",
    )
    (tmp_path / "events.csv").write_text("customer,time,event\n<b>ann\u0007</b>,2026-01-01T00:00:00Z,e\n", encoding="utf-8")
    with started(tmp_path / "m.journey.yaml", "--lake", tmp_path / "events.csv") as link, opened(browser, link) as (page, wrong):
        for where, name in (("/map/m", "<script>alert(1)</script>"), ("/people/%3Cb%3Eann%07%3C%2Fb%3E", "<b>ann\ufffd</b>")):
            see(page, where)
            path = _saved(page, "SVG", tmp_path)
            assert name in _texts(path)
            assert "<b>" not in path.read_text(encoding="utf-8")
            assert "<script" not in path.read_text(encoding="utf-8")
        assert wrong == []
