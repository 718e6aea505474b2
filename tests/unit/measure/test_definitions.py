"""Every number has a definition, which is on the committed page and names criteria that there are."""

import re
from pathlib import Path

import pytest
from support.logs import lake_of, walks

from desireline.diagnostics import DesirelineError
from desireline.mapfile import read_map
from desireline.measure import measure
from desireline.measure.criteria import WORDS
from desireline.measure.definitions import BY_NAME, DEFINITIONS, Definition, definition
from desireline.measure.definitions.page import definitions_page
from desireline.measure.families import ALL, FAMILIES

ROOT = Path(__file__).parents[3]
NOT_LISTED = {"steps_without_events", "quantiles", "intervals", "period", "before", "as_of", "version", "notes"}


def test_the_committed_page_is_the_one_that_the_definitions_make() -> None:
    assert (ROOT / "docs" / "reference" / "measures.md").read_text(encoding="utf-8") == definitions_page()


@pytest.mark.parametrize("family", [ALL, *FAMILIES], ids=lambda family: family.name)
def test_every_family_of_rows_has_a_definition(family: object) -> None:
    assert BY_NAME[getattr(family, "name", "")]


def test_every_number_of_the_json_has_a_definition() -> None:
    map_ = read_map(ROOT / "examples" / "connection_down" / "connection_down.journey.yaml")
    lake = lake_of(walks("call.answered line.tested", 2))
    data = measure(map_, lake, now_us=2_000_000_000_000_000).as_data()
    assert {name for name in data if name not in BY_NAME} == set()


def test_no_name_is_that_of_two_definitions() -> None:
    names = [name for one in DEFINITIONS for name in (one.name, *one.also)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("one", DEFINITIONS, ids=lambda one: one.name)
def test_a_definition_names_criteria_that_there_are(one: Definition) -> None:
    named = set(re.findall(r"--([a-z-]+)", one.listed))
    assert named <= {word.name for word in WORDS}
    assert one.listed or one.name in NOT_LISTED


@pytest.mark.parametrize("word", [word for word in WORDS if word.family is not None], ids=lambda word: word.name)
def test_every_word_is_named_by_a_definition(word: object) -> None:
    assert any(f"--{getattr(word, 'name', '')}" in one.listed for one in DEFINITIONS)


def test_a_definition_is_found_by_each_of_its_names_however_written() -> None:
    assert definition("outcomes") == definition("trips")
    assert definition("Channel-Changes") == definition("channel changes") == definition("channel_changes")


def test_near_names_are_offered_for_one_that_there_is_not() -> None:
    with pytest.raises(DesirelineError) as caught:
        definition("promise")
    assert caught.value.diagnostics[0].near[0].name == "promises"
