"""What a log holds that a map does not know, as a diff to the map's file."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from desireline.diagnostics import DesirelineError
from desireline.discover.adding import added_lines
from desireline.discover.diffing import diff_of
from desireline.discover.news import News, news_of
from desireline.discover.readable import counted
from desireline.discover.wishes import Wishes
from desireline.events import EventLake
from desireline.mapfile import read_map_file


@dataclass(frozen=True, slots=True)
class Update:
    """A unified diff of added lines; empty where nothing is new. `notes`: what its reader should know before reading it."""

    diff: str
    notes: tuple[str, ...]


def update(path: Path, lake: EventLake, wishes: Wishes, *, now_us: int, threads: int = 1) -> Update:
    """Hold a log against the map in a file. Of `wishes`, only `all` and `coverage` count: trips are the map's.

    Raises DesirelineError where the map cannot be read or is not sound, is written in a way that lines cannot add to (D105), there
    is no event (D101), or a shard cannot be read.
    """
    file = read_map_file(path)
    if file.map is None:
        raise DesirelineError(file.diagnostics)
    news = news_of(file.map, lake, wishes, now_us=now_us, threads=threads)
    added = added_lines(file.text, news)
    return Update(diff_of(_named(path), _mark(path) + file.text, added), tuple(_notes(news, path, bool(added))))


def _mark(path: Path) -> str:
    """The byte order mark of a file, which its first line begins with, and which is no part of a map's text."""
    return "\ufeff" if path.read_bytes().startswith(codecs.BOM_UTF8) else ""


def _named(path: Path) -> str:
    """The path as a diff names it: from here on."""
    here = Path.cwd()
    whole = path.resolve()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else path.name


def _notes(news: News, path: Path, something: bool) -> list[str]:
    notes = []
    if news.kept.left:
        notes.append(f"left out {counted(len(news.kept.left), 'rare name')} of events that {path} does not name")
    if news.kept.unwritable:
        notes.append(f"left out {counted(len(news.kept.unwritable), 'name')} of events that no map can hold")
    if something:
        moves = sum(len(moves) for moves, _ in news.moves.values())
        notes.append(f"new to {path}: {counted(len(news.steps), 'step')}, {counted(moves, 'kind')} of move from those it has")
    else:
        notes.append(f"nothing is new to {path}: what would be drafted stands in it, or in its comments")
    return notes
