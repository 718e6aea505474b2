"""Where everything of a map stands."""

from support.map_texts import EVERY_WORD, SMALL

from desireline.diagnostics import Span
from desireline.mapfile import MapFile, parse_map


def text_at(file: MapFile, span: Span) -> str:
    lines = file.text.split("\n")
    assert span.line == span.end_line
    return lines[span.line - 1][span.column - 1 : span.end_column - 1]


def test_values_and_words_have_places() -> None:
    file = parse_map(EVERY_WORD)
    promise = ("steps", "browse", "promises", "answer")
    assert text_at(file, file.spans[(*promise, "within")]) == "30m"
    assert text_at(file, file.word_spans[(*promise, "within")]) == "within"
    assert text_at(file, file.spans[(*promise, "until", 1)]) == "paid"
    assert text_at(file, file.spans["steps", "browse", "promises", "answer", "late", "rather", "choose", "to_offer", "offer"]) == "voucher"


def test_a_noun_stands_where_its_id_does() -> None:
    file = parse_map(EVERY_WORD)
    assert text_at(file, file.spans["steps", "basket"]) == "basket"
    assert text_at(file, file.word_spans["teams", "care"]) == "care"


def test_every_value_has_a_place() -> None:
    file = parse_map(SMALL)
    assert len(file.spans) == len(set(file.spans)) > 30
    assert all(span.path == "map.journey.yaml" for span in file.spans.values())


def test_a_broken_map_has_places_too() -> None:
    file = parse_map(SMALL.replace("[paid]", "[pad]"))
    assert file.map is None
    assert text_at(file, file.spans["steps", "basket", "next", 0]) == "pad"


def test_what_is_no_yaml_has_none() -> None:
    assert parse_map("a: [").spans == {}


def test_values_in_the_same_place_of_two_texts_have_their_own_spans() -> None:
    moved = parse_map("\n\n" + SMALL)
    assert moved.spans["title",].line == parse_map(SMALL).spans["title",].line + 2
