"""`desireline customers`: whom a number counts."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from desireline.cli.parameters import Instant, ReadsEvents, days_in_option, period_option, source_options_but


class Criteria(ReadsEvents):
    """A command that takes the words by which lists are asked for, and is told them in order: some narrow the one before them.

    The words are known only when the command is called: what knows them is heavy to import.
    """

    @cached_property
    def options(self) -> dict[click.Parameter, str]:
        """An option for each word."""
        from desireline.measure.criteria import WORDS

        options: dict[click.Parameter, str] = {}
        for word in WORDS:
            shape: dict[str, Any] = {"multiple": True, "metavar": word.takes} if word.takes else {"is_flag": True}
            named = [f"--{word.name}", f"asked_{word.name.replace('-', '_')}"]
            options[click.Option(named, help=f"{word.says[0].upper()}{word.says[1:]}.", expose_value=False, **shape)] = word.name
        return options

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*self.options, *super().get_params(ctx)]

    def sections(self, ctx: click.Context) -> list[tuple[str, list[click.Parameter]]]:
        (heading, own), *others = super().sections(ctx)
        return [("Criteria", list(self.options)), (heading, [param for param in own if param not in self.options]), *others]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not any(arg in ctx.help_option_names for arg in args):
            ctx.meta["asked"] = self._asked(ctx, args)
        return super().parse_args(ctx, args)

    def _asked(self, ctx: click.Context, args: list[str]) -> list[tuple[str, str]]:
        values, _, order = self.make_parser(ctx).parse_args(list(args))
        given = {option: iter(found) for option in self.options if isinstance(found := values.get(option.name or ""), list)}
        return [(self.options[option], next(given[option]) if option in given else "") for option in order if option in self.options]


@click.command(cls=Criteria, short_help="List the customers whom a number counts.")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("log", type=click.Path(path_type=Path))
@period_option
@days_in_option
@click.option("--as-of", type=Instant(), help="The moment asked about; default: the latest event that is not in the future.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Print this many customers at most; the sums are those of all.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="A .csv or .parquet file for the whole list.")
@click.option("--threads", type=click.IntRange(min=1), help="Shards side by side; default: one per core.")
@source_options_but("channel", "event")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.pass_context
def customers(
    ctx: click.Context,
    /,
    *,
    map_path: Path,
    log: Path,
    period: str | None,
    days_in: str,
    as_of: int | None,
    limit: int | None,
    output: Path | None,
    threads: int | None,
    as_json: bool,
    **said: Any,
) -> None:
    """List the customers whom a number of `desireline measure` counts.

    Criteria hold together for a trip: listed are the customers of the trips for which all of them hold. The first one's rows (visits,
    moves, promises, …) are counted, without a criterion all trips. A part that is left out, or *, is any; several are written with
    commas; an empty one is what is not known: --channel "" lists the visits without a channel.

    Which columns of a file hold channel and event is said by --mapping here.
    """
    from desireline import api
    from desireline.cli.imports import print_noticed
    from desireline.cli.lists import print_list, print_sums
    from desireline.cli.printing import print_message, progress
    from desireline.measure.customers import format_of

    if output is not None:
        format_of(output)
    map_ = api.read_map(map_path)
    asked = ctx.meta["asked"]
    with progress() as shown, api.open_log(log, progress=shown, **said) as opened:
        found = api.customers(map_, opened, asked, period=period, days_in=days_in, as_of_us=as_of, threads=threads, progress=shown)
    if opened.report is not None:
        print_noticed(opened.report)
    if output is not None:
        found.write(output)
        print_message(f"wrote the list to {output}")
    print_sums(found)
    if as_json:
        click.echo(json.dumps(found.as_data(limit), indent=2, ensure_ascii=False))
    elif output is None:
        print_list(found, limit)
