"""Stories of small lakes, for tests of what is told."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from support.importing import CLOCK_US
from support.written_lakes import lake_of

from desireline.explain import Story, Told, TripTold, Was, explain
from desireline.mapfile import MapFile
from desireline.model import Event, Map


def story_of(
    folder: Path,
    maps: MapFile | Map | Sequence[MapFile | Map],
    events: Iterable[Event],
    customer: str = "ann",
    *,
    aliases: Iterable[tuple[str, str]] = (),
    as_of_us: int | None = None,
    why_not: str | None = None,
    why: str | None = None,
) -> Story:
    listed = maps if isinstance(maps, Sequence) else [maps]
    return explain(customer, listed, lake_of(folder, events, aliases), as_of_us, now_us=CLOCK_US, why_not=why_not, why=why)


def told_of(story: Story) -> tuple[list[Told], list[TripTold]]:
    """All events, and the trips on the first map."""
    telling = story.tell()
    return list(telling), list(telling.tellers[0].trips)


def was_of(story: Story) -> list[Was]:
    """What each event was on the first map."""
    return [told.was[0] for told in story.tell()]
