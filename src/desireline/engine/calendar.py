"""Due moments in opening hours, fast: open time is added up over blocks of days once, then looked up."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from desireline.model import OpeningHours

_DAY_US = 86_400_000_000
_BLOCK_US = 32 * _DAY_US
_MOST_BLOCKS = 512


class _Block:
    """The open intervals that begin in one block of days.

    passed   open time of the block before each interval; the block's total stands last
    clear_us  from here on no interval that began before the block matters
    """

    __slots__ = ("clear_us", "closes", "opens", "passed")

    def __init__(self, hours: OpeningHours, number: int) -> None:
        begin, end = number * _BLOCK_US, (number + 1) * _BLOCK_US
        around = hours.open_between(begin - 2 * _DAY_US, end)
        intervals = [(opens, closes) for opens, closes in around if begin <= opens < end]
        before = [closes for opens, closes in around if opens < begin]
        self.clear_us = max(before, default=begin)
        self.opens = [opens for opens, _ in intervals]
        self.closes = [closes for _, closes in intervals]
        self.passed = [0]
        for opens, closes in intervals:
            self.passed.append(self.passed[-1] + closes - opens)


def due_function(hours: OpeningHours, within_us: int) -> Callable[[int], int]:
    """A function of the entry (UTC microseconds) that gives what `hours.due_us(entry, within_us)` gives."""
    blocks: dict[int, _Block] = {}

    def block_of(number: int) -> _Block:
        if len(blocks) >= _MOST_BLOCKS:
            blocks.clear()
        return blocks.setdefault(number, _Block(hours, number))

    def due_us(entered_us: int) -> int:
        number = entered_us // _BLOCK_US
        block = blocks.get(number) or block_of(number)
        if entered_us < block.clear_us or within_us == 0:
            return hours.due_us(entered_us, within_us)
        opens, passed = block.opens, block.passed
        left_us, at = within_us, bisect_right(opens, entered_us) - 1
        if at >= 0:
            closes = block.closes[at]
            left_us += passed[at] + (entered_us if entered_us < closes else closes) - opens[at]
        while left_us > passed[-1]:
            left_us -= passed[-1]
            number += 1
            block = blocks.get(number) or block_of(number)
            opens, passed = block.opens, block.passed
        at = bisect_left(passed, left_us) - 1
        return opens[at] + left_us - passed[at]

    return due_us
