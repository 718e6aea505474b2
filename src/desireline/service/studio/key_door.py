"""The studio behind the keys of a store: who gives one gets a session, which ends with the key, with the day, or by leaving."""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from desireline.live import StoredKey
from desireline.service.live.guard import KeyGuard
from desireline.service.problems import ProblemError
from desireline.service.studio.entry import By, asked_by_another_page

STUDIO = "/v1/studio"
IDLE_SECONDS = 86_400
"""A session ends so long after it was last used."""
SESSIONS_MOST = 1_000
WRONG_MOST, WRONG_SECONDS = 10, 60.0
"""So many wrong keys are looked at from one address in so long."""
ADDRESSES_MOST = 1_000


@dataclass(frozen=True, slots=True)
class _Opened:
    """A session. `key`: by which it was opened."""

    key: StoredKey
    used: float


class KeyDoor:
    """Sessions of one server, kept in its memory. A cookie admits to the studio alone; what else is asked needs a key, as ever.

    name  of the store: two services on one machine do not put each other's visitors out
    """

    by: By = "key"

    def __init__(self, keys: KeyGuard, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.cookie = f"desireline_{name[:8]}"
        self._keys, self._clock = keys, clock
        self._sessions: OrderedDict[bytes, _Opened] = OrderedDict()
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    async def admits(self, request: Request) -> bool:
        """Whether a call bears a key, or asks something of the studio in a session. Raises DesirelineError where the store fails."""
        if await self._keys.admits(request):
            return True
        return _of_the_studio(request) and not asked_by_another_page(request) and await self._is_in(request)

    async def enter(self, request: Request, key: str) -> Response:
        """A session for who gives a key. Raises ProblemError: 403 where it is none, 429 after too many of those."""
        wrong, now = self._wrong_of(request), self._clock()
        wrong.append(now)  # many at once are bounded, too: it is taken for wrong until it is found
        try:
            found = await self._keys.key_of(key)
        except BaseException:  # nobody can tell what it is
            _forget(wrong, now)
            raise
        if found is None:
            detail = "this is no key of this store; `desireline keys list` names those that there are, `keys add` makes another"
            raise ProblemError(HTTPStatus.FORBIDDEN, "wrong_key", detail)
        _forget(wrong, now)
        token = secrets.token_urlsafe(32)
        self._sessions[_digest(token)] = _Opened(found, self._clock())
        while len(self._sessions) > SESSIONS_MOST:
            self._sessions.popitem(last=False)
        answer = Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})
        answer.set_cookie(self.cookie, token, httponly=True, samesite="strict", path="/", secure=request.url.scheme == "https")
        return answer

    async def leave(self, request: Request) -> Response:
        """Forget a session."""
        self._sessions.pop(_digest(request.cookies.get(self.cookie, "")), None)
        answer = Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})
        answer.delete_cookie(self.cookie, httponly=True, samesite="strict", path="/", secure=request.url.scheme == "https")
        return answer

    async def _is_in(self, request: Request) -> bool:
        digest = _digest(request.cookies.get(self.cookie, ""))
        opened, now = self._sessions.get(digest), self._clock()
        if opened is None:
            return False
        if now - opened.used > IDLE_SECONDS or not await self._keys.is_there(opened.key):
            self._sessions.pop(digest, None)
            return False
        self._sessions[digest] = _Opened(opened.key, now)
        self._sessions.move_to_end(digest)
        return True

    def _wrong_of(self, request: Request) -> deque[float]:
        """When wrong keys came from an address lately. Raises ProblemError (429) where they were too many."""
        address = "" if request.client is None else request.client.host
        times, now = self._wrong.setdefault(address, deque(maxlen=WRONG_MOST)), self._clock()
        self._wrong.move_to_end(address)
        while len(self._wrong) > ADDRESSES_MOST:
            self._wrong.popitem(last=False)
        while times and now - times[0] > WRONG_SECONDS:
            times.popleft()
        if len(times) == WRONG_MOST:
            wait = math.ceil(WRONG_SECONDS - (now - times[0]))
            detail = f"too many wrong keys were given; give another one in {wait} seconds"
            raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, "too_many_wrong", detail, headers={"Retry-After": str(wait)})
        return times


def _forget(wrong: deque[float], at: float) -> None:
    with suppress(ValueError):  # it is over by now
        wrong.remove(at)


def _of_the_studio(request: Request) -> bool:
    path: str = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return path == STUDIO or path.startswith(f"{STUDIO}/")


def _digest(token: str) -> bytes:
    """What is kept of a cookie, and looked up: how long that takes tells nothing of the cookies."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
