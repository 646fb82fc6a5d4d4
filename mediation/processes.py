"""The processes of one `up`: started in groups of their own, watched, stopped in order."""

import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil
from django.core.exceptions import ImproperlyConfigured

STOP_ORDER = ("prepare", "web", "beat", "worker", "redis")
STOP_PATIENCE = 15.0  # seconds before a part that does not end is killed
RESTART_AFTER = 20.0  # seconds: long enough for /readyz to have said what is missing
PR_SET_PDEATHSIG = 1
HANDOVER_PATIENCE = 45.0  # seconds for an `up` whose `make` was killed to end by itself


@dataclass
class Process:
    """One part, with all that is needed to start it once more."""

    command: Sequence[str]
    environment: Mapping[str, str]
    popen: subprocess.Popen[bytes]
    fell_at: float | None = None


@dataclass
class House:
    """All parts that run from one data directory, at most one `up` at a time."""

    data_dir: Path
    parts: dict[str, Process] = field(default_factory=dict)
    lock: IO[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lock = (self.data_dir / "up.lock").open("a+")

    # --- who was here before -------------------------------------------------------------------

    def take_over(self) -> None:
        """Become the only `up` of this directory, and end what a killed one has left running."""
        until = time.monotonic() + HANDOVER_PATIENCE
        while not self._is_locked_by_us():
            if not self._is_orphaned() or time.monotonic() > until:
                raise ImproperlyConfigured(f"{self.data_dir} 里的系统已经在运行。")
            time.sleep(0.3)
        for name in STOP_ORDER:
            pid, started_at = self._recorded().get(name, (0, 0.0))
            if pid and _is_same(pid, started_at):
                stop_group(pid)
        self._record()

    def _is_locked_by_us(self) -> bool:
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _is_orphaned(self) -> bool:
        """Has the `make` of the other `up` gone? Then it is about to end."""
        pid, started_at = self._recorded().get("up", (0, 0.0))
        parent, parent_started_at = self._recorded().get("parent", (0, 0.0))
        return not _is_same(pid, started_at) or not _is_same(parent, parent_started_at)

    def _recorded(self) -> dict[str, tuple[int, float]]:
        try:
            return json.loads((self.data_dir / "up.json").read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def _record(self) -> None:
        pids = {"up": os.getpid(), "parent": os.getppid()}
        pids |= {name: part.popen.pid for name, part in self.parts.items()}
        draft = self.data_dir / "up.json.new"
        draft.write_text(json.dumps({name: (pid, _started_at(pid)) for name, pid in pids.items()}))
        os.replace(draft, self.data_dir / "up.json")

    # --- start, watch, stop --------------------------------------------------------------------

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a part in a process group of its own, so that Ctrl-C reaches only this process."""
        log = self.data_dir / "log"
        log.mkdir(exist_ok=True)
        with (log / f"{name}.log").open("ab") as output:
            popen = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
                preexec_fn=_end_with_us,
            )
        self.parts[name] = Process(command, environment, popen)
        self._record()

    def run(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> int:
        """Run a part to its end on this console; its exit code."""
        popen = subprocess.Popen(
            command,
            env=dict(environment),
            process_group=0,
            preexec_fn=_end_with_us,
        )
        self.parts[name] = Process(command, environment, popen)
        self._record()
        code = popen.wait()
        del self.parts[name]
        return code

    def fallen(self) -> list[str]:
        """Parts that have ended by themselves since the last call; they come back after a while."""
        news = []
        for name, part in list(self.parts.items()):
            if part.popen.poll() is None:
                continue
            if part.fell_at is None:
                part.fell_at = time.monotonic()
                news.append(name)
            elif time.monotonic() - part.fell_at >= RESTART_AFTER:
                self.start(name, part.command, part.environment)
        return news

    def stop(self) -> None:
        """End every part, in order, and wait for each."""
        for name in STOP_ORDER:
            part = self.parts.pop(name, None)
            if part is not None:
                stop_group(part.popen.pid, part.popen)
        self.lock.close()


def stop_group(pid: int, popen: subprocess.Popen[bytes] | None = None) -> None:
    """Ask the group to end, wait, then kill whatever of it is still there."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGTERM)
        os.killpg(pid, signal.SIGCONT)  # a stopped process does not hear the first one
    until = time.monotonic() + STOP_PATIENCE
    while time.monotonic() < until and _is_running(pid, popen):
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if popen is not None:
        popen.wait()


def _end_with_us() -> None:
    """Have the kernel end a part when this process is killed: nobody else could (prctl(2))."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _is_running(pid: int, popen: subprocess.Popen[bytes] | None) -> bool:
    if popen is not None:
        return popen.poll() is None
    return psutil.pid_exists(pid)


def _started_at(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return 0.0


def _is_same(pid: int, started_at: float) -> bool:
    """Is this still the process that was recorded, not a later one with its number?"""
    return bool(started_at) and abs(_started_at(pid) - started_at) < 1


@dataclass(frozen=True)
class Parent:
    """The `make` that started us. It must not go without us, and cannot always say that it goes:
    killed it says nothing, and an interrupt sent to it alone it keeps to itself and waits."""

    pid: int = field(default_factory=os.getppid)
    is_make: bool = field(default_factory=lambda: "MAKELEVEL" in os.environ)

    def is_leaving(self) -> bool:
        return self.is_make and (os.getppid() != self.pid or self._is_interrupted())

    def _is_interrupted(self) -> bool:
        """While make handles an interrupt, that signal is blocked in it (proc_pid_status(5))."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text()
        except OSError:
            return False
        blocked = next(line for line in status.splitlines() if line.startswith("SigBlk:"))
        return bool(int(blocked.split()[1], 16) >> (signal.SIGINT - 1) & 1)
