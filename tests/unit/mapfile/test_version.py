"""A version is the hash of the meaning."""

import json
import random

import pytest
from support.map_texts import EVERY_WORD, EXAMPLES, SMALL

from desireline.mapfile import map_from_data, parse_map, version_of
from desireline.mapfile.compose import compose
from desireline.mapfile.data import data_of_node
from desireline.mapfile.findings import Findings
from desireline.mapfile.nodes import TextSource

TEXTS = (SMALL, EVERY_WORD, *(path.read_text(encoding="utf-8") for path in EXAMPLES))


def version(text: str) -> str:
    file = parse_map(text)
    assert file.map is not None, file.diagnostics
    assert file.map.version == version_of(file.map)
    return file.map.version


def data_of(text: str) -> dict[str, object]:
    node = compose(text, Findings(TextSource(text, "map")))
    assert node is not None
    data = data_of_node(node)
    assert isinstance(data, dict)
    return data


def shuffled(data: object, chance: random.Random) -> object:
    """The data with the words of each noun in another order. The texts of a message keep theirs: it says which comes first."""
    if isinstance(data, list):
        return [shuffled(item, chance) for item in data]
    if not isinstance(data, dict):
        return data
    items = [(key, value if key == "messages" else shuffled(value, chance)) for key, value in data.items()]
    chance.shuffle(items)
    return dict(items)


def test_it_is_64_hex_digits_of_which_12_are_shown() -> None:
    map_ = parse_map(SMALL).map
    assert map_ is not None
    assert len(map_.version) == 64
    assert map_.short_version == map_.version[:12]


@pytest.mark.parametrize("text", TEXTS)
def test_the_order_of_words_is_not_meant(text: str) -> None:
    data = shuffled(data_of(text), random.Random(7))
    assert isinstance(data, dict)
    assert map_from_data(data).version == version(text)


@pytest.mark.parametrize("text", TEXTS)
def test_comments_quotes_and_layout_are_not_meant(text: str) -> None:
    assert version(json.dumps(data_of(text))) == version(text)
    assert version(f"# a comment\n{text}\n\n# another\n") == version(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("within: 30m", "within: 1800s"),
        ("until: [done, paid]", "until: [paid, done, paid]"),
        ("event: [page.viewed, page.seen]", "event: [page.seen, page.viewed]"),
        ("where: kind = 'new' or kind is null", "where: (kind='new') OR kind IS NULL"),
        ("Mon-Fri 08:00-18:00, Sat 09:00-12:00", "Sat 9:00-12:00, Mon-Tue 08:00-18:00, Wed-Fri 08:00-18:00"),
        ("{id: still, say: sorry}", "{id: still, say: sorry, after: 0s, if_late: 300s}"),
        ("worth: 12.5", "worth: 1.25e1"),
        ("scale: 1..5, ", ""),
        ("        Sorry\n", "        Sorry\n\n"),
    ],
)
def test_another_spelling_of_a_value_is_the_same_meaning(one: str, other: str) -> None:
    assert one in EVERY_WORD
    assert version(EVERY_WORD.replace(one, other)) == version(EVERY_WORD)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("within: 30m", "within: 31m"),
        ("title: Browse", "title: Look"),
        ("Sorry, {name}", "Excuse us, {name}"),
        ("pain: Slow", "pain: Very slow"),
        ("say: sorry, channel: text", "say: sorry, channel: web"),
        ("{id: look", "{id: lok"),
        ("personal: true", "personal: false"),
        ("min: 0", "min: 1"),
        ("quiet: 7d", "quiet: never"),
    ],
)
def test_whatever_the_map_says_to_anyone_is_meaning(one: str, other: str) -> None:
    text = EVERY_WORD.replace(one, other).replace("stage: look", "stage: lok") if "lok" in other else EVERY_WORD.replace(one, other)
    if "never" in other:
        text = text.replace("when_quiet:\n  - {id: still, say: sorry}\n", "")
    assert version(text) != version(EVERY_WORD)


def test_the_order_of_steps_is_meant() -> None:
    first, second = SMALL.split("\n")[7:9]
    assert version(SMALL.replace(f"{first}\n{second}", f"{second}\n{first}")) != version(SMALL)


def test_versions_stay_what_they_were() -> None:
    assert version(SMALL)[:12] == "013ec318e9c1"
