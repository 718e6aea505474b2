"""A unified diff of a text to which lines are added: what `patch` and `git apply` take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

CONTEXT = 3
_NO_END = "\\ No newline at end of file\n"


def diff_of(path: str, text: str, added: Mapping[int, Sequence[str]]) -> str:
    """The diff; empty where nothing is added.

    added  how many lines stand before -> the lines that are added there, without their ends
    """
    if not added:
        return ""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    unended = lines[-1] != ""
    if not unended:
        lines.pop()
    header = [f"--- a/{path}\n", f"+++ b/{path}\n"]
    shift, hunks = 0, []
    for places in _near(sorted(added)):
        hunk = list(_hunk(lines, unended, {place: [line + end for line in added[place]] for place in places}, shift))
        shift += sum(len(added[place]) for place in places)
        hunks += hunk
    return "".join((*header, *hunks))


def _near(places: Sequence[int]) -> list[list[int]]:
    """Places whose lines around them touch, together."""
    found: list[list[int]] = []
    for place in places:
        if found and place - found[-1][-1] <= 2 * CONTEXT:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _hunk(lines: Sequence[str], unended: bool, added: Mapping[int, Sequence[str]], shift: int) -> Iterator[str]:
    start, stop = max(0, min(added) - CONTEXT), min(len(lines), max(added) + CONTEXT)
    count = sum(map(len, added.values()))
    yield f"@@ -{start + 1},{stop - start} +{start + shift + 1},{stop - start + count} @@\n"
    for number in range(start, stop + 1):
        yield from (f"+{line}" for line in added.get(number, ()))
        if number == stop:
            return
        ended = number < len(lines) - 1 or not unended
        if ended:
            yield f" {lines[number]}\n"
        elif number + 1 in added:
            # The one line that has to change: it had no end, and now another follows.
            yield from (f"-{lines[number]}\n", _NO_END, f"+{lines[number]}\n")
        else:
            yield from (f" {lines[number]}\n", _NO_END)
