"""Files that were sent to be looked at: each in a folder of its own, which is gone at the end."""

from __future__ import annotations

import re
import secrets
import shutil
import tempfile
import weakref
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from starlette.concurrency import run_in_threadpool

from desireline.diagnostics.system import said_by_the_system
from desireline.service.problems import ProblemError, not_found, unreadable

MOST_BYTES = 8_000_000_000
MOST_UPLOADS = 4
"""So many are kept at once, more only while they are in use. Of those that are not, the one sent first goes."""
LONGEST_NAME_BYTES = 180
WRITE_BYTES = 1_000_000


@dataclass(frozen=True)
class Upload:
    """A file that was sent. `name`: as it is shown, and as the source of its events is called."""

    id: str
    path: Path
    size_bytes: int

    @property
    def name(self) -> str:
        """Its name, without a folder."""
        return self.path.name


class Uploads:
    """The files that were sent. Safe for threads. Their folder is made for the first one, and removed with this object or at the end."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._held: OrderedDict[str, Upload] = OrderedDict()
        self._uses: Counter[str] = Counter()
        self._lock = Lock()
        self._folder: Path | None = None

    @contextmanager
    def using(self, id_: str) -> Iterator[Upload]:
        """A file that was sent: it stays until the block ends. Raises ProblemError (404) where there is no such file any longer."""
        with self._lock:
            found = self._held.get(id_)
            if found is None:
                raise not_found("this file is not here any longer; choose it again")
            self._uses[id_] += 1
        try:
            yield found
        finally:
            with self._lock:
                self._uses.subtract([id_])
                self._uses = +self._uses
                dropped = id_ not in self._held and not self._uses[id_]
            if dropped:
                _remove(found)
            self._make_room()

    def drop(self, id_: str) -> None:
        """Remove a file, if it is there: at once, or as soon as nothing uses it."""
        with self._lock:
            found = self._held.pop(id_, None)
            used = self._uses[id_]
        if found is not None and not used:
            _remove(found)

    def _make_room(self) -> None:
        """Where more are kept than may be, remove those sent first that are not in use; the latest stays, it is about to be looked at."""
        with self._lock:
            idle = [id_ for id_ in list(self._held)[:-1] if not self._uses[id_]]
            old = [self._held.pop(id_) for id_ in idle[: max(0, len(self._held) - MOST_UPLOADS)]]
        for one in old:
            _remove(one)

    async def receive(self, name: str, said_bytes: int | None, parts: AsyncIterator[bytes]) -> Upload:
        """Keep a file as it comes, part by part.

        said_bytes  how much is to come, where it is known
        Raises ProblemError: 413 where it is more than can be taken, 400 where there is nothing in it or less than was said, 507 where the
        disk is full. Nothing of it is left then, nor where the caller goes away.
        """
        if said_bytes is not None and said_bytes > self.most_bytes:
            raise self._too_large()
        id_ = secrets.token_hex(8)
        try:
            folder = self._home() / id_
            folder.mkdir()
        except OSError as error:
            raise _no_room(error) from None
        try:
            size = await self._written(folder / safe_name(name), parts)
            if size == 0:
                raise unreadable("there is nothing in this file")
            if said_bytes is not None and size != said_bytes:
                raise unreadable(f"{size:,} bytes came of {said_bytes:,}; send it again")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        made = Upload(id_, folder / safe_name(name), size)
        with self._lock:
            self._held[id_] = made
        await run_in_threadpool(self._make_room)
        return made

    async def _written(self, path: Path, parts: AsyncIterator[bytes]) -> int:
        """Write what comes. Whoever else asks something does not wait for the disk."""
        size, waiting = 0, bytearray()
        try:
            with path.open("xb") as file:
                async for part in parts:
                    size += len(part)
                    if size > self.most_bytes:
                        raise self._too_large()
                    waiting += part
                    if len(waiting) >= WRITE_BYTES:
                        await run_in_threadpool(file.write, waiting)
                        waiting = bytearray()
                await run_in_threadpool(file.write, waiting)
        except OSError as error:
            raise _no_room(error) from None
        return size

    def _home(self) -> Path:
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="desireline-studio-"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            return self._folder

    def _too_large(self) -> ProblemError:
        detail = f"this file is larger than the {self.most_bytes:,} bytes that a page can send; bring it in with `desireline import`"
        return ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", detail, headers={"Connection": "close"})


def safe_name(name: str) -> str:
    """A name of one file in one folder, whatever was sent: the last part of a path, letters, digits and a few signs, not hidden."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r"[^\w.,+=@()\- ]", "_", last).strip(" .")
    # The endings say how it is written: what is too long is cut in front.
    return kept.encode()[-LONGEST_NAME_BYTES:].decode(errors="ignore").strip(" .") or "events"


def _remove(upload: Upload) -> None:
    shutil.rmtree(upload.path.parent, ignore_errors=True)


def _no_room(error: OSError) -> ProblemError:
    where = f"`{tempfile.gettempdir()}`, the folder for temporary files"
    detail = f"the file could not be kept in {where}, while it is looked at: {said_by_the_system(error)}; TMPDIR names another"
    return ProblemError(HTTPStatus.INSUFFICIENT_STORAGE, "no_room", detail, headers={"Connection": "close"})
