"""`desireline store`: what a store holds, and copies of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desireline.cli.printing import counted

if TYPE_CHECKING:
    from desireline.live import Copied, StoreInfo

_store = click.option("--store", metavar="ADDRESS", required=True, help="The store that the maps run on.")
_replace = click.option("--replace", is_flag=True, help="Replace the file that is there.")


@click.group()
def store() -> None:
    """Look at the store that maps run on, copy it, and put a copy back."""


@store.command()
@_store
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def info(*, store: str, as_json: bool) -> None:
    """Say what a store holds, and what waits."""
    from desireline import api

    found = api.store_info(store)
    if as_json:
        click.echo(json.dumps(found.as_data(), indent=2, ensure_ascii=False))
        return
    for name, text in _lines(found):
        click.echo(f"{name:12}  {text}")


@store.command(short_help="Copy a store in a SQLite file while it runs.")
@_store
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@_replace
@click.option("--rehearsal", is_flag=True, help="Make it one for `serve --rehearse`, and for nothing else.")
def backup(*, store: str, output: Path, replace: bool, rehearsal: bool) -> None:
    """Copy a store in a SQLite file, as it is now, into a file of its own, while it runs."""
    from desireline import api
    from desireline.cli.printing import print_message

    print_message(f"copied {_said(api.back_up_store(store, output, replace=replace, rehearsal=rehearsal))}")


@store.command(short_help="Put a copy in the place of a store.")
@click.argument("copy", type=click.Path(path_type=Path, dir_okay=False))
@_store
@_replace
def restore(*, copy: Path, store: str, replace: bool) -> None:
    """Make COPY the store of an address, while nothing runs on it. It is looked through first."""
    from desireline import api
    from desireline.cli.printing import print_message

    print_message(f"restored {_said(api.restore_store(copy, store, replace=replace))}")


def _said(copied: Copied) -> str:
    until = f", the latest taken in at {_moment(copied.received_us)}" if copied.received_us is not None else ""
    return f"{counted(copied.events, 'event')}{until}: {copied.path}, {copied.bytes / 1_000_000:.1f} MB"


def _lines(found: StoreInfo) -> Iterator[tuple[str, str]]:
    use = ", for rehearsals" if found.use == "rehearsal" else ""
    yield "store", f"{found.id}, version {found.version} of its tables{use}"
    yield (
        "events",
        f"{found.events:,} of {counted(found.customers, 'customer')}"
        + (f", from {_moment(found.first_us)} to {_moment(found.last_us)}" if found.first_us is not None else ""),
    )
    if found.received_us is not None:
        yield "taken in", f"the latest at {_moment(found.received_us)}"
    if found.aliases:
        yield "aliases", counted(found.aliases, "pair")
    for (journey, version), count in found.states.items():
        yield "map", f"{journey}, " + f"{f'version {version}' if version else 'yet to be computed'}: {counted(count, 'customer')}"
    yield "effects", ", ".join(f"{count:,} {status}" for status, count in found.effects.items()) or "none"
    if found.next_due_us is not None:
        yield "next due", _moment(found.next_due_us)
    yield "set aside", counted(found.quarantined, "event")
    yield "audit", counted(found.audit, "line")


def _moment(moment_us: int | None) -> str:
    from desireline.explain import moment

    return "" if moment_us is None else f"{moment(moment_us)} UTC"
