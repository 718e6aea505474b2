"""Callers admitted by the keys of a store, which are read anew twice a second at most: no call waits for a transaction of its own."""

import asyncio
import time
from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from desireline.live import Store, StoredKey, admitted_by, list_keys

FRESH_SECONDS = 0.5
"""How long keys that were read are relied on: so long may one that was revoked still admit."""
NEW_KEY_SECONDS = 0.05
"""How often keys are read for the sake of one that is not known, and may be new."""


class KeyGuard:
    """Admits who gives a key of the store, as `Authorization: Bearer KEY`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: Sequence[StoredKey] = ()
        self._read_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None

    async def admits(self, request: Request) -> bool:
        """Whether a call bears a key; its name is `request.state.caller` then. Raises DesirelineError where keys must be read and the store
        fails."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        key = await self.key_of(given) if scheme.lower() == "bearer" else None
        if key is not None:
            request.state.caller = key.name
        return key is not None

    async def key_of(self, given: str) -> StoredKey | None:
        """The key that was given; None: it is none. Raises DesirelineError where keys must be read and the store fails."""
        if not given.strip():
            return None
        await self._read_if_older(FRESH_SECONDS)
        found = admitted_by(self._keys, given.strip())
        if found is None:
            await self._read_if_older(NEW_KEY_SECONDS)
            found = admitted_by(self._keys, given.strip())
        return found

    async def is_there(self, key: StoredKey) -> bool:
        """Whether a key that was given before admits still. Raises DesirelineError where keys must be read and the store fails."""
        await self._read_if_older(FRESH_SECONDS)
        return any(one.digest == key.digest for one in self._keys)

    async def _read_if_older(self, seconds: float) -> None:
        if time.monotonic() - self._read_at <= seconds:
            return
        loop = asyncio.get_running_loop()
        if self._reading is None or self._reading.done() or self._reading.get_loop() is not loop:
            self._reading = loop.create_task(self._read())
        await asyncio.shield(self._reading)

    async def _read(self) -> None:
        began = time.monotonic()
        self._keys = await run_in_threadpool(list_keys, self._store)
        self._read_at = began
