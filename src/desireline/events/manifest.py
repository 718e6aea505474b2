"""The manifest of a lake: the one file that says which other files count. It is replaced as a whole, so a commit is one act."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events.shard import Stored

MANIFEST = "manifest.json"
FORMAT = "desireline-lake"
VERSION = 1
IMPORTS_KEPT = 1000


class ShardEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One shard's file. `columns`: the property columns that hold a value, and as what. `sources`: codes of the sources in it."""

    number: int
    file: str
    bytes: int
    rows: int
    customers: int
    first_us: int
    last_us: int
    columns: dict[str, Stored]
    overflows: bool
    sources: tuple[int, ...]


class ImportEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What one import did. Times are UTC microseconds."""

    commit: str
    at_us: int
    files: tuple[str, ...]
    taken: int
    duplicates: int
    differing: int
    quarantined: int


class SyncedTo(msgspec.Struct, frozen=True, kw_only=True):
    """Up to where a lake holds what a live store does.

    store        the store's id
    number       that of the latest event that was taken over, as the store counts; 0: none was
    source, id   of that event,
    received_us  and when the store took it in: one that has no such event there was set back to an earlier copy since
    aliases      how many pairs of known identities were taken over
    """

    store: str
    number: int
    source: str
    id: str
    received_us: int
    aliases: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that counts in a lake. Paths are relative to its folder.

    shards                    how many there could be, a power of two; `files` lists those that hold events
    names, channels, sources  lists that codes in the shards point into
    properties                property name -> column, for those with a column of their own
    identities, identifications, aliases
                              Parquet files of what is said of identities, where something is
    latest_identification_us  the column `customer` holds as it stands from this moment on
    imports                   the latest imports, oldest first
    synced                    the live store that the lake is fed from, where it is
    """

    format: str = FORMAT
    version: int = VERSION
    commit: str = ""
    shards: int = 1
    files: tuple[ShardEntry, ...] = ()
    names: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    properties: dict[str, str] = {}
    identities: str | None = None
    identifications: str | None = None
    aliases: str | None = None
    latest_identification_us: int | None = None
    imports: tuple[ImportEntry, ...] = ()
    synced: SyncedTo | None = None

    @property
    def rows(self) -> int:
        """How many events the lake holds."""
        return sum(entry.rows for entry in self.files)

    def all_files(self) -> list[str]:
        """Every file that counts, besides the manifest itself."""
        return [entry.file for entry in self.files] + [
            file for file in (self.identities, self.identifications, self.aliases) if file is not None
        ]


def read_manifest(lake: Path) -> Manifest | None:
    """The manifest of the lake in a folder; None where the folder has none.

    Raises DesirelineError where it cannot be read, is none of ours (E202), is of a newer format (E203), or names files that are missing
    or not whole (E204).
    """
    path = lake / MANIFEST
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DesirelineError(_unreadable(path, error.strerror or str(error))) from None
    manifest = _decoded(path, content)
    missing = [file for file in manifest.all_files() if not (lake / file).is_file()]
    cut = [entry.file for entry in manifest.files if entry.file not in missing and (lake / entry.file).stat().st_size != entry.bytes]
    if missing or cut:
        raise DesirelineError(_damaged(lake, missing, cut))
    return manifest


def write_manifest(lake: Path, manifest: Manifest, *, durable: bool) -> None:
    """Make this manifest the one that counts, at once or not at all."""
    path, fresh = lake / MANIFEST, lake / f"{MANIFEST}.{manifest.commit}"
    with fresh.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        if durable:
            file.flush()
            os.fsync(file.fileno())
    fresh.replace(path)
    if durable:
        sync_folder(lake)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _decoded(path: Path, content: bytes) -> Manifest:
    try:
        head = _head_of(content)
        if head.format == FORMAT and head.version > VERSION:
            raise DesirelineError(_newer(path, head.version))
        manifest = _manifest_of(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DesirelineError(_unreadable(path, str(error))) from None
    if head.format != FORMAT:
        raise DesirelineError(_unreadable(path, f"its `format` is not `{FORMAT}`"))
    return manifest


class _Head(msgspec.Struct):
    format: str
    version: int


# Made here, once: what msgspec finds out about a type when it is first used, two threads must not find out at the same time (it crashes).
_head_of = msgspec.json.Decoder(_Head).decode
_manifest_of = msgspec.json.Decoder(Manifest).decode


def _unreadable(path: Path, reason: str) -> Diagnostic:
    return Diagnostic(
        "E202",
        f"`{path}` is not the manifest of a lake",
        label=reason,
        why="without it no file in the folder can be trusted",
        fix=Fix("name the folder of a lake; or bring the manifest back from a copy, or import the sources into a new folder"),
    )


def _newer(path: Path, version: int) -> Diagnostic:
    return Diagnostic(
        "E203",
        f"`{path}` is of lake format {version}; this version of Desireline reads up to {VERSION}",
        why="what a newer version wrote could be misread",
        fix=Fix("upgrade Desireline, or import the sources into a new folder"),
    )


def _damaged(lake: Path, missing: list[str], cut: list[str]) -> Diagnostic:
    some = ", ".join(f"`{file}`" for file in (missing + cut)[:3])
    more = f" and {len(missing + cut) - 3} more" if len(missing + cut) > 3 else ""
    return Diagnostic(
        "E204",
        f"the lake `{lake}` is not whole: {some}{more} {'missing' if missing else 'of another size than it was written with'}",
        why="customers would be counted without part of their events",
        fix=Fix("bring the files back from a copy, or import the sources into a new folder"),
    )
