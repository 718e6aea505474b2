"""Graph questions, held against plain walks."""

from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from desireline.check.graph import Graph, circles, moves_to, way_to, ways_from

PLACES = "abcdef"
graphs = st.fixed_dictionaries({place: st.lists(st.sampled_from(PLACES), max_size=3, unique=True) for place in PLACES})


def reachable(graph: Graph, start: str) -> set[str]:
    """Places that at least one move leads to."""
    met: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        place = waiting.pop()
        if place not in met:
            met.add(place)
            waiting += graph[place]
    return met


@settings(max_examples=200, deadline=None)
@given(graphs)
def test_what_is_reached_is_what_a_walk_meets(graph: Graph) -> None:
    assert ways_from(["a"], graph).keys() == {"a"} | reachable(graph, "a")


@settings(max_examples=200, deadline=None)
@given(graphs)
def test_a_way_is_made_of_moves_and_none_is_shorter(graph: Graph) -> None:
    before = ways_from(["a"], graph)
    for place in before:
        way = way_to(place, before)
        assert way[0] == "a"
        assert all(to in graph[at] for at, to in pairwise(way))
        assert len(way) - 1 == moves_to([place], graph)["a"]


@settings(max_examples=200, deadline=None)
@given(graphs)
def test_two_places_are_in_one_circle_where_each_leads_to_the_other(graph: Graph) -> None:
    found = circles(graph)
    together = {(one, other) for part in found for one, other in product(part, part)}
    assert together == {(a, b) for a, b in product(PLACES, PLACES) if b in reachable(graph, a) and a in reachable(graph, b)}
    order = list(graph)
    assert [place for part in found for place in part[:1]] == sorted((part[0] for part in found), key=order.index)
    assert all(part == sorted(part, key=order.index) for part in found)


def test_a_long_way_takes_no_deep_calls() -> None:
    graph = {str(n): [str(n + 1)] for n in range(50_000)} | {"50000": ["0"]}
    assert len(circles(graph)[0]) == 50_001
