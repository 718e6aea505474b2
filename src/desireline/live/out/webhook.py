"""Effects sent over HTTP, signed by the Standard Webhooks specification.

Each attempt has a connection of its own, to an address that was checked; redirects are not followed, and all of it ends in time.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urlsplit

from desireline import __version__
from desireline.live.clock import Clock
from desireline.live.out.addresses import Network, NotAllowedError, Resolve, permitted, resolve
from desireline.live.out.bodies import body_of
from desireline.live.out.handed import GiveUpError, HandedOut, TryLaterError
from desireline.live.out.signing import Secret, headers_of
from desireline.model.instants import EPOCH

USELESS = frozenset({400, 405, 406, 410, 411, 413, 414, 415, 422, 431})
"""Answers after which the same request would be refused again, and 410: the receiver wants no more of them."""
TOO_LARGE = 413
"""By RFC 9110 (15.5.14) a receiver for which this is so only for a time says it by `Retry-After`."""
LONGEST_WAIT_SECONDS = 3600.0
"""Of what a receiver asks for by `Retry-After`."""


class Webhook:
    """A handler that posts effects to a URL.

    secrets          sign each request; several while one takes another's place; none: it is not signed
    timeout_seconds  for the whole attempt, name resolution aside
    allow            networks that may be reached besides public addresses; `http://` only reaches these
    authorities      a file of certificates that the receiver's may come from, besides those of the system
    """

    def __init__(
        self,
        url: str,
        clock: Clock,
        *,
        secrets: Sequence[Secret] = (),
        timeout_seconds: float = 10.0,
        allow: Sequence[Network] = (),
        authorities: str | None = None,
        resolver: Resolve = resolve,
    ) -> None:
        """Raises ValueError where the URL is none that can be posted to."""
        self._url = parsed(url)
        self._clock = clock
        self._secrets = tuple(secrets)
        self._timeout_seconds = timeout_seconds
        self._allow = tuple(allow)
        self._resolve = resolver
        self._tls = ssl.create_default_context() if self._url.scheme == "https" else None
        if self._tls is not None and authorities is not None:
            self._tls.load_verify_locations(authorities)

    def __call__(self, handed: HandedOut) -> None:
        """Post one effect. Raises where it was not taken: GiveUpError, TryLaterError, or what went wrong."""
        body = body_of(handed)
        now_seconds = self._clock.now_us() // 1_000_000
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"desireline/{__version__}",
            "Host": self._url.netloc.rpartition("@")[2],
            "Connection": "close",
            **headers_of(handed.key, body, now_seconds, self._secrets),
        }
        status, retry_after = self._post(body, headers)
        if 200 <= status < 300:
            return
        said = f"the receiver answered {status} {http.client.responses.get(status, '')}".rstrip()
        if 300 <= status < 400:
            said += "; redirects are not followed: give the address that they lead to"
        wait_seconds = _wait_seconds(retry_after, now_seconds)
        if status in USELESS and (status != TOO_LARGE or wait_seconds is None):
            raise GiveUpError(said)
        if wait_seconds is not None:
            raise TryLaterError(f"{said}, and asks for {wait_seconds:g} s", wait_seconds)
        raise ConnectionError(said)

    def _post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str | None]:
        """Status, and what `Retry-After` says. Raises OSError or http.client.HTTPException where there is no answer."""
        host = self._url.hostname or ""
        address = self._address(host)
        path = (self._url.path or "/") + (f"?{self._url.query}" if self._url.query else "")
        deadline = _Deadline(self._timeout_seconds)
        try:
            with deadline, self._open(host, address, deadline) as connected:
                connection = http.client.HTTPConnection(host)
                connection.sock = connected
                connection.request("POST", path, body, headers)
                response = connection.getresponse()
                if not deadline.over:  # else the end that it made would be taken for the end of the headers
                    return response.status, response.headers.get("Retry-After")
        except (OSError, http.client.HTTPException):
            if not deadline.over:
                raise
        raise TimeoutError(f"no answer within {self._timeout_seconds:g} s")

    def _address(self, host: str) -> tuple[str, int]:
        port = self._url.port or (443 if self._tls is not None else 80)
        try:
            return permitted(self._resolve(host, port), self._allow, public=self._tls is not None), port
        except NotAllowedError as error:
            raise ConnectionError(f"`{host}` is at {error}") from None

    def _open(self, host: str, address: tuple[str, int], deadline: "_Deadline") -> socket.socket:
        plain = socket.create_connection(address, self._timeout_seconds)
        deadline.watch(plain)
        if self._tls is None:
            return plain
        with plain:  # once it is wrapped there is nothing left in it to be closed
            secured = self._tls.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        deadline.watch(secured)
        try:
            secured.do_handshake()
        except OSError:
            secured.close()
            raise
        return secured


class _Deadline:
    """Ends a connection once its time is over, however slowly it goes on: a socket's own timeout counts anew with each byte."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connected: socket.socket) -> None:
        """End this socket, in place of the one before."""
        with self._lock:
            self._socket = connected
            if self.over:
                self._shut()

    def _end(self) -> None:
        with self._lock:
            self.over = True
            self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # also beneath TLS, where its own shutdown would wait


def parsed(url: str) -> SplitResult:
    """A URL that can be posted to. Raises ValueError, in words, for any other."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it is no address such as https://example.com/hooks")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a name or password in it would be written to logs")
    if parts.fragment or not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("it holds a blank, a `#`, or letters that an address is not written with")
    if parts.port is None and parts.netloc.endswith(":"):
        raise ValueError("its port is missing")
    return parts


def _wait_seconds(retry_after: str | None, now_seconds: int) -> float | None:
    """What `Retry-After` asks for: seconds, or a date."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return min(float(retry_after), LONGEST_WAIT_SECONDS)
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return min(max((at - EPOCH).total_seconds() - now_seconds, 0.0), LONGEST_WAIT_SECONDS)
