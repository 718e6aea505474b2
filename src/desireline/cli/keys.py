"""`desireline keys`: who may call the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from desireline.live import Store

STORE = click.option("--store", default="live.db", show_default=True, help="The store: the path of a SQLite file, or its address.")


@click.group()
def keys() -> None:
    """Make, list and revoke the keys with which the service is called.

    `desireline serve` makes one named `first` where a store has none. A key is shown once; the store keeps its digest alone.
    """


@keys.command("add")
@click.argument("name")
@STORE
def add(name: str, store: str) -> None:
    """Make a key called NAME, and print it. It cannot be shown again. A store that is not there yet is made."""
    from desireline.live import SystemClock, add_key

    with _opened(store, create=True) as opened:
        click.echo(add_key(opened, name, SystemClock().now_us()))


@keys.command("list")
@STORE
def list_(store: str) -> None:
    """Print the names of the keys, and when each was made."""
    from desireline.cli.printing import print_message
    from desireline.live import list_keys
    from desireline.model import format_instant

    with _opened(store, create=False) as opened:
        keys = list_keys(opened)
    for key in keys:
        click.echo(f"{format_instant(key.made_us)[:19]}Z  {key.name}")
    if not keys:
        print_message("no keys: nobody can call the service; `desireline keys add NAME` makes one")


@keys.command("revoke", short_help="Let a key admit nobody any more.")
@click.argument("name")
@STORE
def revoke(name: str, store: str) -> None:
    """Let the key called NAME admit nobody any more: within a second, also where the service runs."""
    from desireline.cli.printing import print_message
    from desireline.live import SystemClock, revoke_key

    with _opened(store, create=False) as opened:
        revoke_key(opened, name, SystemClock().now_us())
    print_message(f"key `{name}` admits nobody any more")


@contextmanager
def _opened(address: str, *, create: bool) -> Iterator[Store]:
    from desireline.live import open_store

    store = open_store(address, create=create)
    try:
        yield store
    finally:
        store.close()
