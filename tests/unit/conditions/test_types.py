"""How raw values are read as declared types. That DuckDB reads the same is a property test."""

import pytest

from desireline.conditions import ValueType, text_of


def read(kind: str, raw: object) -> object:
    return ValueType(kind=kind).read(raw)


@pytest.mark.parametrize("kind", ["text", "number", "integer", "boolean", "time", "one_of"])
@pytest.mark.parametrize("raw", [None, [], {}, b"1", float("nan"), float("inf")])
def test_what_is_no_value_is_none(kind, raw):
    assert read(kind, raw) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("a", "a"), ("", ""), (4, "4"), (4.0, "4.0"), (1e16, "1e+16"), (True, "true"), (10**30, "1" + "0" * 30), ("\ud800", None)],
)
def test_text(raw, expected):
    assert read("text", raw) == expected
    assert read("one_of", raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("1", 1.0), ("+1.5e3", 1500.0), (".5", 0.5), ("5.", 5.0), ("1e-400", 0.0), (7, 7.0), (10**30, 1e30), ("0" * 5000 + "1", 1.0)],
)
def test_numbers(raw, expected):
    assert read("number", raw) == expected


@pytest.mark.parametrize(
    "raw", ["", " 1", "1 ", "1\n", "1,5", "1_000", "0x10", "٣", "nan", "inf", "1e400", "1e", ".", "+-1", True, 10**400]
)
def test_no_numbers(raw):
    assert read("number", raw) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("12", 12),
        ("-0", 0),
        ("0012", 12),
        ("4.0", 4),
        ("1e3", 1000),
        (4.0, 4),
        ("9007199254740993", 2**53 + 1),
        ("9007199254740993.0", 2**53),
        ("-9223372036854775808", -(2**63)),
        (-(2.0**63), -(2**63)),
        ("0" * 5000 + "7", 7),
    ],
)
def test_integers(raw, expected):
    assert read("integer", raw) == expected


@pytest.mark.parametrize("raw", ["4.5", 4.5, "9223372036854775808", 2**63, 2.0**63, "9" * 5000, True, "1e19", "x"])
def test_no_integers(raw):
    assert read("integer", raw) is None


@pytest.mark.parametrize("raw", [True, "true", "True", "TRUE", "1", "1.0", 1, 1.0])
def test_true(raw):
    assert read("boolean", raw) is True


@pytest.mark.parametrize("raw", [False, "false", "False", "FALSE", "0", "0.0", 0, 0.0, -0.0])
def test_false(raw):
    assert read("boolean", raw) is False


@pytest.mark.parametrize("raw", ["tRUE", "yes", "t", "", " true", 2, -1, 0.5])
def test_no_booleans(raw):
    assert read("boolean", raw) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01 00:00Z", 0),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01T01:00:00+01", 0),
        ("1969-12-31T18:30:00-0530", 0),
        ("1970-01-01T00:00:00.5Z", 500_000),
        ("1970-01-01T00:00:00.123456789Z", 123_456),
        ("1969-12-31T23:59:59.9999999Z", -1),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ],
)
def test_times(raw, expected):
    assert read("time", raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "1970-01-01T00:00:00",
            "1970-01-01",
            "1970-01-01T24:00:00Z",
            "1970-02-30T00:00:00Z",
            "1970-01-01T00:00:60Z",
            "1970-01-01T00:00:00z",
        ),
        *(
            "0001-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "0000-12-31T23:59:00-01:00",
            "１970-01-01T00:00:00Z",
            "19700101T000000Z",
        ),
        *("1970-W01-4T00:00:00Z", "1970-01-01T00:00:00,5Z", "1970-01-01T00:00:00+24:00", 0, 0.0, True),
    ],
)
def test_no_times(raw):
    assert read("time", raw) is None


@pytest.mark.parametrize(
    ("value", "text"), [("a", "a"), (True, "true"), (False, "false"), (4, "4"), (4.0, "4.0"), (1e22, "1e+22"), (-0.0, "-0.0")]
)
def test_text_of(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize("kind", ["text", "number", "integer", "boolean"])
@pytest.mark.parametrize("value", [True, False, 0, 1, -7, 2**53 + 1, 4.0, 0.5, -0.0, 1e300])
def test_a_typed_value_and_its_canonical_text_read_alike(kind, value):
    assert read(kind, text_of(value)) == read(kind, value)
