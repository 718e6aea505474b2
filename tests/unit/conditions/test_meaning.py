"""What conditions mean, in worked examples that DuckDB and Python both answer."""

import pytest
from support.both_forms import in_both

from desireline.conditions import Scope, ValueType, parse_condition

SCOPE = Scope(
    fields={
        "n": ValueType(kind="number"),
        "m": ValueType(kind="number"),
        "i": ValueType(kind="integer"),
        "t": ValueType(kind="text"),
        "b": ValueType(kind="boolean"),
        "c": ValueType(kind="boolean"),
        "w": ValueType(kind="time"),
        "fault": ValueType(kind="one_of", values=("line", "cabinet")),
    },
    traits={"plan": ValueType(kind="text")},
    facts=True,
    steps=("call",),
)
HUGE = 1.7976931348623157e308
LEAST, MOST = -(2**63), 2**63 - 1


def says(text: str, **values: object) -> bool | None:
    return in_both(parse_condition(text, SCOPE), values)


@pytest.mark.parametrize("b", [True, False, None])
@pytest.mark.parametrize("c", [True, False, None])
def test_three_valued_logic(b, c):
    def known(*values):
        return None if None in values else True

    assert says("b and c", b=b, c=c) is (False if False in (b, c) else known(b, c))
    assert says("b or c", b=b, c=c) is (True if True in (b, c) else known(b, c) and False)
    assert says("not b", b=b) is (None if b is None else not b)
    assert says("b = c", b=b, c=c) is (None if None in (b, c) else b == c)


def test_what_is_not_known_is_neither_equal_nor_different():
    assert says("t = 'a'", t=None) is None
    assert says("t <> 'a'", t=None) is None
    assert says("t in ('a', 'b')", t=None) is None
    assert says("t not in ('a', 'b')", t=None) is None
    assert says("t like '%'", t=None) is None
    assert says("n between 1 and 2", n=None) is None


def test_is_null_is_always_known():
    assert says("t is null", t=None) is True
    assert says("t is not null", t=None) is False
    assert says("t is null", t="") is False
    assert says("(b and c) is null", b=None, c=True) is True
    assert says("(b and c) is null", b=None, c=False) is False


def test_between_may_be_false_without_knowing_both_ends():
    assert says("n between m and 3", n=5.0, m=None) is False
    assert says("n between m and 3", n=2.0, m=None) is None


def test_null_as_a_condition_is_unknown():
    assert says("null") is None
    assert says("b or null", b=True) is True
    assert says("b and null", b=False) is False


@pytest.mark.parametrize(
    ("left", "sign", "right"),
    [
        ("a", "<", "b"),
        ("Z", "<", "a"),
        ("z", "<", "ä"),
        ("\uffff", "<", "\U00010000"),
        ("", "<", "\0"),
        ("a", "<", "a\0"),
        ("é", "<>", "e\u0301"),
    ],
)
def test_texts_are_compared_by_code_point(left, sign, right):
    assert says(f"t {sign} plan", t=left, plan=right) is True


def test_a_quote_in_a_text_is_written_twice():
    assert says("t = 'it''s'", t="it's") is True


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("speed test", "speed%", True),
        ("speed", "speed%", True),
        ("xspeed", "speed%", False),
        ("Speed", "speed%", False),
        ("ab", "a_b", False),
        ("axb", "a_b", True),
        ("a\nb", "a_b", True),
        ("a\nb", "a%b", True),
        ("a😀b", "a_b", True),
        ("e\u0301", "_", False),
        ("abcabc", "%bc%bc", True),
        ("abc", "%bc%bc", False),
        ("ab", "ab%ab", False),
        ("", "%", True),
        ("", "_", False),
        ("", "", True),
        ("a%b", "a%%b", True),
        ("a\\b", "a\\b", True),
        ("(a", "(a", True),
        ("aXbYc", "a_b_c", True),
        ("aaab", "%_a_b", True),
        ("a" * 3000, "%a%a%a%a%b%", False),
    ],
)
def test_like(text, pattern, expected):
    assert says(f"t like '{pattern}'", t=text) is expected
    assert says(f"t not like '{pattern}'", t=text) is not expected


def test_integers_are_compared_exactly():
    assert says("i = 9007199254740993", i=2**53) is False
    assert says("i in (9007199254740993, 5)", i=2**53) is False
    assert says("i = -9223372036854775808", i=LEAST) is True
    assert says("i < 9223372036854775807", i=MOST - 1) is True


def test_an_integer_beside_a_number_is_taken_as_float64():
    assert says("i = n", i=2**53 + 1, n=2.0**53) is True
    assert says("n = 9007199254740993", n=2.0**53) is True
    assert says("i = 9007199254740992.0", i=2**53 + 1) is True
    assert says("i in (9007199254740992.0, 5)", i=2**53 + 1) is True
    assert says("i in (9007199254740992, 0.5)", i=2**53 + 1) is False
    assert says("i < n", i=MOST, n=2.0**63) is False


