"""Every way in which a condition can be wrong: the code, and the smallest stretch of text that is."""

import pytest

from desireline.conditions import ConditionError, ConditionProblem, Scope, ValueType, parse_condition
from desireline.diagnostics.codes.conditions import CODES

FIELDS = {
    "mbps": ValueType(kind="number"),
    "calls": ValueType(kind="integer"),
    "note": ValueType(kind="text"),
    "vip": ValueType(kind="boolean"),
    "paid": ValueType(kind="time"),
    "fault": ValueType(kind="one_of", values=("line", "cabinet", "router")),
}
EVENT = Scope(FIELDS, {"plan": ValueType(kind="text")}, facts=False, steps=("call", "chat"))
ACTION = Scope(FIELDS, {"plan": ValueType(kind="text")}, facts=True, steps=("call", "chat"), journeys=("connection_down",))


def problems(text: str, scope: Scope = ACTION) -> tuple[ConditionProblem, ...]:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, scope)
    return caught.value.problems


WRONG = [
    ("", "J150", ""),
    ("and", "J150", "and"),
    ("mbps >", "J150", ">"),
    ("mbps > and vip", "J150", "and"),
    ("vip and and vip", "J150", "and"),
    ("mbps > 1 2", "J150", "2"),
    ("Visit type = 'x'", "J150", "type"),
    ("note = 'a' 'b'", "J150", "'b'"),
    ("mbps = 12abc", "J150", "abc"),
    ("mbps = 1_000", "J150", "_000"),
    ("()", "J150", ")"),
    ("mbps in 1", "J150", "in"),
    ("mbps in ()", "J150", ")"),
    ("mbps in (1,", "J150", ","),
    ("mbps between 1", "J150", "between"),
    ("(mbps between 1) and vip", "J150", "between"),
    ("mbps between 1 or vip", "J150", "between"),
    ("mbps not 1", "J150", "not"),
    ("vip is", "J150", "is"),
    ("vip is not", "J150", "not"),
    ("vip, vip", "J150", ","),
    ("(vip, vip)", "J150", ","),
    ("+mbps > 1", "J150", "+"),
    ("count(*) > 1", "J150", "*"),
    ("interval '2 hours' hours", "J150", "hours"),
    ("mbps::int = 3", "J151", "::"),
    ("cast(mbps as integer) = 3", "J151", "cast"),
    ("case when vip then true end", "J151", "case"),
    ("note || 'a' = 'b'", "J151", "||"),
    ("mbps % 2 = 1", "J151", "%"),
    ("mbps == 1", "J151", "=="),
    ("!vip", "J151", "!"),
    ("t.mbps = 1", "J151", "."),
    ("mbps > $1", "J151", "$1"),
    ("mbps > ?", "J151", "?"),
    ("mbps > :low", "J151", ":"),
    ("vip; drop table events", "J151", ";"),
    ("vip -- always", "J151", "-- always"),
    ("vip /* always */ or vip", "J151", "/* always */"),
    ("-- vip", "J151", "-- vip"),
    ("mbps in (select 1)", "J151", "select"),
    ("lag(mbps) over () > 1", "J151", "over"),
    ("note ilike 'a%'", "J151", "ilike"),
    ("note similar to 'a%'", "J151", "similar to"),
    ("note like 'a!%' escape '!'", "J151", "escape"),
    ("vip is true", "J151", "is true"),
    ("note is distinct from 'a'", "J151", "distinct"),
    ("paid > date '2026-01-01'", "J151", "date '2026-01-01'"),
    ("note = $$a$$", "J151", "$$a$$"),
    ("note = N'a'", "J151", "N'a'"),
    ("mpbs > 3", "J152", "mpbs"),
    ('note = "web"', "J152", '"web"'),
    ("Mbps > 3", "J152", "Mbps"),
    ("lower(note) = 'a'", "J153", "lower"),
    ("sleep(3)", "J153", "sleep"),
    ("mbps = 'fast'", "J154", "mbps = 'fast'"),
    ("note > 3", "J154", "note > 3"),
    ("paid > '2026-01-01T00:00:00Z'", "J154", "paid > '2026-01-01T00:00:00Z'"),
    ("elapsed > 3", "J154", "elapsed > 3"),
    ("vip = 1", "J154", "vip = 1"),
    ("vip > false", "J154", "vip > false"),
    ("fault < 'line'", "J154", "fault < 'line'"),
    ("fault between 'a' and 'b'", "J154", "fault between 'a' and 'b'"),
    ("nmae between 1 and 2", "J152", "nmae"),
    ("note + 1 > 2", "J154", "note"),
    ("-note = 1", "J154", "note"),
    ("length(mbps) = 1", "J154", "mbps"),
    ("abs(note) = 1", "J154", "note"),
    ("mbps like '1%'", "J154", "mbps"),
    ("mbps in (1, 'two')", "J154", "'two'"),
    ("vip in (true)", "J154", "vip"),
    ("coalesce(mbps, note) = 1", "J154", "coalesce(mbps, note)"),
    ("mbps between 1 and '2'", "J154", "mbps between 1 and '2'"),
    ("fault = 'linee'", "J155", "'linee'"),
    ("fault in ('line', 'lime')", "J155", "'lime'"),
    ("'lime' <> fault", "J155", "'lime'"),
    ("move = 'forward'", "J155", "'forward'"),
    ("visits('cal') > 1", "J156", "'cal'"),
    ("visits(call) > 1", "J158", "visits(call)"),
    ("visits() > 1", "J158", "visits()"),
    ("length(note, note) = 1", "J158", "length(note, note)"),
    ("coalesce(mbps) = 1", "J158", "coalesce(mbps)"),
    ("note like plan", "J158", "plan"),
    ("mbps in (1, calls)", "J158", "calls"),
    ("mbps = 99999999999999999999", "J159", "99999999999999999999"),
    ("mbps = 9223372036854775808", "J159", "9223372036854775808"),
    ("mbps < 1e400", "J159", "1e400"),
    ("elapsed > interval '2 months'", "J159", "interval '2 months'"),
    ("elapsed > interval '200 years'", "J159", "interval '200 years'"),
    ("elapsed > interval '36526 days'", "J159", "interval '36526 days'"),
    ("paid > timestamp '2026-01-01'", "J159", "timestamp '2026-01-01'"),
    ("paid > timestamp '2026-01-01T00:00:00'", "J159", "timestamp '2026-01-01T00:00:00'"),
    ("note = null", "J161", "note = null"),
    ("vip <> null", "J161", "vip <> null"),
    ("note in ('a', null)", "J161", "null"),
    ("mbps + null > 1", "J161", "null"),
    ("note", "J162", "note"),
    ("vip and mbps", "J162", "mbps"),
    ("not 1", "J162", "1"),
    ("open('moving')", "J163", "'moving'"),
    ("1 < mbps < 3", "J164", "1 < mbps"),
    ("vip = mbps is null", "J164", "mbps is null"),
    ("vip = not vip", "J164", "not"),
    ("note like 'a' like 'b'", "J164", "note like 'a'"),
    ("(vip", "J165", "("),
    ("vip)", "J165", ")"),
    ("note = 'it's'", "J165", "'"),
    ("note = 'a", "J165", "'a"),
    ("note = 'a\0'", "J166", "\0"),
    ("note = '\ud800'", "J166", "\ud800"),
]


