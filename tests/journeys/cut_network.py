"""A network that can be cut where it hurts, and a browser that can be killed and opened again."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import BrowserType, Page

from mediation.core.models import User
from tests import chromium
from tests.journeys.browser import ARGUMENTS, PHONE

PATIENCE = 180  # seconds: the machine may be busy with other tests


def wait_for(what: Callable[[], bool], words: str) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, words
        time.sleep(0.05)


class CutNetwork:
    """A door in front of the server. `swallows` names a request of which every byte reaches the
    server and whose answer never comes back; `is_away` lets nothing through."""

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self.server = (str(parts.hostname), int(parts.port or 80))
        self.swallows = b""
        self.is_away = False
        self.swallowed = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            if self.is_away:
                near.close()
            else:
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(self.server) as far:
            is_swallowed = threading.Event()
            there = threading.Thread(
                target=self._there, args=(near, far, is_swallowed), daemon=True
            )
            there.start()
            self._back(near, far, is_swallowed)

    def _there(self, near: socket.socket, far: socket.socket, mark: threading.Event) -> None:
        try:
            while (sent := near.recv(65536)) and not self.is_away:
                if self.swallows and sent.startswith(self.swallows):
                    mark.set()
                far.sendall(sent)
            far.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def _back(self, near: socket.socket, far: socket.socket, mark: threading.Event) -> None:
        try:
            while answer := far.recv(65536):
                if mark.is_set():  # the server has answered; nobody hears it
                    self.swallowed += 1
                    return
                if self.is_away:
                    return
                near.sendall(answer)
        except OSError:
            return


class Phone:
    """A Chromium of 390×844 with a profile that outlives it."""

    def __init__(self, kind: BrowserType, folder: Path, address: str) -> None:
        self.kind, self.folder, self.address = kind, folder, address
        self.process: subprocess.Popen[bytes] | None = None

    def open(self, user: User | None) -> Page:
        """Start it (again); `user` has signed in, for a killed browser forgot who he was."""
        path = chromium.find()
        assert path
        port_file = self.folder / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [
                path,
                "--headless=new",
                "--remote-debugging-port=0",
                f"--user-data-dir={self.folder}",
                *ARGUMENTS,
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(lambda: port_file.exists() and bool(port_file.read_text()), "it did not start")
        port = port_file.read_text().split()[0]
        self.browser: Any = self.kind.connect_over_cdp(f"http://127.0.0.1:{port}")
        context = self.browser.contexts[0]
        context.set_default_timeout(PATIENCE * 1000)
        if user is not None:
            self.sign_in(user)
        page: Page = context.new_page()
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.clock.install()
        return page

    def sign_in(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        cookie = {"name": "sessionid", "value": value, "url": self.address}
        self.browser.contexts[0].add_cookies([cookie])

    def kill(self) -> None:
        """As when the phone's battery falls out: nothing is said to it before."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
            self.process = None