def test_arithmetic_is_float64():
    assert says("i + 1 = 9007199254740992.0", i=2**53 - 1) is True
    assert says("i + 1 > i", i=2**53) is False
    assert says("i / 2 = 1.5", i=3) is True
    assert says("i * i > 0", i=MOST) is True
    assert says("-i > 9.2e18", i=LEAST) is True
    assert says("abs(i) = 9223372036854775808.0", i=LEAST) is True
    assert says("0.1 + 0.2 = 0.3") is False


@pytest.mark.parametrize(
    "text", ["n * 2 > 1", "n + n > 1", "-n - n < 1", "abs(n * -2) > 1", "n * 2 in (1, 2)", "n * 2 between 0 and 1", "n * n <> 1"]
)
def test_what_is_not_finite_is_not_known(text):
    assert says(text, n=HUGE) is None


@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_division_by_zero_is_not_known(zero):
    assert says("1 / n > 0", n=zero) is None
    assert says("0 / n = 0", n=zero) is None
    assert says("(1 / n) is null", n=zero) is True
    assert says("coalesce(1 / n, 7) = 7", n=zero) is True


def test_an_overflow_is_not_swallowed_by_what_follows():
    assert says("1 / (n * 2) = 0", n=HUGE) is None
    assert says("1 / (1 / (n * 2)) = 0", n=HUGE) is None
    assert says("coalesce(n * 2, 3) / 3 = 1", n=HUGE) is True
    assert says("coalesce(1 / coalesce(n * 2, 4), 3) = 0.25", n=HUGE) is True
    assert says("0 * (n * 2) = 0", n=HUGE) is None
    assert says("n * 2 - n * 2 = 0", n=HUGE) is None


def test_the_sign_of_zero_makes_no_difference():
    assert says("n = 0", n=-0.0) is True
    assert says("n in (0, 1)", n=-0.0) is True
    assert says("n in (-0.0, 1)", n=0.0) is True
    assert says("n < 0", n=-0.0) is False


def test_coalesce_takes_the_first_that_is_known():
    assert says("coalesce(t, plan, 'x') = 'b'", t=None, plan="b") is True
    assert says("coalesce(i, n) = 2.5", i=None, n=2.5) is True
    assert says("coalesce(i, n) = 9007199254740992.0", i=2**53 + 1, n=None) is True
    assert says("coalesce(b, false)", b=None) is False
    assert says("coalesce(t, null) = 'a'", t=None) is None


def test_length_counts_code_points():
    assert says("length(t) = 2", t="e\u0301") is True
    assert says("length(t) = 1", t="😀") is True
    assert says("length(t) = 3", t="a\0b") is True


def test_times_are_instants():
    assert says("w = timestamp '2026-01-01T01:00:00+01:00'", w=1_767_225_600_000_000) is True
    assert says("w < timestamp '9999-12-31T23:59:59.999999Z'", w=253_402_300_799_999_998) is True
    assert says("w >= timestamp '0001-01-01 00:00Z'", w=-62_135_596_800_000_000) is True


def test_facts():
    assert says("elapsed > interval '2 hours'", elapsed=7_200_000_001) is True
    assert says("elapsed between interval '30m' and interval '1h30m'", elapsed=5_400_000_000) is True
    assert says("visits('call') >= 2", **{"visits(call)": 2}) is True
    assert says("open('other') and not again", **{"open(other)": True, "again": False}) is True
    assert says("move in ('back', 'jump')", move="jump") is True


def test_one_of_is_a_text():
    assert says("fault = 'line'", fault="something else") is False
    assert says("fault in ('line', 'cabinet')", fault="cabinet") is True
    assert says("fault = t", fault="line", t="line") is True


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("not b and c", "(not b) and c"),
        ("b or c and b", "b or (c and b)"),
        ("not n = 1", "not (n = 1)"),
        ("n = 1 + 2 * 3", "n = (1 + (2 * 3))"),
        ("n = 8 / 2 / 2", "n = ((8 / 2) / 2)"),
        ("n = 8 - 2 - 2", "n = ((8 - 2) - 2)"),
        ("n = -2 * 3", "n = ((-2) * 3)"),
        ("n between 1 and 2 and b", "(n between 1 and 2) and b"),
        ("not n between 1 and 2 or b", "(not (n between 1 and 2)) or b"),
        ("not n is null", "n is not null"),
    ],
)
def test_operators_bind_as_in_sql(text, same):
    assert parse_condition(text, SCOPE).expression == parse_condition(same, SCOPE).expression
