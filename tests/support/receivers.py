"""A real receiver of webhooks, on this machine: it keeps what it is sent, and answers as it is told."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Receiver:
    """`answer`: attempt (from 1) -> status and headers. `taken`: the requests, in order."""

    def __init__(self, answer: Callable[[int], tuple[int, dict[str, str]]]) -> None:
        self.answer = answer
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.at_once = self.most_at_once = 0
        self.dribble_seconds = 0.0
        self.lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.take(self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who refuses our certificate hangs up
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hooks?of=desireline"

    def take(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        with self.lock:
            self.taken.append(({name.lower(): value for name, value in request.headers.items()}, body))
            number = len(self.taken)
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            status, headers = self.answer(number)
            if self.dribble_seconds:
                for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000:
                    request.wfile.write(bytes([letter]))
                    time.sleep(self.dribble_seconds)
        except OSError:
            return  # the sender had enough
        finally:  # before the answer is heard: with it the next one may come
            with self.lock:
                self.at_once -= 1
        with suppress(OSError):
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.end_headers()

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.taken]


CERTIFICATES = Path(__file__).parent / "certificates"
"""Of `hooks.example`, made for tests alone."""


@contextmanager
def receiving(answer: Callable[[int], tuple[int, dict[str, str]]] = lambda _: (204, {}), *, tls: bool = False) -> Iterator[Receiver]:
    """`tls`: as `hooks.example`."""
    receiver = Receiver(answer)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATES / "hooks_example_with_key.pem")
        receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True, do_handshake_on_connect=False)
        receiver.url = receiver.url.replace("http://127.0.0.1", "https://hooks.example")
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()
        thread.join()
