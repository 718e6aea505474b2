"""The JSON Schema agrees with the reader on what words there are and what they take."""

import pytest
from jsonschema import Draft202012Validator
from support.map_texts import EVERY_WORD, EXAMPLES, SMALL, small_with

from desireline.mapfile import json_schema
from desireline.mapfile.compose import compose
from desireline.mapfile.data import data_of_node
from desireline.mapfile.findings import Findings
from desireline.mapfile.language import NOUNS
from desireline.mapfile.nodes import TextSource

SCHEMA = Draft202012Validator(json_schema())


def errors(text: str) -> list[str]:
    node = compose(text, Findings(TextSource(text, "map")))
    assert node is not None
    return [error.message for error in SCHEMA.iter_errors(data_of_node(node))]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("text", [SMALL, EVERY_WORD, *(path.read_text(encoding="utf-8") for path in EXAMPLES)])
def test_sound_maps_pass(text: str) -> None:
    assert errors(text) == []


@pytest.mark.parametrize(
    "text",
    [
        small_with("title: A purchase", "titel: A purchase"),
        small_with("trip: {quiet: 7d}\n", ""),
        small_with("quiet: 7d", "quiet: 7 fortnights"),
        small_with("quiet: 7d", "quiet: 90"),
        small_with("kind: reached", "kind: reach"),
        small_with("id: basket", "id: Basket"),
        small_with("title: Basket", "title: [Basket]"),
        small_with("title: Basket,", "title: Basket, hoped: 3,"),
        small_with("title: Basket,", "title: Basket, aftercare: yes,"),
        small_with("title: Basket,", "title: Basket, do: [{id: a, say: b, task: c}],"),
        small_with("title: Basket,", "title: Basket, do: [{id: a, say: b, due: 5m}],"),
        small_with("title: Basket,", "title: Basket, do: [{id: a, task: b}],"),
        small_with("title: Basket,", "title: Basket, do: [{id: a}],"),
        SMALL + "fields: {x: string}\n",
        SMALL + "fields: {x: {text: {min: 1}}}\n",
        SMALL + "messages: {hello: {web: Hello}}\n",
        SMALL + "messages: {hello: {web: {English: Hello}}}\n",
        SMALL + "insights: [{id: a, at: buy}]\n",
        SMALL + "scores: [{id: a, kind: csat, event: b, value: c, scale: 1-5}]\n",
    ],
)
def test_broken_maps_do_not(text: str) -> None:
    assert errors(text)


def test_every_word_is_documented_with_an_example() -> None:
    schema = json_schema()
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    words = [word for noun in (schema, *definitions.values()) for word in noun.get("properties", {}).values()]
    assert len(words) == sum(len(noun.words) for noun in NOUNS)
    assert all(word["description"] and word["examples"] for word in words)


def test_the_examples_in_the_schema_pass_it() -> None:
    definitions = json_schema()["$defs"]
    assert isinstance(definitions, dict)
    for name, definition in definitions.items():
        for word, schema in definition.get("properties", {}).items():
            inner = Draft202012Validator({"$defs": definitions, **schema})
            for example in schema["examples"]:
                assert list(inner.iter_errors(example)) == [], f"{name}.{word}"
