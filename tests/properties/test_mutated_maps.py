"""Whatever is changed in a map, reading, checking and walking it end in findings and journeys: no traceback, no hang."""

import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.map_texts import EVERY_WORD, EXAMPLES, SMALL
from support.mutated_maps import mutated_maps

from desireline.check import RULES, check_map
from desireline.diagnostics import has_errors
from desireline.diagnostics.terminal import as_plain
from desireline.mapfile import MapFile, parse_map
from desireline.walk import walk

LONGEST_S = 20
"""Seconds of work on one map: many times what the slowest takes, and far less than for ever."""
SOUND = sorted((Path(__file__).parents[1] / "golden" / "sound").glob("*.journey.yaml"))
TEXTS = (SMALL, EVERY_WORD, *(path.read_text(encoding="utf-8") for path in (*SOUND, *EXAMPLES)))
ONE_IN = 4
"""Walks take longest, so not all maps are walked."""


@examples(1_000, campaign=50_000)
@given(mutated_maps(TEXTS), st.integers(1, ONE_IN))
def test_a_mutated_map_ends_in_findings_and_journeys(text: str, chosen: int) -> None:
    began_s = time.process_time()
    file = parse_map(text, "map.yaml")
    assert (file.map is None) == has_errors(file.diagnostics)
    found = check_map(file)
    assert {d.code for d in found} <= RULES.keys()
    assert as_plain((*file.diagnostics, *found), lambda _: text.splitlines()) or not (file.diagnostics or found)
    if chosen == ONE_IN:
        assert_walked(file)
    assert time.process_time() - began_s < LONGEST_S


def assert_walked(file: MapFile) -> None:
    if file.map is not None:
        walked = walk(file.map)
        shown = {goal for journey in walked.journeys for goal in journey.shows}
        assert shown | {missed.goal for missed in walked.missed} == set(walked.goals)


def test_the_mutations_leave_some_maps_to_be_read() -> None:
    read = []

    @examples(60, campaign=60)
    @given(mutated_maps(TEXTS))
    def look(text: str) -> None:
        read.append(parse_map(text).map is not None)

    look()
    assert 0.1 < sum(read) / len(read) < 0.9
