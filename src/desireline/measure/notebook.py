"""What a notebook shows of measures and of lists: the numbers that stand first, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from desireline.model import format_instant
from desireline.model.durations import readable_duration

if TYPE_CHECKING:
    from desireline.measure.customers import Customers
    from desireline.measure.result import Measures

MOST_ROWS = 10
SECOND_US = 1_000_000


def measures_html(found: Measures) -> str:
    """How many there are, what should be known before, where it hurts first, and how trips ended."""
    scope = found.scope
    heading = (
        f"{scope.map.title}: {found.trips:,} trips of {found.customers:,} customers, "
        f"as of {format_instant(scope.as_of_us)[:16].replace('T', ' ')} UTC"
    )
    titles = {step.id: step.title for step in scope.map.steps} | {outcome.id: outcome.title for outcome in scope.map.outcomes}
    data = found.as_data()
    hurts = [_wait(row, titles) for row in data["findings"][:MOST_ROWS]]
    ended = [
        (titles.get(row["how"], row["how"].replace("_", " ")), f"{row['trips']:,}", f"{row['customers']:,}") for row in data["outcomes"]
    ]
    parts = [f"<strong>{escape(heading)}</strong>", *(f"<p>{escape(note)}</p>" for note in found.notes)]
    parts.append(_table("Where it hurts first", ("from", "to", "times", "trips", "time in all", "share of all time"), hurts))
    parts.append(_table("How trips ended", ("how", "trips", "customers"), ended))
    return f"<div>{''.join(parts)}</div>"


def _wait(row: dict[str, Any], titles: dict[str, str]) -> tuple[str, ...]:
    wait = row["wait"]
    total = readable_duration(round(row["total_seconds"] * SECOND_US))
    return titles[wait["from"]], titles[wait["to"]], f"{row['count']:,}", f"{row['trips']:,}", total, f"{row['share_of_time']:.1%}"


def customers_html(found: Customers) -> str:
    """What was asked, the sums, and who stands first."""
    heading = f"{', '.join(found.criteria)}: {len(found):,} customers"
    sums = f"{found.all_rows:,} rows" + ("" if found.all_trips is None else f" of {found.all_trips:,} trips")
    rows = [_customer(line) for line in found.as_data(MOST_ROWS)["list"]]
    columns = ["customer", *([] if found.trips is None else ["trips"]), "rows", *([] if found.total is None else [found.unit or "total"])]
    return f"<div><strong>{escape(heading)}</strong>, {sums}{_table('', columns, rows)}</div>"


def _customer(line: dict[str, Any]) -> tuple[str, ...]:
    def shown(name: str, value: Any) -> str:
        if name == "total_seconds":
            return readable_duration(round(value * SECOND_US))
        return f"{value:,}" if isinstance(value, int) else str(value)

    return tuple(shown(name, value) for name, value in line.items())


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
