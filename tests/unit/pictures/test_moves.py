import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from rich.console import Console
from support.pictured import DAY, measured, staged_map, texts_in, titled, walk, walks

from desireline.measure import Measures
from desireline.pictures import MovesPicture


def _many_moves() -> Measures:
    """30 steps, each move of 25 customers, every one longer than the one before."""
    map_ = staged_map(3, 10)
    ids = [step.id for step in map_.steps]
    events = [event for place in range(29) for event in walks(25, *ids[place : place + 2], prefix=f"p{place}-", minutes=10 * (place + 1))]
    return measured(map_, events)


def test_rows_are_the_findings_of_the_measures() -> None:
    measures = _many_moves()
    rows = MovesPicture(measures).data()
    found = [(one.from_, one.to, one.count, one.customers, one.total_us / 1e6, one.share) for one in measures.findings[:20]]
    assert [(row["from"], row["to"], row["count"], row["customers"], row["total_seconds"], row["share_of_time"]) for row in rows] == found


def test_at_most_twenty_are_drawn_and_their_share_is_printed() -> None:
    measures = _many_moves()
    picture = MovesPicture(measures, most=500)
    share = sum(one.total_us for one in measures.findings[:20]) / sum(one.total_us for one in measures.findings)
    assert len(picture.data()) == 20
    assert f"Drawn: 20 of 29 different moves, with {share:.0%} of all time and 69% of all moves." in texts_in(picture.svg())


def test_a_move_of_few_is_never_loud_and_has_no_median() -> None:
    map_ = staged_map()
    events = [
        *walks(40, "s0_0", "s1_0", minutes=5),
        *(event for n in range(4) for event in walk(f"few{n}", "s0_0", "s2_0", minutes=80 * DAY)),
    ]
    picture = MovesPicture(measured(map_, events))
    few, many = picture.drawn
    assert (few.finding.to, few.quiet, few.off_the_map) == ("s2_0", True, True)
    assert not many.quiet
    assert picture.data()[0]["p50_seconds"] is None
    thick = {line.get("class"): float(line.get("stroke-width", "0")) for line in _lines_of_moves(picture.svg())}
    assert thick["s-line-2"] < 2
    assert "s-plum" not in thick


def test_a_move_off_the_map_is_dashed_too() -> None:
    picture = MovesPicture(measured(staged_map(), walks(30, "s0_0", "s2_0")))
    assert [line.get("stroke-dasharray") is not None for line in _lines_of_moves(picture.svg()) if line.get("class") == "s-plum"] == [True]


def _lines_of_moves(svg: str) -> list[ET.Element]:
    return [path for path in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}path") if " C" in (path.get("d") or "")]


@pytest.mark.parametrize(
    ("steps", "said"),
    [((), "No customer has gone on"), (("s0_0",), "No customer has gone on"), (("s0_0", "home"), "Drawn: 1 of 1 different move")],
)
def test_little_or_nothing_is_said_in_a_sentence(steps: tuple[str, ...], said: str) -> None:
    picture = MovesPicture(measured(staged_map(), walk("ann", *steps)))
    assert any(text.startswith(said) for text in texts_in(picture.svg()))


@pytest.mark.parametrize("title", ["T" * 300, '<script>alert("&")</script>', "اتصال بالفني", "\x00\x0b\ud83d"])
@pytest.mark.parametrize("width", [320, 960])
def test_any_title_is_drawn(title: str, width: int) -> None:
    svg = MovesPicture(measured(titled(title), walks(30, "s0_0", "s1_0", "home"))).svg(width)
    assert ET.fromstring(svg) is not None
    assert "<script" not in svg
    assert "s0_0" not in texts_in(svg)


def test_forty_stages_are_drawn_in_order_of_the_map() -> None:
    map_ = staged_map(stages=40)
    svg = MovesPicture(measured(map_, walks(25, *(step.id for step in map_.steps), "home"))).svg()
    heads = [text for text in texts_in(svg) if text.startswith("Stage ")]
    assert heads == sorted(heads, key=lambda head: int(head.split()[1]))


def test_png_and_terminal_show_it_too(tmp_path: Path) -> None:
    picture = MovesPicture(_many_moves())
    picture.png(tmp_path / "moves.png")
    assert (tmp_path / "moves.png").read_bytes().startswith(b"\x89PNG")
    console = Console(width=100, record=True)
    console.print(picture)
    assert "s2_8" in console.export_text()
