from desireline.pictures.wording import date, day_and_time, name, round_duration, share

SECOND_US = 1_000_000


def test_ticks_are_named_by_one_unit() -> None:
    assert [round_duration(s * SECOND_US) for s in (1, 60, 1800, 7200, 86400, 14 * 86400)] == [
        "1 s",
        "1 min",
        "30 min",
        "2 h",
        "1 day",
        "14 days",
    ]


def test_a_share_is_neither_nothing_nor_all_that_is_not() -> None:
    assert [share(*pair) for pair in ((0, 9), (1, 1000), (999, 1000), (9, 9), (31, 100), (0, 0))] == [
        "0%",
        "<1%",
        ">99%",
        "100%",
        "31%",
        "0%",
    ]


def test_dates_are_those_of_people() -> None:
    assert date(1_774_915_200_000_000) == "31 Mar 2026"
    assert day_and_time(1_774_915_200_000_000 + 9 * 3_600_000_000) == "31 Mar 2026, 09:00 UTC"


def test_names_stand_on_one_line_and_turn_nothing_around_them() -> None:
    assert name("two\nlines") == "two lines"
    assert name("اتصال") == "\u2068اتصال\u2069"
