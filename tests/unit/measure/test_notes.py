"""What is missing is said in a sentence, with what can be done about it."""

import pytest
from support.simulated import kettle_map

from desireline.events import MemoryLake
from desireline.measure import ALWAYS, Measures, Period, measure, parse_period, segment_of
from desireline.model import Event

NOW_US = 1_900_000_000_000_000
DAY_US = 86_400_000_000
MINUTE = "2030-03-08 17:46"


def event(number: int, name: str, customer: str = "ann", **properties: str) -> Event:
    return Event(id=f"e{number}", time_us=NOW_US - 9 * DAY_US + number, customer=customer, name=name, properties=properties)


def measured(*events: Event, period: Period = ALWAYS, segment: str | None = None, **words: object) -> Measures:
    journey = kettle_map(**words)
    return measure(journey, MemoryLake(events), period, now_us=NOW_US, segment=None if segment is None else segment_of(journey, segment))


def test_no_events() -> None:
    asked = "no event up to 2030-03-17 17:46 UTC: name a later moment, import some events, or name another log"
    assert measured().notes == [asked]


def test_a_period_without_events() -> None:
    (note,) = measured(event(1, "form"), period=parse_period("2019")).notes
    span = f"there are events from {MINUTE} until {MINUTE} UTC; ask for a period among them"
    assert note == f"no event lies in the period 2019-01-01..2020-01-01: {span}"


def test_a_clock_that_was_not_set() -> None:
    early = Event(id="e0", time_us=5, customer="ann", name="form")
    assert any(note.startswith("the earliest event is of 1970-01-01 00:00 UTC") for note in measured(early, event(1, "form")).notes)
    assert not any("earliest" in note for note in measured(event(1, "form")).notes)


def test_a_map_whose_steps_no_event_matches() -> None:
    found = measured(event(1, "forn"), event(2, "sighed"))
    assert found.notes[0].startswith("no trip: of all events (2) 2 match nothing on the map and 0 found no trip")
    assert (found.trips, found.as_data()["unmapped"]["events"]) == (0, 2)


def test_one_customer_whose_trip_is_open() -> None:
    notes = measured(event(1, "form")).notes
    assert [note.split(":")[0] for note in notes] == ["fewer than 20 customers", "all trips are still under way"]


def test_trips_that_never_go_quiet() -> None:
    notes = measured(event(1, "form"), event(2, "signed"), event(3, "form"), trip={"quiet": "never"}).notes
    assert "`quiet: never`" in notes[1]


def test_of_many_segments_those_with_most_trips_are_given() -> None:
    events = [event(n, "form", f"c{n}", order=f"o{n}") for n in range(300)]
    found = measured(*events, event(900, "form", "c301"), event(901, "form", "c302"), segment="order")
    assert len(found.segments) == 100
    assert None in found.segments, "the unknown one has two trips"
    assert (found.left_out.values, found.left_out.trips) == (201, 201)
    assert found.trips == sum(numbers.trips for numbers in found.segments.values()) + found.left_out.trips
    assert "301 values" in found.notes[-1]


@pytest.mark.parametrize(
    ("text", "shown"), [("2024-02", "2024-02-01..2024-03-01"), ("2024-02-03..", "2024-02-03.."), ("2024", "2024-01-01..2025-01-01")]
)
def test_a_period_reads_as_it_is_written(text: str, shown: str) -> None:
    assert str(parse_period(text)).startswith(shown)


@pytest.mark.parametrize("text", ["2024-13", "yesterday", "2024..2023", "2024-02-30", "", "..x"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(Exception, match=r"M101: `.*` is no period"):
        parse_period(text)


def test_days_begin_in_the_zone_that_is_named() -> None:
    rome, utc = parse_period("2024-03-31", "Europe/Rome"), parse_period("2024-03-31")
    assert rome.until_us - rome.from_us == 23 * 3_600_000_000
    assert utc.until_us - utc.from_us == DAY_US
