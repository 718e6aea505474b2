"""What findings say: near names, fixes that can be applied, no cascades, one order."""

from pathlib import Path

import pytest
from support.map_texts import EVERY_WORD, SMALL, small_with

from desireline.diagnostics import DesirelineError, Diagnostic, Edit, Fix, Near, Span
from desireline.diagnostics.codes import CATALOGUE
from desireline.mapfile import fix_map, map_from_data, parse_map

GOLDEN = sorted((Path(__file__).parents[2] / "golden" / "maps").glob("*.journey.yaml"))


def findings(text: str) -> tuple[Diagnostic, ...]:
    return parse_map(text, "shop.yaml").diagnostics


def only(text: str) -> Diagnostic:
    (diagnostic,) = findings(text)
    return diagnostic


def test_the_smallest_stretch_is_marked_and_the_near_name_placed() -> None:
    diagnostic = only(small_with("[basket]", "[baskte]"))
    assert diagnostic.code == "J104"
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column, diagnostic.span.end_column) == (8, 73, 79)
    (near,) = diagnostic.near
    assert isinstance(near, Near)
    assert near.span is not None
    assert (near.name, near.span.line, near.span.column) == ("basket", 9, 10)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[basket]", "[baskte]"),
        ("stage: buy", "stage: bu"),
        ("title: A purchase", "titel: A purchase"),
        ("kind: reached", "kind: reachd"),
        ("quiet: 7d", "quiet: 7 days"),
        ("title: Look round", "title: Look round, then buy"),
        ("title: Look round}", "title: Look round, any_order: yes}"),
        ("title: Basket,", 'title: Basket, hoped: "1",'),
    ],
)
def test_where_there_is_one_meaning_the_fix_mends_the_map(old: str, new: str) -> None:
    text = small_with(old, new)
    diagnostic = only(text)
    assert diagnostic.fix is not None
    assert diagnostic.fix.edits
    assert findings(fix_map(text, [diagnostic])) == ()


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name.split(".")[0])
def test_applying_all_fixes_of_a_file_makes_it_no_worse(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    found = findings(text)
    mended = fix_map(text, found)
    assert len(findings(mended)) < len(found) if mended != text else text


def test_of_two_fixes_of_one_stretch_the_first_is_made() -> None:
    span = Span("shop.yaml", 2, 8, 2, 10)
    one, other = (Diagnostic("J101", "x", span, fix=Fix("x", (Edit(span, text),))) for text in ("The", "My"))
    assert fix_map(SMALL, [one, other]) == SMALL.replace("A purchase", "Thepurchase")


@pytest.mark.parametrize(
    "broken",
    [
        small_with("id: basket, ", ""),
        small_with("id: basket", "id: [basket]"),
        small_with("{id: basket, stage: buy, title: Basket, event: basket.filled, next: [paid]}", "basket"),
        SMALL.replace("stages:", "stagse:"),
        SMALL.replace("outcomes:\n  - ", "outcomes: "),
        SMALL.replace("outcomes:\n", "outcomes:\n  - paid\n"),
    ],
)
def test_a_broken_noun_makes_no_reference_to_it_an_error(broken: str) -> None:
    assert len(findings(broken)) == 1


@pytest.mark.parametrize(
    "change",
    [
        ("kind: {one of: [new, used]}", "kind: {one off: [new, used]}"),
        ("fields: {", "fields: [{"),
        ("traits: {name", "traits: {name: text, 5, name2"),
    ],
)
def test_a_broken_declaration_makes_no_condition_an_error(change: tuple[str, str]) -> None:
    text = EVERY_WORD.replace(*change)
    assert text != EVERY_WORD
    assert not [d.code for d in findings(text) if d.code > "J149"]


def test_findings_come_in_the_order_of_the_text() -> None:
    found = findings(SMALL.replace("title:", "titel:").replace("event:", "evnt:"))
    assert [d.span for d in found] == sorted(d.span for d in found if d.span)


def test_data_name_their_place_in_words() -> None:
    with pytest.raises(DesirelineError) as caught:
        map_from_data(
            {"journey": "shop", "title": "Shop", "trip": {"quiet": "7 d ays"}, "stages": [{"id": "a", "title": "A"}], "steps": [{}]}
        )
    said = [d.headline for d in caught.value.diagnostics]
    assert any(text.endswith("(at trip.quiet)") for text in said)
    assert any(text.endswith("(at steps[0])") for text in said)


def test_every_code_that_is_given_is_in_the_catalogue() -> None:
    given = {d.code for path in GOLDEN for d in findings(path.read_bytes().decode("utf-8", "replace"))}
    assert given <= set(CATALOGUE)
    assert len({code for code in given if code < "J150"}) > 45


def test_names_are_shown_short_and_on_one_line() -> None:
    diagnostic = only(small_with("trip:", f'"{"x" * 500}\\n\\e": 1\ntrip:'))
    assert "\n" not in diagnostic.headline
    assert len(diagnostic.headline) < 100
