"""Times of sources: forms, offsets, zones, dates, ranges."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.source_reading import Opened, opened, refused

from desireline.events.proposing import formats_offered
from desireline.events.sources.rows import REPEATED, SKIPPED
from desireline.model.instants import EPOCH, FIRST_US, LAST_US, parse_instant_us


def _source(tmp_path: Path, *times: str, **options: object) -> Opened:
    return opened(tmp_path / "log.csv", "customer;time;name\n" + "".join(f'ann;"{time}";a\n' for time in times), **options)


def _code(tmp_path: Path, *times: str, **options: object) -> str:
    return refused(tmp_path / "log.csv", "customer;time;name\n" + "".join(f'ann;"{time}";a\n' for time in times), **options).code


def _us(text: str) -> int:
    return parse_instant_us(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2012-10-09T14:50:17Z", "2012-10-09T14:50:17Z"),
        ("2012-10-09 14:50:17.123+02:00", "2012-10-09T12:50:17.123Z"),
        ("2012-10-09T14:50:17+0200", "2012-10-09T12:50:17Z"),
        ("2012-10-09T14:50:17-02", "2012-10-09T16:50:17Z"),
        ("2012-10-09T14:50Z", "2012-10-09T14:50:00Z"),
        ("2012/10/09 14:50:17 +02:00", "2012-10-09T12:50:17Z"),
        ("2012-10-09 14:50:17 UTC", "2012-10-09T14:50:17Z"),
        ("2012-10-09t14:50:17z", "2012-10-09T14:50:17Z"),
        ("20121009T145017Z", "2012-10-09T14:50:17Z"),
        ("20121009T1450+0200", "2012-10-09T12:50:00Z"),
        ("2012-10-09T14:50:17,5Z", "2012-10-09T14:50:17.5Z"),
        ("2012-10-09T14:50:17.123456789Z", "2012-10-09T14:50:17.123456Z"),
        ("1960-10-09T14:50:17.123456789Z", "1960-10-09T14:50:17.123456Z"),
        (" 2012-1-9 4:50:17Z ", "2012-01-09T04:50:17Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
        ("Tue, 09 Oct 2012 14:50:17 +0200", "2012-10-09T12:50:17Z"),
        ("Tue, 09 Oct 2012 14:50:17 GMT", "2012-10-09T14:50:17Z"),
        ("09/Oct/2012:14:50:17 +0200", "2012-10-09T12:50:17Z"),
    ],
)
def test_times_with_their_offset(tmp_path: Path, text: str, meant: str) -> None:
    assert _source(tmp_path, text).column("time_us") == [_us(meant)]


@pytest.mark.parametrize(
    "text",
    [
        "2012-10-09T14:50:17",
        "2012/10/09 14:50:17.000",
        "2012-10-09 14:50:17.000000",
        "2012-10-09 14:50:17.000000000",
        "20121009T145017",
        "20121009145017",
        "09.10.2012 14:50:17",
        "9 Oct 2012 14:50:17",
        "October 9, 2012 02:50:17 PM",
        "Tue Oct 09 14:50:17 2012",
    ],
)
def test_times_without_offset_need_a_zone(tmp_path: Path, text: str) -> None:
    found = refused(tmp_path / "log.csv", f'customer;time;name\nann;"{text}";a\n')
    assert found.code == "E110"
    assert text in found.headline
    assert "--timezone" in str(found.fix)
    assert _source(tmp_path, text, timezone="Europe/Rome").column("time_us") == [_us("2012-10-09T14:50:17+02:00")]
    assert _source(tmp_path, text, timezone="UTC").column("time_us") == [_us("2012-10-09T14:50:17Z")]


def test_an_explicit_offset_wins_over_the_zone(tmp_path: Path) -> None:
    source = _source(tmp_path, "2012-10-09T14:50:17Z", "2012-10-09T14:50:17", timezone="Europe/Rome")
    assert source.column("time_us") == [_us("2012-10-09T14:50:17Z"), _us("2012-10-09T12:50:17Z")]


def test_a_few_times_without_offset_are_set_aside(tmp_path: Path) -> None:
    source = _source(tmp_path, "2012-10-09T14:50:17Z", "2012-10-09T14:50:17", "2012-10-09T14:50:17Z")
    assert [bad is None for bad in source.column("bad")] == [True, False, True]


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00+02:00",
        "9999-12-31T23:59:59-02:00",
        "10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "2012-02-30T00:00:00Z",
        "2012-10-09 25:00:00Z",
        "2012-10-09T14:50:17 Europe/RomZ",
        "99-10-09 14:50:17Z",
        "infinity",
        "now",
    ],
)
def test_what_is_no_time_is_set_aside(tmp_path: Path, text: str) -> None:
    (_, bad) = _source(tmp_path, "2012-10-09T14:50:17Z", text).rows
    assert bad["time_us"] is None
    assert text[:60] in str(bad["bad"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2024-03-31 01:59:59", "2024-03-31T00:59:59Z"),
        ("2024-03-31 02:30:00", "2024-03-31T01:30:00Z"),
        ("2024-03-31 03:00:00", "2024-03-31T01:00:00Z"),
        ("2024-10-27 02:30:00", "2024-10-27T01:30:00Z"),
        ("2024-10-27 03:00:00", "2024-10-27T02:00:00Z"),
    ],
)
def test_hours_that_clocks_leave_out_or_repeat(tmp_path: Path, text: str, meant: str) -> None:
    assert _source(tmp_path, text, timezone="Europe/Rome").column("time_us") == [_us(meant)]


@pytest.mark.parametrize(
    ("zone", "texts", "remarks"),
    [
        (
            "Europe/Rome",
            ["2024-03-31 01:59:59", "2024-03-31 02:00:00", "2024-03-31 02:59:59", "2024-03-31 03:00:00"],
            [0, SKIPPED, SKIPPED, 0],
        ),
        (
            "Europe/Rome",
            ["2024-10-27 01:59:59", "2024-10-27 02:00:00", "2024-10-27 02:59:59", "2024-10-27 03:00:00"],
            [0, REPEATED, REPEATED, 0],
        ),
        ("Europe/Rome", ["2024-03-31 10:00:00", "2024-03-31T01:30:00Z", "2024-10-27T02:30:00+01:00"], [0, 0, 0]),
        ("Europe/London", ["2024-03-31 01:30:00", "2024-03-31T01:30:00Z", "2024-03-31 02:30:00"], [SKIPPED, 0, 0]),
        ("Australia/Lord_Howe", ["2024-04-07 01:29:59", "2024-04-07 01:30:00", "2024-04-07 02:00:00"], [0, REPEATED, 0]),
        ("UTC", ["2024-03-31 02:30:00"], [0]),
    ],
)
def test_times_that_clocks_leave_out_or_repeat_are_remarked(tmp_path: Path, zone: str, texts: list[str], remarks: list[int]) -> None:
    assert _source(tmp_path, *texts, timezone=zone).column("remark") == remarks
    if all(len(text) == 19 for text in texts):
        named = [datetime.fromisoformat(text).strftime("%d.%m.%Y %H:%M:%S") for text in texts]
        assert _source(tmp_path, *named, timezone=zone).column("remark") == remarks


def test_dates_need_a_place_in_their_day(tmp_path: Path) -> None:
    assert _code(tmp_path, "2024-03-31") == "E111"
    assert _code(tmp_path, "2024-03-31", date_at="start") == "E110"
    start = _source(tmp_path, "2024-03-31", date_at="start", timezone="Europe/Rome").column("time_us")
    end = _source(tmp_path, "2024-03-31", date_at="end", timezone="Europe/Rome").column("time_us")
    assert (start, end) == ([_us("2024-03-30T23:00:00Z")], [_us("2024-03-31T21:59:59.999999Z")])


@pytest.mark.parametrize("text", ["20240331", "31.03.2024", "31/03/2024", "03/31/2024", "31-Mar-2024", "March 31, 2024", "2024/03/31"])
def test_forms_of_dates(tmp_path: Path, text: str) -> None:
    assert _source(tmp_path, text, date_at="start", timezone="UTC").column("time_us") == [_us("2024-03-31T00:00:00Z")]


def test_times_that_only_the_other_order_reads_are_set_aside_and_told(tmp_path: Path) -> None:
    times = ["25/02/2024 10:00", "26/02/2024 10:00", "03/04/2024 10:00", "04/30/2024 10:00", "05/06/2024 10:00"]
    source = _source(tmp_path, *times, timezone="UTC")
    assert [bad is None for bad in source.column("bad")] == [True, True, True, False, True]
    (said,) = source.source.guessed
    assert "1 fit `%m/%d/%Y` alone, such as `04/30/2024 10:00`, and are set aside; 2 fit both and are read as `%d/%m/%Y`" in said


def test_day_first_or_month_first_is_not_guessed(tmp_path: Path) -> None:
    assert _code(tmp_path, "01/02/2024 10:00:00", "03/04/2024 11:00:00", timezone="UTC") == "E112"
    source = _source(tmp_path, "01/02/2024 10:00:00", "13/02/2024 11:00", timezone="UTC")
    assert source.column("time_us") == [_us("2024-02-01T10:00:00Z"), _us("2024-02-13T11:00:00Z")]
    assert "%d/%m/%Y" in str(source.source.guessed)
    said = _source(tmp_path, "01/02/2024 10:00:00", timezone="UTC", time_format="%m/%d/%Y %H:%M:%S")
    assert said.column("time_us") == [_us("2024-01-02T10:00:00Z")]


def test_who_must_choose_is_offered_formats_that_fit(tmp_path: Path) -> None:
    times = ("01/02/2024 10:00", "03/04/2024 11:00")
    found = refused(tmp_path / "log.csv", "customer,time,name\n" + "".join(f"a,{time},x\n" for time in times), timezone="UTC")
    offered = formats_offered(found)
    assert offered == ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")
    first = [_source(tmp_path, *times, timezone="UTC", time_format=one).column("time_us")[0] for one in offered]
    assert first == [_us("2024-02-01T10:00:00Z"), _us("2024-01-02T10:00:00Z")]


def test_times_of_both_orders_are_refused_with_one_of_each(tmp_path: Path) -> None:
    found = refused(tmp_path / "log.csv", "customer,time,name\na,13/04/2024 10:00,x\na,05/13/2024 10:00,x\n", timezone="UTC")
    assert found.code == "E112"
    assert "no one order" in found.headline
    assert all(each in found.headline for each in ("13/04/2024 10:00", "05/13/2024 10:00"))


def test_a_format_that_fits_no_time_is_refused_with_an_example(tmp_path: Path) -> None:
    found = refused(tmp_path / "log.csv", "customer,time,name\na,2024-04-13 10:00,x\n", time_format="%d.%m.%Y")
    assert (found.code, "does not match" in found.headline, "2024-04-13 10:00" in found.headline) == ("E123", True, True)


def test_a_year_of_two_digits_is_no_year(tmp_path: Path) -> None:
    assert _code(tmp_path, "31/12/24 10:00:00", timezone="UTC") == "E114"
    said = _source(tmp_path, "31/12/24 10:00:00", timezone="UTC", time_format="%d/%m/%y %H:%M:%S")
    assert said.column("time_us") == [_us("2024-12-31T10:00:00Z")]


def test_a_format_that_is_said(tmp_path: Path) -> None:
    stated = _source(tmp_path, "10h00 31.12.2024 +0100", "10h00 31.12.2024Z", "nonsense", time_format="%Hh%M %d.%m.%Y%z")
    assert stated.column("time_us")[1:] == [_us("2024-12-31T10:00:00Z"), None]
    assert _code(tmp_path, "x", time_format="%Q") == "E123"
    assert _code(tmp_path, "31.12.2024", time_format="%d.%m.%Y") == "E111"
    assert _code(tmp_path, "31.12.2024 10", time_format="%d.%m.%Y %H") == "E110"


def test_numbers_need_a_unit(tmp_path: Path) -> None:
    found = refused(tmp_path / "log.csv", "customer,time,name\nann,1704067200,a\n")
    assert (found.code, "--time-unit" in str(found.fix)) == ("E113", True)
    new_year = _us("2024-01-01T00:00:00Z")
    assert _source(tmp_path, "1704067200.5", time_unit="s").column("time_us") == [new_year + 500_000]
    assert _source(tmp_path, "1704067200001", time_unit="ms").column("time_us") == [new_year + 1000]
    assert _source(tmp_path, "1704067200000001999", "-1", time_unit="ns").column("time_us") == [new_year + 1, -1]
    assert _source(tmp_path, "99999999999999999999999", "1e28", "x", "nan", time_unit="s").column("time_us") == [None] * 4


def test_a_zone_that_does_not_exist_is_named_with_those_that_are_near(tmp_path: Path) -> None:
    found = refused(tmp_path / "log.csv", "customer,time,name\nann,2024-01-01 10:00:00,a\n", timezone="Europe/Roma")
    assert (found.code, found.near[0].name) == ("E115", "Europe/Rome")
    assert _code(tmp_path, "2024-01-01 10:00:00", timezone="../../etc/passwd") == "E115"


def test_texts_in_no_known_form(tmp_path: Path) -> None:
    assert _code(tmp_path, "three days ago") == "E114"


@settings(max_examples=30)
@given(
    us=st.lists(st.integers(FIRST_US, LAST_US), min_size=1, max_size=20),
    offset=st.integers(-14 * 60, 14 * 60),
    digits=st.sampled_from([0, 3, 6]),
    glue=st.sampled_from(["T", " "]),
)
def test_any_iso_time_reads_as_python_reads_it(
    tmp_path_factory: pytest.TempPathFactory, us: list[int], offset: int, digits: int, glue: str
) -> None:
    texts = []
    for each in us:
        moment = EPOCH.replace(tzinfo=None) + timedelta(microseconds=each)
        text = moment.isoformat(glue, "microseconds")[: 19 + (digits + 1 if digits else 0)]
        sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
        texts.append(f"{text}{sign}{minutes // 60:02}:{minutes % 60:02}" if offset else f"{text}Z")
    meant = [(datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1) if _reads(text) else None for text in texts]
    assert _source(tmp_path_factory.mktemp("times"), *texts).column("time_us") == [
        each if each is not None and FIRST_US <= each <= LAST_US else None for each in meant
    ]


def _reads(text: str) -> bool:
    try:
        datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError:
        return False
    return True
