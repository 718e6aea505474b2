"""Whatever stands in a map file, reading and formatting it ends in a map or in findings."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.map_texts import EVERY_WORD, EXAMPLES, SMALL

from desireline.diagnostics import DesirelineError, Diagnostic, has_errors, ordered
from desireline.diagnostics.terminal import as_plain
from desireline.mapfile import format_map, map_from_data, parse_map
from desireline.mapfile.source import decode

TEXTS = (SMALL, EVERY_WORD)
MARKS = [*"{}[]:,-#'\"|>&*!%@`?\\ \t\n\r\0", "\ufeff", "\x85", "\u2028", "é", "а", "😀", "\ud800", "\n\n", "  ", "- ", ": ", " #", "''"]
VALUES = ["id", "never", "done", "null", "~", "0", "-1", "1e999", ".nan", "9" * 40, "0xffffffffffffffffffffffff", "yes", "10m", "1..7"]
YAML = ["&a x", "*a", "<<", "!!python/object:os.system", "{a: {a: {a: a}}}", "[[[[]]]]", "? a", "---", "...", "%YAML 1.1", "|2", ">+", "{}"]
WORDS = [*VALUES, *YAML, "22:00", "# c", "visits('x') > 1", "where", '"a\\u0041\\ud800"', "x and", "'it''s'"]
ONE_WORD = re.compile(r"[\w.]+")


@st.composite
def broken_texts(draw: st.DrawFn) -> str:
    """A good text of which some words are exchanged, and some stretches deleted, doubled, turned or replaced."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(0, 4))):
        words = list(ONE_WORD.finditer(text))
        chosen = draw(st.sampled_from(words))
        other = draw(st.sampled_from(WORDS) | st.sampled_from(words).map(lambda word: word[0]))
        text = text[: chosen.start()] + other + text[chosen.end() :]
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        kept = text[start:end]
        changed = st.sampled_from(["", kept * 2, kept[::-1], kept + "\n", "  " + kept])
        text = text[:start] + draw(changed | st.sampled_from(MARKS) | st.text(max_size=5)) + text[end:]
    return text


@examples(200, campaign=20_000)
@given(broken_texts())
def test_reading_ends_in_a_map_or_in_findings(text: str) -> None:
    file = parse_map(text, "map.yaml")
    assert (file.map is None) == has_errors(file.diagnostics)
    assert file.diagnostics == ordered(file.diagnostics) == parse_map(text, "map.yaml").diagnostics
    as_plain(file.diagnostics, lambda _: text.splitlines()).encode("utf-8", "surrogatepass")
    assert all(d.span is not None and d.why and d.fix for d in file.diagnostics)
    assert file.map is None or ("steps",) in file.spans


@examples(120, campaign=10_000)
@given(broken_texts())
def test_formatting_is_done_once_and_changes_no_meaning(text: str) -> None:
    formatted = format_map(text)
    assert format_map(formatted) == formatted
    before, after = parse_map(text), parse_map(formatted)
    assert sorted(d.code for d in before.diagnostics) == sorted(d.code for d in after.diagnostics)
    assert (before.map and before.map.version) == (after.map and after.map.version)
    if before.map is not None and after.map is not None:
        assert replace(before.map, version="") == replace(after.map, version="")


def test_formatting_keeps_the_meaning_of_the_examples() -> None:
    for path in EXAMPLES:
        text = path.read_text(encoding="utf-8")
        map_ = parse_map(text).map
        for comment in (r"#", r"#  twice", r"# é"):
            assert parse_map(format_map(re.sub(r"(?<= )#(?= )", comment, text))).map == map_


def findings_in(raw: bytes) -> tuple[Diagnostic, ...]:
    try:
        return parse_map(decode(raw, "map.yaml")).diagnostics
    except DesirelineError as error:
        return error.diagnostics


@examples(100, campaign=5_000)
@given(st.binary(max_size=200) | broken_texts().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bytes_are_a_text_or_a_finding(raw: bytes) -> None:
    assert all(isinstance(found, Diagnostic) for found in findings_in(raw))


KEYS = st.sampled_from(["id", "steps", "do", "choose", "stages", "trip", "quiet", "title", "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@examples(200, campaign=5_000)
@given(st.dictionaries(st.sampled_from(["journey", "title", "trip", "fields", "steps", "stages", "outcomes", "messages", "teams"]), JSON))
def test_data_are_a_map_or_findings(data: dict[str, object]) -> None:
    try:
        found: tuple[Diagnostic, ...] = ()
        assert map_from_data(data).version
    except DesirelineError as error:
        found = error.diagnostics
    assert all(d.span is None and "(at " in d.headline for d in found)
