"""Which format a file is in: by its first bytes where they are unmistakable, else by its name."""

from pathlib import Path
from typing import Literal

from desireline.events.sources.expanding import first_bytes, magic
from desireline.events.sources.refusals import no_log, refusal

Format = Literal["csv", "json", "parquet", "xes"]
ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xes": "xes",
}
_COMPRESSED = (".gz", ".zst", ".gzip", ".zstd")
_SPREADSHEET, _OLD_SPREADSHEET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SQLITE = b"SQLite format 3\0"
_OTHERS = {
    b"%PDF-": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"ARROW1\0\0": "an Arrow file",
    b"Obj\x01": "an Avro file",
    b"BZh91AY&SY": "compressed with bzip2",
    b"\xfd7zXZ\0": "compressed with xz",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!\x1a": "a RAR archive",
}
"""What no events are read from, by its first bytes."""


def format_of(path: Path) -> Format:
    """The format of a file.

    Raises DesirelineError: E101 cannot be opened, E102 none of the formats, E103 empty, E104 and E105 compressed and damaged.
    """
    start = magic(path)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((_SPREADSHEET, _OLD_SPREADSHEET)):
        raise refusal(
            "E102",
            f"{path.name} is a spreadsheet or a zip archive",
            why="it can hold several tables, and dates that look like numbers",
            fix="save the sheet as CSV (UTF-8), or unpack the archive, and read that",
        )
    if start.startswith(_SQLITE):
        raise refusal(
            "E102",
            f"{path.name} is a SQLite file, not a log",
            why="there are no events to read",
            fix=f"where maps run on it: desireline sync --store {path.name} --lake LAKE, and name that lake; else export its events as CSV",
        )
    other = next((kind for begins, kind in _OTHERS.items() if start.startswith(begins)), None)
    if other is not None:
        raise no_log(f"{path.name} is {other}, not a log")
    ending = next((e.lower() for e in reversed(path.suffixes) if e.lower() not in _COMPRESSED), "")
    said = ENDINGS.get(ending)
    if said == "parquet":
        raise refusal(
            "E119",
            f"{path.name} is not a Parquet file, whatever its name says",
            why="there are no events to read",
            fix="name it after what it holds, or write it again",
        )
    return said or _by_content(path)


def _by_content(path: Path) -> Format:
    text = first_bytes(path).lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith((b"{", b"[")):
        return "json"
    if text.startswith(b"<") and b"<log" in text:
        return "xes"
    if text.startswith(b"journey:") or b"\njourney:" in text:
        raise refusal(
            "E102",
            f"{path.name} is a map, not a log",
            why="there are no events to read",
            fix="name the map first, then the log: a lake, or a file of events",
        )
    raise refusal(
        "E102",
        f"{path.name} is none of the kinds of files that can be read",
        why="there are no events to read",
        fix=f"name it after what it holds: {', '.join(ENDINGS)}; each but Parquet also with .gz or .zst",
    )
