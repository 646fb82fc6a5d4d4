"""A real gunicorn with four web processes on a loopback port, over the test's own database."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from knox.models import AuthToken

from mediation.core.models import User

PROCESSES = 4
PATIENCE = 120  # seconds


@dataclass
class Answer:
    status: int
    body: Any


@dataclass
class Server:
    """Where it listens, and the file that its log lines go to."""

    port: int
    log: Path

    def call(self, method: str, path: str, token: str, data: Any = None) -> Answer:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=None if data is None else json.dumps(data, default=str).encode(),
            method=method,
            headers={"Content-Type": "application/json", "Authorization": f"Token {token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                return Answer(response.status, _json(response.read()))
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, _json(refusal.read()))

    def post(self, path: str, token: str, data: Any) -> Answer:
        return self.call("POST", path, token, data)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def token_of(user: User) -> str:
    return str(AuthToken.objects.create(user=user)[1])


def all_at_once(calls: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Every call in a thread of its own, released together; the answers in their order."""
    gate = threading.Barrier(len(calls))
    answers: dict[int, Answer] = {}

    def run(place: int) -> None:
        gate.wait()
        answers[place] = calls[place]()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return [answers[place] for place in range(len(calls))]


@contextmanager
def gunicorn(folder: Path) -> Iterator[Server]:
    """Started for the length of the block; killed with all its processes at the end."""
    log = folder / "web.log"
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening, log.open("wb") as out:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.served",
            "SERVED_DATABASE": connection.settings_dict["NAME"],
            "WEB_CONCURRENCY": str(PROCESSES),
            "DEMO": "1",
        }
        process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "mediation.wsgi",
                "--config", "deploy/gunicorn.conf.py",
                "--bind", f"fd://{listening.fileno()}",
            ],
            cwd=settings.BASE_DIR, env=environment, stdout=out, stderr=subprocess.STDOUT,
            pass_fds=[listening.fileno()], start_new_session=True,
        )  # fmt: skip
        server = Server(listening.getsockname()[1], log)
        try:
            wait_until_up(server, process)
            yield server
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_up(server: Server, process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < ends:
        if server.log.read_text("utf-8").count("Booting worker") >= PROCESSES:
            answer = server.call("GET", "/healthz", "none")
            assert answer.status == 200, answer
            return
        time.sleep(0.2)
    raise AssertionError(server.log.read_text("utf-8"))
