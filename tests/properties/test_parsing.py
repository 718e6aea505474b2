"""Two parsers read maps, a fast and a careful one: what the fast one tells of a text is what the careful one tells of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.map_texts import EVERY_WORD, EXAMPLES, SMALL
from support.mutated_maps import mutated_maps

from desireline.mapfile.parsing import told_carefully, told_fast

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = (*sorted(GOLDEN.glob("*/*.yaml")), *EXAMPLES)
READABLE = {path: path.read_text(encoding="utf-8", errors="replace") for path in FILES}
SIGNS = (
    *"'\":-#{}[],|>?!%@`&*~ \\\n\r.",
    *(": ", "- ", " #", "\r\n", "\n\n", "|\n", ">-\n", "|2+\n", "? ", "\n? a\n: b\n", "--- ", "\n---\n", "\n...\n", "''", '""'),
    *("é", "e\u0301", "😀", "\u00a0", "\ufeff", "\u2028", "\x85", "\t", "\x7f", "\ue000", "\\n", "\\x41", "\\u00e9", "\\/"),
    *("<<: ", "!!str ", "::", "a:b", "{a}"),
)


@st.composite
def scribbled(draw: st.DrawFn) -> str:
    """Some lines of a map into which signs were written, or from which they are gone."""
    lines = draw(st.sampled_from([*READABLE.values(), SMALL, EVERY_WORD])).splitlines(keepends=True)
    begin = draw(st.integers(0, max(0, len(lines) - 1)))
    text = "".join([*lines[:2], *lines[begin : begin + 20]])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(("", *SIGNS))) + text[at + draw(st.integers(0, 3)) :]
    return text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_tell_the_same_of_every_map(path: Path) -> None:
    assert_alike(READABLE[path])


@examples(200, campaign=50_000)
@given(scribbled())
def test_both_tell_the_same_of_scribbled_lines(text: str) -> None:
    assert_alike(text)


@examples(30, campaign=5_000)
@given(mutated_maps([SMALL, EVERY_WORD, *(text for path, text in READABLE.items() if "yaml_" not in path.name and text.count("\n") > 9)]))
def test_both_tell_the_same_of_mutated_maps(text: str) -> None:
    assert_alike(text)


def test_maps_are_read_fast_unless_they_hold_what_needs_care() -> None:
    assert all(told_fast(path.read_text(encoding="utf-8")) for path in (*EXAMPLES, *sorted((GOLDEN / "sound").glob("*.yaml"))))
    for text in ("a: &m x\nb: *m", "a: !t x", "a: x\n---\na: y", "a:\nb: x", "a: [", "a: x\ty", "%YAML 1.2\n---\na: x", "- a", ""):
        assert told_fast(text) is None


def assert_alike(text: str) -> None:
    told = told_fast(text)
    assert told is None or told == list(told_carefully(text))
