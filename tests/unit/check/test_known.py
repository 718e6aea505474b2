"""What is said of names that have not come by then, held against the engine."""

import pytest

from desireline.check import RULES, check_map
from desireline.check.situations import events_of
from desireline.engine import Effect, compile_map, rebuild
from desireline.mapfile import MapFile, parse_map


def read(text: str) -> MapFile:
    file = parse_map(text)
    assert file.diagnostics == ()
    return file


def effects_of_example(file: MapFile) -> list[Effect]:
    (finding,) = check_map(file)
    assert file.map is not None
    assert finding.example is not None
    events = events_of(finding.example)
    return list(rebuild(compile_map(file.map), events, events[-1].time_us).effects)


def test_the_customer_shown_is_told_of_something_that_is_not_known():
    (effect,) = effects_of_example(read(RULES["J240"].bad))
    assert effect.action == "comfort"
    assert effect.given.get("mbps") is None


def test_for_the_customer_shown_the_action_is_not_done():
    assert effects_of_example(read(RULES["J241"].bad)) == []


@pytest.mark.parametrize(
    ("changed", "into"),
    [
        ("starts: [test, chat]", "starts: [test]"),
        ("where: mbps < 1,", "where: mbps < 1 or mbps is null,"),
        ("where: mbps < 1,", ""),
        ("fields: {mbps: {number: {min: 0}}}", "traits: {mbps: {number: {min: 0}}}"),
        ("quiet: 14d}", "quiet: 14d, only: mbps > 0}"),
        ("quiet: 14d}", "quiet: 14d, per: mbps}"),
    ],
)
@pytest.mark.parametrize("code", ["J240", "J241"])
def test_nothing_is_said_where_it_comes_on_every_way_or_nobody_can_tell(code, changed, into):
    text = RULES[code].bad
    assert changed in text
    assert check_map(read(text.replace(changed, into))) == ()


TOLD_ON_THE_TRIP = [("fields: {mbps", "traits: {mbps"), ("event: test.finished", "event: identify")]


@pytest.mark.parametrize("code", ["J240", "J241"])
def test_a_trait_is_looked_for_where_the_map_says_that_a_step_tells_it(code):
    text = RULES[code].bad
    for changed, into in TOLD_ON_THE_TRIP:
        text = text.replace(changed, into)
    file = read(text)
    assert [d.code for d in check_map(file)] == [code]
    assert [effect.given for effect in effects_of_example(file)] == [{}] * (code == "J240")
    assert check_map(read(text.replace("starts: [test, chat]", "starts: [test]"))) == ()
    assert check_map(read(text.replace("where: mbps < 1,", ""))) == ()


def test_a_branch_before_can_keep_a_message_from_being_said():
    branches = "          - {id: ask, when: mbps is null, say: ask}\n          - {id: comfort, say: we_saw}\n"
    choice = f"      - id: answer\n        choose:\n{branches}"
    text = RULES["J240"].bad.replace("      - {id: comfort, say: we_saw}\n", choice)
    assert check_map(read(text + '  ask: {app: {en: "How fast is it?"}}\n')) == ()


def test_a_branch_for_the_rest_answers_those_of_whom_nothing_is_known():
    branches = "          - {id: bad, when: mbps < 0.1, handoff: care, due: 1h}\n          - {id: others, handoff: care, due: 1d}\n"
    choice = f"      - id: answer\n        choose:\n{branches}"
    text = RULES["J241"].bad
    line = next(line for line in text.splitlines(keepends=True) if "call_back" in line)
    assert check_map(read(text.replace(line, choice))) == ()


def test_a_quiet_trip_is_looked_at_from_every_step():
    text = RULES["J240"].bad.replace("    do:\n      - {id: comfort, say: we_saw}\n", "")
    quiet = text.replace("messages:", "when_quiet: [{id: comfort, say: we_saw}]\nmessages:")
    assert [d.code for d in check_map(read(quiet))] == ["J240"]
