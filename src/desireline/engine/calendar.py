"""Due moments in opening hours, fast: open time is added up over blocks of days once, then looked up."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import lru_cache

from desireline.model import OpeningHours

_BLOCK_US = 32 * 86_400_000_000
_BLOCKS = 512


class _Block:
    """The open intervals that begin in one block of days. `passed[i]`: open time of the block before interval i; its total stands last."""

    __slots__ = ("closes", "in_order", "opens", "passed")

    def __init__(self, hours: OpeningHours, number: int) -> None:
        begin, end = number * _BLOCK_US, (number + 1) * _BLOCK_US
        intervals = [(opens, closes) for opens, closes in hours.open_between(begin - 1, end) if begin <= opens < end]
        self.opens = [opens for opens, _ in intervals]
        self.closes = [closes for _, closes in intervals]
        self.passed = [0]
        for opens, closes in intervals:
            self.passed.append(self.passed[-1] + closes - opens)
        self.in_order = all(closes <= opens for closes, opens in zip(self.closes, self.opens[1:], strict=False))


def due_function(hours: OpeningHours, within_us: int) -> Callable[[int], int]:
    """A function of the entry (UTC microseconds) that gives what `hours.due_us(entry, within_us)` gives."""
    block_of = lru_cache(maxsize=_BLOCKS)(lambda number: _Block(hours, number))

    def due_us(entered_us: int) -> int:
        number = entered_us // _BLOCK_US
        before, block = block_of(number - 1), block_of(number)
        over_edge = bool(before.closes) and (before.closes[-1] > entered_us or (bool(block.opens) and before.closes[-1] > block.opens[0]))
        if over_edge or within_us == 0:
            return hours.due_us(entered_us, within_us)
        left_us = within_us + _open_until(block, entered_us)
        while block.in_order and left_us > block.passed[-1]:
            left_us -= block.passed[-1]
            number += 1
            block = block_of(number)
        if not block.in_order:
            return hours.due_us(entered_us, within_us)
        at = bisect_left(block.passed, left_us) - 1
        return block.opens[at] + left_us - block.passed[at]

    return due_us


def _open_until(block: _Block, moment_us: int) -> int:
    """Open time of the block before a moment within it."""
    at = bisect_right(block.opens, moment_us) - 1
    return 0 if at < 0 else block.passed[at] + min(moment_us, block.closes[at]) - block.opens[at]
