"""The grammar describes itself truly: its examples are read, its defaults are the model's, its page is the committed one."""

from dataclasses import fields
from pathlib import Path

import pytest
from support.map_texts import EXAMPLES

from desireline.mapfile import parse_map, reference_page
from desireline.mapfile.build import build_map
from desireline.mapfile.compose import compose
from desireline.mapfile.findings import Findings
from desireline.mapfile.grammar import Choice, Duration, Flag, Noun, Word
from desireline.mapfile.language import ALLOW, MAP, NOUNS
from desireline.mapfile.language.allowing import ALLOWED
from desireline.mapfile.nodes import Mapping, TextSource
from desireline.mapfile.read import Reader
from desireline.mapfile.reading import Reading
from desireline.mapfile.rules import check_nouns
from desireline.mapfile.wording import NearNames

WORDS = [(noun, word) for noun in NOUNS for word in noun.words]
IDS = [f"{noun.name}-{word.name}" for noun, word in WORDS]


def read(noun: Noun, text: str) -> tuple[Reading, Findings]:
    findings = Findings(TextSource(text, "example"))
    node = compose(text, findings)
    assert isinstance(node, Mapping)
    return Reader(findings, NearNames(findings)).noun(noun, node, ()), findings


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_the_example_of_a_noun_is_sound(noun: Noun) -> None:
    reading, findings = read(noun, noun.example)
    check_nouns(reading, findings)
    assert findings.listed() == ()


@pytest.mark.parametrize(("noun", "word"), WORDS, ids=IDS)
def test_the_example_of_a_word_is_read(noun: Noun, word: Word) -> None:
    reading, findings = read(noun, f"{word.name}: {word.example}\n")
    assert word.name in reading.values
    assert [d for d in findings.listed() if d.code != "J102"] == []


@pytest.mark.parametrize(("noun", "word"), WORDS, ids=IDS)
def test_a_needed_word_says_why_and_others_what_holds_without_them(noun: Noun, word: Word) -> None:
    assert word.doc.endswith(".")
    assert bool(word.why) == word.required or word.needed_by
    assert not (word.required and word.default)


@pytest.mark.parametrize(("noun", "word"), [(n, w) for n, w in WORDS if isinstance(w.value, Duration | Flag | Choice)])
def test_a_default_is_the_one_of_the_model(noun: Noun, word: Word) -> None:
    held = {field.name: field.default for field in fields(noun.model)}[word.target]
    reading, findings = read(noun, f"{word.name}: {word.default}\n")
    if [d for d in findings.listed() if d.code != "J102"]:
        assert word.required or held is None
    else:
        assert reading.values[word.name] == held


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_the_words_of_a_noun_are_those_of_its_model(noun: Noun) -> None:
    model = {field.name for field in fields(noun.model)}
    verbs = set(noun.exactly_one) - {"choose"}
    assert {word.target for word in noun.words if word.name not in verbs} - {"scale"} <= model


def test_the_examples_use_every_word_of_the_language() -> None:
    used: set[tuple[str, str]] = set()

    def walk(reading: Reading) -> None:
        noun = "action" if reading.noun.exactly_one else reading.noun.name
        used.update((noun, word) for word in reading.keys)
        inner = [v for value in reading.values.values() for v in (value if isinstance(value, list) else [value])]
        inner += [entry.value for word in reading.keys for entry in reading.keyed(word).values()]
        for value in inner:
            if isinstance(value, Reading):
                walk(value)

    for path in EXAMPLES:
        walk(read(MAP, path.read_text(encoding="utf-8"))[0])
    # What is allowed is where something is to be allowed, and not for show.
    shown = {("action" if noun.exactly_one else noun.name, word.name) for noun, word in WORDS if noun is not ALLOW and word is not ALLOWED}
    assert shown == {(noun, word) for noun, word in used if "allow" not in (noun[:5], word)}


def test_the_reference_page_is_the_committed_one() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "map-language.md"
    assert page.read_text(encoding="utf-8") == reference_page()


def test_the_smallest_map_of_the_page_is_sound() -> None:
    yaml = reference_page().split("```yaml\n")[1].split("```")[0]
    assert parse_map(yaml).diagnostics == ()


def test_building_takes_the_classes_of_the_model() -> None:
    reading, findings = read(MAP, MAP.example)
    assert findings.listed() == ()
    assert build_map(reading).journey == "connection_down"
