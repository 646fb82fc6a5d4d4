"""A web server of our own on a free port: takes messages and answers as the test bids it.

`answers(n)` says what happens to the n-th message (from 1): a number is the HTTP status, a dict the
JSON inside a 200, "hang" no answer until the client leaves, "reset" the line cut before an answer,
"half" cut in the middle of one, "page" a 200 of somebody else's. A message with status 200 and a
code that means yes is taken; of two with the same key the second is dropped where `key_of` is given.
"""

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

OK: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
Answer = int | str | dict[str, Any]


@dataclass
class Asked:
    """One request: its path, its query, its head, and its body as text and read."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> Any:
        if self.headers.get("content-type", "").startswith("application/json"):
            return json.loads(self.text)
        return {name: values[0] for name, values in parse_qs(self.text).items()}


@dataclass
class HttpSink:
    """Everything that was asked, and the messages that the other side shows to somebody."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    shown: list[Asked] = field(default_factory=list)
    answers: Callable[[int], Answer] = lambda number: OK
    shows_when: set[str] = field(
        default_factory=set
    )  # "hang", "reset", "half": had it all the same
    key_of: Callable[[Asked], str] | None = None
    before_answer: Callable[[int], None] = lambda number: None
    token: Callable[[int], dict[str, Any]] = lambda number: {
        **OK,
        "access_token": f"pass-{number}",
        "expires_in": 7200,
    }
    tokens_given: int = 0
    offered: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    leaving: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def show(self, asked: Asked) -> None:
        with self.lock:
            keys = [self.key_of(one) for one in self.shown] if self.key_of else []
            if self.key_of is None or self.key_of(asked) not in keys:
                self.shown.append(asked)


class _Talk(BaseHTTPRequestHandler):
    server: "_Server"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the test reads `asked`."""

    def do_GET(self) -> None:
        sink, asked = self.server.sink, self._asked("")
        with sink.lock:
            sink.asked.append(asked)
            sink.tokens_given += 1
            number = sink.tokens_given
        self._say(200, json.dumps(sink.token(number)).encode())

    def do_POST(self) -> None:
        sink = self.server.sink
        asked = self._asked(self.rfile.read(int(self.headers["Content-Length"])).decode())
        with sink.lock:
            sink.asked.append(asked)
            sink.offered += 1
            number = sink.offered
        sink.before_answer(number)
        answer = sink.answers(number)
        if answer == OK or (isinstance(answer, str) and answer in sink.shows_when):
            sink.show(asked)
        if answer == "hang":
            sink.leaving.wait(60)
            self._cut()
        elif answer == "reset":
            self._cut()
        elif answer == "half":
            self.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{"errcode":')
            self.wfile.flush()
            self._cut()
        elif answer == "page":
            self._say(200, "<html>请先登录网络</html>".encode())
        elif isinstance(answer, int):
            self._say(answer, b"{}")
        else:
            self._say(200, json.dumps(answer).encode())

    def _asked(self, text: str) -> Asked:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Asked(self.command, parts.path, parse_qs(parts.query), headers, text)

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if status in {301, 302, 307}:
            self.send_header("Location", f"{self.server.sink.url}/elsewhere")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _cut(self) -> None:
        """A reset, not a polite end."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    sink: HttpSink

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left or was killed is what some tests are about."""


@contextmanager
def http_sink() -> Iterator[HttpSink]:
    """Serve on loopback until the block ends."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        sink = server.sink = HttpSink(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield sink
        finally:
            sink.leaving.set()
            server.shutdown()
            thread.join()
