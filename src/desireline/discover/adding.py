"""Puts what is new into the text of a map by adding lines, and nothing else: comments, order and layout stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.discover.moves import Move
from desireline.discover.news import News
from desireline.discover.writing import Places, seen, step_lines
from desireline.discover.yaml_text import scalar
from desireline.mapfile import nodes, parse_map
from desireline.mapfile.compose import compose
from desireline.mapfile.findings import Findings
from desireline.mapfile.margins import end_of

Added = dict[int, list[str]]
"""How many lines of the text stand before -> the lines that are added there, without their ends."""


@dataclass(slots=True)
class _Adding:
    """Lines being added to a text. `told`: moves that were written as comments, because `next` has no room for a line."""

    text: str
    news: News
    added: Added = field(default_factory=dict)
    told: set[tuple[str, str]] = field(default_factory=set)

    def below(self, offset: int, lines: list[str]) -> None:
        """Add lines below the one of a position, after those that were added there before."""
        self.added.setdefault(self.text.count("\n", 0, offset) + 1, []).extend(lines)

    def column(self, offset: int) -> int:
        """How far from the beginning of its line a position is."""
        return offset - (self.text.rfind("\n", 0, offset) + 1)


@dataclass(frozen=True, slots=True)
class _Written:
    """A step as it is written.

    words  where its first word begins; of one in braces, where its `-` would: lines about it are indented as that
    stop   where the text of the next one begins
    """

    id: str
    node: nodes.Mapping
    words: int
    stop: int


def added_lines(text: str, news: News) -> Added:
    """The lines to add to the text of a map.

    A new move is an item of `next` where that is a list with an item on each line, or where there was none; else it is told in a
    comment below, once.

    Raises DesirelineError (D105) where the map is written in a way that lines alone cannot add to.
    """
    adding = _Adding(text, news)
    steps = _steps_of(text)
    by_id = {written.id: written for written in _written(steps, text)}
    for id_, name in news.done.items():
        _add_done(adding, by_id[id_], name)
    for id_, (moves, total) in news.moves.items():
        _add_moves(adding, by_id[id_], moves, total)
    _add_steps(adding, steps)
    _make_sure(adding)
    return adding.added


def _steps_of(text: str) -> nodes.Sequence:
    root = compose(text, Findings(nodes.TextSource(text, "")), follow=False)
    steps = root.get("steps") if isinstance(root, nodes.Mapping) else None
    if not isinstance(steps, nodes.Sequence) or steps.flow or any(isinstance(step, nodes.Scalar) for step in steps.items):
        raise DesirelineError(_cannot_be_added_to())
    return steps


def _written(steps: nodes.Sequence, text: str) -> Iterator[_Written]:
    stops = [*(step.start for step in steps.items[1:]), len(text)]
    for step, stop in zip(steps.items, stops, strict=True):
        id_ = step.get("id") if isinstance(step, nodes.Mapping) else None
        if isinstance(step, nodes.Mapping) and isinstance(id_, nodes.Scalar):
            yield _Written(id_.text, step, steps.start if step.flow else step.entries[0][0].start, stop)


def _add_done(adding: _Adding, step: _Written, name: str) -> None:
    event = step.node.get("event")
    indent = " " * adding.column(step.words)
    if step.node.flow or event is None:
        adding.below(_end(step.node, adding.text) - 1, [f"{indent}# ends the work here, and is not in `done`: {scalar(name)}"])
    else:
        adding.below(_end(event, adding.text) - 1, [f"{indent}done: {scalar(name)}"])


def _add_moves(adding: _Adding, step: _Written, moves: tuple[Move, ...], total: int) -> None:
    ids = _ids(adding.news)
    next_, end = step.node.get("next"), _end(step.node, adding.text) - 1
    indent = " " * adding.column(step.words)
    evidence = [(ids[move.to], seen(move, total)) for move in moves]
    items = [f"- {scalar(to)}  # {told}" for to, told in evidence]
    if isinstance(next_, nodes.Sequence) and not next_.flow and next_.items:
        dash = " " * adding.column(next_.start)
        adding.below(_end(next_, adding.text) - 1, [dash + line for line in items])
    elif next_ is None and not step.node.flow:
        adding.below(end, [f"{indent}next:", *(f"{indent}  {line}" for line in items)])
    else:
        adding.told |= {(step.id, to) for to, _ in evidence}
        before = adding.text[step.node.start : step.stop]
        new = [(to, told) for to, told in evidence if not re.search(rf"# {_not_in_next(to)}(?!\w)", before)]
        if new:
            below = end if step.node.flow or next_ is None else _end(next_, adding.text) - 1
            adding.below(below, [f"{indent}# {_not_in_next(to)} ({told})" for to, told in new])


def _not_in_next(to: str) -> str:
    return f"seen, and not in `next`: {to}"


def _add_steps(adding: _Adding, steps: nodes.Sequence) -> None:
    news = adding.news
    if not news.steps:
        return
    titles = [*(step.title for step in news.map.steps), *(outcome.title for outcome in news.map.outcomes)]
    places = Places(_ids(news), titles, news.passages.trips)
    indent = " " * adding.column(steps.start)
    lines = [line for step, stage in news.steps for line in ("", *(indent + line[2:] for line in step_lines(step, stage, places)))]
    adding.below(_end(steps, adding.text) - 1, lines)


def _end(node: nodes.Node, text: str) -> int:
    """Where the last character of a value stands, exclusive; of a block, that of the last value in it."""
    if isinstance(node, nodes.Scalar):
        return end_of(node, text)
    if node.flow:
        return node.end
    parts: Iterator[nodes.Node] = (
        iter(node.items) if isinstance(node, nodes.Sequence) else (part for entry in node.entries for part in entry)
    )
    return max(_end(part, text) for part in parts if not (isinstance(part, nodes.Scalar) and nodes.nothing_there(part)))


def with_lines(text: str, added: Mapping[int, list[str]]) -> str:
    """The text with the lines added."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    made: list[str] = []
    for number in range(len(lines) + 1):
        made += [line + end for line in added.get(number, ())]
        made += [lines[number] + "\n"] if number < len(lines) else []
    return "".join(made)


def _make_sure(adding: _Adding) -> None:
    """See that the text with the added lines says what is new."""
    news = adding.news
    read = parse_map(with_lines(adding.text, adding.added)).map
    ids = _ids(news)
    said = read is not None and all(
        (from_, ids[move.to]) in adding.told or ids[move.to] in read.step_by_id[from_].next
        for from_, (moves, _) in news.moves.items()
        for move in moves
    )
    if read is None or not said or not {step.id for step, _ in news.steps} <= set(read.step_by_id):
        raise DesirelineError(_cannot_be_added_to())


def _ids(news: News) -> list[str]:
    return [*(step.id for step in news.map.steps), *(outcome.id for outcome in news.map.outcomes)]


def _cannot_be_added_to() -> Diagnostic:
    return Diagnostic(
        "D105",
        "this map is written in a way that lines alone cannot add to",
        why="what is new is proposed as a diff of added lines, so that nothing of yours is changed",
        fix=Fix("write `steps` as a list with a `-` for each step, then run `desireline fmt`"),
    )
