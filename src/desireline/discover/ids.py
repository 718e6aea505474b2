"""Ids of a draft: made from names, so that they can be read, and unique."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from desireline.mapfile.grammar import LONGEST_ID, LONGEST_NAME
from desireline.mapfile.names import RESERVED
from desireline.mapfile.scalars import UNSEEN

UNNAMED = "Journey"
"""What a journey is called where its log has no name."""
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss"})
_PACKED, _FORMATS = (".gz", ".zst"), (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xes", ".txt")
_HUMP = re.compile("(?<=[a-z0-9])(?=[A-Z])")


class Ids:
    """Gives ids that are not taken: by one another, by `taken`, or by what already means something to a step."""

    def __init__(self, taken: set[str] | frozenset[str] = frozenset()) -> None:
        self._taken = set(taken)

    def of(self, name: str, fallback: str) -> str:
        """An id made from a name; from `fallback`, an id, where most of the name's letters have no counterpart in ASCII."""
        wanted = id_from(name) or fallback
        wanted = f"step_{wanted}" if wanted in RESERVED["step"] else wanted
        id_, count = wanted, 1
        while id_ in self._taken:
            count += 1
            id_ = numbered(wanted, count)
        self._taken.add(id_)
        return id_


def id_from(name: str, noun: str = "step") -> str:
    """An id made from a name; empty where most of its letters and digits would be lost. `noun`: stands before a number."""
    folded = unicodedata.normalize("NFKD", _HUMP.sub("_", name).lower().translate(_LETTERS))
    kept = folded.encode("ascii", "ignore").decode("ascii").lower()
    letters = sum(map(str.isalnum, kept))
    if not letters or 2 * letters <= sum(map(str.isalnum, folded)):
        return ""
    id_ = re.sub("[^a-z0-9]+", "_", kept).strip("_")
    return (id_ if id_[0].isalpha() else f"{noun}_{id_}")[:LONGEST_ID].rstrip("_")


def journey_id(name: str) -> str:
    """The id of a journey of that name."""
    return id_from(name, "journey") or "journey"


def numbered(id_: str, count: int) -> str:
    """An id with a number behind it, cut where both would be too long."""
    return f"{id_[: LONGEST_ID - len(str(count)) - 1]}_{count}"


def can_be_written(name: str) -> bool:
    """Whether a map can hold the name of an event as events carry it: not too long, all of it to be seen, no blanks around it."""
    return 0 < len(name) <= LONGEST_NAME and name == name.strip() and not UNSEEN.search(name) and "\r" not in name


def name_of_log(path: str | Path) -> str:
    """What a log is called: its file's name without the endings that say how it is written; `UNNAMED` where a map cannot hold that."""
    name = Path(path).resolve().name
    for endings in (_PACKED, _FORMATS):
        name = name.removesuffix(next((ending for ending in endings if name.endswith(ending)), "")) or name
    return name if can_be_written(name) else UNNAMED
