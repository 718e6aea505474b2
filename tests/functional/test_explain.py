"""`desireline explain` as a person meets it."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.program import desireline


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun")
    assert desireline("init", folder=folder).code == 0
    assert desireline("import", "events.csv", "--lake", "lake", folder=folder).code == 0
    return folder


def test_a_story_names_steps_lines_promises_and_what_is_next(begun: Path) -> None:
    told = desireline("explain", "cid", "first.journey.yaml", "lake", "--as-of", "2026-03-04", folder=begun)
    assert told.code == 0
    for part in ("under way, at ask", "promise answer_soon", "next:  order, basket", "step basket, trip 1, start (first.journey.yaml:27)"):
        assert part in told.out


def test_a_log_file_stands_in_for_a_lake(begun: Path) -> None:
    told = desireline("explain", "ann", "first.journey.yaml", "events.csv", folder=begun)
    assert (told.code, "arrived (reached)" in told.out) == (0, True)
    assert "guessed" in told.err


def test_a_key_that_an_earlier_event_lent_is_said(begun: Path) -> None:
    told = desireline("explain", "bob", "first.journey.yaml", "lake", folder=begun)
    assert "step ask, trip 1, expected, order_id o-2 of an earlier event (first.journey.yaml:35)" in " ".join(told.out.split())


def test_what_an_identify_event_says_is_told(begun: Path) -> None:
    said = {"customer": "ann", "time": "2026-03-01T09:00:00Z", "event": "identify", "was": "web-1"}
    (begun / "said.jsonl").write_text(json.dumps(said), encoding="utf-8")
    told = desireline("explain", "web-1", "first.journey.yaml", "said.jsonl", folder=begun)
    assert told.out.startswith("ann, as of")
    assert "it says that web-1 is ann" in told.out


def test_json_is_whole_and_nothing_else_is_on_stdout(begun: Path) -> None:
    told = json.loads(desireline("explain", "dee", "first.journey.yaml", "lake", "--why-not", "arrived", "--json", folder=begun).out)
    assert told["events"][1]["on"]["first"]["is"] is None
    assert told["why_not"][0]["says"] == "never at arrived: this customer has no event named parcel.delivered"


def test_a_long_story_is_bounded_and_says_what_it_leaves_out(begun: Path) -> None:
    rows = "".join(f"2026-03-{1 + n // 96:02}T{n // 4 % 24:02}:{n % 4 * 15:02}:00Z,bot,basket.filled,o-{n % 9}\n" for n in range(500))
    (begun / "long.csv").write_text("time,customer,event,order_id\n" + rows, encoding="utf-8")
    short = desireline("explain", "bot", "first.journey.yaml", "long.csv", folder=begun).out
    whole = desireline("explain", "bot", "first.journey.yaml", "long.csv", "--all", folder=begun).out
    assert "… 460 events left out; --all shows everything" in short
    assert "… 3 trips left out" in short
    assert (len(short.splitlines()) < 400, "left out" in whole, whole.count("step basket")) == (True, False, 500)


def test_names_are_shown_as_they_are_and_lines_keep_their_width(begun: Path) -> None:
    name = "[red]zoë\n客户[/red]" * 9
    event = {"customer": name, "time": "2026-03-01T09:00:00Z", "event": "basket.filled [bold]", "channel": "w\x1b[31meb"}
    (begun / "odd.jsonl").write_text(json.dumps(event, ensure_ascii=False), encoding="utf-8")
    told = desireline("explain", name, "first.journey.yaml", "odd.jsonl", folder=begun)
    assert (told.code, "[bold]" in told.out, "\x1b" in told.out) == (0, True, False)
    assert max(cell_len(line) for line in told.out.splitlines()) <= 80


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("nobody", "first.journey.yaml", "lake"), "X101"),
        (("ann", "first.journey.yaml", "first.journey.yaml", "lake"), "X102"),
        (("ann", "first.journey.yaml", "lake", "--why-not", "arrivd"), "X103"),
        (("ann", "missing.yaml", "lake"), "J001"),
        (("ann", "events.csv", "lake"), "J006"),
        (("ann", "first.journey.yaml", "nowhere"), "E101"),
        (("ann", "lake"), "name at least one map"),
    ],
)
def test_what_cannot_be_told_says_why(begun: Path, asked: tuple[str, ...], code: str) -> None:
    told = desireline("explain", *asked, folder=begun)
    assert (told.code, told.out) == (2, "")
    assert code in told.err
