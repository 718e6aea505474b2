"""The worst case of what is promised, held against every way that there is."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from support.campaign import examples

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
    assert cases(back="visit", at_most=2)["report", "mended"] == (3 + 7 + 7) * DAY_US


def ways(moves: Moves, place: str, end: str) -> Iterator[int]:
    if place == end:
        yield 0
    for to, us in moves.get(place, {}).items():
        yield from (us + rest for rest in ways(moves, to, end))


@st.composite
def without_circles(draw: st.DrawFn) -> Moves:
    hours = st.integers(0, 5)
    return {place: draw(st.dictionaries(st.sampled_from(PLACES[at + 1 :]), hours)) for at, place in enumerate(PLACES[:-1])}


@st.composite
def with_circles(draw: st.DrawFn) -> Moves:
    return {place: draw(st.dictionaries(st.sampled_from(PLACES[1:5]), st.integers(0, 3), max_size=3)) for place in PLACES[:4]}


def longest_of_moves(moves: Moves, at_most: Mapping[str, int], most_moves: int) -> dict[str, int]:
    """For each place the longest of all ways there from `a` with no more moves than these, and no more visits than are allowed."""
    longest: dict[str, int] = {}
    ways = {("a", tuple(int(place == "a") for place in at_most)): 0}
    for _ in range(most_moves + 1):
        for (place, _), us in ways.items():
            longest[place] = max(longest.get(place, 0), us)
        following: dict[tuple[str, tuple[int, ...]], int] = {}
        for (place, visits), us in ways.items():
            for to, more in moves.get(place, {}).items():
                then = tuple(count + (to == limited) for count, limited in zip(visits, at_most, strict=True))
                if all(count <= most for count, most in zip(then, at_most.values(), strict=True)):
                    following[to, then] = max(following.get((to, then), 0), us + more)
        ways = following
    return longest


@examples(150, campaign=5_000)
@given(with_circles(), st.dictionaries(st.sampled_from("bcd"), st.integers(1, 3)))
def test_round_and_round_it_is_the_longest_of_all_ways(moves: Moves, at_most: Mapping[str, int]) -> None:
    enough = 5 * (sum(at_most.values()) + 2)
    all_of_them, more = (longest_of_moves(moves, at_most, most) for most in (enough, 2 * enough))
    longest = LongestWays(moves, "a", at_most)
    assert longest.met.keys() == all_of_them.keys()
    for end in longest.met:
        case = longest.to(end, "a")
        assert case.longest_us == (all_of_them[end] if more[end] == all_of_them[end] else None)
        if case.longest_us is not None:
            assert sum(moves[a][b] for a, b in pairwise(case.way)) == case.longest_us
            assert (case.way[0], case.way[-1]) == ("a", end)
        else:
            assert all(b in moves[a] for a, b in pairwise((*case.way, case.way[0])))


def test_bounds_beyond_what_can_be_gone_through_are_no_less_than_what_can_be() -> None:
    moves = {"a": {"b": 1}, "b": {"a": 2, "c": 3}}
    assert LongestWays(moves, "a", {"b": 10**9}).to("c", "a").longest_us == 3 * (10**9 + 1) + 3


@settings(max_examples=150, deadline=None)
@given(without_circles())
def test_without_circles_it_is_the_longest_of_all_ways(moves: Moves) -> None:
    longest = LongestWays(moves, "a", {})
    for end in longest.met:
        case = longest.to(end, "a")
        assert case.longest_us == max(ways(moves, "a", end))
        assert (case.way[0], case.way[-1]) == ("a", end)
