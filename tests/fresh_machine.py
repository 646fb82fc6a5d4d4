"""What a newcomer meets: `make run` in a fresh clone, as root and as an ordinary user.

Run by .ci/run as `python tests/fresh_machine.py`; standard library only, Linux only. Ends with 1
and one line per broken promise. The promises are those of DESIGN §5.1.
"""

import http.client
import json
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
ORDINARY = "mediation-ci"
PARTS = ("database", "broker", "worker", "beat", "calendar")
FIRST_START, NEXT_START, NOTICED, STOPPED = 180, 20, 30, 45  # seconds

broken: list[str] = []


def promise(kept: bool, words: str) -> None:
    print(("  ok      " if kept else "  BROKEN  ") + words, flush=True)
    if not kept:
        broken.append(words)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition: Callable[[], bool], seconds: float) -> float | None:
    """Seconds until the condition held; None when it did not in time."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if condition():
            return time.monotonic() - start
        time.sleep(0.3)
    return None


@dataclass
class Machine:
    """One clone, the user it belongs to and the `make run` in it."""

    folder: Path
    user: pwd.struct_passwd
    port: int = field(default_factory=free_port)
    make: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Nothing but what `env -i` is given."""
        home = self.folder.parent / "home"
        if not home.exists():
            home.mkdir()
            os.chown(home, self.user.pw_uid, self.user.pw_gid)
        folders = ["/usr/bin", "/bin", str(Path(sys.executable).resolve().parent)]
        return {"HOME": str(home), "PATH": ":".join(folders), "PORT": str(self.port)}

    def popen(self, *command: str, **options: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            text=True,
            start_new_session=True,
            **self.identity,
            **options,
        )

    @property
    def identity(self) -> dict[str, object]:
        if os.getuid() == self.user.pw_uid:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def start(self) -> None:
        self.output = (self.folder.parent / "output").open("w+")
        self.make = self.popen("make", "run", stdout=self.output, stderr=self.output)

    def ready(self) -> tuple[int, dict]:
        """Status and body of /readyz; 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, ValueError, http.client.HTTPException):
            return 0, {}
        finally:
            connection.close()

    def is_ready(self) -> bool:
        if self.make is not None and self.make.poll() is not None:
            raise SystemExit(f"make run has ended:\n{self.said()}")
        return self.ready()[0] == 200 and f"http://127.0.0.1:{self.port}/" in self.said()

    def said(self) -> str:
        return (self.folder.parent / "output").read_text()

    def ask(self, code: str) -> str:
        """What a command typed beside the running system prints."""
        command = [".venv/bin/python", "manage.py", "shell", "--no-imports", "-c", code]
        process = self.popen(*command, stdout=subprocess.PIPE)
        return process.communicate(timeout=60)[0].strip().splitlines()[-1]

    def processes(self) -> dict[int, str]:
        """Everything that runs in or from the clone."""
        found = {}
        for proc in Path("/proc").iterdir():
            if not proc.name.isdigit():
                continue
            try:
                command = (proc / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                cwd = os.readlink(proc / "cwd")
            except OSError:
                continue
            if cwd.startswith(str(self.folder)) or str(self.folder) in command:
                found[int(proc.name)] = command
        return found

    def leader_of(self, words: str) -> int:
        """The process whose command line has these words and whose parent is `up`."""
        for pid, command in sorted(self.processes().items()):
            if words in command:
                return pid
        raise SystemExit(f"no process {words!r} among {self.processes()}")

    def is_quiet(self) -> bool:
        return not self.processes()


@contextmanager
def machine(user: pwd.struct_passwd) -> Iterator[Machine]:
    """A fresh clone in a folder of mode 700 that belongs to the user."""
    top = Path(tempfile.mkdtemp(prefix="fresh-"))
    try:
        os.chown(top, user.pw_uid, user.pw_gid)
        clone = Machine(top / "clone", user)
        subprocess.run(
            ["git", "-c", "safe.directory=*", "clone", "--quiet", str(SOURCE), str(clone.folder)],
            check=True,
        )
        for path in [clone.folder, *clone.folder.rglob("*")]:
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
        yield clone
    finally:
        for pid in clone.processes():
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(top, ignore_errors=True)


def modes(folder: Path) -> dict[Path, int]:
    return {one: stat.S_IMODE(one.stat().st_mode) for one in folder.parents}


def check_first_start(m: Machine) -> None:
    before = modes(m.folder)
    m.start()
    seconds = wait_for(m.is_ready, FIRST_START)
    promise(seconds is not None, f"first start is ready within {FIRST_START} s ({seconds})")
    if seconds is None:
        raise SystemExit(m.said())
    body = m.ready()[1]
    promise(all(body[part]["ok"] for part in PARTS), "every part is named and well")
    promise("demo-2026" in m.said(), "the demo accounts are printed")
    opened = {p: oct(mode) for p, mode in modes(m.folder).items() if mode & ~before[p] & ~0o001}
    closed = {p: oct(mode) for p, mode in modes(m.folder).items() if before[p] & ~mode}
    promise(not opened and not closed, f"no ancestor's mode changed but by o+x {opened}{closed}")
    if m.user.pw_uid:
        promise(modes(m.folder) == before, "an ordinary user's ancestors keep their modes exactly")


def check_readiness(m: Machine) -> None:
    for part, words in {
        "worker": "mediation worker",
        "beat": "mediation beat",
        "broker": "redis-server",
    }.items():
        pid = m.leader_of(words)
        os.kill(pid, signal.SIGSTOP)

        def is_named(part: str = part) -> bool:
            status, body = m.ready()
            return status == 503 and body["failed"] == [part]

        seconds = wait_for(is_named, NOTICED)
        promise(seconds is not None, f"a stopped {part} is named within {NOTICED} s ({seconds})")
        os.kill(pid, signal.SIGCONT)
        seconds = wait_for(m.is_ready, NOTICED)
        promise(seconds is not None, f"{part} continues, /readyz is 200 again ({seconds})")


def check_taken_port(m: Machine) -> None:
    for data, words in {"other-data": "PORT=", ".data": "已经在运行"}.items():
        environment = {**m.environment, "DATA_DIR": str(m.folder / data)}
        done = subprocess.run(
            ["make", "run"],
            cwd=m.folder, env=environment, text=True, capture_output=True, check=False, **m.identity,
        )  # fmt: skip
        said = [line for line in done.stderr.splitlines() if not line.startswith("make")]
        promise(
            done.returncode == 2 and len(said) == 1 and words in said[0],
            f"a second start on the same port: exit {done.returncode}, {said}",
        )
    promise(m.ready()[0] == 200, "the first one goes on")


def check_stopping(m: Machine) -> None:
    count = "from cases.models import Case; from mediation.core.models import User; "
    count += "print(Case.objects.count(), User.objects.count())"
    before = m.ask(count)
    stops: dict[str, Callable[[], None]] = {
        "SIGINT to make alone": lambda: os.kill(m.make.pid, signal.SIGINT),
        "SIGINT to the terminal's group": lambda: os.killpg(m.make.pid, signal.SIGINT),
        "SIGTERM to make alone": lambda: os.kill(m.make.pid, signal.SIGTERM),
        "SIGKILL to make alone": lambda: os.kill(m.make.pid, signal.SIGKILL),
        "SIGKILL to the terminal's group": lambda: os.killpg(m.make.pid, signal.SIGKILL),
    }
    # An ordinary user's machine differs in the start, not in the signals: one of each is enough.
    for words, stop in list(stops.items())[:: 1 if m.user.pw_uid == 0 else 3]:
        stop()
        m.make.wait(STOPPED)
        if words != "SIGKILL to the terminal's group":
            promise(wait_for(m.is_quiet, STOPPED) is not None, f"{words} leaves no process")
        m.start()
        seconds = wait_for(m.is_ready, NEXT_START)
        promise(
            seconds is not None,
            f"after {words} the next start is ready within {NEXT_START} s ({seconds})",
        )
        after = m.ask(count)
        promise(after == before, f"and keeps the data ({before} → {after})")
    os.killpg(m.make.pid, signal.SIGTERM)
    promise(m.make.wait(STOPPED) is not None, "the last one stops too")
    promise(wait_for(m.is_quiet, STOPPED) is not None, "and leaves nothing behind")


def ordinary_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ORDINARY)
    except KeyError:
        subprocess.run(["/usr/sbin/useradd", "--create-home", ORDINARY], check=True)
        return pwd.getpwnam(ORDINARY)


def main() -> int:
    me = pwd.getpwuid(os.getuid())
    users = [me] if me.pw_uid else [me, ordinary_user()]
    for user in users:
        print(f"as {user.pw_name}", flush=True)
        with machine(user) as m:
            check_first_start(m)
            if user == me:
                check_readiness(m)
                check_taken_port(m)
            check_stopping(m)
    print(f"fresh machine: {len(broken)} broken" + "".join(f"\n  {words}" for words in broken))
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