@pytest.mark.parametrize(("text", "code", "stretch"), WRONG)
def test_what_is_wrong_is_said_at_its_place(text, code, stretch):
    found = [(p.code, text[p.start : p.end]) for p in problems(text)]
    assert found == [(code, stretch)]


@pytest.mark.parametrize(("text", "code", "stretch"), WRONG)
def test_it_is_said_in_one_short_line_with_what_to_do(text, code, stretch):
    (problem,) = problems(text)
    assert problem.headline
    assert "\n" not in problem.headline
    assert len(problem.headline) < 120
    assert problem.fix


def test_every_code_is_met_here():
    event_only = {"J157"}
    bounds = {"J160"}
    assert {code for _, code, _ in WRONG} | event_only | bounds == CODES.keys()


@pytest.mark.parametrize("text", ["again", "elapsed > interval '2h'", "visits('call') > 1", "open('connection_down')", "not again"])
def test_facts_are_refused_where_only_the_event_is_seen(text):
    (problem,) = problems(text, EVENT)
    assert problem.code == "J157"
    parse_condition(text, ACTION)


def test_all_problems_are_given_by_place():
    text = "mpbs > 3 and fault = 'linee' or lower(nte) = 4 and visits('cal') = note"
    assert [(p.code, text[p.start : p.end]) for p in problems(text)] == [
        ("J152", "mpbs"),
        ("J155", "'linee'"),
        ("J153", "lower"),
        ("J152", "nte"),
        ("J156", "'cal'"),
    ]


def test_both_ends_of_between_are_looked_at():
    text = "mbps between low and high"
    assert [text[p.start : p.end] for p in problems(text)] == ["low", "high"]


def test_all_refused_words_are_given():
    assert [p.code for p in problems("mbps::int = 3 and note || 'a' = 'b'")] == ["J151", "J151"]


def test_an_error_says_its_problems():
    with pytest.raises(ConditionError, match=r"^J152 at 0: `mpbs` is not declared; J152 at 12: `x` is not declared$"):
        parse_condition("mpbs > 3 or x", ACTION)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("mpbs > 3", ("mbps",)),
        ("MBPS > 3", ("mbps",)),
        ("chanel = 'web'", ("channel",)),
        ("fault = 'linee'", ("line",)),
        ("visits('cal') > 1", ("call",)),
        ("open('conection_down')", ("connection_down",)),
        ("lenght(note) > 1", ("length",)),
        ("agian", ("again",)),
        ("zzz = 1", ()),
    ],
)
def test_near_names_are_given(text, near):
    assert problems(text)[0].near[:1] == near


def test_facts_are_not_near_where_they_cannot_be_used():
    assert problems("agian", EVENT)[0].near == ()


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("paid > '2026-01-01T00:00:00Z'", "timestamp '2026-01-01T00:00:00Z'"),
        ("elapsed > 30", "interval '30 minutes'"),
        ("elapsed > '2h'", "interval '2h'"),
        ("note = 3", "'3'"),
        ("mbps > '3'", "without quotes"),
        ("note = web", "'web'"),
        ("note == 'a'", "`=`"),
        ("fault is true", "is null"),
        ("note = null", "is null"),
    ],
)
def test_the_fix_names_what_to_write(text, fix):
    assert fix in problems(text)[0].fix
