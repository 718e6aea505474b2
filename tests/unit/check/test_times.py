"""The worst case of what is promised, held against every way that there is."""

from collections.abc import Iterator, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.check import Subject, worst_cases
from desireline.check.times import LongestWays, Moves
from desireline.mapfile import parse_map

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
PLACES = "abcdef"
MAP = """\
journey: repair
title: A repair
trip: {starts: [report], quiet: 90d}
teams: {desk: {title: Desk, hours: "Mon-Fri 08:00-18:00 Europe/Rome"}}
stages: [{id: ask, title: Ask}, {id: mend, title: Mend}]
steps:
  - id: report
    stage: ask
    title: I report it
    event: fault.reported
    promises:
      - {id: all_done, title: Done in ten days, within: 10d, until: [mended]}
      - {id: word, title: A word the next day, within: 10h, hours_of: desk, until: [visit]}
    next: [visit]
  - id: visit
    stage: mend
    title: Somebody comes
    event: fitter.came
    promises: [{id: part, title: The part in a week, within: 7d, until: [again, mended]}]
    next: [AGAIN]
  - id: again
    stage: mend
    title: Somebody comes once more
    event: fitter.came_again
    next: [mended, BACK]
outcomes:
  - {id: mended, kind: reached, event: machine.works, title: It works}
  - {id: thrown_away, kind: lost, event: machine.gone, title: It does not}
"""


def cases(back: str = "", at_most: int | None = None) -> Mapping[tuple[str, str | None], int | None]:
    text = MAP.replace(", BACK", f", {back}" if back else "").replace("AGAIN", "again, mended")
    if at_most is not None:
        text = text.replace("    event: fitter.came\n", f"    event: fitter.came\n    by: person\n    at_most: {at_most}\n")
        text = text.replace("    event: fitter.came_again\n", "    event: fitter.came_again\n    by: person\n")
    file = parse_map(text)
    assert file.diagnostics == ()
    return {(case.begin, case.end): case.longest_us for case in worst_cases(Subject(file))}


def test_promises_on_the_way_add_up_and_hours_are_taken_at_the_worst_time_of_the_week() -> None:
    # Friday 18:00 until Monday 18:00, and the week for the part.
    assert cases() == {("report", "mended"): 10 * DAY_US, ("ask", None): 10 * DAY_US, ("mend", None): 7 * DAY_US}


def test_a_circle_in_which_something_is_promised_has_no_bound() -> None:
    found = cases(back="visit")
    assert found["report", "mended"] is None
    assert found["mend", None] is None


def test_at_most_bounds_a_circle() -> None:
    assert cases(back="visit", at_most=2)["report", "mended"] == (3 + 2 * 7 + 7) * DAY_US


def ways(moves: Moves, place: str, end: str) -> Iterator[int]:
    if place == end:
        yield 0
    for to, us in moves.get(place, {}).items():
        yield from (us + rest for rest in ways(moves, to, end))


@st.composite
def without_circles(draw: st.DrawFn) -> Moves:
    hours = st.integers(0, 5)
    return {place: draw(st.dictionaries(st.sampled_from(PLACES[at + 1 :]), hours)) for at, place in enumerate(PLACES[:-1])}


@settings(max_examples=300, deadline=None)
@given(without_circles())
def test_without_circles_it_is_the_longest_of_all_ways(moves: Moves) -> None:
    longest = LongestWays(moves, "a", {})
    for end in longest.met:
        case = longest.to(end, "a")
        assert case.longest_us == max(ways(moves, "a", end))
        assert (case.way[0], case.way[-1]) == ("a", end)
