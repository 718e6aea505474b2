"""A lake in a folder, of events as objects: what a source of JSON lines would have brought."""

import json
from collections.abc import Iterable
from pathlib import Path

from support.importing import import_files

from desireline.events import ImportOptions, Lake
from desireline.model import Event, format_instant


def lake_of(folder: Path, events: Iterable[Event], aliases: Iterable[tuple[str, str]] = (), *, rows_per_shard: int = 1_000_000) -> Lake:
    """Import the events, in order of arrival, into a lake in `folder`."""
    log, table = folder / "log.jsonl", folder / "aliases.csv"
    log.write_text("".join(map(_line, events)), encoding="utf-8")
    table.write_text("identity,same_as\n" + "".join(f'"{one}","{other}"\n' for one, other in aliases), encoding="utf-8")
    import_files([log], folder / "lake", ImportOptions(aliases=table, rows_per_shard=rows_per_shard, temporary=True, max_bad_share=1))
    return Lake.open(folder / "lake")


def _line(event: Event) -> str:
    said = {"id": event.id, "time": format_instant(event.time_us), "customer": event.customer, "name": event.name, "source": event.source}
    optional = {name: value for name, value in (("channel", event.channel), ("person", event.person)) if value is not None}
    return json.dumps({**said, **optional, "properties": event.properties}, ensure_ascii=False) + "\n"
