"""`desireline effects`: what a live store owes, and its dead letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from desireline.live import StoredEffect

STATUSES = ("owed", "sending", "done", "dead", "dropped", "missed", "withdrawn")
_STORE = "The store: the path of a SQLite file, or its address."


@click.group(invoke_without_command=True, short_help="List what a live store owes, and its dead letters.")
@click.option("--store", metavar="ADDRESS", default="live.db", show_default=True, help=_STORE)
@click.option(
    "--status", "statuses", type=click.Choice(STATUSES), multiple=True, help="Only effects of this status; default: dead. May be repeated."
)
@click.option("--lane", help="Only those of one lane: say, offer, task, or call:NAME.")
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="How many are listed.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def effects(ctx: click.Context, *, store: str, statuses: tuple[Any, ...], lane: str | None, limit: int, as_json: bool) -> None:
    """List what a live store decided and what became of it: by default the dead letters, which were given up and wait for a person."""
    ctx.obj = store  # for the commands below, which may name another
    if ctx.invoked_subcommand is not None:
        return
    from desireline import api
    from desireline.cli.printing import counted, print_message

    found = api.effects(store, *statuses, lane=lane, most=limit)
    if as_json:
        import json

        click.echo(json.dumps([_data(one) for one in found], indent=2, ensure_ascii=False))
        return
    for one in found:
        _print(one)
    said = f"{counted(len(found), 'effect')} of status {' or '.join(statuses or ('dead',))}" + (f" in the lane {lane}" if lane else "")
    print_message(said if found or statuses else f"{said}; --status shows others")


@effects.command()
@click.argument("ids", metavar="[ID]…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All dead letters.")
@click.option("--lane", help="With --all: those of one lane.")
@click.option("--store", metavar="ADDRESS", help=_STORE)
@click.pass_context
def retry(ctx: click.Context, *, ids: tuple[str, ...], every: bool, lane: str | None, store: str | None) -> None:
    """Hand dead letters out anew, with the same keys and all their attempts."""
    from desireline import api
    from desireline.cli.printing import counted, print_message

    count = api.retry_effects(store or ctx.obj, _chosen(ids, every=every, lane=lane), lane=lane)
    print_message(f"{counted(count, 'effect')} will be handed out anew")


@effects.command(short_help="Give dead letters up for good.")
@click.argument("ids", metavar="[ID]…", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All dead letters.")
@click.option("--lane", help="With --all: those of one lane.")
@click.option("--store", metavar="ADDRESS", help=_STORE)
@click.pass_context
def drop(ctx: click.Context, *, ids: tuple[str, ...], every: bool, lane: str | None, store: str | None) -> None:
    """Give dead letters up for good, or what is owed and named by its ID. The record of it stays."""
    from desireline import api
    from desireline.cli.printing import counted, print_message

    count = api.drop_effects(store or ctx.obj, _chosen(ids, every=every, lane=lane), lane=lane)
    print_message(f"{counted(count, 'effect')} dropped")


def _chosen(ids: tuple[str, ...], *, every: bool, lane: str | None) -> list[str] | None:
    if bool(ids) == every:
        raise click.UsageError("name the ids of effects, or say --all")
    if ids and lane is not None:
        raise click.UsageError("--lane goes with --all")
    return None if every else list(dict.fromkeys(ids))


def _print(one: StoredEffect) -> None:
    from desireline.cli.printing import counted
    from desireline.diagnostics.excerpt import visible
    from desireline.model import format_instant

    moment = format_instant(one.effect.moment_us)[:16].replace("T", " ")
    attempts = f", {counted(one.attempts, 'attempt')}" if one.attempts else ""
    click.echo(f"{visible(one.effect.id)}  {one.status}")
    click.echo(
        f"    {visible(one.lane)} for {visible(one.customer)}, {moment} UTC{attempts}{f': {visible(one.error)}' if one.error else ''}"
    )


def _data(one: StoredEffect) -> dict[str, object]:
    from desireline.model import format_instant

    effect = one.effect
    moments = {"moment": effect.moment_us, "due": effect.due_us, "decided": one.decided_us, "next_attempt": one.next_attempt_us}
    return {
        "id": effect.id,
        "status": one.status,
        "lane": one.lane,
        "customer": one.customer,
        "journey": effect.journey,
        "action": effect.action,
        "branch": effect.branch,
        "kind": effect.kind,
        "target": effect.target,
        "channel": effect.channel,
        **{name: None if us is None else format_instant(us) for name, us in moments.items()},
        "attempts": one.attempts,
        "error": one.error,
        "by": one.by,
    }
