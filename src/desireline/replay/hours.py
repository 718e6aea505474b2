"""Rule 8 of the contract: when a promise is due that counts in the open hours of a team."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from desireline.model import OpeningHours
from desireline.replay.arrays import Integers, Times

DAY_US = 86_400_000_000
WEEK_US = 7 * DAY_US
FAR_APART_US = 1_044 * WEEK_US


def due_in_hours(hours: OpeningHours, entered_us: Times, within_us: int) -> Times:
    """`OpeningHours.due_us` of many moments: the calendar is laid out once for each stretch of days that holds some of them."""
    due_us = entered_us.copy()
    if within_us == 0 or not len(entered_us):
        return due_us
    order = np.argsort(entered_us, kind="stable")
    ordered_us = entered_us[order]
    ahead = _days_ahead(hours, within_us)
    breaks = np.flatnonzero(np.diff(ordered_us // DAY_US) > ahead) + 1
    for part in np.split(order, breaks):
        due_us[part] = _due_in_days(hours, entered_us[part], within_us, ahead)
    return due_us


def _days_ahead(hours: OpeningHours, within_us: int) -> int:
    """About the days that it takes to pass so much open time."""
    open_minutes = sum(span.closes_minute - span.opens_minute for span in hours.spans)
    return within_us * 7 // (open_minutes * 60_000_000) + 14


def _due_in_days(hours: OpeningHours, entered_us: Times, within_us: int, ahead: int) -> Times:
    """The same for ascending moments that stand close to each other."""
    last_day_us = int(entered_us[-1]) + ahead * DAY_US
    opens, closes = _intervals(hours, int(entered_us[0]), last_day_us)
    if not len(opens):
        return _due_in_days(hours, entered_us, within_us, ahead * 2)
    passed = np.cumsum(closes - opens)
    before = passed - (closes - opens)
    target = _open_until(entered_us, opens, closes, before) + within_us
    if target[-1] > passed[-1]:
        return _due_in_days(hours, entered_us, within_us, ahead * 2)
    reached: Integers = np.searchsorted(passed, target, side="left")
    due_us: Times = opens[reached] + (target - before[reached])
    return due_us


def _intervals(hours: OpeningHours, start_us: int, end_us: int) -> tuple[Times, Times]:
    """The open intervals that touch [start, end), whole, in order. Shards ask for much the same days one after another."""
    opens, closes = _of_days(hours, start_us // DAY_US, end_us // DAY_US)
    touching = (closes > start_us) & (opens < end_us)
    return opens[touching], closes[touching]


@lru_cache(maxsize=256)
def _of_days(hours: OpeningHours, first: int, last: int) -> tuple[Times, Times]:
    intervals = np.array(hours.open_between(first * DAY_US, (last + 1) * DAY_US), dtype=np.int64).reshape(-1, 2)
    return intervals[:, 0], intervals[:, 1]


def _open_until(moment_us: Times, opens: Times, closes: Times, before: Times) -> Times:
    """The open time that has passed until each moment, since the first interval opened."""
    latest = np.maximum(np.searchsorted(opens, moment_us, side="right") - 1, 0)
    passed: Times = before[latest] + np.clip(moment_us - opens[latest], 0, closes[latest] - opens[latest])
    return passed


def open_time(hours: OpeningHours, from_us: Times, until_us: Times) -> Times:
    """How much open time lies between each two moments. Where they are over 20 years apart, the weeks beyond are taken as alike."""
    weeks = np.maximum((until_us - from_us - FAR_APART_US) // WEEK_US, 0)
    near_us = until_us - weeks * WEEK_US
    passed = np.zeros(len(from_us), dtype=np.int64)
    order = np.argsort(from_us, kind="stable")
    # Only stretches of days that hold some of them are laid out.
    reach = np.maximum.accumulate(near_us[order])
    breaks = np.flatnonzero(from_us[order][1:] > reach[:-1] + DAY_US) + 1
    for part in np.split(order, breaks) if len(order) else ():
        opens, closes = _intervals(hours, int(from_us[part].min()), int(near_us[part].max()) + 1)
        if not len(opens):
            continue
        before = np.cumsum(closes - opens) - (closes - opens)
        passed[part] = _open_until(near_us[part], opens, closes, before) - _open_until(from_us[part], opens, closes, before)
    total: Times = passed + weeks * hours.weekly_us
    return total
