"""Parameters that several commands take: instants, and how the columns of a log are to be read."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Instant(click.ParamType[int]):
    """An ISO 8601 instant with its offset, or a date: the beginning of that day, UTC. Given on as UTC microseconds."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from desireline.model import parse_instant_us

        if isinstance(value, int):
            return value
        try:
            text = str(value)
            return parse_instant_us(datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).isoformat() if len(text) == 10 else text)
        except ValueError:
            self.fail(f"`{value}` is no instant; write one such as 2026-03-31 or 2026-03-31T18:00:00+02:00", param, ctx)


class Zone(click.ParamType[str]):
    """The name of a time zone."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from difflib import get_close_matches
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

        try:
            ZoneInfo(str(value))
        except (OSError, ValueError, ZoneInfoNotFoundError):
            near = get_close_matches(str(value), sorted(available_timezones()), n=2)
            meant = f"; near: {' and '.join(near)}" if near else "; write one such as Europe/Rome"
            self.fail(f"there is no time zone `{value}`{meant}", param, ctx)
        return str(value)


class Share(click.FloatRange):
    """A number from 0 to 1. `nan` is none: it would be neither above a limit nor below."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        share = super().convert(value, param, ctx)
        if math.isnan(share):
            self.fail(f"`{value}` is no number from 0 to 1", param, ctx)
        return share


period_option = click.option(
    "--period",
    metavar="PERIOD",
    help="2026, 2026-03, 2026-03-31, or 2026-03-01..2026-04-15, which ends before the 15th; default: all of time.",
)
days_in_option = click.option(
    "--days-in", default="UTC", type=Zone(), metavar="ZONE", help="Time zone in which days and months begin.", show_default=True
)


class ReadsEvents(click.Command):
    """A command that takes `source_options`. Its help sets them apart: who reads a lake needs none of them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, params in self.sections(ctx):
            if records := [record for param in params if (record := param.get_help_record(ctx)) is not None]:
                with formatter.section(heading):
                    formatter.write_dl(records)

    def sections(self, ctx: click.Context) -> list[tuple[str, list[click.Parameter]]]:
        """The options, under the headings of the help."""
        params = self.get_params(ctx)
        of_sources = {"mapping", "mixed", *(said.name for said in _SOURCE_OPTIONS)}
        own = [param for param in params if param.name not in of_sources]
        return [("Options", own), ("How a file of events is read", [param for param in params if param.name in of_sources])]


@dataclass(frozen=True)
class _Said:
    """One option of `source_options`: the flag, what it is called in `SourceOptions`, and its help."""

    flag: str
    name: str
    help: str
    choices: tuple[str, ...] = ()
    kind: Any = str


_SOURCE_OPTIONS = (
    _Said("--customer", "customer", "Column that says whom the event belongs to."),
    _Said("--time", "time", "Column of the time."),
    _Said("--event", "event", "Column that says what happened."),
    _Said("--channel", "channel", "Column of the channel."),
    _Said("--id", "id", "Column of the event's own id; without it, the source name and the row's position."),
    _Said("--person", "person", "Column that says who of the customer acted."),
    _Said("--key", "key", "Column that carries the trip key."),
    _Said("--source", "source", "Name of the source; default: the file's name."),
    _Said("--timezone", "timezone", "Zone of times without an offset, such as Europe/Rome."),
    _Said("--time-format", "time_format", "Format of the times, such as '%d.%m.%Y %H:%M'."),
    _Said("--time-unit", "time_unit", "What numbers in the time column count since 1970.", ("s", "ms", "us", "ns")),
    _Said("--date-at", "date_at", "Where in its day a date without time of day is put.", ("start", "end")),
    _Said("--lifecycle", "lifecycle", "Column of lifecycle transitions; `none` to leave them alone."),
    _Said("--delimiter", "delimiter", "Delimiter of CSV."),
    _Said("--skip-lines", "skip_lines", "Lines of a CSV file before the one that names its columns.", kind=click.IntRange(0)),
    _Said("--encoding", "encoding", "Encoding of text files."),
)


def source_options(command: F) -> F:
    """The options that say how a source of events is to be read, and `--mapping`, which says them in a file."""
    return source_options_but()(command)


def source_options_but(*names: str) -> Callable[[F], F]:
    """The same without some, whose flags mean something else to the command: there `--mapping` says them."""
    return lambda command: _with_source_options(command, [said for said in _SOURCE_OPTIONS if said.name not in names])


def _with_source_options(command: F, options: Sequence[_Said]) -> F:
    command = click.option("--mixed", is_flag=True, help="Keep one name for all lifecycle transitions of an activity.")(command)
    for said in reversed(options):
        kind = click.Choice(said.choices) if said.choices else said.kind
        command = click.option(
            said.flag, said.name, type=kind, metavar="TEXT" if said.kind is str and not said.choices else None, help=said.help
        )(command)
    return click.option(
        "--mapping",
        type=click.Path(path_type=Path, dir_okay=False),
        help="A YAML file that says what the options below say, which win over it.",
    )(command)
