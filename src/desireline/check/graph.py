"""What rules ask of ways: what can be reached, by which way, and where one can go in circles. All of it in linear time."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]


def ways_from(starts: Iterable[str], graph: Graph) -> dict[str, str | None]:
    """Everything that can be reached, nearest first, each with the place before it on a shortest way; None: it is a start."""
    before: dict[str, str | None] = dict.fromkeys(starts)
    waiting = deque(before)
    while waiting:
        place = waiting.popleft()
        for to in graph.get(place, ()):
            if to not in before:
                before[to] = place
                waiting.append(to)
    return before


def way_to(place: str, before: Mapping[str, str | None]) -> list[str]:
    """The shortest way to a place that can be reached, from its start on."""
    way = [place]
    while (previous := before[way[-1]]) is not None:
        way.append(previous)
    return way[::-1]


def turned(graph: Graph) -> dict[str, list[str]]:
    """The same ways, walked back."""
    back: dict[str, list[str]] = {}
    for place, following in graph.items():
        for to in following:
            back.setdefault(to, []).append(place)
    return back


def moves_to(goals: Iterable[str], graph: Graph) -> dict[str, int]:
    """The fewest moves from each place to one of the goals; what reaches none is left out."""
    back = turned(graph)
    fewest = dict.fromkeys(goals, 0)
    waiting = deque(fewest)
    while waiting:
        place = waiting.popleft()
        for previous in back.get(place, ()):
            if previous not in fewest:
                fewest[previous] = fewest[place] + 1
                waiting.append(previous)
    return fewest


def circles(graph: Graph) -> list[list[str]]:
    """The largest sets of places between which one can go round for ever: strongly connected components that hold a way back.

    Tarjan, Depth-first search and linear graph algorithms (1972), without recursion. In each, and among them, in the order of `graph`.
    """
    order = {place: position for position, place in enumerate(graph)}
    found = [sorted(part, key=order.__getitem__) for part in _components(graph) if len(part) > 1 or part[0] in graph[part[0]]]
    return sorted(found, key=lambda part: order[part[0]])


def _components(graph: Graph) -> Iterator[list[str]]:
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in graph:
        if root in number:
            continue
        number[root] = lowest[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(graph[root]))]
        while work:
            place, following = work[-1]
            for to in following:
                if to not in graph:
                    continue
                if to not in number:
                    number[to] = lowest[to] = len(number)
                    stack.append(to)
                    on_stack.add(to)
                    work.append((to, iter(graph[to])))
                    break
                if to in on_stack:
                    lowest[place] = min(lowest[place], number[to])
            else:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[place])
                if lowest[place] == number[place]:
                    yield _taken_off(stack, place, on_stack)


def _taken_off(stack: list[str], last: str, on_stack: set[str]) -> list[str]:
    part: list[str] = []
    while not part or part[-1] != last:
        part.append(stack.pop())
        on_stack.discard(part[-1])
    return part
