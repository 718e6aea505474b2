"""What rules on conditions say, and that the customers they show really fall in."""

import pytest
from support.map_texts import EXAMPLES

from desireline.check import RULES, Subject, check_map
from desireline.check.laws import laws_of
from desireline.check.situations import events_of
from desireline.conditions import Unknown
from desireline.diagnostics import Diagnostic
from desireline.engine import VisitMade, compile_map, rebuild
from desireline.mapfile import MapFile, parse_map

TOP = """\
journey: slow_line
title: My line is slow
trip: {per: case, starts: [test], quiet: 14d}
fields: {case: text, mbps: {number: {min: 0, max: 1000}}, kind: text, fault: {one of: [line, router]}}
traits: {plan: {one of: [basic, fibre]}, vip: boolean}
stages: [{id: help, title: Help}]
teams: {care: {title: Care}}
steps:
"""
REST = """\
  - {id: call, stage: help, title: I call, event: call.answered, by: person, next: [well]}
outcomes:
  - {id: well, kind: reached, event: line.well, title: It is fast again}
  - {id: left, kind: lost, event: contract.cancelled, title: I went elsewhere}
"""


def read(text: str) -> MapFile:
    file = parse_map(text)
    assert file.diagnostics == ()
    return file


def with_where(where: str) -> MapFile:
    return read(f'{TOP}  - {{id: test, stage: help, title: Test, event: tested, where: "{where}", by: self, next: [call, well]}}\n{REST}')


def with_choice(*whens: str, when: str = "") -> MapFile:
    branches = "".join(f'          - {{id: b{n}, when: "{said}", handoff: care}}\n' for n, said in enumerate(whens))
    whole = f'        when: "{when}"\n' if when else ""
    choice = f"      - id: answer\n{whole}        choose:\n{branches}"
    step = "  - id: test\n    stage: help\n    title: Test\n    event: tested\n    by: self\n    next: [test, call, well]\n    do:\n"
    return read(TOP + step + choice + REST)


def found(file: MapFile, *codes: str) -> list[Diagnostic]:
    return [d for d in check_map(file) if d.code in codes]


@pytest.mark.parametrize(
    "where", ["mbps > 1000", "fault = 'line' and fault = 'router'", "kind like 'a%' and kind < 'a'", "plan is null and plan = 'basic'"]
)
def test_what_can_never_be_true(where):
    assert [d.code for d in found(with_where(where), "J230", "J231")] == ["J230"]


@pytest.mark.parametrize("where", ["mbps <= 1000 or mbps is null", "fault in ('line', 'router') or fault is null", "true"])
def test_what_is_always_true(where):
    assert [d.code for d in found(with_where(where), "J230", "J231")] == ["J231"]


@pytest.mark.parametrize("where", ["mbps <= 1000", "fault in ('line', 'router')", "kind like 'a%'", "mbps * 2 > 1999"])
def test_what_is_sometimes_true_is_nothing(where):
    assert found(with_where(where), "J230", "J231", "J239") == []


@pytest.mark.parametrize(
    "when",
    [
        "move = 'joined'",
        "move = 'start' and visits('test') > 0",
        "move = 'repeat' and visits('test') = 0",
        "move = 'start' and elapsed > interval '1s'",
        "move = 'start' and broken_promises > 0",
    ],
)
def test_facts_are_taken_as_they_can_be_at_a_visit(when):
    assert [d.code for d in found(with_choice(when, "not vip"), "J230")] == ["J230"]


