"""Formatting: layout becomes one, and nothing that is said is lost."""

from pathlib import Path

import pytest
from support.map_texts import EXAMPLES, SMALL

from desireline.mapfile import format_map, parse_map

FOLDER = Path(__file__).parents[2] / "golden" / "formatted"
CASES = sorted(path.name.removesuffix(".before.yaml") for path in FOLDER.glob("*.before.yaml"))


@pytest.mark.parametrize("case", CASES)
def test_a_text_as_it_is_formatted(case: str) -> None:
    before = (FOLDER / f"{case}.before.yaml").read_text(encoding="utf-8")
    after = (FOLDER / f"{case}.after.yaml").read_text(encoding="utf-8")
    assert format_map(before) == after
    assert format_map(after) == after


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_are_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_map(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment\n",
        "a: [",
        "- a\n-   b\n",
        "a:   1\na: 2\n",
        "---\na:   1\n",
        "a:   1\n...\n",
        "%YAML 1.2\n---\na:   1\n",
        "a:   !!str 1\n",
        "a:   |2\n   x\n",
        "a:   {b, c}\n",
        "a: # one\n   b # two\n",
    ],
)
def test_what_could_change_its_meaning_is_left_as_it_is(text: str) -> None:
    assert format_map(text) == text


def test_line_ends_and_byte_order_mark_become_plain() -> None:
    assert format_map("\ufeff" + SMALL.replace("\n", "\r\n")) == format_map(SMALL)


def test_steps_of_several_lines_stand_apart() -> None:
    text = "steps:\n- {id: a}\n- {id: b}\n- id: c\n  title: C\n- {id: d}\n"
    assert format_map(text) == "steps:\n  - {id: a}\n  - {id: b}\n\n  - id: c\n    title: C\n\n  - {id: d}\n"


def test_comments_stay_with_what_they_are_about() -> None:
    text = "a: 1   # beside\n\n\n# above\nb:\n    # inside\n    - c  \n    # after c\n# end\n"
    assert format_map(text) == "a: 1   # beside\n\n# above\nb:\n  # inside\n  - c\n  # after c\n# end\n"


def test_the_order_of_words_stays() -> None:
    text = SMALL.replace("{id: look, title: Look round}", "{title: Look round, id: look}")
    assert format_map(text).index("title: Look round") < format_map(text).index("id: look")


def test_a_broken_map_is_formatted_too() -> None:
    text = SMALL.replace("[basket]", "[ baskte ]")
    assert "[baskte]" in format_map(text)
    assert [d.code for d in parse_map(format_map(text)).diagnostics] == ["J104"]
