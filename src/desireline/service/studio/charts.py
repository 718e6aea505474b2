"""Pictures beside the flow, as numbers: single trips, how long something took, steps in order, who came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

from desireline.measure.data import share_data
from desireline.model import format_instant
from desireline.model.durations import format_duration
from desireline.pictures.returns import ReturnsPicture
from desireline.service.studio.numbers import Count, Counting, Of, Share, share

if TYPE_CHECKING:
    from desireline.measure.dots import Dots, DottedCustomer
    from desireline.measure.funnel import Funnel
    from desireline.measure.histograms import Bin
    from desireline.measure.returns import Cohort, Returns
    from desireline.measure.spread import Spread
    from desireline.model import Map

SECOND_US = 1_000_000
TimesOf = Literal["move", "stay", "stage", "how"]


class DotNumbers(msgspec.Struct, frozen=True):
    """A visit: at which step or outcome, when it began, how long after its trip did, and by which kind of move it was come to."""

    step: str
    at: str
    since_seconds: float
    move: str


class DottedTrip(msgspec.Struct, frozen=True):
    """A trip's visits of the period, by time. `how`: an outcome, gone_quiet or open."""

    customer: str
    how: str
    dots: list[DotNumbers]


class DotsView(msgspec.Struct, frozen=True):
    """Trips of a sample of customers, the same on every machine; by when they began. `trips`, `customers`: all that there are."""

    trips: Count
    customers: Count
    drawn_customers: int
    drawn: list[DottedTrip]


class BinNumbers(msgspec.Struct, frozen=True):
    """Times from so much on (included) and less than so much (None: without end)."""

    from_seconds: float
    until_seconds: float | None
    count: Count


class TimesView(msgspec.Struct, frozen=True):
    """How long something took, of `rows`. Quantiles are None where there are fewer than 20 customers."""

    rows: Count
    trips: Count
    p50_seconds: float | None
    p90_seconds: float | None
    bins: list[BinNumbers]


class FunnelRow(msgspec.Struct, frozen=True):
    """Trips that came to a step after those before it. Shares and times are None where there are fewer than 20 customers.

    of_start  their share of the trips that made the first step
    from_last their share of the trips that made the one before
    p50_seconds  how long it took from the one before
    """

    step: str
    trips: Count
    of_start: Share | None
    from_last: Share | None
    p50_seconds: float | None
    p90_seconds: float | None


class FunnelView(msgspec.Struct, frozen=True):
    """Steps in their order, whatever lay between."""

    rows: list[FunnelRow]


class WeekNumbers(msgspec.Struct, frozen=True):
    """Customers who came back in a week. `followed`: to its end; `whole`: whether all of the cohort were."""

    week: int
    followed: int
    whole: bool
    returned: Count
    share: Share | None


class CohortNumbers(msgspec.Struct, frozen=True):
    """Customers whose first trip began in a month (UTC); None: in any that is shown."""

    month: str | None
    customers: Count
    weeks: list[WeekNumbers]


class ReturnsView(msgspec.Struct, frozen=True):
    """Cohorts by month, the latest of them; all of them last."""

    cohorts: list[CohortNumbers]


def dots_view(found: Dots, counting: Counting) -> DotsView:
    """The trips of the customers who are drawn."""
    drawn = sorted((trip for one in found.customers for trip in _trips(one)), key=lambda trip: (trip.dots[0].at, trip.customer))
    return DotsView(
        trips=counting(found.of_trips, "trips", "all"),
        customers=counting(found.of, "customers", "all"),
        drawn_customers=len(found.customers),
        drawn=drawn,
    )


def _trips(one: DottedCustomer) -> Iterator[DottedTrip]:
    for number, how in enumerate(one.hows):
        visits = [dot for dot in one.visits if dot.trip == number]
        yield DottedTrip(
            one.customer,
            how,
            [DotNumbers(dot.place, format_instant(dot.entered_us), dot.since_us / SECOND_US, dot.move) for dot in visits],
        )


def times_ask(map_: Map, of: TimesOf, ids: str) -> tuple[str, str]:
    """The word of the command `customers` that lists what took the time. `ids`: as in `move:a:b`, `stay:a`, `stage:id` or `how:served`."""
    if of != "stage":
        return of, ids
    # A stage that is none of the map has no steps: it is told as a step that is none.
    return "stay", ",".join(step.id for step in map_.steps if step.stage == ids) or ids


def times_view(found: Spread, ask: tuple[str, str], counting: Counting) -> TimesView:
    """The bins, each with its list."""
    word, text = ask
    rows: tuple[Of, str] = {"move": ("moves", "waits"), "stay": ("stays", "stays")}.get(word, ("trips", "trips"))  # type: ignore[assignment]
    listed = f"{word}:{text}"
    return TimesView(
        rows=counting(found.rows, *rows, listed),
        trips=counting(found.trips, "trips", rows[1], listed),
        p50_seconds=_seconds(found.p50_us),
        p90_seconds=_seconds(found.p90_us),
        bins=[
            BinNumbers(one.from_us / SECOND_US, _seconds(one.until_us), counting(one.count, *rows, listed, *_bounds(one)))
            for one in found.bins
        ],
    )


def _bounds(one: Bin) -> Iterator[str]:
    yield f"at-least:{format_duration(one.from_us)}"
    if one.until_us is not None:
        yield f"at-most:{format_duration(one.until_us - 1)}"


def funnel_view(found: Funnel, counting: Counting) -> FunnelView:
    """The steps, each with the trips that came so far."""
    rows, made = [], found.rows()
    for place, row in enumerate(made):
        before = made[max(0, place - 1)]
        rows.append(
            FunnelRow(
                step=row.step,
                trips=counting(row.made, "trips", "funnel", f"funnel:{','.join(found.steps[: place + 1])}"),
                of_start=share(share_data(row.made, made[0].made, made[0].customers)),
                from_last=share(share_data(row.made, before.made, before.customers)) if place else None,
                p50_seconds=_seconds(row.p50_us),
                p90_seconds=_seconds(row.p90_us),
            )
        )
    return FunnelView(rows)


def returns_view(found: Returns, counting: Counting) -> ReturnsView:
    """The cohorts that are shown, and all of them together."""
    return ReturnsView([_cohort(one, counting) for one in ReturnsPicture(found).rows])


def _cohort(one: Cohort, counting: Counting) -> CohortNumbers:
    month = "*" if one.month == "all" else one.month
    return CohortNumbers(
        month=None if one.month == "all" else one.month,
        customers=counting(one.customers, "customers", "returns", f"cohort:{month}"),
        weeks=[
            WeekNumbers(
                week=week,
                followed=followed,
                whole=followed == one.customers,
                returned=counting(returned, "customers", "returns", f"cohort:{month}:{week}"),
                share=share(share_data(returned, followed, followed)),
            )
            for week, (followed, returned) in enumerate(zip(one.followed, one.returned, strict=True), 1)
        ],
    )


def _seconds(us: int | None) -> float | None:
    return None if us is None else us / SECOND_US