@pytest.mark.parametrize(
    ("whens", "left"),
    [
        (("vip", "not vip"), True),
        (("vip", "not vip", "vip is null"), False),
        (("visits('test') = 0", "visits('test') > 0"), False),
        (("visits('test') = 0", "visits('test') > 1"), True),
        (("mbps < 10", "mbps >= 5"), True),
        (("coalesce(mbps, 0) < 10", "mbps >= 5"), False),
        (("move = 'start'", "move in ('expected', 'repeat', 'back', 'skip', 'jump')"), False),
        (("kind like 'a%'", "kind not like 'a%'", "plan = 'basic' and kind is null"), True),
    ],
)
def test_a_choice_that_leaves_a_case_shows_a_customer_who_gets_nothing(whens, left):
    file = with_choice(*whens)
    findings = found(file, "J234")
    assert bool(findings) == left
    for finding in findings:
        assert_nothing_is_done(file, finding)


def assert_nothing_is_done(file: MapFile, finding: Diagnostic) -> None:
    assert file.map is not None
    assert finding.example is not None
    events = events_of(finding.example)
    assert events
    rebuilt = rebuild(compile_map(file.map), events, events[-1].time_us)
    visits = [change for change in rebuilt.changes if isinstance(change, VisitMade)]
    assert visits[-1].step == "test"
    assert visits[-1].event == events[-1].id
    assert [e for e in rebuilt.effects if e.action == "answer" and e.event == events[-1].id] == []


def test_a_choice_with_its_own_when_leaves_only_cases_that_it_is_for():
    assert found(with_choice("plan = 'basic'", "plan = 'fibre'", when="plan is not null"), "J234") == []


@pytest.mark.parametrize(
    ("whens", "taken"),
    [
        (("mbps < 10", "mbps < 5", "true"), ["b1"]),
        (("mbps < 10", "mbps >= 10", "mbps = 3", "true"), ["b2"]),
        (("mbps < 10", "mbps < 20", "true"), []),
        (("visits('test') >= 1", "move = 'repeat'", "true"), ["b1"]),
    ],
)
def test_branches_that_earlier_ones_swallow(whens, taken):
    named = [d.headline.split("`")[1] for d in found(with_choice(*whens), "J235")]
    assert named == taken


@pytest.mark.parametrize("code", ["J232", "J233"])
def test_an_event_that_could_be_two_places_is_the_first(code):
    file = read(RULES[code].bad)
    (finding,) = found(file, code)
    assert file.map is not None
    assert finding.example is not None
    events = events_of(finding.example)
    visits = [c for c in rebuild(compile_map(file.map), events, events[-1].time_us).changes if isinstance(c, VisitMade)]
    assert visits[-1].step == "slow"
    other = next(step for step in file.map.steps if step.id in ("shaky", "dead"))
    assert other.where is not None
    properties = {name.id: dict(events[-1].properties).get(name.id) for name in other.where.inputs}
    assert other.where.evaluate(*properties.values()) is True


def test_a_narrower_condition_first_is_meant():
    narrow = RULES["J233"].good
    assert found(read(narrow), "J232", "J233") == []


def test_what_stays_open_is_said_and_nothing_else():
    findings = found(with_where("mbps * mbps = 2"), "J230", "J231", "J232", "J239")
    assert {d.code for d in findings} == {"J239"}
    assert all(d.severity == "hint" for d in findings)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_laws_hold_together(path):
    subject = Subject(read(path.read_text(encoding="utf-8")))
    for doing in subject.doings:
        conditions = [s.condition for s in subject.standings if s.doing is not None]
        answer = subject.asking.find(doing.place, "", laws_of(doing, conditions, subject.map))
        assert not isinstance(answer, Unknown)
        assert hasattr(answer, "values")


def test_many_questions_open_for_one_reason_are_told_together() -> None:
    subject = Subject(parse_map(RULES["J239"].good))
    for n in range(20):
        subject.asking.leave_open(("steps", "test", "where"), f"whether {n}", "all effort is spent")
    subject.asking.leave_open(("steps", "test", "where"), "whether 20", "numbers are multiplied")
    look = RULES["J239"].look
    assert look is not None
    assert [found.headline for found in look(subject)] == [
        "20 questions about conditions could not be answered: all effort is spent",
        "whether 20: this could not be found out, numbers are multiplied",
    ]
