"""A mail server of our own on a free port: takes messages, counts them, can hang up on one."""

import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Taken:
    """One message that the server said 250 to."""

    sender: str
    recipients: list[str]
    message: EmailMessage

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        return str(self.message.get_content())


@dataclass
class Sink:
    """What has arrived. `hang_up_on(n)` says whether to drop the n-th message (from 1) before
    answering; `before_answer(n)` runs while the client waits; `refuse` are addresses not known."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)  # of every message offered, in order
    offered: int = 0
    hang_up_on: Callable[[int], bool] = lambda number: False
    before_answer: Callable[[int], None] = lambda number: None
    refuse: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def by_recipient(self) -> Counter[str]:
        return Counter(one for taken in self.taken for one in taken.recipients)

    @property
    def by_message_id(self) -> Counter[str]:
        return Counter(taken.message_id for taken in self.taken)


class _Talk(socketserver.StreamRequestHandler):
    """One connection: just as much of RFC 5321 as smtplib speaks."""

    server: "_Server"

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
        self.wfile.flush()

    def handle(self) -> None:
        self.say("220 sink")
        sender, recipients = "", []
        while line := self.rfile.readline():
            words = line.decode().strip()
            verb = words[:4].upper()
            if verb == "QUIT":
                return self.say("221 bye")
            if verb == "MAIL":
                sender, recipients = _address(words), []
            elif verb == "RCPT":
                if _address(words) in self.server.sink.refuse:
                    self.say("550 no such mailbox")
                    continue
                recipients.append(_address(words))
            elif verb == "DATA":
                self.say("354 go on")
                if not self.take(sender, recipients):
                    return None
                continue
            self.say("250 ok")
        return None

    def take(self, sender: str, recipients: list[str]) -> bool:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False  # the client died in mid-message: it was never ours
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        sink = self.server.sink
        with sink.lock:
            sink.senders.append(sender)
            sink.offered += 1
            number = sink.offered
        sink.before_answer(number)
        if sink.hang_up_on(number):
            return False
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        with sink.lock:
            sink.taken.append(Taken(sender, recipients, message))
        self.say("250 taken")
        return True


def _address(words: str) -> str:
    return words.partition("<")[2].partition(">")[0]


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: Sink

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is what some tests are about."""


@contextmanager
def smtp_sink(port: int = 0) -> Iterator[Sink]:
    """Serve on loopback until the block ends; `sink.port` is where (a free one unless given)."""
    with _Server(("127.0.0.1", port), _Talk) as server:
        server.sink = Sink(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.sink
        finally:
            server.shutdown()
            thread.join()
